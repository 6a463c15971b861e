"""Columns, indexes and dated tables, as all tables are made of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from watchfloor.store.compressed import CompressedJson

metadata = sa.MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_name)s",
        "fk": "%(table_name)s_%(column_0_name)s_fk",
        "pk": "%(table_name)s_pk",
        "uq": "%(table_name)s_%(column_0_N_name)s_uq",
    }
)


def row() -> sa.Column[int]:
    """A key without meaning, in order of writing."""
    return sa.Column("row", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)


def sequence(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """An admission, by its number."""
    return sa.Column(name, sa.BigInteger, sa.ForeignKey("admission.sequence"), nullable=nullable)


def string(name: str, *, nullable: bool = True) -> sa.Column[str]:
    """A column of characters, empty where nothing is known."""
    return sa.Column(name, sa.Text, nullable=nullable)


def needed(name: str) -> sa.Column[str]:
    """A column of characters that is never empty."""
    return string(name, nullable=False)


def sought(name: str) -> sa.Column[str]:
    """A needed column that rows are looked up by."""
    return sa.Column(name, sa.Text, nullable=False, index=True)


def json_value() -> sa.Column[str]:
    """The whole value of a row as JSON, compressed."""
    return sa.Column("value", CompressedJson, nullable=False)


def text_id() -> sa.Column[str]:
    """The text in which something stands."""
    return sa.Column("text_id", sa.Text, sa.ForeignKey("text.id"), nullable=False)


def newest_index(name: str, *columns: str) -> sa.Index:
    """Lists are walked by it, newest first, without touching the rows: it holds all that they ask of one."""
    return sa.Index(f"{name}_newest", sa.text("born DESC"), "id", "known_from", "known_until", *columns)


def dated(name: str, *keys: sa.Column[Any], newest: tuple[str, ...] | None = None) -> sa.Table:
    """A table of decisions: one open row for each id, closed rows for what was held before.

    `born` is the admission that first knew the id, `born_order` the id's place among those that it first
    knew; `value` is the whole value. `newest` are the columns that lists of it ask for besides.
    """
    # By an id too, lists find all that they ask of a row in the index: `born` stands behind the whole value.
    by_id = ("id", "known_from") if newest is None else ("id", "known_until", "known_from", "born", *newest)
    listed = [] if newest is None else [newest_index(name, *newest)]
    return sa.Table(
        name,
        metadata,
        row(),
        needed("id"),
        *keys,
        json_value(),
        sequence("born"),
        sa.Column("born_order", sa.BigInteger, nullable=False),
        sequence("known_from"),
        sequence("known_until", nullable=True),
        sa.Index(f"{name}_id", *by_id),
        open_index(name, "id"),
        *listed,
    )


def open_index(name: str, *columns: str) -> sa.Index:
    """Holds that no id has two open rows."""
    is_open = sa.text("known_until IS NULL")
    return sa.Index(f"{name}_open", *columns, unique=True, sqlite_where=is_open, postgresql_where=is_open)

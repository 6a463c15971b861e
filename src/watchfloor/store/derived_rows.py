"""Reading and writing the derived tables: statements are made once, and rows of one kind go together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from watchfloor.store import schema
from watchfloor.store.ledger import open_in

_CHUNK = 500  # most ids in one condition


@cache
def _select(table: str, columns: tuple[str, ...], by: str, extra: tuple[str, ...], *, then: bool) -> Any:
    """Return the statement for some columns of what is held, or was then, by any of some values."""
    asked = schema.metadata.tables[table]
    statement = sa.select(*(asked.c[column] for column in columns)).where(
        asked.c[by].in_(sa.bindparam("some", expanding=True)),
        *(_given(asked.c[column]) == sa.bindparam(column) for column in extra),
    )
    if "known_until" not in asked.c:
        return statement
    if not then:
        return statement.where(asked.c.known_until.is_(None))
    moment: sa.BindParameter[int] = sa.bindparam("then")
    return statement.where(
        asked.c.known_from <= moment, sa.or_(asked.c.known_until.is_(None), asked.c.known_until > moment)
    )


def _given(column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    return of_kind() if column is schema.scope.c.kind else column


def of_kind() -> sa.ColumnElement[str]:
    """Return the kind of things in scope, for conditions beside an id or a unit.

    Without statistics SQLite would rather walk every thing of a kind, by an index that holds all it asks for,
    than look up one id: as an expression the kind is in no index.
    """
    return schema.scope.c.kind.concat("")


class Rows:
    """The rows of one admission: read as of then (None: now), written as of `sequence`."""

    def __init__(self, connection: sa.Connection, sequence: int, as_of: int | None) -> None:
        self.connection = connection
        self.sequence = sequence
        self.as_of = as_of

    def held(
        self, table: sa.Table, columns: Sequence[str], by: str, some: Iterable[str], **extra: str
    ) -> list[Any]:
        """Return columns of the rows of a table whose column `by` is any of `some`; `extra` are others."""
        # What is derived is derived in order: what is open of it now is what was held then.
        then = self.as_of is not None and table.name not in ("scope", "quote", "statement")
        statement = _select(table.name, tuple(columns), by, tuple(extra), then=then)
        values: list[str] = sorted(set(some))
        found: list[Any] = []
        for start in range(0, len(values), _CHUNK):
            asked: dict[str, Any] = {"some": values[start : start + _CHUNK], **extra}
            if then and "known_until" in table.c:
                asked["then"] = self.as_of
            found += self.connection.execute(statement, asked).all()
        return found

    def open(self, table: Any) -> sa.ColumnElement[bool]:
        """Return the condition of what is held, or was then."""
        return open_in(table, self.as_of)

    def append(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write new rows."""
        if rows:
            self.connection.execute(
                _insert(table.name), [{**row, "known_from": self.sequence} for row in rows]
            )

    def close(self, table: sa.Table, rows: Iterable[Any]) -> None:
        """Close rows; those that this very admission wrote were never seen by anybody, and go."""
        gone = [{"mine": row.row} for row in rows if row.known_from == self.sequence]
        ended = [{"mine": row.row, "at": self.sequence} for row in rows if row.known_from != self.sequence]
        if gone:
            self.connection.execute(_delete(table.name), gone)
        if ended:
            self.connection.execute(_end(table.name), ended)


@cache
def _insert(table: str) -> sa.Insert:
    return sa.insert(schema.metadata.tables[table])


@cache
def _delete(table: str) -> sa.Delete:
    asked = schema.metadata.tables[table]
    return sa.delete(asked).where(asked.c.row == sa.bindparam("mine"))


@cache
def _end(table: str) -> sa.Update:
    asked = schema.metadata.tables[table]
    return sa.update(asked).where(asked.c.row == sa.bindparam("mine")).values(known_until=sa.bindparam("at"))

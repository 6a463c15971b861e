"""The tables: each is found by its name, and a dated one has one open row for each id."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from watchfloor.store import schema

KINDS = sorted(schema.KINDS)
TABLES = sorted(schema.metadata.tables)


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_found_by_its_name(name: str) -> None:
    assert name in schema.__all__
    assert getattr(schema, name) is schema.metadata.tables[name]


@pytest.mark.parametrize("kind", KINDS)
def test_values_are_kept_in_dated_tables(kind: str) -> None:
    columns = set(schema.KINDS[kind].table.c.keys())
    assert {"id", "value", "born", "born_order", "known_from", "known_until"} <= columns


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    """Yield an empty database with one dated table, and one of admissions."""
    engine = sa.create_engine("sqlite://")
    schema.admission.create(engine)
    schema.quarantine.create(engine)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def row(id_: str, known_from: int, known_until: int | None) -> dict[str, object]:
    """Return the row of a value that was held from one admission until another."""
    return {
        "id": id_,
        "where": "parse",
        "value": "{}",
        "born": 1,
        "born_order": 0,
        "known_from": known_from,
        "known_until": known_until,
    }


def test_closed_rows_of_an_id_stand_beside_an_open_one(connection: sa.Connection) -> None:
    rows = [row("a", 1, 2), row("a", 2, 3), row("a", 3, None), row("b", 3, None)]
    connection.execute(schema.quarantine.insert(), rows)
    table = schema.quarantine
    held = connection.scalars(sa.select(table.c.id).where(table.c.known_until.is_(None)).order_by("id"))
    assert list(held) == ["a", "b"]


def test_two_open_rows_of_an_id_are_refused(connection: sa.Connection) -> None:
    connection.execute(schema.quarantine.insert(), [row("a", 1, None)])
    with pytest.raises(sa.exc.IntegrityError, match="UNIQUE"):
        connection.execute(schema.quarantine.insert(), [row("a", 2, None)])


def test_what_lists_ask_for_stands_in_the_index_they_walk() -> None:
    [index] = [it for it in schema.event.indexes if it.name == "event_newest"]
    assert list(index.columns.keys()) == [
        "id",
        "known_from",
        "known_until",
        "grade",
        "start",
        "end",
    ]

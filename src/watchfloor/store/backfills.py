"""What a floor remembers of the files that `backfill` reads: how far each was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from watchfloor.store import schema
from watchfloor.store.store import Store


@dataclass(frozen=True, slots=True)
class ReadTo:
    """How far a file was read: how it stood, with the place to go on from, and whether that is its end."""

    version: str
    done: bool


def read_to(store: Store, key: str) -> ReadTo | None:
    """Return how far a file was read; None for one that never was."""
    table = schema.backfill
    for row in store.rows(sa.select(table).where(table.c.key == key)):
        return ReadTo(row.version, bool(row.done))
    return None


def keep_read_to(store: Store, places: Mapping[str, ReadTo]) -> None:
    """Keep how far files were read, by their keys."""
    table = schema.backfill
    with store.transaction() as connection:
        for key, place in places.items():
            values = {"version": place.version, "done": place.done}
            if not connection.execute(sa.update(table).where(table.c.key == key).values(**values)).rowcount:
                connection.execute(sa.insert(table), {"key": key, **values})

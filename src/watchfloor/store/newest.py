"""The newest of what grows with every day, alerts and what people did: as many as a page shows.

An alert is as new as the admission that opened it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from watchfloor import model
from watchfloor.model import MACHINE
from watchfloor.store import schema
from watchfloor.store.held_values import CHUNK, AsOf
from watchfloor.store.ledger import open_in
from watchfloor.store.readers import Readers
from watchfloor.store.values import unpacked


def newest_alerts(
    store: Readers,
    *,
    limit: int,
    after: str | None = None,
    is_open: bool | None = None,
    about: Collection[model.Subject] | None = None,
    as_of: AsOf = None,
) -> list[model.Alert]:
    """Return at most so many alerts, the newest first, that stand `after` one.

    They may be asked for by whether they are open, and by what they are about.
    """
    table, last = schema.alert, store.sequence_of(as_of)
    where = [open_in(table, last)]
    if is_open is not None:
        where.append(table.c.state == "open" if is_open else table.c.state != "open")
    if after is not None and (begun := store.born("alert", after)) is not None:
        where.append(sa.tuple_(table.c.born, table.c.born_order) < begun)
    order = (table.c.born.desc(), table.c.born_order.desc())
    columns = sa.select(table.c.born, table.c.born_order, table.c.value).order_by(*order).limit(limit)
    rows = [row for is_about in _about(about) for row in store.rows(columns.where(*where, is_about))]
    rows.sort(key=lambda row: (row.born, row.born_order), reverse=True)
    return [unpacked(model.Alert, row.value) for row in rows[:limit]]


def count_alerts(
    store: Readers, *, about: Collection[model.Subject] | None = None, as_of: AsOf = None
) -> int:
    """Return how many alerts there are, or how many about some things."""
    table = schema.alert
    counted = sa.select(sa.func.count()).select_from(table).where(open_in(table, store.sequence_of(as_of)))
    return sum(store.scalar(counted.where(is_about)) or 0 for is_about in _about(about))


def _about(subjects: Collection[model.Subject] | None) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions of alerts about some things, so many at a time; of all, where None are given."""
    if subjects is None:
        yield sa.true()
        return
    table, pairs = schema.alert, sorted({(it.kind, it.id) for it in subjects})
    for start in range(0, len(pairs), CHUNK):
        yield sa.tuple_(table.c.about_kind, table.c.about_id).in_(pairs[start : start + CHUNK])


def open_by_watch(store: Readers, *, as_of: AsOf = None) -> dict[str, int]:
    """Return how many alerts of each watch are open; a watch without any is left out."""
    table = schema.alert
    statement = (
        sa.select(table.c.watch, sa.func.count().label("open"))
        .where(table.c.state == "open", open_in(table, store.sequence_of(as_of)))
        .group_by(table.c.watch)
        .order_by(table.c.watch)
    )
    return {row.watch: row.open for row in store.rows(statement)}


def newest_acts(store: Readers, *, limit: int, as_of: AsOf = None) -> list[model.Judgement]:
    """Return at most so many acts of people, the newest first; what takes one back is newer than it."""
    found: list[model.Judgement] = []
    for act in _acts_backwards(store, limit, store.sequence_of(as_of)):
        if act.by != MACHINE:
            found.append(act)
        if len(found) == limit:
            break
    return found


def acts_about(
    store: Readers, subjects: Iterable[model.Subject], *, as_of: AsOf = None
) -> list[model.Judgement]:
    """Return what was decided on some things, oldest first."""
    table, last = schema.judgement, store.sequence_of(as_of)
    held = sa.true() if last is None else table.c.known_from <= last
    statement = sa.select(table.c.known_from, table.c.id, table.c.value).where(held)
    asked: dict[str, set[str]] = {}
    for subject in subjects:
        asked.setdefault(subject.kind, set()).add(subject.id)
    rows = [
        row
        for kind, ids in asked.items()
        for some in _chunks(sorted(ids))
        for row in store.rows(statement.where(table.c.about_kind == kind, table.c.about_id.in_(some)))
    ]
    rows.sort(key=lambda row: (row.known_from, row.id))
    return [unpacked(model.Judgement, row.value) for row in rows]


def _acts_backwards(store: Readers, size: int, last: int | None) -> Iterator[model.Judgement]:
    """Yield all acts, the machine's too, the newest first, read so many at a time."""
    table = schema.judgement
    statement = sa.select(table.c.known_from, table.c.id, table.c.value)
    statement = statement.order_by(table.c.known_from.desc(), table.c.id.desc()).limit(size)
    if last is not None:
        statement = statement.where(table.c.known_from <= last)
    rows: Sequence[Any] = store.rows(statement)
    while rows:
        yield from (unpacked(model.Judgement, row.value) for row in rows)
        if len(rows) < size:
            return
        end = rows[-1]
        rows = store.rows(
            statement.where(sa.tuple_(table.c.known_from, table.c.id) < (end.known_from, end.id))
        )


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))

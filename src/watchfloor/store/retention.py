"""Texts by when they were taken in, and their end: the words go, what was read in them stays."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from watchfloor.model import TextId
from watchfloor.store import schema
from watchfloor.store.admission import Admission
from watchfloor.store.backends import backend_of
from watchfloor.store.moments import instant, shown
from watchfloor.store.scrubbing import written_json
from watchfloor.store.shares import empty_rows
from watchfloor.store.store import Store


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A text that is here: when the floor took it in, by the real clock, and whose it is."""

    text_id: TextId
    at: str
    carriers: tuple[tuple[str | None, str | None], ...]


def taken_in_before(store: Store, moment: str) -> list[TakenIn]:
    """Return the texts that were taken in before a moment and are still here, oldest first."""
    text, admission = schema.text, schema.admission
    last = store.scalar(
        sa.select(sa.func.max(admission.c.sequence)).where(admission.c.recorded < instant(moment))
    )
    if last is None:
        return []
    rows = store.rows(
        sa.select(text.c.id, admission.c.recorded)
        .join(admission, admission.c.sequence == text.c.known_from)
        .where(text.c.removed.is_(None), text.c.known_from <= last)
        .order_by(text.c.known_from, text.c.id)
    )
    return [TakenIn(row.id, shown(row.recorded), _carriers(store, row.id)) for row in rows]


def _carriers(store: Store, text_id: TextId) -> tuple[tuple[str | None, str | None], ...]:
    table, again = schema.rendition, schema.reading
    held = sa.select(again.c.id).where(again.c.text_id == text_id)
    rows = store.rows(
        sa.select(table.c.outlet, table.c.url).where(sa.or_(table.c.text_id == text_id, table.c.id.in_(held)))
    )
    return tuple((row.outlet, row.url) for row in rows)


def expire_texts(admission: Admission, texts: Iterable[tuple[TextId, str]]) -> None:
    """Remove the words of texts, each with its reason, also from what partners were given.

    Standfirsts are words too.
    """
    admission.log()
    connection = admission.connection
    told: set[str] = set()
    for text_id, reason in texts:
        admission.withhold(text_id, reason)
        for table in (schema.rendition, schema.reading):
            for row in connection.execute(sa.select(table).where(table.c.text_id == text_id)).all():
                built = json.loads(row.value)
                if built.get("standfirst"):
                    _write(connection, table, row, {**built, "standfirst": None, "standfirst_span": None})
        for row in connection.execute(
            sa.select(schema.report).where(schema.report.c.text_id == text_id)
        ).all():
            told.add(row.id)
            built = json.loads(row.value)
            if built.get("standfirst"):
                _write(connection, schema.report, row, {**built, "standfirst": None})
    empty_rows(admission, told)


def _write(connection: sa.Connection, table: sa.Table, row: sa.Row, built: dict[str, object]) -> None:  # type: ignore[type-arg]
    key = table.primary_key.columns[0]
    mine = key == row._mapping[key.name]
    connection.execute(sa.update(table).where(mine).values(value=written_json(built)))


def settle_search(store: Store) -> None:
    """Let nothing stay of forgotten words in the search index."""
    with store.transaction() as connection:
        backend_of(connection).index.settle(connection)

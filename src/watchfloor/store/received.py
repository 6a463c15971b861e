"""What a floor remembers of what partners gave it: which rows are whose, and what was made of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from watchfloor.model import Rendition, RenditionId, SharedLine, TextId
from watchfloor.store import schema
from watchfloor.store.admission import Admission
from watchfloor.store.held_values import CHUNK
from watchfloor.store.store import Store

ReceivedKey = tuple[str, str, str]  # the share, the table and the id of a row
_OUR_KINDS = (schema.given, schema.event, schema.report, schema.quote)


def known_rows(store: Store, ids: Iterable[str]) -> set[str]:
    """Return which ids are of rows that we gave, or of what this floor holds."""
    every, found = sorted(set(ids)), set()
    for start in range(0, len(every), CHUNK):
        some = every[start : start + CHUNK]
        for table in _OUR_KINDS:
            found |= {row.id for row in store.rows(sa.select(table.c.id).where(table.c.id.in_(some)))}
    return found


def received_rows(store: Store, partner: str) -> dict[ReceivedKey, RenditionId]:
    """Return the rows that a partner stands by, each with what was made of it."""
    table = schema.received
    mine = sa.and_(table.c.partner == partner, table.c.known_until.is_(None))
    return {(row.share, row.kind, row.id): RenditionId(row.rendition_id) for row in _rows(store, mine)}


def renditions_of(store: Store, partner: str) -> set[RenditionId]:
    """Return what was made of rows that a partner gave at any time."""
    return {RenditionId(row.rendition_id) for row in _rows(store, schema.received.c.partner == partner)}


def _rows(store: Store, wanted: sa.ColumnElement[bool]) -> Iterator[Any]:
    yield from store.rows(sa.select(schema.received).where(wanted).order_by(schema.received.c.row))


def given_texts(store: Store, partner: str, texts: Collection[TextId]) -> list[Rendition]:
    """Return the renditions of some texts that bear the name of a partner."""
    first, again = schema.rendition, schema.reading
    ids = {
        RenditionId(row.id)
        for table in (first, again)
        for row in (store.rows(sa.select(table.c.id).where(table.c.text_id.in_(texts))) if texts else ())
    }
    found = (store.rendition(id_) for id_ in sorted(ids))
    return [it for it in found if it is not None and it.outlet == partner]


def keep_received(
    admission: Admission, partner: str, share: str, rendition_id: RenditionId, lines: Iterable[SharedLine]
) -> None:
    """Keep that a partner's rows were read, as one rendition.

    What was read of them without the name of its share is of this one.
    """
    table = schema.received
    for line in lines:
        for name in {share, ""}:
            end_received(admission, partner, (name, line.table, line.id))
        row = {"partner": partner, "share": share, "kind": line.table, "id": line.id}
        admission.log()
        admission.connection.execute(
            sa.insert(table), {**row, "rendition_id": rendition_id, "known_from": admission.sequence}
        )


def end_received(admission: Admission, partner: str, key: ReceivedKey) -> None:
    """Keep that a partner stands by a row no more."""
    table, (share, kind, any_id) = schema.received, key
    mine = sa.and_(table.c.partner == partner, table.c.share == share, table.c.kind == kind)
    held = sa.update(table).where(mine, table.c.id == any_id, table.c.known_until.is_(None))
    admission.log()
    admission.connection.execute(held.values(known_until=admission.sequence))

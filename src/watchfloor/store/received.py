"""What a floor remembers of what partners gave it: which rows are whose, and what was made of each."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from watchfloor.model import RenditionId, SharedLine
from watchfloor.store import schema
from watchfloor.store.admission import Admission
from watchfloor.store.held_values import CHUNK
from watchfloor.store.shares import RowKey
from watchfloor.store.store import Store

_OUR_KINDS = (schema.given, schema.event, schema.report, schema.quote)


def known_rows(store: Store, ids: Iterable[str]) -> set[str]:
    """Return which ids are of rows that we gave, or of what this floor holds."""
    every, found = sorted(set(ids)), set()
    for start in range(0, len(every), CHUNK):
        some = every[start : start + CHUNK]
        for table in _OUR_KINDS:
            found |= {row.id for row in store.rows(sa.select(table.c.id).where(table.c.id.in_(some)))}
    return found


def received_rows(store: Store, partner: str, share: str) -> dict[RowKey, RenditionId]:
    """Return the rows of a share that its partner stands by, each with what was made of it."""
    table = schema.received
    mine = sa.and_(table.c.partner == partner, table.c.share == share, table.c.known_until.is_(None))
    rows = store.rows(sa.select(table.c.kind, table.c.id, table.c.rendition_id).where(mine))
    return {(row.kind, row.id): RenditionId(row.rendition_id) for row in rows}


def keep_received(
    admission: Admission, partner: str, share: str, rendition_id: RenditionId, lines: Iterable[SharedLine]
) -> None:
    """Keep that a partner's rows were read, as one rendition."""
    table = schema.received
    for line in lines:
        end_received(admission, partner, share, (line.table, line.id))
        row = {"partner": partner, "share": share, "kind": line.table, "id": line.id}
        admission.log()
        admission.connection.execute(
            sa.insert(table), {**row, "rendition_id": rendition_id, "known_from": admission.sequence}
        )


def end_received(admission: Admission, partner: str, share: str, key: RowKey) -> None:
    """Keep that a partner stands by a row no more."""
    table = schema.received
    mine = sa.and_(table.c.partner == partner, table.c.share == share, table.c.kind == key[0])
    held = sa.update(table).where(mine, table.c.id == key[1], table.c.known_until.is_(None))
    admission.log()
    admission.connection.execute(held.values(known_until=admission.sequence))

"""The bytes that a floor keeps, as the engine uses them; keeping them is work, not an admission."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from watchfloor.model import RenditionId
from watchfloor.store import bodies, schema
from watchfloor.store.bodies import PageBytes, Weight
from watchfloor.store.moments import instant, shown
from watchfloor.store.store import Store


def keep_bytes(store: Store, page: PageBytes, *, at: str) -> bool:
    """Keep bytes that came at a moment, and tell whether they are new."""
    with store.transaction() as connection:
        return bodies.keep(connection, page, instant(at))


def bytes_of(store: Store, rendition_id: RenditionId) -> tuple[PageBytes, str | None] | None:
    """Return the bytes that a rendition was read in last, with the feed's item; None where none are kept."""
    with store.reading() as connection:
        return next(bodies.read_from(connection, rendition_id), None)


def weights(store: Store) -> list[Weight]:
    """Return how much the kept bytes weigh, by kind."""
    with store.reading() as connection:
        return [
            Weight(it.kind, it.bodies, it.size, it.packed, shown(it.oldest) if it.oldest else None)
            for it in bodies.weights(connection)
        ]


@dataclass(frozen=True, slots=True)
class KeptAway:
    """One thing that is not taken in any more; `key` is a digest, `shown` what may be read of it."""

    id: int
    kind: str
    key: str
    shown: str | None
    reason: str
    since: str


def kept_away(store: Store) -> list[KeptAway]:
    """Return what is not taken in any more, oldest first, without the withheld texts (tombstones)."""
    table, admission = schema.kept_away, schema.admission
    rows = store.rows(
        sa.select(table, admission.c.known)
        .join(admission, admission.c.sequence == table.c.known_from)
        .where(table.c.known_until.is_(None))
        .order_by(table.c.row)
    )
    return [KeptAway(row.row, row.kind, row.key, row.shown, row.reason, shown(row.known)) for row in rows]


def readmit(store: Store, row: int, *, at: str, why: str) -> bool:
    """Keep something away no longer; False where it is not kept away."""
    table = schema.kept_away
    with store.admission(arrived=at, kind="act", what=f"readmitted {row} {why}") as admission:
        mine = sa.and_(table.c.row == row, table.c.known_until.is_(None))
        if not admission.connection.scalar(sa.select(sa.func.count()).where(mine)):
            return False
        admission.log()
        admission.connection.execute(sa.update(table).where(mine).values(known_until=admission.sequence))
    return True

"""A clock that was ahead: what was entered under it counts as known from when the clock was mended.

What was sealed is kept: an entry of kind "clock" is appended, and entries before it that are dated later
count as known at its moment. What the clock had said stays beside them, in `stated`; which moment an entry
counts as known at follows from the sealed ones alone, so that it can be checked.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from watchfloor.store import schema

CLOCK_MENDED = "clock"

# Moments of the machine's clock that something is reckoned from: a try that waits would wait as long, and
# words and bytes that are to go after so many days would stay as much longer.
_RECKONED_FROM = (
    schema.delivery.c.due,
    schema.admission.c.recorded,
    schema.fetched.c.at,
    schema.rendition.c.last_seen,
    schema.visit.c.at,
    schema.revisit.c.first_seen,
    schema.revisit.c.since,
    schema.revisit.c.due,
)


def set_back(connection: sa.Connection, moment: str) -> int:
    """Let what is dated after `moment` (an instant) count as of it; return how many entries that are.

    The caller appends the entry of kind "clock" at that moment in the same transaction.
    """
    table = schema.admission
    late = (
        sa.update(table)
        .where(table.c.known > moment)
        .values(stated=sa.func.coalesce(table.c.stated, table.c.known), known=moment)
    )
    count = connection.execute(late).rowcount
    for column in _RECKONED_FROM:
        connection.execute(sa.update(column.table).where(column > moment).values({column.name: moment}))
    # What a site permits is asked anew: it would count as fresh until that clock's moment comes.
    connection.execute(sa.delete(schema.site).where(schema.site.c.asked > moment))
    return count


def counted_from(entries: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """Return when entries count as known, by number, from their numbers, kinds and sealed moments."""
    found: dict[int, str] = {}
    earliest: str | None = None
    for sequence, kind, stated in reversed([*entries]):
        found[sequence] = stated if earliest is None else min(stated, earliest)
        if kind == CLOCK_MENDED:
            earliest = stated if earliest is None else min(stated, earliest)
    return found

"""What coverage is computed from: which sources were followed when, and what was read in which language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import sqlalchemy as sa

from watchfloor import model
from watchfloor.store import schema
from watchfloor.store.moments import instant, shown
from watchfloor.store.read_counts import ReadCounts, ReportsRead, counted, told
from watchfloor.store.store import Store
from watchfloor.store.values import unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A source as it was set from `begun` until `until` (None: still)."""

    source: model.Source
    begun: str
    until: str | None


def followed(store: Store, sequence: int) -> list[Followed]:
    """Return how every source was set as of an admission, in the order of the acts."""
    table, begins, ends = schema.watched, schema.admission.alias(), schema.admission.alias()
    wanted = (
        sa.select(table.c.value, table.c.known_until, begins.c.known, ends.c.known.label("until"))
        .join(begins, begins.c.sequence == table.c.known_from)
        .outerjoin(ends, ends.c.sequence == table.c.known_until)
        .where(table.c.known_from <= sequence)
        .order_by(table.c.row)
    )
    with store.reading() as connection:
        return [
            Followed(
                source=unpacked(model.Source, row.value),
                begun=shown(row.known),
                until=shown(row.until) if row.known_until and row.known_until <= sequence else None,
            )
            for row in connection.execute(wanted)
        ]


def outlet_volumes(store: Store, since: str) -> dict[str, dict[int, int]]:
    """Return how many reports of each outlet became known on each day (an ordinal) from a moment on."""
    table, admission = schema.report, schema.admission
    day = sa.func.substr(admission.c.known, 1, 10)
    counts = (
        sa.select(table.c.outlet, day.label("day"), sa.func.count().label("reports"))
        .join(admission, admission.c.sequence == table.c.born)
        .where(table.c.born >= _first_after(since), table.c.known_until.is_(None), _told_by_others())
        .group_by(table.c.outlet, day)
    )
    found: dict[str, dict[int, int]] = {}
    with store.reading() as connection:
        for row in connection.execute(counts):
            found.setdefault(row.outlet or "", {})[date.fromisoformat(row.day).toordinal()] = row.reports
    return found


def _told_by_others() -> sa.ColumnElement[bool]:
    """Return that a report is none of our own: what our people note is no reading of a source."""
    return schema.report.c.outlet.is_distinct_from(model.OWN_STAFF)


def _first_after(since: str) -> sa.ScalarSelect[int]:
    table = schema.admission
    first = sa.select(sa.func.min(table.c.sequence)).where(table.c.known >= instant(since))
    return first.scalar_subquery()


def reports_read(store: Store, sequence: int) -> ReportsRead:
    """Return the languages and the days of publication of the reports held as of an admission."""
    with store.reading() as connection:
        is_now = sequence == store.last_sequence()
        if is_now and not (store.writable or store.backend.is_fleeting):  # a writer may be in the middle
            return _counts().now(connection, store.backend.where, sequence)
        return told(*counted(connection, sequence))


@cache
def _counts() -> ReadCounts:
    """Return the counts that this process remembers."""
    return ReadCounts()

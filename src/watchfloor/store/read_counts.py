"""How many reports there are in which language, as of now: counted once, and then what came and went since.

Every answer says what it rests on. To count all reports for each would cost more than the answer, and more
with every report; what an admission did to them stands in two indexes.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from watchfloor import model
from watchfloor.store import schema
from watchfloor.store.ledger import open_in

_MOST_FLOORS = 16  # that are remembered
_MOST_CHANGED = 2_000  # reports since the last count; where there are more, all are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsRead:
    """How many reports there were in each language ("und" where it is not known), published when."""

    languages: dict[str, int]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """What there was as of an admission, which is known by more than its number: floors are restored.

    `row` is the last row of the table then; what is held anew is a new row.
    """

    sequence: int
    admission: tuple[Any, ...]
    row: int
    languages: Counter[str | None]
    first: str | None
    last: str | None


class ReadCounts:
    """The counts of the floors that this process was asked about last."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held: OrderedDict[str, _Counted] = OrderedDict()

    def now(self, connection: sa.Connection, where: str, sequence: int) -> ReportsRead:
        """Return what is read of the floor kept at `where`, whose last admission is `sequence`."""
        with self._guard:
            before = self._held.get(where)
        found = _gone_on(connection, before, sequence) if before is not None else None
        if found is None:
            found = _all(connection, sequence)
        with self._guard:
            self._held[where] = found
            self._held.move_to_end(where)
            while len(self._held) > _MOST_FLOORS:
                self._held.popitem(last=False)
        return told(found.languages, found.first, found.last)


def told(languages: Counter[str | None], first: str | None, last: str | None) -> ReportsRead:
    """Return counts as they are told, the most first."""
    named = Counter({language or "und": count for language, count in languages.items() if count})
    ranked = sorted(named.items(), key=lambda it: (-it[1], it[0]))
    return ReportsRead(
        languages=dict(ranked), first=first[:10] if first else None, last=last[:10] if last else None
    )


def counted(
    connection: sa.Connection, sequence: int | None
) -> tuple[Counter[str | None], str | None, str | None]:
    """Count all reports of others that were held as of an admission (None: that are held now)."""
    table = schema.report
    published = table.c.published
    counts = (
        sa.select(
            table.c.language,
            sa.func.count().label("reports"),
            sa.func.min(published).label("first"),
            sa.func.max(published).label("last"),
        )
        .where(open_in(table, sequence), table.c.outlet.is_distinct_from(model.OWN_STAFF))
        .group_by(table.c.language)
    )
    rows = connection.execute(counts).all()
    days = [day for row in rows for day in (row.first, row.last) if day]
    return (
        Counter({row.language: row.reports for row in rows}),
        min(days, default=None),
        max(days, default=None),
    )


def _all(connection: sa.Connection, sequence: int) -> _Counted:
    languages, first, last = counted(connection, None)
    return _Counted(
        sequence=sequence,
        admission=_identity(connection, sequence),
        row=_last_row(connection),
        languages=languages,
        first=first,
        last=last,
    )


def _identity(connection: sa.Connection, sequence: int) -> tuple[Any, ...]:
    table = schema.admission
    columns = (table.c.recorded, table.c.known, table.c.kind, table.c.what)
    row = connection.execute(sa.select(*columns).where(table.c.sequence == sequence)).one_or_none()
    return tuple(row) if row is not None else ()


def _gone_on(connection: sa.Connection, before: _Counted, sequence: int) -> _Counted | None:
    """Return what there is now by what there was and what changed since; None where all must be counted."""
    if sequence < before.sequence or _identity(connection, before.sequence) != before.admission:
        return None
    if sequence == before.sequence:
        return before
    changed = _changed(connection, before)
    if len(changed) > _MOST_CHANGED:
        return None
    if not changed:
        return replace(before, sequence=sequence, admission=_identity(connection, sequence))
    was = _of_others(connection, changed, before.sequence)
    held = _of_others(connection, changed, None)
    edges = {before.first, before.last} - {None}
    if any(row.published in edges for row in was):
        return None  # the first or last may have gone
    languages = Counter(before.languages)
    languages.update(row.language for row in held)
    languages.subtract(row.language for row in was)
    days = [*edges, *(row.published for row in held if row.published)]
    return _Counted(
        sequence=sequence,
        admission=_identity(connection, sequence),
        row=_last_row(connection),
        languages=languages,
        first=min(days, default=None),
        last=max(days, default=None),
    )


def _last_row(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(sa.func.max(schema.report.c.row))) or 0


def _changed(connection: sa.Connection, before: _Counted) -> Sequence[str]:
    """Return the reports that became known, were read otherwise, went or came back since a count."""
    table = schema.report
    ended = sa.select(table.c.id).where(table.c.known_until > before.sequence)
    begun = sa.select(table.c.id).where(table.c.row > before.row)
    most = _MOST_CHANGED + 1
    return sorted({*connection.scalars(ended.limit(most)), *connection.scalars(begun.limit(most))})


def _of_others(connection: sa.Connection, ids: Iterable[str], sequence: int | None) -> list[Any]:
    table = schema.report
    wanted = sa.select(table.c.language, table.c.published).where(
        table.c.id.in_([*ids]), open_in(table, sequence), table.c.outlet.is_distinct_from(model.OWN_STAFF)
    )
    return list(connection.execute(wanted).all())

"""What an answer rests on: which sources were followed, on which days they were read, in which languages.

A day is covered by a source where a spell of answered visits touches it. Spells end where a visit failed
and where none was made for more than a day, so that a floor that was switched off has a gap like one whose
sources were broken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from watchfloor.model import Coverage, UnreadSource
from watchfloor.store import Sources, Spell, Store
from watchfloor.store.coverage import Followed, followed, reports_read
from watchfloor.store.held_values import AsOf
from watchfloor.store.moments import last_instant, shown
from watchfloor.store.sources import APART

BASELINE = 28  # healthy days in a row before more or less than usual can be said
_ENOUGH = 0.75  # of the sources followed: a day on which so many were read is healthy
_HEALTHY = "healthy"


def coverage(
    store: Store, *, as_of: AsOf = None, now: str | None = None, since: str | None = None
) -> Coverage:
    """Return what the answers of `store` rest on as of a moment; `now` is the present one, where it matters.

    Without `as_of` and `now` it is the last moment that the floor knows of. `since` leaves out the days
    before a moment, but for the healthy ones that make a baseline.
    """
    with store.snapshot():
        sequence = _sequence(store, as_of)
        held = followed(store, sequence)
        spells = Sources(store).spells()
        at = _moment(store, as_of, now, sequence, spells)
        read = reports_read(store, sequence)
    found = Coverage(
        at=at,
        reports=sum(read.languages.values()),
        languages=read.languages,
        first=read.first,
        last=read.last,
    )
    if not at:
        return found
    return _with_sources(found, held, [it for it in spells if it.begun <= at], at, since)


def _sequence(store: Store, as_of: AsOf) -> int:
    if as_of is None:
        return store.last_sequence()
    return store.sequence_at(as_of) if isinstance(as_of, str) else as_of


def _moment(store: Store, as_of: AsOf, now: str | None, sequence: int, spells: Sequence[Spell]) -> str | None:
    if isinstance(as_of, str):
        asked = shown(last_instant(as_of))
        return min(asked, now) if now else asked
    if isinstance(as_of, int):
        return store.moment_of(as_of)
    known = [now, store.moment_of(sequence), *(spell.last for spell in spells)] if not now else [now]
    return max((moment for moment in known if moment), default=None)


def _with_sources(
    found: Coverage, held: Sequence[Followed], spells: Sequence[Spell], at: str, since: str | None
) -> Coverage:
    if not held:
        return found
    by_source: dict[str, list[Spell]] = defaultdict(list)
    for spell in spells:
        by_source[spell.source].append(spell)
    now_held = {it.source.id: it for it in held if it.until is None}
    active = [it for it in now_held.values() if not it.source.paused]
    unread = [why for it in active if (why := _unread(it, by_source[it.source.id], at))]
    today, first = _day(at), min(_day(it.begun) for it in held)
    wanted, read = _per_day(held, by_source, first, today)
    healthy_days = _healthy_run(wanted, read, first, today)
    first = min(max(first, _day(since)), today) if since else first
    asked = [day for day in wanted if wanted[day] and day >= first]
    gaps, thin = _lacking([day for day in asked if day != today], wanted, read)
    return Coverage(
        at=found.at,
        followed=len(active),
        paused=len(now_held) - len(active),
        read=len(active) - len(unread),
        unread=tuple(sorted(unread, key=lambda it: (it.since, it.url))),
        since=_written(first),
        days=len(asked),
        days_read=sum(1 for day in asked if read[day]),
        gaps=stretches(gaps),
        thin=stretches(thin),
        healthy_days=healthy_days,
        baseline=healthy_days >= BASELINE,
        reports=found.reports,
        languages=found.languages,
        first=found.first,
        last=found.last,
    )


def _unread(it: Followed, spells: Sequence[Spell], at: str) -> UnreadSource | None:
    """Return why a source is not read at `at`; None where it is."""
    source = it.source
    if not spells:
        return UnreadSource(
            id=source.id, url=source.url, title=source.title, status="not visited yet", since=it.begun
        )
    last = spells[-1]
    status, since, error = last.status, last.begun, last.note
    if last.status == _HEALTHY:
        if datetime.fromisoformat(at) - datetime.fromisoformat(last.last) <= APART:
            return None
        status, since, error = "not visited", last.last, None
    else:
        for spell in reversed(spells):
            if spell.status == _HEALTHY:
                break
            since = spell.begun
    return UnreadSource(
        id=source.id, url=source.url, title=source.title, status=status, since=since, error=error
    )


def _lacking(
    days: Sequence[int], wanted: Mapping[int, int], read: Mapping[int, int]
) -> tuple[list[int], list[int]]:
    """Return the days on which nothing was read, and those on which too little was."""
    gaps = [day for day in days if not read[day]]
    return gaps, [day for day in days if 0 < read[day] < _ENOUGH * wanted[day]]


def _per_day(
    held: Iterable[Followed], spells: dict[str, list[Spell]], first: int, today: int
) -> tuple[dict[int, int], dict[int, int]]:
    """Return how many sources were followed, and how many of those were read, on each day."""
    wanted_days: dict[str, set[int]] = defaultdict(set)
    for it in held:
        if not it.source.paused:
            until = _day(it.until) if it.until else today
            wanted_days[it.source.id].update(range(_day(it.begun), min(until, today) + 1))
    wanted = dict.fromkeys(range(first, today + 1), 0)
    read = dict(wanted)
    for source_id, days in wanted_days.items():
        covered: set[int] = set()
        for spell in spells[source_id]:
            if spell.status == _HEALTHY:
                covered.update(range(_day(spell.begun), min(_day(spell.last), today) + 1))
        for day in days:
            wanted[day] += 1
            read[day] += day in covered
    return wanted, read


def _healthy_run(wanted: dict[int, int], read: dict[int, int], first: int, today: int) -> int:
    """Return for how many days in a row, up to today or yesterday, enough sources were read."""
    run = 0
    for day in range(today, first - 1, -1):
        if wanted[day] and read[day] >= _ENOUGH * wanted[day]:
            run += 1
        elif day != today:
            break
    return run


def stretches(days: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """Return the first and last day of each run of days, which are ordinals in order."""
    stretches: list[list[int]] = []
    for day in days:
        if stretches and stretches[-1][1] == day - 1:
            stretches[-1][1] = day
        else:
            stretches.append([day, day])
    return tuple((_written(start), _written(end)) for start, end in stretches)


def _day(moment: str) -> int:
    return date.fromisoformat(moment[:10]).toordinal()


def _written(day: int) -> str:
    return date.fromordinal(day).isoformat()

"""What happened in a scope day by day, and how today stands against the weeks before.

It is answered from the indexes of events: what was kept by day would have to be kept for each situation that
there may be. A happening counts on the day on which the first text of it came out, where that was read within
two days and tells of the last week: archives and what is remembered count nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from watchfloor.engine.answer.coverage import coverage
from watchfloor.model import Actor, Event, EventId, HistoryState, Scope, as_moment, highest_numbers
from watchfloor.plover import intensity_of
from watchfloor.store import Store
from watchfloor.store.coverage import outlet_volumes
from watchfloor.track.history import Counted, history_state, outlets_read

LOOKED_BACK = 70  # days
_MOST = 20_000  # events that are counted
_FRESH = 2  # days from the first text to the day on which it was read
_RECENT = 7  # days from the happening to the first text


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A happening with its parties, place and tolls; it leads to its event.

    `day` is that on which it counts as news; None for what is denied, planned or old.
    """

    event: EventId
    known: str
    day: int | None
    type: str
    intensity: float
    outlets: frozenset[str]
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    place: str = ""
    tolls: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The points of a scope, oldest known first, the days on which nothing was read, and how today stands.

    `brought` are the days on which some report became known, of anything; `full` is False where there was
    more than could be counted.
    """

    points: tuple[Point, ...]
    unread: tuple[int, ...]
    state: HistoryState
    brought: frozenset[int] = frozenset()
    full: bool = True


def history(store: Store, scope: Scope, *, now: str) -> History:
    """Return the history of a scope up to `now`, a moment."""
    today = date.fromisoformat(now[:10]).toordinal()
    days = range(today - LOOKED_BACK, today + 1)
    since = as_moment(datetime.fromisoformat(now) - timedelta(days=LOOKED_BACK))
    with store.snapshot():
        points = points_of(store, replace(scope, since=since, until=None))
        volumes = outlet_volumes(store, since)
        gaps = coverage(store, as_of=scope.as_of, now=now, since=since).gaps
    gone = {it for first, last in gaps for it in range(_ordinal(first), _ordinal(last) + 1)}
    read = {day: them for day, them in outlets_read(volumes, days).items() if day not in gone}
    told = [
        Counted(id=it.event, day=it.day, outlets=it.outlets, intensity=it.intensity)
        for it in points
        if it.day is not None
    ]
    return History(
        points=tuple(points),
        unread=tuple(day for day in days if not read.get(day)),
        state=history_state(told, read, today),
        brought=frozenset(day for counts in volumes.values() for day in counts),
        full=len(points) < _MOST,
    )


def points_of(store: Store, scope: Scope) -> list[Point]:
    """Return what happened in a scope, oldest known first."""
    found = store.answers.page("events", scope, limit=_MOST)
    known = store.answers.known(it.born for it in found)
    born = {it.id: known[it.born] for it in found}
    held = store.events(ids=[*map(EventId, born)], as_of=scope.as_of)
    # What our own people saw is measured against nothing: how much of it there is depends on who writes.
    events = [event for event in held if not event.is_noted]
    names = names_of(store, events, scope)
    return sorted((_point(it, born[it.id], names) for it in events), key=lambda it: (it.known, it.event))


def names_of(store: Store, events: Iterable[Event], scope: Scope) -> Mapping[str, str]:
    """Return what public actors are called: a country by its code, so that parties roll up."""
    ids = sorted({actor for event in events for actor in (*event.source, *event.target)})
    held = store.held_values("actor", Actor, ids, scope.as_of)
    return {id_: actor.country or actor.name for id_, actor in held.items() if actor.public}


def _point(event: Event, known: str, names: Mapping[str, str]) -> Point:
    return Point(
        event=event.id,
        known=known,
        day=_day(event, known),
        type=event.type.value,
        intensity=intensity_of(event.type, event.mode),
        outlets=frozenset(member.outlet or "" for member in event.members),
        sources=_named(event.source, names),
        targets=_named(event.target, names),
        place=event.place.name if event.place else "",
        tolls=highest_numbers(event.quantities),
    )


def _named(ids: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({names[it] for it in ids if it in names}))


def _day(event: Event, known: str) -> int | None:
    """Return the day on which a happening counts; None for what is denied, planned, or old."""
    if event.polarity != "asserted" or event.modality != "actual":
        return None
    seen = _ordinal(known)
    published = (_ordinal(it.published) for it in event.members if it.published)
    first = min(published, default=seen)
    if not seen - _FRESH <= first:
        return None
    first = min(first, seen)
    happened = event.date.start if event.date else None
    return None if happened and _is_before(happened, first - _RECENT) else first


def _is_before(written: str, day: int) -> bool:
    """Tell whether a day, a month or a year ends before a day."""
    return written < date.fromordinal(day).isoformat()[: len(written)]


def _ordinal(moment: str) -> int:
    return date.fromisoformat(moment[:10]).toordinal()


def pairs_of(points: Iterable[Point]) -> Iterator[tuple[tuple[str, str], Point]]:
    """Yield who does something to whom, with the happening."""
    for it in points:
        for one in it.sources:
            for other in it.targets:
                if one != other:
                    yield (one, other), it

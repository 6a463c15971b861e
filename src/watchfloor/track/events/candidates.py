"""Which events of a story can be one happening with what a report tells: the others need not be read.

What `affinity` and `pointed_at` would say 0 of may be left out; never what they might join.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from watchfloor.model import Event, EventId, EventMember, digest
from watchfloor.model.event_search import EventKey, EventSearch, telling_key, type_key
from watchfloor.track.days import Days
from watchfloor.track.deeds import types_told_as
from watchfloor.track.events.identity import days_of
from watchfloor.track.events.references import Pointing

_SLACK_DAYS = 1  # reports of one happening differ by a day at the date line


def keys_of_event(event: Event) -> tuple[EventKey, ...]:
    """Return what an event is found by: what is told in it, each type with the days of its tellings."""
    telling = [member for member in event.members if not member.pointing]
    by_type = {
        kind: _around([days_of(member) for member in telling if member.type == kind])
        for kind in dict.fromkeys(member.type for member in telling)
    }
    tellings = dict.fromkeys(member.telling for member in event.members if member.telling)
    return (
        *(_key(type_key(kind.value), days) for kind, days in by_type.items()),
        *(EventKey(key=telling_key(told)) for told in tellings),
    )


def search_for(members: Sequence[EventMember], pointings: Iterable[Pointing]) -> EventSearch:
    """Return which events of a story the mentions of a report may be of, or point at."""
    wanted = [
        *(
            _key(type_key(kind.value), _widened(days_of(member)))
            for member in members
            for kind in types_told_as(member.type, member.deed)
        ),
        *(EventKey(key=telling_key(member.telling)) for member in members if member.telling),
    ]
    return EventSearch(
        keys=tuple(dict.fromkeys(wanted)),
        ids=tuple(id_ for member in members for id_ in _ids(member)),
        latest=tuple(dict.fromkeys(type_key(pointing.member.type.value) for pointing in pointings)),
    )


def _key(key: str, days: Days | None) -> EventKey:
    first, last = days or (None, None)
    return EventKey(key=key, first=first, last=last)


def _around(told: Sequence[Days | None]) -> Days | None:
    """Return the days that hold all of some; None where one of them may be any day."""
    known = [days for days in told if days is not None]
    if len(known) < len(told):
        return None
    return min(first for first, _ in known), max(last for _, last in known)


def _widened(days: Days | None) -> Days | None:
    return None if days is None else (days[0] - _SLACK_DAYS, days[1] + _SLACK_DAYS)


def _ids(member: EventMember) -> Iterator[EventId]:
    """Yield the ids that an event beginning with a mention would take: no other may have it."""
    yield EventId(member.id)
    yield EventId(digest(member.id, "again"))

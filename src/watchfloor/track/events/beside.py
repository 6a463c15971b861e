"""Whether our own people and others tell of one happening: what a note told stands beside what articles tell.

Nothing is joined by it: the two keep their stories and actors, and the list of the desk has one row for them.
"""

from __future__ import annotations

from collections.abc import Iterable

from watchfloor.model import DateRange, Event, Place
from watchfloor.track.actors import fold

_TOWNS = frozenset({"point", "town"})


def told_beside(own: Event, others: Iterable[Event]) -> Event | None:
    """Return the one happening of others that our own people tell of too; None where it may be several."""
    found = [other for other in others if _is_one(own, other)]
    return found[0] if len(found) == 1 else None


def _is_one(own: Event, other: Event) -> bool:
    """Tell whether two are of one kind, one town and one day, and nothing is told of them otherwise."""
    return (
        own.is_noted
        and not other.is_noted
        and (own.type, own.polarity, own.modality) == (other.type, other.polarity, other.modality)
        and (own.mode is None or other.mode is None or own.mode == other.mode)
        and own.place is not None
        and other.place is not None
        and _same_town(own.place, other.place)
        and own.date is not None
        and other.date is not None
        and _same_day(own.date, other.date)
    )


def _same_town(one: Place, other: Place) -> bool:
    if one.precision not in _TOWNS or other.precision not in _TOWNS:
        return False
    if one.geonames is not None and other.geonames is not None:
        return one.geonames == other.geonames
    if one.code is not None and other.code is not None:
        return one.code == other.code
    return (fold(one.name), one.country) == (fold(other.name), other.country)


def _same_day(one: DateRange, other: DateRange) -> bool:
    if one.precision != "day" or other.precision != "day":
        return False
    return bool(one.start and other.start) and (
        (one.start or "") <= (other.end or other.start or "")
        and (other.start or "") <= (one.end or one.start or "")
    )

"""What people write when they ask -> a Scope; what cannot be meant is refused with what may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import get_args

from watchfloor.engine.answer.marks import Mark
from watchfloor.engine.answer.times import Clock
from watchfloor.errors import UsageError, nearest
from watchfloor.gazetteer import countries, country_of
from watchfloor.model import Asked, EventContext, EventType, Scope, SourceLabel, as_moment

LAST = "last"
_WITHOUT_MARK = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The scope that was meant, from when on ("since last" or a time) and whether there was a mark for it."""

    scope: Scope
    since: str | None = None
    without_mark: bool = False


def meant(
    asked: Asked,
    *,
    clock: Clock,
    mark: Mark | None = None,
    moment_of: Callable[[int], str | None] = lambda _: None,
) -> Meant:
    """Return what a question means now, for a person whose mark is `mark`; raise UsageError.

    `moment_of` gives the moment of an admission: in a floor that was restored since, the number of a mark is
    another's, and its moment counts.
    """
    since: str | int | None = None
    moment: str | None = None
    last = asked.since is not None and asked.since.strip().lower() == LAST
    if last and mark is not None:
        moment = mark.moment
        since = mark.admission if moment_of(mark.admission) == moment else moment
    elif last:
        since = moment = as_moment(clock.now - _WITHOUT_MARK)
    elif asked.since:
        since = moment = clock.bound(asked.since, "begin").instant
    scope = Scope(
        countries=tuple(_country(name) for name in asked.countries),
        places=places_meant(asked.places),
        actors=asked.actors,
        types=tuple(_type(name) for name in asked.types),
        contexts=tuple(_context(name) for name in asked.contexts),
        outlets=asked.outlets,
        labels=tuple(_label(name) for name in asked.labels),
        languages=asked.languages,
        stories=asked.stories,
        words=asked.words,
        since=since,
        until=clock.bound(asked.until, "end").instant if asked.until else None,
        happened_from=clock.bound(asked.happened_from, "begin") if asked.happened_from else None,
        happened_to=clock.bound(asked.happened_to, "end") if asked.happened_to else None,
        as_of=asked.as_of,
        weak=asked.weak,
    )
    return Meant(scope=scope, since=moment, without_mark=last and mark is None)


def _country(name: str) -> str:
    """Return the code of a country given by code or name."""
    if name.upper() in countries():
        return name.upper()
    found = country_of(name)
    if found is None:
        known = [country.name for country in countries().values()]
        raise UsageError(f"{name!r} is no country; {nearest(name.title(), known)}")
    return found


def places_meant(names: Sequence[str]) -> tuple[str, ...]:
    """Return places as they were asked for, with the names and regions that they mean."""
    if not names:
        return ()
    from watchfloor.gazetteer.places import meant_places  # noqa: PLC0415 - loads the table of places

    return meant_places(names)


def label_meant(name: str) -> str | None:
    """Return a label of sources as it is written; None for what is none."""
    known = {one.value.casefold(): one.value for one in SourceLabel}
    return known.get(" ".join(name.casefold().split()))


def _label(name: str) -> str:
    found = label_meant(name)
    if found is None:
        raise UsageError(
            f"{name!r} is no label of sources; {nearest(name, [one.value for one in SourceLabel])}"
        )
    return found


def _context(name: str) -> str:
    known = get_args(EventContext)
    if name.casefold() not in known:
        raise UsageError(f"{name!r} is no context of events; {nearest(name.casefold(), known)}")
    return name.casefold()


def _type(name: str) -> str:
    known = [one.value for one in EventType]
    if name.upper() not in known:
        raise UsageError(f"{name!r} is no type of events; {nearest(name.upper(), known)}")
    return name.upper()

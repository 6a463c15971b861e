"""Situations that are followed and sources that are read, as every JSON shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from watchfloor.model import HistoryMark, HistoryState, Source, SourceHealth, UnreadSource


class FollowedOut(Struct, kw_only=True):
    """A situation of the floor: `asks` are its conditions in words, `where` its file and line."""

    name: str
    title: str
    asks: list[str]
    where: str


class FollowedStoryOut(Struct, kw_only=True):
    """A story in a situation."""

    id: str
    title: str
    origins: int
    last: str | None


class TallyOut(Struct, kw_only=True):
    """How many events of a type became known in the last day, week and month, and before that a day."""

    type: str
    day: int
    week: int
    month: int
    usual_a_day: float | None


class TollOut(Struct, kw_only=True):
    """How many people of a role were told of in the last day, week and month, and before that a day."""

    role: str
    day: float
    week: float
    month: float
    usual_a_day: float | None


class PairOut(Struct, kw_only=True):
    """Who did something to whom, how often in a month, and how hostile (-10) or cooperative (10) it was."""

    source: str
    target: str
    count: int
    week: float | None
    month: float
    usual: float | None
    events: list[str]


class PlaceOut(Struct, kw_only=True):
    """How much happened at a place in a month, and how hostile (-10) or cooperative (10) it was."""

    place: str
    count: int
    week: float | None
    month: float
    usual: float | None
    events: list[str]


class HappeningOut(Struct, kw_only=True):
    """An event in a situation, and when it became known."""

    id: str
    type: str
    mode: str | None
    known: str


class FollowedDueOut(Struct, kw_only=True):
    """Something due in a situation."""

    day: str
    kind: str
    text: str
    story: str


class MarkOut(Struct, kw_only=True):
    """Why something is more or less than usual, and how seldom chance alone does that."""

    mark: HistoryMark
    first: str
    last: str
    found: float
    usual: float
    chance: float
    events: list[str]


class DayOut(Struct, kw_only=True):
    """What counts as news of a day: how much of each type, which tolls, how hostile, and the events."""

    day: str
    count: int
    types: dict[str, int]
    tolls: dict[str, float]
    intensity: float
    events: list[str]


class HistoryOut(Struct, kw_only=True):
    """How a day stands against the days before, by what the same outlets told."""

    day: str
    baseline: bool
    healthy_days: int
    outlets: int
    found: float
    usual: float | None
    marks: list[MarkOut]
    days: list[DayOut]
    days_not_read: list[str]


class BlindSpotsOut(Struct, kw_only=True):
    """What is not read: sources, languages, and the stretches of days on which nothing or little was."""

    sources: list[UnreadSource]
    languages: list[str]
    gaps: list[tuple[str, str]]
    thin: list[tuple[str, str]]
    since: str | None


class FollowedAlertOut(Struct, kw_only=True):
    """An open alert in a situation."""

    id: str
    watch: str
    level: str


class FollowedNowOut(Struct, kw_only=True):
    """A situation as it stands; `full` is false where there was more than could be counted."""

    name: str
    title: str
    stories: list[FollowedStoryOut]
    happenings: list[HappeningOut]
    happened: list[TallyOut]
    tolls: list[TollOut]
    pairs: list[PairOut]
    places: list[PlaceOut]
    alerts: list[FollowedAlertOut]
    due: list[FollowedDueOut]
    history: HistoryOut
    blind_spots: BlindSpotsOut
    full: bool


class SourceOut(Struct, kw_only=True):
    """A source with how it is doing."""

    source: Source
    health: SourceHealth


def followed_out(situation: Any) -> FollowedOut:
    """Return a situation that is followed."""
    return FollowedOut(
        name=situation.name,
        title=situation.title,
        asks=[words for _, words in situation.conditions()],
        where=situation.where,
    )


def followed_now_out(situation: Any, found: Any) -> FollowedNowOut:
    """Return how a situation stands."""
    return FollowedNowOut(
        name=situation.name,
        title=situation.title,
        stories=[
            FollowedStoryOut(id=it.id, title=it.title, origins=it.origins, last=it.last)
            for it in (row.value for row in found.stories)
        ],
        happenings=[
            HappeningOut(id=it.id, type=it.type.value, mode=it.mode, known=row.known)
            for row in found.happenings
            for it in (row.value,)
        ],
        happened=[TallyOut(type=it.type, **_spans(it)) for it in found.tallies],
        tolls=[TollOut(role=it.role, **_spans(it)) for it in found.tolls],
        pairs=[PairOut(source=it.of[0], target=it.of[1], **_intensity(it)) for it in found.pairs],
        places=[PlaceOut(place=it.of[0], **_intensity(it)) for it in found.places],
        alerts=[FollowedAlertOut(id=it.id, watch=it.watch, level=it.level) for it in found.alerts],
        due=[FollowedDueOut(day=it.day, kind=it.kind, text=it.text, story=it.story) for it in found.due],
        history=_history(found.history),
        blind_spots=BlindSpotsOut(
            sources=list(found.coverage.unread),
            languages=list(found.unread),
            gaps=list(found.coverage.gaps),
            thin=list(found.coverage.thin),
            since=found.coverage.since,
        ),
        full=found.full,
    )


def _spans(it: Any) -> dict[str, Any]:
    return {"day": it.day, "week": it.week, "month": it.month, "usual_a_day": it.usual_a_day}


def _intensity(it: Any) -> dict[str, Any]:
    figures = {"week": it.week, "month": it.month, "usual": it.usual}
    return {"count": len(it.events), **figures, "events": list(it.events)}


def _history(found: Any) -> HistoryOut:
    state: HistoryState = found.state
    return HistoryOut(
        day=_written(state.day),
        baseline=state.baseline,
        healthy_days=state.days,
        outlets=state.outlets,
        found=state.found,
        usual=state.usual,
        marks=[
            MarkOut(
                mark=it.mark,
                first=_written(it.first),
                last=_written(it.last),
                found=it.found,
                usual=it.usual,
                chance=round(it.chance, 6),
                events=list(it.ids),
            )
            for it in state.marks
        ],
        days=list(_days(found.points)),
        days_not_read=[_written(day) for day in found.unread],
    )


def _days(points: Iterable[Any]) -> Iterator[DayOut]:
    by_day: dict[int, list[Any]] = {}
    for it in points:
        if it.day is not None:
            by_day.setdefault(it.day, []).append(it)
    for day, told in sorted(by_day.items()):
        tolls: Counter[str] = Counter()
        for it in told:
            tolls.update(it.tolls)
        yield DayOut(
            day=_written(day),
            count=len(told),
            types=dict(sorted(Counter(it.type for it in told).items())),
            tolls=dict(sorted(tolls.items())),
            intensity=round(sum(it.intensity for it in told), 1),
            events=[it.event for it in told],
        )


def _written(day: int) -> str:
    return date.fromordinal(day).isoformat()

"""Situations that are followed and sources that are read, as every JSON shows them."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from watchfloor.model import Source, SourceHealth


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


class PairOut(Struct, kw_only=True):
    """Who did something to whom, and how often in a month."""

    source: str
    target: str
    count: int


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
    happened: list[TallyOut]
    pairs: list[PairOut]
    alerts: list[FollowedAlertOut]
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
        happened=[
            TallyOut(type=it.type, day=it.day, week=it.week, month=it.month, usual_a_day=it.usual_a_day)
            for it in found.tallies
        ],
        pairs=[PairOut(source=one, target=other, count=count) for one, other, count in found.pairs],
        alerts=[FollowedAlertOut(id=it.id, watch=it.watch, level=it.level) for it in found.alerts],
        full=found.full,
    )

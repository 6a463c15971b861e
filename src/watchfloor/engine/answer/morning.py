"""What changed since somebody looked: grouped by story, the stories of most news value first."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from watchfloor.brief import brief_of, materials, news_of, value_of
from watchfloor.engine.answer.situation_report import situation
from watchfloor.model import (
    Brief,
    Change,
    ChangeId,
    EventId,
    News,
    ReportId,
    Scope,
    SituationReport,
    Story,
    StoryId,
)
from watchfloor.store import AsOf, Store

_KINDS = ("story", "event", "report")
_MOST = 20_000  # changes and reports that one answer is made of
_END_OF_DAY = "T23:59"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryNews:
    """What is new in one story; `known` is what gives names and words, `began` that all of it is new."""

    known: SituationReport
    brief: Brief
    news: tuple[News, ...]
    began: bool


def story_news(store: Store, scope: Scope, *, now: str) -> list[StoryNews]:
    """Return what the changes in `scope` made new, net over its time, as it stood at the end of it.

    The stories of most news value come first.
    """
    return top_news(store, scope, now=now)[0]


def top_news(store: Store, scope: Scope, *, now: str, most: int | None = None) -> tuple[list[StoryNews], int]:
    """Return the same of the stories of most news value, at most so many, and how many others changed.

    The others are read only as far as one of them may be worth more.
    """
    as_of = scope.as_of or scope.until
    with store.snapshot():
        found = store.answers.page("changes", scope, limit=_MOST)
        changes = [change for change, _ in store.answers.changes([ChangeId(it.id) for it in found])]
        beyond = Scope(since=scope.since, until=scope.until, as_of=scope.as_of)
        fresh = {it.id for it in store.answers.page("reports", beyond, limit=_MOST)}
        fresh |= {it.about.id for it in changes if it.about.kind == "report"}
        fresh_here = [ReportId(it.id) for it in store.answers.page("reports", scope, limit=_MOST)]
        ids = {change.id for change in changes}
        touched = _touched(store, changes, fresh_here, as_of)

        def news_in(story: StoryId) -> StoryNews | None:
            known = situation(store, as_of=as_of, story=story)
            found = _news(known, fresh, ids, now) if known.stories else None
            return found if found and found.news else None

        if most is None:
            return sorted(filter(None, map(news_in, touched)), key=_rank), 0
        return _first(_by_worth(store, touched, as_of, now), news_in, most)


def _first(
    worth: Sequence[tuple[StoryId, float]], news_in: Callable[[StoryId], StoryNews | None], most: int
) -> tuple[list[StoryNews], int]:
    """Return the news worth most of stories that stand by what they may be worth, and how many are left."""
    told: list[StoryNews] = []
    for read, (story, at_most) in enumerate(worth):
        if len(told) >= most and told[most - 1].brief.value > at_most:
            return told[:most], len(worth) - read + len(told) - most
        if (news := news_in(story)) is not None:
            insort(told, news, key=_rank)
    return told[:most], max(len(told) - most, 0)


def _rank(it: StoryNews) -> tuple[float, str]:
    return -it.brief.value, it.brief.story


def _by_worth(
    store: Store, stories: Sequence[StoryId], as_of: AsOf, now: str
) -> Sequence[tuple[StoryId, float]]:
    """Return stories with what they are worth at most, those first that are worth most."""
    held = store.held_values("story", Story, stories, store.sequence_of(as_of))
    worth = {id_: _worth_at_most(story, now) for id_, story in held.items()}
    return sorted(((it, worth.get(it, math.inf)) for it in stories), key=lambda it: (-it[1], it[0]))


def _worth_at_most(story: Story, now: str) -> float:
    """Return the news value of a story if its last text is new at the end of its day, and its lead strong."""
    newest = f"{story.last[:10]}{_END_OF_DAY}" if story.last else ""
    return value_of(max(story.origins, story.noted), newest, now, is_forceful=True)


def _touched(
    store: Store, changes: Sequence[Change], reports: Sequence[ReportId], as_of: AsOf
) -> list[StoryId]:
    """Return the stories that changes are about, or that new reports are in, each once."""
    about = {kind: sorted({it.about.id for it in changes if it.about.kind == kind}) for kind in _KINDS}
    stories: dict[StoryId | None, None] = dict.fromkeys(map(StoryId, about["story"]))
    stories |= dict.fromkeys(
        event.story for event in store.events(ids=[*map(EventId, about["event"])], as_of=as_of)
    )
    told = [*about["report"], *reports]
    wholes = store.wholes("report", told, as_of=as_of)
    stories |= dict.fromkeys(StoryId(wholes[it]) for it in told if it in wholes)
    return [story for story in stories if story]


def _news(known: SituationReport, fresh: set[str], changes: set[ChangeId], now: str) -> StoryNews:
    [material] = materials(known)
    lead = material.story.lead
    news = news_of(material, fresh, changes)
    first = [it for it in news if it.kind == "happening" and it.event == lead and lead]
    return StoryNews(
        known=known,
        brief=brief_of(material, now, fresh=fresh),
        news=(*(replace(it, background=False) for it in first), *(it for it in news if it not in first)),
        began=all(reading.report.id in fresh for reading in material.readings),
    )

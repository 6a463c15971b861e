"""What changed since somebody looked: grouped by story, the stories of most news value first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from watchfloor.brief import brief_of, materials, news_of
from watchfloor.engine.answer.situation_report import situation
from watchfloor.model import Brief, Change, ChangeId, EventId, News, ReportId, Scope, SituationReport, StoryId
from watchfloor.store import AsOf, Store

_KINDS = ("story", "event", "report")
_MOST = 20_000  # changes and reports that one answer is made of


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
    as_of = scope.as_of or scope.until
    with store.snapshot():
        found = store.answers.page("changes", scope, limit=_MOST)
        changes = [change for change, _ in store.answers.changes([ChangeId(it.id) for it in found])]
        beyond = Scope(since=scope.since, until=scope.until, as_of=scope.as_of)
        fresh = {it.id for it in store.answers.page("reports", beyond, limit=_MOST)}
        fresh |= {it.about.id for it in changes if it.about.kind == "report"}
        fresh_here = [ReportId(it.id) for it in store.answers.page("reports", scope, limit=_MOST)]
        ids = {change.id for change in changes}
        told = [
            _news(known, fresh, ids, now)
            for story in _touched(store, changes, fresh_here, as_of)
            if (known := situation(store, as_of=as_of, story=story)).stories
        ]
    return sorted((it for it in told if it.news), key=lambda it: (-it.brief.value, it.brief.story))


def _touched(
    store: Store, changes: Sequence[Change], reports: Sequence[ReportId], as_of: AsOf
) -> list[StoryId]:
    """Return the stories that changes are about, or that new reports are in, each once."""
    about = {kind: sorted({it.about.id for it in changes if it.about.kind == kind}) for kind in _KINDS}
    stories: dict[StoryId | None, None] = dict.fromkeys(map(StoryId, about["story"]))
    stories |= dict.fromkeys(
        event.story for event in store.events(ids=[*map(EventId, about["event"])], as_of=as_of)
    )
    stories |= dict.fromkeys(
        store.whole_of("report", it, as_of=as_of) for it in (*map(ReportId, about["report"]), *reports)
    )
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

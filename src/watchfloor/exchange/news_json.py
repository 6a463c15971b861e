"""What changed, story by story, as JSON: the sentences that a terminal shows, with ids and evidence."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from watchfloor.exchange.news_lines import ToldNews
from watchfloor.exchange.schema import EvidenceOut, Situation, SubjectOut, evidence_out
from watchfloor.model import News, NewsKind


class NewsOut(Struct, kw_only=True):
    """One thing that is new, in a sentence; `about` stands where it is one event's, `by` names who said it.

    `before` and `after` are numbers: of people, or of separately written texts.
    """

    text: str
    kind: NewsKind
    at: str
    about: SubjectOut | UnsetType = UNSET
    by: str | UnsetType = UNSET
    before: float | UnsetType = UNSET
    after: float | UnsetType = UNSET
    evidence: list[EvidenceOut]


class StoryNewsOut(Struct, kw_only=True):
    """What is new in one story, the weightiest first; `background` is older than the story itself."""

    id: str
    title: str
    value: float
    origins: int
    began: bool
    news: list[NewsOut]
    background: list[NewsOut]


def told_news_out(told: ToldNews, known: Situation) -> StoryNewsOut:
    """Return what is new in a story; words come from `known`."""
    return StoryNewsOut(
        id=told.id,
        title=told.title,
        value=told.value,
        origins=told.texts,
        began=told.began,
        news=[_news_out(line, news, told, known) for line, news in told.lines],
        background=[_news_out(line, news, told, known) for line, news in told.older],
    )


def _news_out(line: str, news: News, told: ToldNews, known: Situation) -> NewsOut:
    before, after = _values(news)
    return NewsOut(
        text=line,
        kind=news.kind,
        at=news.at,
        about=SubjectOut(kind="event", id=news.event) if news.event else UNSET,
        by=told.names.of(news.by) if news.by else UNSET,
        before=before,
        after=after,
        evidence=evidence_out(news.evidence, known),
    )


def _values(news: News) -> tuple[float | UnsetType, float | UnsetType]:
    if news.move is not None:
        return UNSET if news.move.before is None else news.move.before, news.move.series.latest
    if news.kind in ("told by more", "happening"):
        return news.before, news.after
    return UNSET, UNSET

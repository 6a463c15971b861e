"""What changed since a moment, story by story: what Now and Changes show."""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.disclosure import disclose
from watchfloor.engine.services.questions import Questions
from watchfloor.exchange.news_lines import told_news
from watchfloor.model import Asked, Audience, Principal
from watchfloor.web.frame import Frame
from watchfloor.web.served import ServedFloor
from watchfloor.web.told import StatementMaker, ToldLine


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsBlock:
    """What is new in one story."""

    id: str
    title: str
    texts: int
    began: bool
    lines: tuple[ToldLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsFound:
    """What changed since one looked: from when on, up to which admission, story by story."""

    since: str
    has_mark: bool
    last: int
    moment: str | None
    blocks: tuple[NewsBlock, ...]
    more: int


def news_found(
    floor: ServedFloor,
    who: Principal,
    questions: Questions,
    asked: Asked,
    frame: Frame,
    *,
    most: int,
    lines: int,
) -> NewsFound:
    """Return what changed, the stories of most news value first."""
    meant, _ = floor.questions.meant(who, asked)
    last, moment = questions.last()
    now = (asked.as_of or asked.until) or moment or floor.clock()
    found, others = questions.top_news(meant.scope, now=now, most=most)
    blocks = []
    for it in found:
        known = disclose(it.known, Audience.desk)
        told, maker = told_news(known, it.brief, it.news, began=it.began), StatementMaker(known, frame)
        shown = [maker.line(line, news.evidence) for line, news in told.lines]
        if shown:
            more = max(len(shown) - lines, 0)
            blocks.append(
                NewsBlock(
                    id=told.id,
                    title=told.title,
                    texts=told.texts,
                    began=told.began,
                    lines=tuple(shown[:lines]),
                    more=more,
                )
            )
    return NewsFound(
        since=meant.since or "",
        has_mark=not meant.without_mark,
        last=last,
        moment=moment,
        blocks=tuple(blocks),
        more=others,
    )

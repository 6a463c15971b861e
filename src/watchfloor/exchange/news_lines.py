"""What changed, as lines for a desk: so many at most, each of one row, the weightiest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from watchfloor.exchange.news import Names, news_line
from watchfloor.exchange.schema import Situation
from watchfloor.exchange.wording import told_by
from watchfloor.model import OPEN, Brief, Handling, News
from watchfloor.printable import printable

WIDTH = 100
_DISPUTED = "DISPUTED "
_TELLERS = re.compile(r" \([^()]*\)")
_CAPS = (6, 4, 3, 2, 1)  # lines of a story, as many as there is room for


@dataclass(frozen=True, slots=True)
class ToldNews:
    """What is new in one story, in sentences; `older` are those of what is older than the story itself."""

    id: str
    title: str
    value: float
    texts: int
    began: bool
    names: Names
    lines: tuple[tuple[str, News], ...]
    older: tuple[tuple[str, News], ...]
    noted: int = 0
    handling: Handling = OPEN

    @property
    def told(self) -> str:
        """Return by how many separately written texts it is told, and by how many of our own."""
        return told_by(self.texts, self.noted, handling=self.handling)


def told_news(known: Situation, brief: Brief, news: Sequence[News], *, began: bool) -> ToldNews:
    """Return the sentences of what is new in a story."""
    names = Names(known)
    events = {event.id: event for event in known.value.events}
    [story] = known.value.stories
    lines = [(line, it) for it in news if (line := news_line(it, names, events))]
    once = tuple(dict(reversed(lines)).items())[::-1]
    return ToldNews(
        id=story.id,
        title=story.title,
        value=brief.value,
        texts=brief.texts,
        noted=brief.noted,
        handling=brief.handling,
        began=began,
        names=names,
        lines=tuple(told for told in once if not told[1].background),
        older=tuple(told for told in once if told[1].background),
    )


def news_rows(stories: Sequence[ToldNews], *, most: int, width: int = WIDTH) -> Iterator[str]:
    """Yield what is new in at most `most` rows of `width` columns."""
    told = [story for story in stories if story.lines]
    cap = next((it for it in _CAPS if _rows(told, it) <= most - 1), 1)
    shown = told if _rows(told, cap) <= most - 1 else told[: (most - 1) // 2]
    for story in shown:
        yield from _story_rows(story, cap, width)
    if len(shown) < len(told):
        yield f"and {len(told) - len(shown)} more stories of less news value; see all with --json"


def _story_rows(story: ToldNews, cap: int, width: int) -> Iterator[str]:
    began = "NEW STORY  " if story.began else ""
    yield _row(f"{began}{story.title}   ({story.told})", width)
    for position, (line, _) in enumerate(story.lines[:cap]):
        left = len(story.lines) - cap if position == cap - 1 else 0
        end = f"  (+ {left} more)" if left > 0 else ""
        yield _row(f"  {line}", width - len(end)) + end


def _rows(stories: Sequence[ToldNews], cap: int) -> int:
    return sum(1 + min(cap, len(story.lines)) for story in stories)


def _row(words: str, width: int) -> str:
    """Return words in one row; where versions stand side by side, each of them stays, without tellers."""
    indent = words[: len(words) - len(words.lstrip())]
    if len(words) > width and _DISPUTED in words:
        words = _TELLERS.sub("", words)
    return indent + shorten(printable(words), width - len(indent), placeholder=" …")

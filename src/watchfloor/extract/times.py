"""Times: not written yet."""

from __future__ import annotations

from watchfloor.extract.article import Article
from watchfloor.model import TimeMention


def find_times(article: Article) -> tuple[TimeMention, ...]:
    """Return the times of an article, in order of their spans."""
    return ()


def resolve_time(time: TimeMention, published: str | None) -> TimeMention:
    """Return `time` with its value (and derived value) bound to the day of publication."""
    return time

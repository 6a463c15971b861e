"""Quotes: not written yet."""

from __future__ import annotations

from watchfloor.extract.actors import Cast
from watchfloor.extract.article import Article
from watchfloor.model import Quote, TimeMention


def find_quotes(article: Article, cast: Cast, times: tuple[TimeMention, ...]) -> tuple[Quote, ...]:
    """Return the attributions of an article in order, with speakers from `cast`."""
    return ()

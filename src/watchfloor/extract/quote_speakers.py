"""Speakers: which actor of the cast a source speaks of."""

from __future__ import annotations

from dataclasses import replace

from watchfloor.extract.actors import Cast
from watchfloor.extract.article import Article
from watchfloor.model import Quote


def with_speakers(article: Article, cast: Cast, quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Return the quotes with the actors that their sources speak of."""
    return tuple(
        replace(quote, speaker=cast.at(quote.source[0])) if quote.source else quote for quote in quotes
    )

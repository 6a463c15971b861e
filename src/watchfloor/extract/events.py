"""Events: not written yet."""

from __future__ import annotations

from watchfloor.extract.actors import Cast
from watchfloor.extract.article import Article
from watchfloor.model import EventMention, PlaceMention, Quantity, Quote, TimeMention


def find_events(
    article: Article,
    cast: Cast,
    *,
    quotes: tuple[Quote, ...],
    times: tuple[TimeMention, ...],
    places: tuple[PlaceMention, ...],
    quantities: tuple[Quantity, ...],
) -> tuple[tuple[EventMention, ...], tuple[Quantity, ...]]:
    """Return the events of an article in order, and the quantities tied to them."""
    return (), quantities

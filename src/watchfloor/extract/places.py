"""Places: not written yet."""

from __future__ import annotations

from watchfloor.extract.article import Article
from watchfloor.model import PlaceMention


def find_places(article: Article) -> tuple[PlaceMention, ...]:
    """Return the named places of an article, located by the gazetteer, in order of their spans."""
    return ()

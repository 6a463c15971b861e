"""Quantities: not written yet."""

from __future__ import annotations

from watchfloor.extract.article import Article
from watchfloor.model import Quantity


def find_quantities(article: Article) -> tuple[Quantity, ...]:
    """Return the quantities of an article, in order of their spans."""
    return ()

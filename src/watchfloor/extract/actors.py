"""Actors: not written yet."""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.extract.article import Article
from watchfloor.model import ActorChain, PlaceMention, Span


@dataclass(frozen=True)
class Cast:
    """The actors of one article, and which of them a span speaks of."""

    chains: tuple[ActorChain, ...]

    def at(self, span: Span) -> str | None:
        """Return the id of the actor whose mention is, or heads, `span` (the syntactic head decides)."""
        return None


def find_actors(article: Article, places: tuple[PlaceMention, ...]) -> Cast:
    """Return the actors of an article with all their mentions, pronouns included."""
    return Cast(())

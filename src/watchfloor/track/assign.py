"""Signature -> story: which earlier reports tell of the same happening, without the parse."""

from __future__ import annotations

from dataclasses import dataclass, field

from watchfloor.model import Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChoice:
    """The story chosen, None for a new one, and why."""

    story: str | None
    reason: str
    scores: dict[str, float] = field(default_factory=dict)


class StoryWindow:
    """The stories of the window."""

    def __init__(self, size: int, generations: int) -> None:
        self.size = size
        self.generations = generations

    def assign(self, signature: Signature, published: str | None) -> StoryChoice:
        """Return the story of a text that is nobody's copy."""
        return StoryChoice(story=None, reason="no story near")

    def add(self, number: int, signature: Signature, published: str | None, story: str) -> None:
        """Remember a text with its story."""

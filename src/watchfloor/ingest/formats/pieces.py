"""A file of many articles, piece by piece: what each holds, and where one can go on reading behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from watchfloor.model import Quarantined, Rendition

Tell = Callable[[str], None]  # takes a sentence about what was passed over


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a file; its `item` is None where it holds no article.

    `then` is the place behind it, to go on from. `cut` tells that the file ends inside the piece, which may
    still be being written.
    """

    item: Rendition | Quarantined | None
    then: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedArticle:
    """One article of a file that is read at once, or why it is not; "" is the place of the only one."""

    place: str
    rendition: Rendition | None = None
    cause: str | None = None


def tell_nobody(words: str) -> None:
    """Keep what was passed over to oneself."""

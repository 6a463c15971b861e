"""Words and the spans that point into them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from watchfloor.model.ids import TextId


class Span(NamedTuple):
    """A half-open range of code points in a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words of `text` in this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


def digest(*parts: str) -> str:
    """Return the id of `parts`: the first 16 hexadecimal digits of a SHA-256 over them, NUL-separated."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


WITHHELD = "[withheld]"  # what stands where words were taken out


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An immutable, content-addressed body of words; every span points into one."""

    id: TextId
    text: str

    @classmethod
    def of(cls, words: str) -> Text:
        """Return the Text of `words`."""
        return cls(id=TextId(digest(words)), text=words)

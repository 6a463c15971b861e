"""Which lines of a folded text are its own words, and which are the page's furniture or notes about the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

LineKind = Literal["body", "furniture", "correction", "teaser"]

_LONGEST = 300  # characters of a line of furniture; a paragraph that begins like one is a paragraph
_LINE = re.compile(r"[^\n\r\u2028\u2029\f\v]+")
_FURNITURE_START = re.compile(r"[\s\"'*•·–—|>»\[-]*")
_TEASER = re.compile(
    r"(?:continue(?:d)? reading|keep reading|read (?:more|on|the (?:full|whole|rest))|full (?:story|article|report)"
    r"|the (?:full|whole|complete) (?:story|article|report|text) (?:is|can)|to (?:continue|read (?:the|on|more)))",
    re.I,
)


class Line(NamedTuple):
    """A line of a folded text and what it is."""

    kind: LineKind
    text: str


@cache
def _pattern(name: str) -> re.Pattern[str]:
    rows = (files("watchfloor") / "data" / "merge" / name).read_text(encoding="utf-8").splitlines()
    return re.compile("|".join(f"(?:{row})" for row in rows if row and not row.startswith("#")), re.I)


def split(folded: str) -> Iterator[Line]:
    """Yield the lines of a folded text that hold characters, each with its kind, in order."""
    furniture, corrections = _pattern("furniture.txt"), _pattern("corrections.txt")
    for line in _LINE.findall(folded):
        stripped = line.strip()
        if not stripped:
            continue
        if len(stripped) <= _LONGEST:
            start = _FURNITURE_START.match(stripped)
            words = stripped[start.end() :] if start else stripped
            if corrections.match(words):
                yield Line("correction", stripped)
                continue
            if furniture.match(words):
                yield Line("teaser" if _TEASER.match(words) else "furniture", stripped)
                continue
        yield Line("body", stripped)

"""Which lines of a folded text are its own words, which the page's furniture or notes about the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from watchfloor.merge.openings import by_first_letter
from watchfloor.tables import read_patterns
from watchfloor.telling import is_narrated

LineKind = Literal["body", "furniture", "correction", "teaser"]

_LONGEST = 300  # characters of a line of furniture; a paragraph that begins like one is a paragraph
_BREAKS = r"\n\r\u2028\u2029\f\v"
_LINE = re.compile(f"[^{_BREAKS}]+")
_START = r"[\s\"'*•·–—|>»\[-]*+"  # what may stand before the words of a furniture line
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[^\W\d_a-z])")
_LONGEST_HEADLINE = 16  # words
_ENDS = ".!?:;,\"')]…。"


class Line(NamedTuple):
    """A line, or a sentence within a longer one, of a folded text and what it is."""

    kind: LineKind
    text: str


@cache
def _pattern() -> re.Pattern[str]:
    """Return what a line in lower case is matched with: three times as fast as ignoring case."""
    corrections, openings = _one_of("corrections.txt"), _one_of("furniture_openings.txt")
    furniture = _one_of("furniture.txt", "teasers.txt")
    return re.compile(f"{_START}(?:(?P<correction>{corrections})|(?P<opening>{openings})|{furniture})")


@cache
def _teaser() -> re.Pattern[str]:
    return re.compile(f"{_START}(?:{_one_of('teasers.txt')})")


@cache
def _list() -> re.Pattern[str]:
    """Return what the headings of lists of links match: below them are headlines, not sentences."""
    return re.compile(rf"{_START}(?:{_one_of('lists.txt')})\s*:?\s*$")


@cache
def _anywhere() -> re.Pattern[str]:
    """Return what finds a line or sentence that begins as furniture and notes do, in a text in lower case."""
    before = f"(?:[.!?]|(?<![{_BREAKS}])[{_BREAKS}])[\"')\\]]*+\\s*+(?<=\\s)"
    either = _one_of("corrections.txt", "furniture.txt", "furniture_openings.txt", "teasers.txt")
    return re.compile(f"{before}{_START}(?:{either})", re.MULTILINE)


def _one_of(*names: str) -> str:
    """Return the rows of data files as one regular expression."""
    return by_first_letter(row for name in names for row in read_patterns(f"merge/{name}"))


def is_body(folded: str) -> bool:
    """Tell whether a folded text is all its own words: one search, a third of what `split` costs.

    A sentence within a line that reads as a whole line of furniture ("By early March.") does not count.
    Where a line may be furniture by its first words, False is no verdict: `split` looks at the rest of it.
    """
    # Without empty lines: a search that begins at each break of a run takes the square of their number.
    lines = filter(None, map(str.strip, folded.lower().splitlines()))
    return _anywhere().search("\n" + "\n".join(lines)) is None


def _lowered(line: str) -> str:
    """Return a line in small letters, of the same length."""
    lower = line.lower()
    if len(lower) != len(line):  # a few capitals grow when lowered
        lower = "".join(letter.lower()[0] for letter in line)
    return lower


def split(folded: str) -> Iterator[Line]:
    """Yield the lines of a folded text that hold characters, each with its kind, in order.

    Some pages run all lines together: sentences that begin like furniture are told apart within a line too.
    """
    listing = False
    for line in _LINE.findall(folded):
        stripped = line.strip()
        if not stripped:
            continue
        lower = _lowered(stripped)
        kind = _kind(lower, 0, len(lower))
        listing = (listing or kind != "body") and (
            _list().match(lower) is not None or (listing and _is_headline(stripped))
        )
        if listing and kind == "body":
            kind = "furniture"
        if kind != "body":
            yield Line(kind, stripped)
        else:
            yield from _sentences(stripped, lower)


def _sentences(line: str, lower: str) -> Iterator[Line]:
    """Yield the sentences of a line of text, each with its kind."""
    start = 0
    for match in _SENTENCE_END.finditer(line):
        end = match.end()
        yield Line(_kind(lower, start, end), line[start:end])
        start = end
    yield Line(_kind(lower, start, len(lower)) if start else "body", line[start:])


def _is_headline(line: str) -> bool:
    """Tell whether a line reads as the headline of a link: short and without the end of a sentence."""
    return line[-1] not in _ENDS and line.count(" ") < _LONGEST_HEADLINE


def _kind(lower: str, start: int, end: int) -> LineKind:
    """Return what a part of a line in lower case is."""
    if end - start > _LONGEST:
        return "body"
    match = _pattern().match(lower, start, end)
    if match is None:
        return "body"
    if match["correction"] is not None:
        return "correction"
    if match["opening"] is not None and is_narrated(lower[match.end() : end].strip()):
        return "body"
    return "teaser" if _teaser().match(lower, start, end) else "furniture"

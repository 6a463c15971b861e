"""Which lines of a folded text are its own words, which the page's furniture or notes about the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

LineKind = Literal["body", "furniture", "correction", "teaser"]

_LONGEST = 300  # characters of a line of furniture; a paragraph that begins like one is a paragraph
_LINE = re.compile(r"[^\n\r\u2028\u2029\f\v]+")
_START = r"[\s\"'*•·–—|>»\[-]*+"  # what may stand before the words of a furniture line
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[^\W\d_a-z])")
_TEASER = re.compile(
    _START + r"(?:continue(?:d)? reading|keep reading|read (?:more|on|the (?:full|whole|rest))"
    r"|full (?:story|article|report)|the (?:full|whole|complete) (?:story|article|report|text) (?:is|can)"
    r"|to (?:continue|read (?:the|on|more)))"
)
# Headings of lists of links: the lines below them are other articles' headlines, not sentences.
_LIST = re.compile(
    _START
    + r"(?:most (?:read|popular|viewed|shared)|related(?: (?:stories|articles|news|topics|content|links))?"
    r"|(?:more|other|latest|top) (?:news|stories|headlines|articles)|recommended(?: for you)?"
    r"|trending(?: now)?|popular now|read (?:also|more|next)|see also|also (?:read|in the news)"
    r"|you may also like|editor'?s'? picks?|don'?t miss)\s*:?\s*$"
)
_LONGEST_HEADLINE = 16  # words
_ENDS = ".!?:;,\"')]…。"


class Line(NamedTuple):
    """A line, or a sentence within a longer one, of a folded text and what it is."""

    kind: LineKind
    text: str


@cache
def _pattern() -> re.Pattern[str]:
    """Return what a line in lower case is matched with: three times as fast as ignoring case."""
    corrections, furniture = (
        "|".join(f"(?:{row})" for row in rows if row and not row.startswith("#"))
        for rows in (
            (files("watchfloor") / "data" / "merge" / name).read_text(encoding="utf-8").splitlines()
            for name in ("corrections.txt", "furniture.txt")
        )
    )
    return re.compile(f"{_START}(?:(?P<correction>{corrections})|{furniture})")


def split(folded: str) -> Iterator[Line]:
    """Yield the lines of a folded text that hold characters, each with its kind, in order.

    Some pages run all lines together: sentences that begin like furniture are told apart within a line too.
    """
    listing = False
    for line in _LINE.findall(folded):
        stripped = line.strip()
        if not stripped:
            continue
        lower = stripped.lower()
        if len(lower) != len(stripped):  # a few capitals grow when lowered
            lower = "".join(letter.lower()[0] for letter in stripped)
        kind = _kind(lower, 0, len(lower))
        listing = (listing or kind != "body") and (
            _LIST.match(lower) is not None or (listing and _is_headline(stripped))
        )
        if listing and kind == "body":
            kind = "furniture"
        if kind != "body":
            yield Line(kind, stripped)
            continue
        start = 0
        for match in _SENTENCE_END.finditer(stripped):
            end = match.end()
            yield Line(_kind(lower, start, end), stripped[start:end])
            start = end
        yield Line(_kind(lower, start, len(lower)) if start else "body", stripped[start:])


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
    return "teaser" if _TEASER.match(lower, start, end) else "furniture"

"""Quotation marks: which words of a text stand between them, in all the styles of the press."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from watchfloor.model import Span

_CLOSING = {"“": '”"', "„": "“”", "«": "»", "‘": "’", "‹": "›", '"': '"”', "'": "'"}
_MARK = re.compile(r"``|''|[“”„«»‘’‹›\"']")
# By the mark that opens: a mark that closes and stands apart from the word before it.
_APART = {
    '"': re.compile(r'(?<=\s)"(?=\s|$|[,.;:])'),
    "“": re.compile(r"(?<=\s)”(?=\s|$|[,.;:])"),
    "«": re.compile(r"(?<=\s)»(?=\s|$|[,.;:])"),
    "``": re.compile(r"(?<=\s)''(?=\s|$|[,.;:])"),
}
_BEFORE_OPENING = " \t\u00a0([{-–—―:,/\u200b"


@dataclass(frozen=True, slots=True)
class Run:
    """Words between quotation marks; the span includes the marks.

    `open_ended` tells that the paragraph ends inside: the quote goes on in the next one, if that opens anew.
    """

    span: Span
    open_ended: bool = False


class Runs:
    """The runs of a text in order, none inside another."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.all: tuple[Run, ...] = tuple(sorted(runs, key=lambda run: run.span))
        self._starts = [run.span.start for run in self.all]

    def at(self, offset: int) -> Run | None:
        """Return the run that holds a code point."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.all[index].span.end:
            return self.all[index]
        return None

    def between(self, start: int, end: int) -> Sequence[Run]:
        """Return the runs that begin in a range."""
        return self.all[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end - 1)]


def find_runs(text: str, paragraphs: Iterable[Span]) -> Runs:
    """Return the quoted runs of a text; each paragraph is read alone."""
    return Runs(run for paragraph in paragraphs for run in _runs(text, paragraph))


def _runs(text: str, paragraph: Span) -> Iterator[Run]:
    start, opened = -1, ""
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        mark = '"' if match[0] in ("``", "''") else match[0]
        if start < 0 and mark == "”" and match.start() == paragraph.start:
            start, opened = match.start(), "“"  # a closing mark set where one should open
        elif start < 0:
            if mark in _CLOSING and _opens(text, match, paragraph) and _closed(text, match, mark, paragraph):
                start, opened = match.start(), mark
        elif mark in _CLOSING[opened] and _closes(text, match, mark, paragraph):
            yield Run(Span(start, match.end()))
            start = -1
    if start >= 0 and opened not in ("'", "‘"):
        yield Run(Span(start, paragraph.end), open_ended=True)


def _opens(text: str, match: re.Match[str], paragraph: Span) -> bool:
    after = text[match.end() : match.end() + 1]
    if match.end() >= paragraph.end:
        return False
    if after.isspace():
        return _opens_apart(text, match, paragraph)
    if match.start() == paragraph.start or match[0] in ("“", "„", "«"):
        return True
    return text[match.start() - 1] in _BEFORE_OPENING


def _opens_apart(text: str, match: re.Match[str], paragraph: Span) -> bool:
    """Tell whether a mark with a space behind it opens what its fellow, with a space before it, closes.

    So tokenised texts set marks, and some typographers: '" We will appeal, " said the minister'.
    """
    first = match.start() == paragraph.start or text[match.start() - 1] in _BEFORE_OPENING
    fellow = _APART.get(match[0])
    return first and fellow is not None and fellow.search(text, match.end() + 1, paragraph.end) is not None


def inside(text: str, span: Span) -> str:
    """Return the words between the marks of a run, without space at their edges."""
    return span.of(text).strip("`'\"“”„«»‘’‹›").strip()


def _closes(text: str, match: re.Match[str], mark: str, paragraph: Span) -> bool:
    if mark in ("”", "“", "»", "›"):
        return True
    before = text[match.start() - 1]
    if before.isspace():
        return match.end() >= paragraph.end or text[match.end()].isspace() or text[match.end()] in ",.;:"
    if match.end() >= paragraph.end:
        return True
    after = text[match.end()]
    if mark in ("'", "’"):
        return not after.isalnum() and (before in ".,!?…" or before != "s" or not _plural(text, match))
    return not after.isalnum() or before in ".,!?"


def _plural(text: str, match: re.Match[str]) -> bool:
    """Tell whether an apostrophe after s may be a plural's possessive: a word follows, not a cue's comma."""
    return bool(re.match(r" [a-z]", text[match.end() : match.end() + 2]))


def _closed(text: str, match: re.Match[str], mark: str, paragraph: Span) -> bool:
    """Tell whether a single mark has its fellow in the paragraph; double marks need none."""
    if mark not in ("'", "‘"):
        return True
    rest = text[match.end() : paragraph.end]
    fellow = re.search(r"[\w.,!?…][’'](?!\w)", rest)
    return bool(fellow) and (mark == "‘" or not re.match(r"\d0s|em\b|tis\b|til\b|cause\b|n\b", rest))

"""Full-text search behind one small interface, so that another database can bring its own.

A query is what a person types: words (all must occur), "a phrase", prefix*, OR between alternatives, and
-word or -"a phrase" for what must not occur. Nothing a person types is an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa

from watchfloor.model import Span

# A query of more terms is cut: each costs a walk through the index.
_MOST_TERMS = 32
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase; with `prefix`, its last word may go on."""

    words: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What must occur (each group by one of its terms) and what must not."""

    groups: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchMatch:
    """A row of the index that answers, with its marks."""

    row: int
    heading_marks: tuple[Span, ...]
    marks: tuple[Span, ...]


class SearchIndex(Protocol):
    """What the store needs of a full-text index; rows are those of the table `searchable`.

    In a statement of `rows`, `row` is the row that matches and `score` how well: lower is better.
    """

    row: sa.ColumnElement[int]
    score: sa.ColumnElement[float]

    def create(self, connection: sa.Connection) -> None:
        """Make the empty index; one that is there already is kept."""

    def put(self, connection: sa.Connection, row: int, heading: str, words: str) -> None:
        """Make a new row findable."""

    def remove(self, connection: sa.Connection, row: int) -> None:
        """Forget a row and its words."""

    def clear(self, connection: sa.Connection) -> None:
        """Forget every row."""

    def settle(self, connection: sa.Connection) -> None:
        """Let nothing stay of the words of forgotten rows."""

    def rows(self, query: Query) -> sa.Select[Any]:
        """Return the statement for the rows that match, in no order; `row` and `score` may be added to it."""

    def marked(self, connection: sa.Connection, query: Query, rows: Sequence[int]) -> list[SearchMatch]:
        """Return some of the rows that match, with their marks."""


def parsed(typed: str) -> Query:
    """Return the query that a person typed; without a word in it, one that finds nothing."""
    groups: list[list[Term]] = []
    excluded: list[Term] = []
    joins = False  # the last word was OR
    for found in list(_TERM.finditer(typed))[:_MOST_TERMS]:
        word = found["word"]
        if word == "OR" and not found["minus"]:
            joins = bool(groups)
            continue
        phrase = found["phrase"]
        prefix = phrase is None and word.endswith("*")
        words = _spoken(word if phrase is None else phrase)
        if not any(sign.isalnum() for sign in words):
            continue
        term = Term(words, prefix)
        if found["minus"]:
            excluded.append(term)
        elif joins:
            groups[-1].append(term)
        else:
            groups.append([term])
        joins = False
    return Query(tuple(tuple(group) for group in groups), tuple(excluded))


def _spoken(typed: str) -> str:
    """Return the letters, digits and marks of `typed`, everything else being a space."""
    kept = "".join(sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in typed)
    return " ".join(kept.split())


def snippet(words: str, marks: tuple[Span, ...], width: int = 240) -> Span:
    """Return the span of at most `width` characters of `words` that holds most marks, on word borders."""
    first = max(
        marks,
        key=lambda mark: (
            sum(1 for other in marks if mark.start <= other.start and other.end <= mark.start + width),
            -mark.start,
        ),
        default=Span(0, 0),
    )
    last = max(
        (mark.end for mark in marks if first.start <= mark.start and mark.end <= first.start + width),
        default=first.start,
    )
    margin = max(0, width - (last - first.start)) // 2
    start = max(0, first.start - margin)
    end = min(len(words), start + width)
    if start and not words[start - 1].isspace():
        start = next((at + 1 for at in range(start, first.start) if words[at].isspace()), first.start)
    if end < len(words) and not words[end].isspace():
        end = next((at for at in range(end, last, -1) if words[at].isspace()), max(last, start))
    return Span(start, end)

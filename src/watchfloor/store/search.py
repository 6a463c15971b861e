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

# The index marks what it found with these; they are blanked in what is indexed, length kept, so that every
# mark is the index's own and offsets stay those of the stored text. NUL would cut the text short there.
_OPEN, _CLOSE = "\ue000", "\ue001"
_BLANKED = str.maketrans({_OPEN: " ", _CLOSE: " ", "\0": " "})


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
class Match:
    """A row of the index that answers, best first; lower `score` is better. Marks are spans."""

    row: int
    score: float
    heading_marks: tuple[Span, ...]
    marks: tuple[Span, ...]


class SearchIndex(Protocol):
    """What the store needs of a full-text index; rows are those of the table `searchable`.

    In a statement of `rows`, `row` is the row that matches and `score` how well: lower is better.
    """

    row: sa.ColumnElement[int]
    score: sa.ColumnElement[float]

    def create(self, connection: sa.Connection) -> None:
        """Make the empty index."""

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

    def marked(self, connection: sa.Connection, query: Query, rows: Sequence[int]) -> list[Match]:
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


class Fts5:
    """SQLite's own full-text index; words match without regard to case and accents."""

    row: sa.ColumnElement[int] = sa.table("words", sa.column("rowid", sa.BigInteger)).c.rowid
    score: sa.ColumnElement[float] = sa.func.bm25(sa.literal_column("words"), 3.0, 1.0)

    def create(self, connection: sa.Connection) -> None:
        """Make the empty index."""
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE words USING fts5(heading, body, tokenize = 'unicode61 remove_diacritics 2')"
        )

    def put(self, connection: sa.Connection, row: int, heading: str, words: str) -> None:
        """Make a new row findable."""
        connection.exec_driver_sql(
            "INSERT INTO words (rowid, heading, body) VALUES (?, ?, ?)",
            (row, heading.translate(_BLANKED), words.translate(_BLANKED)),
        )

    def remove(self, connection: sa.Connection, row: int) -> None:
        """Forget a row and its words."""
        connection.exec_driver_sql("DELETE FROM words WHERE rowid = ?", (row,))

    def clear(self, connection: sa.Connection) -> None:
        """Forget every row."""
        connection.exec_driver_sql("DROP TABLE IF EXISTS words")
        self.create(connection)

    def rows(self, query: Query) -> sa.Select[Any]:
        """Return the statement for the rows that match, in no order."""
        if not query.groups:
            return sa.select(self.row).where(sa.false())
        matched: sa.BindParameter[str] = sa.bindparam("matched", _expression(query), unique=True)
        return sa.select(self.row).where(sa.text("words MATCH :matched").bindparams(matched))

    def settle(self, connection: sa.Connection) -> None:
        """Write the index anew: what was deleted stays in it until its segments are merged."""
        connection.exec_driver_sql("INSERT INTO words (words) VALUES ('optimize')")

    def marked(self, connection: sa.Connection, query: Query, rows: Sequence[int]) -> list[Match]:
        """Return some of the rows that match, with their marks; a heading counts three times a body."""
        body = [sa.func.highlight(sa.literal_column("words"), column, _OPEN, _CLOSE) for column in (0, 1)]
        some = self.rows(query).where(self.row.in_(rows)).add_columns(self.score.label("score"), *body)
        return [
            Match(row, round(score, 6), _marks(heading), _marks(words))
            for row, score, heading, words in connection.execute(some)
        ]


def _expression(query: Query) -> str:
    """Return the FTS5 expression of `query`; every term is quoted, so that no word is taken for syntax."""

    def written(term: Term) -> str:
        return f'"{term.words}"' + (" *" if term.prefix else "")

    wanted = " AND ".join("(" + " OR ".join(map(written, group)) + ")" for group in query.groups)
    if not query.excluded:
        return wanted
    return f"({wanted}) NOT (" + " OR ".join(map(written, query.excluded)) + ")"


def _marks(highlighted: str) -> tuple[Span, ...]:
    """Return the spans between marks, in the text without them."""
    marks = []
    at = start = 0
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", highlighted):
        if piece == _OPEN:
            start = at
        elif piece == _CLOSE:
            marks.append(Span(start, at))
        else:
            at += len(piece)
    return tuple(marks)


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


INDEX: SearchIndex = Fts5()

"""SQLite's own full-text index."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from watchfloor.model import Span
from watchfloor.store.search import Query, SearchMatch, Term

# The index marks what it found with these; they are blanked in what is indexed, length kept, so that every
# mark is the index's own and offsets stay those of the stored text. NUL would cut the text short there.
_OPEN, _CLOSE = "\ue000", "\ue001"
_BLANKED = str.maketrans({_OPEN: " ", _CLOSE: " ", "\0": " "})


class Fts5:
    """SQLite's own full-text index; words match without regard to case and accents."""

    row: sa.ColumnElement[int] = sa.table("words", sa.column("rowid", sa.BigInteger)).c.rowid
    # A heading counts three times a body.
    score: sa.ColumnElement[float] = sa.func.bm25(sa.literal_column("words"), 3.0, 1.0)

    def create(self, connection: sa.Connection) -> None:
        """Make the empty index."""
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS words "
            "USING fts5(heading, body, tokenize = 'unicode61 remove_diacritics 2')"
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

    def marked(self, connection: sa.Connection, query: Query, rows: Sequence[int]) -> list[SearchMatch]:
        """Return some of the rows that match, with their marks.

        How well a row matches is not asked: each would weigh all that matches anew.
        """
        body = [sa.func.highlight(sa.literal_column("words"), column, _OPEN, _CLOSE) for column in (0, 1)]
        some = self.rows(query).where(self.row.in_(rows)).add_columns(*body)
        return [
            SearchMatch(row, _marks(heading), _marks(words))
            for row, heading, words in connection.execute(some)
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

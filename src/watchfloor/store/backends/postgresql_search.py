"""Full-text search in PostgreSQL: a tsvector of folded words finds rows, the folded text checks phrases.

The words are cut and folded here, not by the server's own parser, so that the same text is found by the same
words on every backend: that parser keeps addresses, versions and hyphenated words whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR

from watchfloor.model import Span
from watchfloor.store import schema
from watchfloor.store.search import Query, SearchMatch, Term

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")  # letters and digits with the accents between them
_LAST_POSITION = 16383  # PostgreSQL's own limits (documentation, 12.9): later positions are all the last,
_MOST_POSITIONS = 256  # of a word more are dropped,
_LONGEST = 2046  # bytes of a word,
_LARGEST = 900_000  # and bytes of a vector, which may hold 1 MB

_WORDS = sa.Table(
    "words",
    sa.MetaData(),
    sa.Column("row", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("folded", sa.Text, nullable=False),
    sa.Column("vector", TSVECTOR, nullable=False),
    sa.Index("words_vector", "vector", postgresql_using="gin"),
)
_ASKED: sa.ColumnElement[Any] = sa.literal_column("search.asked")


class _Word(NamedTuple):
    """A word of a text as it is compared, and where it stands."""

    folded: str
    span: Span


class TsVector:
    """PostgreSQL's full-text index; words match without regard to case and accents."""

    row: sa.ColumnElement[int] = _WORDS.c.row
    # A heading (weight A) counts three times a body (weight D).
    score: sa.ColumnElement[float] = -sa.func.ts_rank(
        sa.text("'{0.33, 0.33, 0.33, 1}'::float4[]"), _WORDS.c.vector, _ASKED, 1
    )

    def create(self, connection: sa.Connection) -> None:
        """Make the empty index."""
        _WORDS.create(connection, checkfirst=True)

    def put(self, connection: sa.Connection, row: int, heading: str, words: str) -> None:
        """Make a new row findable."""
        above, below = ([word.folded for word in _words(text)] for text in (heading, words))
        values = {
            "row": row,
            "folded": f" {' '.join(above)} \n {' '.join(below)} ",
            "vector": sa.cast(_vector(above, below), TSVECTOR),
        }
        connection.execute(sa.insert(_WORDS).values(values))

    def remove(self, connection: sa.Connection, row: int) -> None:
        """Forget a row and its words."""
        connection.execute(sa.delete(_WORDS).where(_WORDS.c.row == row))

    def clear(self, connection: sa.Connection) -> None:
        """Forget every row."""
        connection.execute(sa.delete(_WORDS))

    def settle(self, connection: sa.Connection) -> None:
        """Do nothing: what was deleted stays in the pages until they are vacuumed, which `wipe` does."""

    def rows(self, query: Query) -> sa.Select[Any]:
        """Return the statement for the rows that match, in no order."""
        if not query.groups:
            return sa.select(self.row).where(sa.false())
        wanted = sa.func.to_tsquery("simple", _expression(query)).column_valued("asked")
        search = sa.select(wanted.label("asked")).subquery("search")
        found = sa.select(self.row).select_from(_WORDS.join(search, sa.true()))
        found = found.where(_WORDS.c.vector.op("@@")(_ASKED))
        checks = [_is_one_of(group) for group in query.groups if _holds_phrase(group)]
        if query.excluded and _holds_phrase(query.excluded):
            checks.append(~_is_one_of(query.excluded))
        return found.where(*checks)

    def marked(self, connection: sa.Connection, query: Query, rows: Sequence[int]) -> list[SearchMatch]:
        """Return some of the rows that match, with their marks."""
        searchable, text = schema.searchable, schema.text
        some = (
            self.rows(query)
            .where(self.row.in_(rows), self.row == searchable.c.row, searchable.c.text_id == text.c.id)
            .add_columns(searchable.c.heading, text.c.words)
        )
        sought = [_Sought.of(term) for group in query.groups for term in group]
        return [
            SearchMatch(row, _marks(heading, sought), _marks(words, sought))
            for row, heading, words in connection.execute(some)
        ]


class _Sought(NamedTuple):
    """The words of a term as they are compared; with `prefix` the last may go on."""

    words: tuple[str, ...]
    prefix: bool

    @classmethod
    def of(cls, term: Term) -> _Sought:
        """Return what is sought for a term."""
        return cls(tuple(word.folded for word in _words(term.words)), term.prefix)

    def stands_at(self, words: Sequence[_Word], at: int) -> bool:
        """Tell whether the term begins with one of the words of a text."""
        there = [word.folded for word in words[at : at + len(self.words)]]
        if self.prefix and len(there) == len(self.words):
            return there[:-1] == list(self.words[:-1]) and there[-1].startswith(self.words[-1])
        return there == list(self.words)


def _words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text):
        plain = unicodedata.normalize("NFKD", found.group().casefold())
        folded = "".join(sign for sign in plain if sign.isalnum())
        if folded:
            yield _Word(folded, Span(*found.span()))


def _vector(heading: Sequence[str], body: Sequence[str]) -> str:
    """Return the text of a tsvector: each word with where it stands, those of the heading weighed more."""
    places: dict[str, list[str]] = {}
    for at, word in enumerate((*heading, *body), start=1):
        held = places.setdefault(word, [])
        if len(held) < _MOST_POSITIONS and at <= _LAST_POSITION:
            held.append(f"{at}A" if at <= len(heading) else str(at))
    parts, size = [], 0
    for word, held in places.items():
        short = word.encode()[:_LONGEST].decode(errors="ignore")
        size += len(short.encode()) + 2 * len(held) + 8
        if size > _LARGEST:
            break
        parts.append(f"'{short}':{','.join(held)}" if held else f"'{short}'")
    return " ".join(parts)


def _expression(query: Query) -> str:
    """Return the tsquery that finds all rows that can match: words of a phrase anywhere in the text."""

    def written(term: Term) -> str:
        sought = _Sought.of(term)
        words = [f"'{word}'" for word in sought.words]
        if sought.prefix:
            words[-1] += ":*"
        return f"({' & '.join(words)})"

    wanted = " & ".join(f"({' | '.join(map(written, group))})" for group in query.groups)
    # Whether an excluded phrase occurs is told by the check alone: its words may stand apart.
    if not query.excluded or _holds_phrase(query.excluded):
        return wanted
    return f"({wanted}) & !({' | '.join(map(written, query.excluded))})"


def _holds_phrase(terms: Sequence[Term]) -> bool:
    return any(len(_Sought.of(term).words) > 1 for term in terms)


def _is_one_of(terms: Sequence[Term]) -> sa.ColumnElement[bool]:
    """Return the check that one of the terms stands in the text, word for word."""

    def written(term: Term) -> str:
        sought = _Sought.of(term)
        return f" {' '.join(sought.words)}{'' if sought.prefix else ' '}"

    return sa.or_(*(sa.func.strpos(_WORDS.c.folded, written(term)) > 0 for term in terms))


def _marks(text: str, sought: Sequence[_Sought]) -> tuple[Span, ...]:
    """Return where the terms stand in a text; those that meet are one mark, as the other index has them."""
    words = list(_words(text))
    spans = sorted(
        Span(words[at].span.start, words[at + len(term.words) - 1].span.end)
        for at in range(len(words))
        for term in sought
        if term.stands_at(words, at)
    )
    marks: list[Span] = []
    for span in spans:
        if marks and span.start < marks[-1].end:
            marks[-1] = Span(marks[-1].start, max(marks[-1].end, span.end))
        else:
            marks.append(span)
    return tuple(marks)

"""The English words by which clauses are told apart, read from `data/clauses`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated

from watchfloor.tables import Parted, read_table


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    words: Annotated[tuple[str, ...], Parted(";")]


@dataclass(frozen=True, slots=True)
class _Past:
    form: str
    lemma: str


@cache
def past_forms() -> dict[str, str]:
    """Return the lemmas of the past forms that the tagger takes for nouns (data/clauses/past.tsv)."""
    return {row.form: row.lemma for row in read_table("clauses/past.tsv", _Past)}


@cache
def clause_words() -> dict[str, frozenset[str]]:
    """Return the word lists of data/clauses/words.tsv by their names."""
    return {row.name: frozenset(row.words) for row in read_table("clauses/words.tsv", _Row)}

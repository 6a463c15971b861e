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


@cache
def clause_words() -> dict[str, frozenset[str]]:
    """Return the word lists of data/clauses/words.tsv by their names."""
    return {row.name: frozenset(row.words) for row in read_table("clauses/words.tsv", _Row)}

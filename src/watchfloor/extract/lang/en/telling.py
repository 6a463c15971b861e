"""Who tells what a clause holds: "the coroner said", "according to police"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from watchfloor.extract.lang.en.words import clause_words

if TYPE_CHECKING:
    from spacy.tokens import Token

_TOLD = frozenset({"ccomp", "parataxis"})


def tellers_of(word: Token) -> Iterator[Token]:
    """Yield the nouns of those who tell what the clause of a word holds."""
    for seen in (word, *word.ancestors):
        speech = seen.head.lemma_.lower() in clause_words()["speech"]
        if seen.dep_ in _TOLD and speech:
            yield from (child for child in seen.head.children if child.dep_ == "nsubj")
    for other in word.sent:
        if other.lower_ == "according":
            yield from (noun for to in other.children for noun in to.children if noun.dep_ == "pobj")


def behind_heading(noun: Token, start: int) -> int:
    """Return where the words of a noun begin that a dateline or a clock stands before, else `start`.

    "LIRN, Norland (Wire) | Gunmen", "08:05 | Residents", "0:24 | Police".
    """
    if start < noun.i and noun.doc[start].is_sent_start and noun.doc[start].text.isupper():
        closed = [word.i + 1 for word in noun.doc[start : noun.i] if word.text == ")"]
        start = closed[-1] if closed else start
    return start + 1 if start < noun.i and _CLOCK.fullmatch(noun.doc[start].text) else start


_CLOCK = re.compile(r"\d{1,2}:\d\d")


def is_pointing(noun: Token) -> bool:
    """Tell a word that only points at somebody: "they", "all of them"."""
    if noun.pos_ == "PRON":
        return True
    of = [child for child in noun.children if child.dep_ == "prep" and child.lower_ == "of"]
    return any(inner.pos_ == "PRON" for prep in of for inner in prep.children)


def is_many(noun: Token) -> bool:
    """Tell whether a noun or pronoun is plural: "they", "all of them"."""
    inner = [t for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children]
    return any(word.lower_ in ("they", "them", "themselves") for word in (noun, *inner))

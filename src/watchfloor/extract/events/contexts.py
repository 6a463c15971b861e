"""In what context an event is told (legal, election, refugee), by its own clause and by what it is.

A context never changes what an event is: it only tells what it has to do with, so that a desk can ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

from watchfloor.extract.events.frames import EventFrame
from watchfloor.extract.events.reading import Coded
from watchfloor.model import EventContext
from watchfloor.tables import Parted, read_table

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class ContextRow:
    """A context with the words and kinds of event that tell it."""

    context: EventContext
    words: Annotated[tuple[str, ...], Parted(";")]
    kinds: Annotated[tuple[str, ...], Parted(";")]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that stand for a context where they follow each other."""

    words: tuple[str, ...]
    context: EventContext


@cache
def _phrases() -> Mapping[str, tuple[_Phrase, ...]]:
    """Return the words of the contexts by the first of them."""
    found: dict[str, list[_Phrase]] = {}
    for row in read_table("events/contexts.tsv", ContextRow):
        for words in row.words:
            first, *rest = words.split()
            found.setdefault(first, []).append(_Phrase((first, *rest), row.context))
    return {first: tuple(phrases) for first, phrases in found.items()}


@cache
def _kinds() -> Mapping[str, frozenset[EventContext]]:
    """Return the contexts that events of a type, or of a mode of it, always stand in."""
    found: dict[str, set[EventContext]] = {}
    for row in read_table("events/contexts.tsv", ContextRow):
        for kind in row.kinds:
            found.setdefault(kind, set()).add(row.context)
    return {kind: frozenset(contexts) for kind, contexts in found.items()}


def contexts_of(item: Coded) -> tuple[EventContext, ...]:
    """Return the contexts of a coded event, in the order of their names."""
    entry = item.frame.entry
    of_kind = _kinds().get(item.type.value, frozenset())
    if entry.mode is not None and item.type is entry.type:
        of_kind |= _kinds().get(f"{item.type.value}/{entry.mode}", frozenset())
    return tuple(sorted({*of_kind, *_of_words(_clause(item.frame))}))


def _clause(frame: EventFrame) -> list[Token]:
    """Return the words of an event's own clause: not those of clauses joined to it or that only describe."""
    own = {above.i for word in frame.words for above in (word, *word.ancestors)}
    found, waiting = [], [frame.anchor]
    while waiting:
        word = waiting.pop()
        found.append(word)
        waiting += [child for child in word.children if child.i in own or not _is_another(child)]
    return sorted(found, key=lambda word: word.i)


def _is_another(word: Token) -> bool:
    """Tell the verb of a clause that is told beside another or about one of its nouns."""
    return word.dep_ in ("conj", "parataxis", "relcl") and word.pos_ in ("VERB", "AUX")


def _of_words(words: Sequence[Token]) -> Iterator[EventContext]:
    """Yield the contexts whose words stand among those of a clause."""
    for at, word in enumerate(words):
        for form in dict.fromkeys((word.lemma_.lower(), word.lower_)):
            for phrase in _phrases().get(form, ()):
                following = words[at + 1 : at + len(phrase.words)]
                if len(following) == len(phrase.words) - 1 and all(
                    wanted in (token.lemma_.lower(), token.lower_)
                    for wanted, token in zip(phrase.words[1:], following, strict=True)
                ):
                    yield phrase.context

"""Where a town's own forces act: "Dayton police shot a man", "a man was shot, police in Dayton said".

The police of a town or county act there and tell of what was done there. Their town is the place of a crime
or accident that names no other one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.clauses import Sentence
from watchfloor.model import EventMention, EventType, PlaceMention
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Token

_FORCES = event_words("forces")
_OFFICES = frozenset({"department", "office"})
_OF_A_FORCE = event_words("of a force")
_INSIDE = frozenset({"in", "of"})
_LONGEST = 3  # words from a town's name to its force: "Preble County Fire Department"
_WITHIN = frozenset({"compound", "poss", "nmod", "amod", "case"})
_EXACT = 2  # the widest place that has forces of its own: a county


def is_local(event: EventType) -> bool:
    """Tell whether events of a type are a town's forces' business."""
    return type_facts(event).incident or type_facts(event).forceful


def force_place(sentence: Sentence) -> int | None:
    """Return the place whose forces a sentence names, None where it names another place too."""
    found = {place.index for place in sentence.places if place.detail <= _EXACT and _has_force(place.head)}
    others = [place for place in sentence.places if place.index not in found]
    return next(iter(found)) if len(found) == 1 and not others else None


def lend_place(
    events: Sequence[EventMention], forces: Sequence[int], places: Sequence[PlaceMention]
) -> tuple[EventMention, ...]:
    """Return the events, the first deed or accident placed where the only forces of the article are."""
    first = next((n for n, event in enumerate(events) if type_facts(event.type).incident), None)
    if first is None or events[first].place is not None or len({places[n].name for n in forces}) != 1:
        return tuple(events)
    happened = events[first].polarity == "asserted" and events[first].modality in ("actual", "alleged")
    placed = replace(events[first], place=forces[0]) if happened else events[first]
    return (*events[:first], placed, *events[first + 1 :])


def _has_force(head: Token) -> bool:
    """Tell whether the name of a place belongs to a force: "Dayton police", "the police in Dayton"."""
    if head.dep_ == "pobj" and head.head.lower_ in _INSIDE:
        return _is_force(head.head.head)
    if head.dep_ not in ("compound", "poss", "nmod", "amod"):
        return False
    behind = head.doc[head.i + 1 : min(head.i + 1 + _LONGEST, head.sent.end)]
    named = takewhile(lambda word: word.dep_ in _WITHIN or word.pos_ in ("NOUN", "PROPN"), behind)
    return any(_is_force(word) for word in named)


def _is_force(word: Token) -> bool:
    before = word.nbor(-1).lower_ if word.i else ""
    lemma = word.lemma_.lower()
    return lemma in _FORCES or (lemma in _OFFICES and before in _OF_A_FORCE)

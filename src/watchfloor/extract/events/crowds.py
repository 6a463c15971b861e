"""How many came: numbers told of "the march" or "the rally", tied to the protest that was told before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.events.phrases import DEFINITE
from watchfloor.extract.events.slots import noun_entry
from watchfloor.extract.events.word_lists import event_words
from watchfloor.model import EventMention, EventType, Quantity, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_DRAWS = frozenset({"draw", "attract", "bring", "number"})  # "the rally drew 4,000 people"
_COUNTING = event_words("counting")
_FIGURE = 0.85  # confidence, by hand: as a counted role that stands in the protest's own sentence
_ROLE = "protesting"  # as the finder of quantities calls those who "marched" or "rallied"


def tie_crowds(
    article: Article, events: Sequence[EventMention], quantities: Sequence[Quantity]
) -> tuple[Quantity, ...]:
    """Return the quantities, each that counts who came to "the march" tied to the protest it means.

    The protest of the same sentence is meant, else the last one told before, else the first told after.
    """
    counts = sorted(found for paragraph in article.paragraphs for found in _counted(paragraph))
    protests = _Protests(events)
    return tuple(_tied(protests, counts, quantity) for quantity in quantities)


class _Protests:
    """The protests that happened, in the order of the text."""

    def __init__(self, events: Sequence[EventMention]) -> None:
        self._found = [
            (index, event)
            for index, event in enumerate(events)
            if event.type is EventType.PROTEST and event.polarity == "asserted" and event.modality == "actual"
        ]
        self._sentences = [event.sentence.start for _, event in self._found]
        self._triggers = [event.trigger[0].start for _, event in self._found]

    def meant(self, noun: Span) -> int | None:
        """Return the index of the protest that a definite noun points to."""
        if not self._found:
            return None
        here = bisect_left(
            self._sentences, self._sentences[max(bisect_right(self._sentences, noun.start) - 1, 0)]
        )
        if self._found[here][1].sentence.contains(noun):
            return self._found[here][0]
        before = bisect_left(self._triggers, noun.start)
        return self._found[max(before - 1, 0)][0]


def _tied(protests: _Protests, counts: Sequence[tuple[Span, Span]], quantity: Quantity) -> Quantity:
    if quantity.role not in (None, _ROLE) or quantity.unit is not None:
        return quantity
    at = bisect_left(counts, quantity.span.end, key=lambda count: count[0].start) - 1
    if at < 0 or not counts[at][0].overlaps(quantity.span):
        return quantity
    meant = quantity.event if quantity.event is not None else protests.meant(counts[at][1])
    return _counting_event(quantity, meant) if meant is not None else quantity


def _counting_event(quantity: Quantity, event: int) -> Quantity:
    """Return a count as that of a crowd: a figure is then no longer doubtful, "thousands" still is."""
    figure = quantity.low is None and quantity.high is None
    return replace(
        quantity,
        role=_ROLE,
        event=event,
        confidence=_FIGURE if figure else quantity.confidence,
        grade="strong" if figure else quantity.grade,
    )


def _counted(paragraph: Paragraph) -> Iterator[tuple[Span, Span]]:
    """Yield the words that say who came, and the noun of what they came to."""
    for noun in paragraph.doc:
        entry = noun_entry(noun)
        if entry is not None and entry.type is EventType.PROTEST and _definite(noun):
            for child in _who_came(noun):
                yield paragraph.span(paragraph.doc[child.left_edge.i : child.i + 1]), paragraph.span(noun)


def _who_came(noun: Token) -> Iterator[Token]:
    """Yield who came to a protest: whom it drew, or who joined it."""
    verb = _governing(noun)
    if verb is None:
        return
    drawn = noun.dep_ in ("nsubj", "nsubjpass")
    role, verbs = ("dobj", _DRAWS) if drawn else ("nsubj", _COUNTING)
    if verb.lemma_.lower() in verbs:
        yield from (child for child in verb.children if child.dep_ == role)


def _definite(noun: Token) -> bool:
    return any(
        (child.dep_ == "det" and child.lower_ in DEFINITE) or child.dep_ == "poss" for child in noun.children
    )


def _governing(noun: Token) -> Token | None:
    """Return the verb that the noun is an argument of, through one preposition."""
    head: Token = noun.head
    if noun.dep_ == "pobj":
        head = head.head
    if head.pos_ == "NOUN" and head.dep_ == "dobj":
        head = head.head  # "took part in"
    return head if head.pos_ in ("VERB", "AUX") and head != noun else None

"""How many came: numbers told of "the march" or "the rally", tied to the protest that was told before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.events.slots import noun_entry
from watchfloor.model import EventMention, EventType, Quantity, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_DRAWS = frozenset({"draw", "attract", "bring", "number"})  # "the rally drew 4,000 people"
_COUNTING = frozenset(
    {"take", "join", "attend", "march", "gather", "come", "turn", "participate", "be", "show", "flock"}
)
_FIGURE = 0.85  # confidence, by hand: as a counted role that stands in the protest's own sentence
_ROLE = "protesting"  # as the finder of quantities calls those who "marched" or "rallied"


def tie_crowds(
    article: Article, events: Sequence[EventMention], quantities: Sequence[Quantity]
) -> tuple[Quantity, ...]:
    """Return the quantities, each that counts who came to "the march" tied to the protest it means.

    The protest of the same sentence is meant, else the last one told before, else the first told after.
    """
    counts = [found for paragraph in article.paragraphs for found in _counted(paragraph)]
    return tuple(_tied(events, counts, quantity) for quantity in quantities)


def _tied(
    events: Sequence[EventMention], counts: Sequence[tuple[Span, Span]], quantity: Quantity
) -> Quantity:
    if quantity.role not in (None, _ROLE) or quantity.unit is not None:
        return quantity
    for counted, noun in counts:
        if counted.overlaps(quantity.span):
            meant = quantity.event if quantity.event is not None else _meant(events, noun)
            return _counting_event(quantity, meant) if meant is not None else quantity
    return quantity


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


def _meant(events: Sequence[EventMention], noun: Span) -> int | None:
    """Return the index of the protest that a definite noun points to."""
    protests = [
        (index, event)
        for index, event in enumerate(events)
        if event.type is EventType.PROTEST and event.polarity == "asserted" and event.modality == "actual"
    ]
    here = [index for index, event in protests if event.sentence.contains(noun)]
    before = [index for index, event in protests if event.trigger[0].start < noun.start]
    found = here or before[-1:] or [index for index, _ in protests]
    return found[0] if found else None


def _counted(paragraph: Paragraph) -> Iterator[tuple[Span, Span]]:
    """Yield the words that say who came, and the noun of what they came to."""
    for noun in paragraph.doc:
        entry = noun_entry(noun)
        if entry is None or entry.type is not EventType.PROTEST or not _definite(noun):
            continue
        verb = _governing(noun)
        if verb is None:
            continue
        if noun.dep_ in ("nsubj", "nsubjpass"):
            roles = ("dobj",) if verb.lemma_.lower() in _DRAWS else ()
        else:
            roles = ("nsubj",) if verb.lemma_.lower() in _COUNTING else ()
        for child in verb.children:
            if child.dep_ in roles:
                yield paragraph.span(paragraph.doc[child.left_edge.i : child.i + 1]), paragraph.span(noun)


def _definite(noun: Token) -> bool:
    return any(
        (child.dep_ == "det" and child.lower_ in _DEFINITE) or child.dep_ == "poss" for child in noun.children
    )


def _governing(noun: Token) -> Token | None:
    """Return the verb that the noun is an argument of, through one preposition."""
    head: Token = noun.head
    if noun.dep_ == "pobj":
        head = head.head
    if head.pos_ == "NOUN" and head.dep_ == "dobj":
        head = head.head  # "took part in"
    return head if head.pos_ in ("VERB", "AUX") and head != noun else None

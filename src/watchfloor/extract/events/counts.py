"""Which of the events of its sentence a number counts in: the one whose own clause tells it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.labels import label_of
from watchfloor.extract.quantities.roles import roles
from watchfloor.model import EventMention, EventType, Quantity, Span
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Token

_EARLIER = event_words("told before")
_COUNTING_DEEDS = ("object", "subject", "noun", "deed")
_Told = Sequence[tuple[int, EventMention]]


def tie_quantities(
    article: Article, events: Sequence[EventMention], quantities: Sequence[Quantity]
) -> tuple[Quantity, ...]:
    """Return the quantities, each with the index of the event of its sentence that it counts in."""
    by_sentence: dict[Span, list[tuple[int, EventMention]]] = defaultdict(list)
    for index, event in enumerate(events):
        if _happened(event):
            by_sentence[event.sentence].append((index, event))
    sentences = sorted(by_sentence)
    return tuple(_tied(article, _beside(sentences, by_sentence, it), it) for it in quantities)


def _beside(
    sentences: Sequence[Span], by_sentence: dict[Span, list[tuple[int, EventMention]]], quantity: Quantity
) -> _Told:
    at = bisect_right(sentences, quantity.span.start, key=lambda sentence: sentence.start) - 1
    held = at >= 0 and sentences[at].contains(quantity.span)
    return by_sentence[sentences[at]] if held else ()


def _happened(event: EventMention) -> bool:
    return event.polarity == "asserted" and event.modality in ("actual", "alleged")


def _tied(article: Article, here: _Told, quantity: Quantity) -> Quantity:
    fitting = [(i, e) for i, e in here if quantity.role in type_facts(e.type).counts]
    if not any(quantity.role in type_facts(kind).counts for kind in EventType):
        fitting = [
            (i, e)
            for i, e in here
            if any(span.overlaps(quantity.span) for span in (*e.source_spans, *e.target_spans))
        ]
    own = _own(article, fitting, quantity) if fitting else ()
    if not own:
        return quantity
    nearest = min(own, key=lambda item: (abs(item[1].trigger[0].start - quantity.span.start), item[0]))
    return replace(quantity, event=nearest[0])


def _own(article: Article, fitting: _Told, quantity: Quantity) -> _Told:
    """Return the events whose clause tells a number: that of its own deed, else those around it."""
    paragraph = article.paragraph_at(quantity.span.start)
    number = paragraph.tokens(quantity.span) if paragraph is not None else None
    deed = _deed_of(number.root) if number is not None else None
    if paragraph is None or deed is None:
        return fitting
    told = [(item, set(_words(paragraph, item[1]))) for item in fitting]
    exact = [item for item, words in told if deed in words]
    return exact or [item for item, words in told if not _is_apart(deed, words)]


def _words(paragraph: Paragraph, event: EventMention) -> Iterator[Token]:
    for span in event.trigger:
        yield from paragraph.tokens(span) or ()


def _deed_of(number: Token) -> Token | None:
    """Return the word that tells what became of the counted, None where none does beside them."""
    noun = number.head if number.dep_ == "nummod" else number
    described = (c for c in noun.children if c.dep_ in ("acl", "relcl") and c.tag_ in ("VBN", "VBD"))
    beside = next((child for child in described if _tells(child)), None)
    if beside is not None:
        return beside
    for above in number.ancestors:
        if _tells(above):
            return above
        if above.pos_ == "VERB":
            return None
    return None


def _tells(word: Token) -> bool:
    """Tell a word that says what becomes of the counted ("killed", "the death of")."""
    return any(word.lemma_.lower() in roles(how) for how in _COUNTING_DEEDS)


def _is_apart(deed: Token, words: set[Token]) -> bool:
    """Tell a deed that is another one than an event's: neither holds the other, or it has a day before it."""
    above = next((seen for seen in deed.ancestors if seen in words), None)
    if above is None:
        return not any(deed.is_ancestor(word) for word in words)
    between = [seen for seen in deed.ancestors if above.is_ancestor(seen)]
    earlier = any(seen.lower_ in _EARLIER for seen in (*between, *deed.children))
    return earlier and any(label_of(t) == "DATE" for t in deed.subtree)

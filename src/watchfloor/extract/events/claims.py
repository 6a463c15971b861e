"""Whose word it is that an event happened: the quote that says so, not one that only holds its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.extract.events.frames import EventFrame
from watchfloor.extract.events.index import QuoteIndex
from watchfloor.extract.events.word_lists import event_words
from watchfloor.model import Modality, Quote, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_FEELING = event_words("feeling")
_WANTING = frozenset({"demand", "question"})
_DONE = frozenset({"actual", "failed"})


def claimed_in(frame: EventFrame, trigger: Span, contents: QuoteIndex, *, modality: Modality) -> int | None:
    """Return the index of the quote whose speaker tells of an event, None where nobody is told to.

    Who mourns the dead, or asks for what others have refused, tells neither; a clause beside the words of
    somebody ("A said that ..., and B accused C") is the reporter's.
    """
    index = contents.innermost(trigger)
    if index is None:
        return None
    quote = contents.quote(index)
    only_holds = quote.kind == "indirect" and (_presupposes(quote, frame, modality) or _is_doubtful(quote))
    return None if only_holds or _stands_beside(frame.trigger, trigger, contents) else index


def _presupposes(quote: Quote, frame: EventFrame, modality: Modality) -> bool:
    """Tell words of feeling or wanting, beside which what was done is told by the report itself."""
    felt = any(_is_felt(word) for word in frame.trigger.ancestors)
    return felt or (quote.act in _WANTING and modality in _DONE)


def _is_felt(word: Token) -> bool:
    return word.lemma_.lower() in _FEELING and word.pos_ == "VERB"


def _is_doubtful(quote: Quote) -> bool:
    """Tell who is only expected to do something from who expects it."""
    return quote.act == "belief" and quote.grade == "weak"


def _stands_beside(trigger: Token, span: Span, contents: QuoteIndex) -> bool:
    """Tell a verb beside the words of somebody: of saying, with its own subject, or after "although"."""
    named = any(child.dep_ == "nsubj" and child.pos_ != "PRON" for child in trigger.children)
    aside = trigger.dep_ == "advcl" and any(c.lower_ in _ALTHOUGH for c in trigger.children)
    return aside or (trigger.dep_ == "conj" and named and contents.is_cue(span))


_ALTHOUGH = frozenset({"although", "though", "whereas"})

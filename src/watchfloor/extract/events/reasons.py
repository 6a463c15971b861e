"""Why a word that looks like an event was not coded as one: what `watchfloor explain FILE` shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from watchfloor.extract.article import Article
from watchfloor.extract.events.conditions import fits
from watchfloor.extract.events.domains import fields_of, in_idiom
from watchfloor.extract.events.frames import EventFrame, verb_lemma
from watchfloor.extract.events.lexicon import lexicon
from watchfloor.extract.events.modality import coded, read
from watchfloor.extract.events.modals import MODALS
from watchfloor.extract.events.reading import Coded, code_sentence, frames_of
from watchfloor.extract.events.slots import noun_entry
from watchfloor.model import EventMention, Uncoded, UncodedCode

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_Why = tuple[UncodedCode, str | None, str | None]  # with the type of the entry, and what the code asks for


def uncoded(article: Article, events: Sequence[EventMention]) -> tuple[Uncoded, ...]:
    """Return the words of an article that may tell of an event but were not coded, each with the reason."""
    told = {span.start for event in events for span in event.trigger}
    fields = fields_of([paragraph.doc for paragraph in article.paragraphs])
    return tuple(
        Uncoded(span=span, code=code, type=type_, detail=detail)
        for paragraph, field in zip(article.paragraphs, fields, strict=True)
        for sentence in paragraph.doc.sents
        for token, (code, type_, detail) in _of_sentence(sentence, field)
        if (span := paragraph.span(token)).start not in told
    )


def _of_sentence(sentence: TokenSpan, field: str | None) -> Iterator[tuple[Token, _Why]]:
    kept = code_sentence(sentence, field)
    used = {word.i for item in kept for word in item.frame.words}
    found = {frame.trigger.i: frame for frame in frames_of(sentence, field)}
    barred = {frame.trigger.i for frame in frames_of(sentence, None)} - found.keys() if field else set()
    for token in sentence:
        if token.i in used or not token.is_alpha:
            continue
        if token.i in barred:
            yield token, (UncodedCode.OTHER_FIELD, None, field)
        elif token.i in found:
            yield token, _untold(found[token.i], kept)
        elif code := _unframed(token):
            yield token, (code, None, None)


def _unframed(token: Token) -> UncodedCode | None:
    """Return why a word of the lexicon made no frame, None where it is none of its words."""
    lemma = None if token.pos_ == "AUX" or token.dep_ in ("aux", "auxpass") else verb_lemma(token)
    noun = noun_entry(token)
    if lemma not in lexicon().verbs and noun is None:
        return None
    if in_idiom(token):
        return UncodedCode.FIXED_PHRASE
    if noun is not None:
        return UncodedCode.NOBODY_BESIDE
    if not any(fits(token, entry) for entry in lexicon().verbs.get(lemma or "", ())):
        return UncodedCode.UNFIT_BESIDE
    return UncodedCode.NOBODY_TAKES_PART


def _untold(frame: EventFrame, kept: Sequence[Coded]) -> _Why:
    """Return why a frame was weighed and left out."""
    for item in kept:
        if any(other.trigger.i == frame.trigger.i for other in item.merged):
            return UncodedCode.SAME_HAPPENING, None, item.frame.trigger.text
    if frame.entry.lemma not in MODALS:
        reading = read(frame.anchor, frame.trigger)
        _, modality = coded(frame.entry.type, reading, spoken=False)
        if reading.polarity == "negated":
            return UncodedCode.NOT_DONE, frame.entry.type, None
        if modality != "actual":
            return UncodedCode.NOT_ACTUAL, frame.entry.type, modality
    if not frame.sources and not frame.targets:
        return UncodedCode.NOBODY_NAMED, frame.entry.type, None
    return UncodedCode.NO_EVENT_OF_ITS_OWN, frame.entry.type, None

"""Shots that nobody meant to fire: accidents, where nobody is told or alleged to have done it."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from watchfloor.extract.events.doubts.senses import goes_off
from watchfloor.extract.events.phrases import kinds
from watchfloor.extract.events.reading import Coded
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.once import once_a_sentence
from watchfloor.model import EventType

_MODE = "shooting"
_UNMEANT = event_words("unmeant shots")
_GUNS = event_words("guns")


def as_mishap(item: Coded) -> Coded:
    """Return violence with a gun that its sentence calls accidental as the accident that it was.

    Who shot himself is whom it met. Whoever else is told or alleged to have fired stays the doer: that it was
    not meant is for a court to say, and police and soldiers answer for what they hit.
    """
    frame = item.frame
    if item.type is not EventType.ASSAULT or not _is_unmeant_shot(frame.trigger, frame.entry.mode):
        return item
    oneself = any(head.lower_.endswith(("self", "selves")) for head in frame.targets)
    doers = [head for head in frame.sources if "weapon" not in kinds(head)]
    if doers and not oneself:
        return item
    entry = replace(frame.entry, type=EventType.ACCIDENT, mode=_MODE)
    targets = frame.sources if oneself else frame.targets
    unmeant = replace(frame, entry=entry, sources=(), targets=targets)
    return replace(item, type=EventType.ACCIDENT, means=_MODE, frame=unmeant)


def _is_unmeant_shot(trigger: Token, mode: str | None) -> bool:
    """Tell whether a sentence says that a shot was not meant."""
    return _is_unmeant(trigger) and (mode == "firearms" or _names_gun(trigger))


@once_a_sentence
def _is_unmeant(sentence: TokenSpan) -> bool:
    return any(token.lower_ in _UNMEANT or goes_off(token) for token in sentence)


@once_a_sentence
def _names_gun(sentence: TokenSpan) -> bool:
    return any(token.lower_ in _GUNS for token in sentence)

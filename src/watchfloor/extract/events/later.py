"""Day and place that come later: "today's talks", "The shooting happened on Friday", "It happened near X".

News tells first what was done and then, of "the shooting" or of "it", when and where. What such a sentence
says belongs to the event of its kind that was told before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from watchfloor.extract.article import Paragraph
from watchfloor.extract.events.slots import noun_entry
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.clauses import Predicate, Sentence, clause_of, is_background
from watchfloor.model import EventMention, EventType, Span, TimeMention
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_HAPPENED = event_words("happened")
_POINTING = frozenset({"it", "this", "that"})
_INCIDENTS = event_words("incidents")
_DEFINITE = frozenset({"the", "this", "that", "these"})
_ANOTHER = event_words("another")
_DAY = 10  # characters of a day


@dataclass(frozen=True, slots=True)
class Later:
    """What a sentence tells of an event told elsewhere; `type` is None for "it" and "the incident"."""

    type: EventType | None
    mode: str | None
    span: Span
    time: int | None
    place: int | None
    definite: bool


def told_later(
    paragraph: Paragraph, words: TokenSpan, sentence: Sentence, times: Sequence[TimeMention]
) -> Iterator[Later]:
    """Yield what a sentence tells of events by nouns and pronouns that only point at them."""
    if not sentence.times and not sentence.places:
        return
    for word in words:
        entry = noun_entry(word)
        pointing = entry is None and _points(word)
        if (entry is None and not pointing) or _is_another(word):
            continue
        time, place = _setting(word.head if pointing else word, paragraph, sentence, times)
        if time is None and place is None:
            continue
        kind, mode = (entry.type, entry.mode) if entry is not None else (None, None)
        yield Later(kind, mode, paragraph.span(word), time, place, pointing or _is_definite(word))


def _setting(
    predicate: Token, paragraph: Paragraph, sentence: Sentence, times: Sequence[TimeMention]
) -> tuple[int | None, int | None]:
    """Return the day and the place of a verb or noun, neither for what had happened before."""
    if is_background(predicate):
        return None, None
    clause = clause_of(Predicate(predicate, predicate), sentence, paragraph.span)
    time = next((found.mention for found in clause.times if _is_day(times[found.mention])), None)
    return time, next((found.mention for found in clause.places), None)


def _points(word: Token) -> bool:
    """Tell the subject of "It happened on Friday", "The incident occurred near X"."""
    subject = word.dep_ == "nsubj" and word.head.lemma_.lower() in _HAPPENED
    definite = any(child.lower_ in ("the", "this") for child in word.children)
    return subject and (word.lower_ in _POINTING or (word.lemma_.lower() in _INCIDENTS and definite))


def _is_another(word: Token) -> bool:
    return any(child.lower_ in _ANOTHER or child.dep_ == "nummod" for child in word.lefts)


def _is_definite(word: Token) -> bool:
    """Tell "the shooting", "Friday's talks" from "a shooting"."""
    return any(child.dep_ == "poss" or child.lower_ in _DEFINITE for child in word.lefts)


def _is_day(time: TimeMention) -> bool:
    """Tell a day near the report: "on Friday", "on May 3", not that of an old battle."""
    return len(time.value[:_DAY]) == _DAY and time.derived is None and time.expression.startswith("pub")


def lend_settings(
    events: Sequence[EventMention], told: Sequence[Later], times: Sequence[TimeMention]
) -> tuple[EventMention, ...]:
    """Return the events, those without day or place with what a later sentence tells of them.

    Where all that is told of one kind names one day, the event of the lead takes it too.
    """
    lent = list(events)
    triggers = {event.trigger[0] for event in events}
    news = [later for later in told if later.span not in triggers and not _is_told(events, later)]
    for later in sorted(news, key=lambda found: found.span):
        meant = _meant(lent, later) if later.definite else None
        for at in {meant, _lead(lent, told, later, times)}:
            if at is not None:
                lent[at] = _with(lent[at], later)
    return tuple(lent)


def _lead(
    events: Sequence[EventMention], told: Sequence[Later], later: Later, times: Sequence[TimeMention]
) -> int | None:
    """Return the event of the lead if it fits and all that is told of its kind names one day."""
    lead = next((n for n, event in enumerate(events) if event.recent and _open(event)), None)
    if lead is None or not _fits(events[lead], later):
        return None
    return lead if _one_day(events, told, later, times) else None


def _is_told(events: Sequence[EventMention], later: Later) -> bool:
    """Tell whether an event of the same sentence has this day or place already."""
    beside = [event for event in events if event.sentence.contains(later.span)]
    return any(
        (later.time is not None and event.time == later.time)
        or (later.place is not None and event.place == later.place)
        for event in beside
    )


def _meant(events: Sequence[EventMention], later: Later) -> int | None:
    """Return the last event that fits of those told before."""
    fitting = [n for n, event in enumerate(events) if _open(event) and _fits(event, later)]
    before = [n for n in fitting if events[n].trigger[0].start < later.span.start]
    return before[-1] if before else None


def _open(event: EventMention) -> bool:
    """Tell whether an event that happened lacks a day of its own or a place."""
    happened = event.polarity == "asserted" and event.modality in ("actual", "alleged")
    return type_facts(event.type).lent and happened and (event.time is None or event.place is None)


def _fits(event: EventMention, later: Later) -> bool:
    if later.type is None:
        return type_facts(event.type).pointed
    return event.type is later.type and (None in (event.mode, later.mode) or event.mode == later.mode)


def _with(event: EventMention, later: Later) -> EventMention:
    """Return an event with the day and place of a later sentence, where it has none and both may hold."""
    if event.time is not None and later.time is not None:
        return event
    time = later.time if event.time is None else event.time
    place = later.place if event.place is None else event.place
    return replace(event, time=time, place=place, recent=event.recent and time is None)


def _one_day(
    events: Sequence[EventMention], told: Sequence[Later], later: Later, times: Sequence[TimeMention]
) -> bool:
    """Tell whether all days told of events of one kind are the same."""
    named = [event.time for event in events if event.time is not None and _fits(event, later)]
    named += [one.time for one in told if one.time is not None and one.type is later.type]
    return len({times[n].value[:_DAY] for n in named}) == 1

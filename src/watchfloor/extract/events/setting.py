"""Where and when an event is set, and what it is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from watchfloor.extract.article import Paragraph
from watchfloor.extract.clauses import Adverbial, Clause
from watchfloor.extract.events.forces import force_place, is_local
from watchfloor.extract.events.frames import EventFrame
from watchfloor.extract.events.phrases import kinds, phrase
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.clauses import Predicate, Sentence, has_loose_day
from watchfloor.extract.lang.en.labels import label_of
from watchfloor.model import EventType, Modality, Span
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Token

_OVER = event_words("over")
_UNDERGO = frozenset({"face", "see", "witness", "suffer"})  # their subject is where it happens
_TOURING = frozenset({"tour", "visit", "patrol", "inspect"})  # "toured the district of X" is at X
_OF_PEOPLE = frozenset({"arrest", "deport", "abduct"})  # modes that meet people only, whatever their name
_TRAVELS = frozenset({"visit"})  # modes whose "to" is where they happen


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where an event is set: indices of the article's mentions, and whether the report dates it."""

    time: int | None = None
    since: bool = False
    recent: bool = False
    place: int | None = None
    background: bool = False


def setting_of(
    frame: EventFrame,
    predicate: Predicate,
    clause: Clause,
    sentence: Sentence,
    *,
    modality: Modality,
    asserted: bool,
) -> Setting:
    """Return the setting of an event: its own clause's adverbials, the most precise of the nearest."""
    time = next(iter(clause.times), None)
    if clause.gone_by is not None:
        return Setting(time=clause.gone_by, place=_first(clause.places), background=True)
    if clause.remembered:
        own = [found for found in clause.times if found.rank == 0]
        return Setting(time=_first(own), place=_first(clause.places), background=True)
    place = next(iter(clause.places), None)
    return Setting(
        time=time.mention if time is not None else None,
        since=time is not None and time.relation == "since" and not _describes_a_day(predicate.anchor),
        recent=time is None
        and asserted
        and _just_told(clause, modality)
        and not has_loose_day(predicate, sentence),
        place=place.mention if place is not None else _elsewhere(frame, sentence, asserted=asserted),
    )


def _describes_a_day(verb: Token) -> bool:
    """Tell the verb of a clause that says what happened on a day ("since May 4, when police shot a man")."""
    return verb.dep_ == "relcl" and label_of(verb.head) in ("DATE", "TIME")


def _elsewhere(frame: EventFrame, sentence: Sentence, *, asserted: bool) -> int | None:
    """Return the place that is itself struck or visited, else that of the town's forces who tell of it."""
    struck = _acted_on(frame, sentence)
    local = struck is None and asserted and is_local(frame.entry.type)
    return force_place(sentence) if local else struck


def _first(found: Sequence[Adverbial]) -> int | None:
    return found[0].mention if found else None


def _just_told(clause: Clause, modality: Modality) -> bool:
    """Tell whether the lead tells something as done, so that it has just happened."""
    done = clause.tense in ("past", "present") or clause.voice == "passive"
    return clause.discourse == "lead" and done and modality in ("actual", "alleged")


def _acted_on(frame: EventFrame, sentence: Sentence) -> int | None:
    """Return the place that is itself struck, seized, visited, or that "saw" the event."""
    struck = _struck(frame)
    return next((place.index for place in sentence.places if place.head.i in struck), None)


def _struck(frame: EventFrame) -> set[int]:
    """Return the words that may name the place that an event acts on."""
    if frame.light is not None and frame.light.lemma_.lower() in _UNDERGO:
        return {child.i for child in frame.light.children if child.dep_ == "nsubj"}
    of_people = frame.entry.mode in _OF_PEOPLE
    return set(chain.from_iterable(_named_by(target, of_people=of_people) for target in _met(frame)))


def _met(frame: EventFrame) -> tuple[Token, ...]:
    """Return the nouns of what an event meets, where that may be a place."""
    facts = type_facts(frame.entry.type)
    if (
        facts.manner == "natural" and facts.harmful
    ):  # "a quake hit Lisbon": the object of its verb, whoever was hurt
        return (*frame.targets, *_objects_of(frame.light or frame.trigger))
    if frame.trigger.lemma_.lower() in _TOURING:
        return _objects_of(frame.trigger)
    acts = facts.forceful or frame.entry.mode in _TRAVELS
    return frame.targets if acts else ()


def _objects_of(verb: Token) -> tuple[Token, ...]:
    return tuple(child for child in verb.children if child.dep_ in ("dobj", "nsubjpass"))


_WHERE = frozenset({"in", "of", "at", "near", "outside"})


def _named_by(target: Token, *, of_people: bool = False) -> Iterator[int]:
    """Yield the words that may name the place of a target: itself, "a school in X", "the town of X"."""
    if not of_people:
        yield target.i
    lives = label_of(target) == "PERSON" or bool(kinds(target) & {"plain people"})  # "Ana Ruiz, 21, of Lirn"
    for child in target.children:
        if child.dep_ == "prep" and child.lower_ in _WHERE and not (lives and child.lower_ == "of"):
            yield from (noun.i for noun in child.children if noun.dep_ == "pobj")


_BEGIN = event_words("begin")


def about(paragraph: Paragraph, frame: EventFrame) -> tuple[Span, ...]:
    """Return what the event is over: the issue of a protest, talks, an accusation or an agreement."""
    issue = _issue(frame) if type_facts(frame.entry.type).issue else None
    return tuple(paragraph.span(phrase(noun)) for noun in _all(issue)) if issue is not None else ()


def _issue(frame: EventFrame) -> Token | None:
    """Return the noun of what an event is over."""
    words = _OVER - {"against", "on"} if frame.entry.type is EventType.CONSULT else _OVER
    beside = (child for anchor in _anchors(frame) for child in anchor.children if child.lower_ in words)
    issue = next((noun for noun in _behind(beside) if noun not in frame.targets), None)
    if issue is None and frame.entry.type is EventType.PROTEST:
        later = (t for t in frame.anchor.subtree if t.lower_ == "over" and t.i > frame.trigger.i)
        return next(_behind(later), None)
    return issue


def _anchors(frame: EventFrame) -> list[Token]:
    """Return the words on which it may hang what an event is over: its own, and verbs that describe it."""
    own = [frame.trigger, frame.anchor]
    below = [c for c in frame.anchor.subtree if c.dep_ in ("relcl", "acl") and c.lemma_.lower() in _BEGIN]
    return own + below + [c for anchor in own for c in anchor.children if c.dep_ in ("relcl", "acl")]


def _behind(words: Iterable[Token]) -> Iterator[Token]:
    """Yield the nouns behind those of the words that are prepositions, but for days and times."""
    for word in words:
        if word.dep_ == "prep":
            yield from (t for t in word.children if t.dep_ == "pobj" and label_of(t) not in ("DATE", "TIME"))


def _all(noun: Token) -> list[Token]:
    found = [noun]
    for child in noun.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN"):
            found += _all(child)
    return found

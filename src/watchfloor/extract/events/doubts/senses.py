"""Doubts about the word: figures of speech, chance, sport and trade, everyday senses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from watchfloor.extract.events.domains import Violence, violence_beside, violence_of
from watchfloor.extract.events.doubts.table import Case, doubt
from watchfloor.extract.events.lexicon import standing
from watchfloor.extract.events.phrases import kinds
from watchfloor.extract.events.standing import (
    Party,
    is_armed,
    is_kind,
    is_nation,
    is_person,
    is_power,
    is_public,
    is_town,
)
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.labels import label_of
from watchfloor.extract.lang.en.words import clause_words
from watchfloor.extract.once import once_a_sentence
from watchfloor.model import Doubt, EventType
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_TOPICS = frozenset({"over", "about", "on"})
_OF_WORDS = event_words("of words")  # done with words as often
_SPEECHES = event_words("speeches")
_UNREST = event_words("unrest")
_DEADLY = event_words("deadly")
_BY_CHANCE = event_words("by chance")
_MARCHES = event_words("marches")  # no violence by themselves
_TARGETS = event_words("targets")


@doubt(
    Doubt.FIGURE_OF_SPEECH,
    fires="The actress attacked the singer in Lugo.",
    silent="Rebels attacked the barracks in Tibu on Friday.",
)
def _figurative(case: Case) -> bool:
    """Verbs of force without arms, crowds, states on both sides or violence in the same sentence."""
    frame = case.item.frame
    if not type_facts(case.item.type).figurative:
        return False
    if _matched(case):
        return True
    if "figurative" not in standing(frame.trigger.lemma_.lower()) or _is_set_phrase(case):
        return False
    if frame.trigger.lemma_.lower() == "clash" and any(c.lower_ in _TOPICS for c in frame.trigger.children):
        return not any(is_armed(party) for party in case.parties)
    if any(
        child.lower_ in ("back", "out") and child.dep_ in ("advmod", "prt")
        for child in frame.trigger.children
    ):
        return frame.trigger.lemma_.lower() in ("hit", "storm", "fire", "strike", "fight")
    if frame.trigger.lemma_.lower() in _OF_WORDS:
        return _in_words(frame.trigger) or not _fought(case)
    if _violence_but_marches(frame.trigger).beside(frame.trigger):
        return False
    return not _fought(case)


def _in_words(verb: Token) -> bool:
    """Tell what was done in a speech or a message ("attacked him in early-morning tweets")."""
    inside = (t for c in verb.children if c.lower_ in ("in", "on", "via") for t in c.children)
    return any(noun.lemma_.lower() in _SPEECHES for noun in inside)


@once_a_sentence
def _violence_but_marches(sentence: TokenSpan) -> Violence:
    return violence_of([token for token in sentence if token.lemma_.lower() not in _MARCHES])


def _is_set_phrase(case: Case) -> bool:
    """Tell whether noun and preposition beside a verb leave it one sense ("took him into custody")."""
    return {"noun", "prep"} <= {condition.kind for condition in case.item.frame.entry.conditions}


def _matched(case: Case) -> bool:
    """Tell a verb of winning between two names, neither a person nor armed ("the Lions thrashed the")."""
    if "winning" not in standing(case.item.frame.trigger.lemma_.lower()) or not (
        case.sources and case.targets
    ):
        return False
    teams = all(p.head.pos_ == "PROPN" and label_of(p.head) != "PERSON" for p in case.parties)
    return teams and not any(is_armed(party) for party in case.parties)


def _fought(case: Case) -> bool:
    """Tell whether somebody armed, or many, take part, or nations on both sides."""
    if any(map(is_nation, case.sources)) and any(p.head.lemma_.lower() in _TARGETS for p in case.targets):
        return True
    verb = case.item.frame.trigger.lemma_.lower()
    if verb == "execute" and any(map(is_power, case.sources)):
        return any(map(is_person, case.targets))
    if "winning" in standing(verb):
        return any(is_armed(party) for party in case.parties)  # nations win matches over each other
    nations = any(map(is_nation, case.sources)) and any(map(is_nation, case.targets))
    if "arms" in standing(verb) and any(map(is_town, case.targets)):
        return True
    return nations or any(is_armed(party) for party in case.parties)


@doubt(
    Doubt.NOT_MEANT,
    fires="A hunter accidentally shot a farmer near Lugo on Friday.",
    silent="A gunman shot a farmer near Lugo on Friday.",
)
def _unmeant(case: Case) -> bool:
    """Deaths by cars, storms and illness, shots that nobody meant, and what is itself the deed."""
    if case.item.type is not EventType.ASSAULT:
        return False
    if _is_by_chance(case.item.frame.trigger):
        return True
    if any(is_kind(party, "cause") and not _aimed(party) for party in case.sources):
        return True
    if case.item.frame.trigger.lemma_.lower() not in _DEADLY:
        return False
    if _by_car(case.item.frame.trigger):
        return True
    sufferers_only = not any(is_armed(party) or is_nation(party) for party in case.sources)
    return sufferers_only and violence_beside(case.item.frame.trigger).accident


@once_a_sentence
def _by_car(sentence: TokenSpan) -> bool:
    """Tell blows of a car that somebody drove ("struck her with his Toyota", "the car hit her")."""
    words = {t.lemma_.lower() for t in sentence}
    driven = any(t.lower_ in ("drove", "driving", "traveling", "travelling", "speeding") for t in sentence)
    road = bool(words & _ROADS)
    return bool(words & _CARS) and (driven or road) and not words & _RAMMING


_CARS = event_words("cars")
_ROADS = event_words("roads")
_RAMMING = event_words("ramming")


@once_a_sentence
def _is_by_chance(sentence: TokenSpan) -> bool:
    return any(token.lower_ in _BY_CHANCE or goes_off(token) for token in sentence)


def goes_off(verb: Token) -> bool:
    """Tell a gun that discharged of itself."""
    return verb.lemma_.lower() == "discharge" and any(
        child.dep_ == "nsubj" and (child.lower_ == "it" or "weapon" in kinds(child))
        for child in verb.children
    )


def _aimed(party: Party) -> bool:
    """Tell whether what kills is somebody's: armed by its noun, or fire that is named for who shoots."""
    if party.head.lemma_.lower() != "fire":
        return is_armed(party)
    owners = [c for c in party.head.children if c.dep_ in ("amod", "compound", "poss", "nmod")]
    return any(label_of(c) or c.pos_ == "PROPN" or kinds(c) for c in owners)


@doubt(
    Doubt.OTHER_FIELD,
    fires="Investors watched the market while workers protested outside the bank after a quarter of losses.",
    silent="Workers protested outside the bank in Lugo on Friday.",
)
def _in_field(case: Case) -> bool:
    """Reports on sport, arts, trade and nature, where no state, court or armed group by its own noun acts."""
    if case.field is None:
        return False
    strong = {"plain state", "plain armed", "plain court", "weapon"}
    return not any(
        party.kinds & strong
        or (party.actor is not None and party.actor.kind == "country")
        or (case.field in ("business", "nature") and is_nation(party))
        for party in case.parties
    )


_OPINIONS = event_words("opinions")


def _only_people(sources: Sequence[Party]) -> bool:
    """Tell people at large, whose opinion a poll tells ("most Americans support the law")."""
    at_large = clause_words()["people at large"]
    return bool(sources) and all(
        (p.head.lemma_.lower() in at_large or (p.head.tag_ == "NNPS" and label_of(p.head) == "NORP"))
        and not any(c.lower_ == "the" for c in p.head.children)  # "the Palestinians" are a side
        for p in sources
    )


@doubt(
    Doubt.MANY_SENSES,
    fires="The bank hit shareholders on Friday.",
    silent="Rebels hit the barracks in Tibu with rockets on Friday.",
)
def _many_senses(case: Case) -> bool:
    """Everyday verbs ("offer", "supply") where no state, office, court or armed group takes part."""
    opinion = case.item.frame.trigger.lemma_.lower() in _OPINIONS or case.item.type is EventType.AGREE
    if opinion and _only_people(case.sources):
        return True
    if "many senses" not in standing(case.item.frame.trigger.lemma_.lower()):
        return False
    if case.item.frame.entry.mode in ("curfew", "martial-law", "firearms"):
        return False  # only states can; fire is opened by arms
    beside = {condition.kind for condition in case.item.frame.entry.conditions}
    refused = case.item.type is EventType.REJECT and "to" in beside and any(map(is_public, case.sources))
    if refused or beside & {"acomp", "pass"} or _is_set_phrase(case):
        return False  # what stands beside the verb tells its sense
    powers = any(is_power(party) or "weapon" in party.kinds for party in case.parties)
    return bool(case.parties) and not powers


@doubt(
    Doubt.NO_RIOT,
    fires="Youths burned cars in Lugo on Friday.",
    silent="Protesters pelted police with stones in Athens on Monday.",
)
def _no_riot(case: Case) -> bool:
    """Damage by people who protest against nothing that the sentence tells."""
    if case.item.frame.entry.mode != "riot":
        return False
    words = {t.lemma_.lower() for t in case.item.frame.trigger.sent if t != case.item.frame.trigger}
    return not words & _UNREST


_MERE = event_words("mere")  # armed only by what is said of them


@doubt(
    Doubt.BY_ITSELF,
    fires="The guards burned in the tower on Friday.",
    silent="Soldiers burned Tibu on Friday.",
)
def _by_itself(case: Case) -> bool:
    """Houses that burn and people who leave: nobody did it, nobody gave way."""
    trigger = case.item.frame.trigger
    if case.targets:
        return False
    if case.item.type is EventType.ASSAULT and trigger.lemma_.lower() == "burn":
        return True
    return trigger.lemma_.lower() == "leave" and not any(
        "plain armed" in party.kinds and party.head.lemma_.lower() not in _MERE for party in case.sources
    )


@doubt(
    Doubt.RATHER_A_SEARCH,
    fires="A raid by police on the village killed a farmer.",
    silent="A raid by rebels on the village killed a farmer.",
)
def _search(case: Case) -> bool:
    """Raids and cordons by police or prosecutors, which are rather searches than attacks or marches."""
    trigger = case.item.frame.trigger
    by_police = any(
        party.head.lemma_.lower() in ("police", "officer", "agent", "prosecutor", "detective")
        for party in case.sources
    )
    searched = trigger.lemma_.lower() == "raid" and case.item.type is EventType.ASSAULT
    cordoned = trigger.lemma_.lower() == "surround" and case.item.type is EventType.MOBILIZE
    return by_police and (searched or cordoned)


@doubt(
    Doubt.INSIDE_A_NAME,
    fires="The ship Ocean Strike sank, the navy said.",
    silent="The navy began a strike on the port.",
)
def _in_name(case: Case) -> bool:
    """Triggers written with a capital inside a name ("the Rover Investigating Craters")."""
    trigger = case.item.frame.trigger
    before = trigger.doc[trigger.i - 1] if trigger.i > trigger.sent.start else None
    return trigger.text.istitle() and before is not None and before.pos_ == "PROPN"

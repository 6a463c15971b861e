"""Doubts about how it is told: as a habit, a wish, a result, not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.extract.events.arguments import is_passive, objects
from watchfloor.extract.events.doubts.table import Case, doubt
from watchfloor.extract.events.frames import happens
from watchfloor.extract.events.habits import is_habit, is_of_several, is_over_a_period
from watchfloor.extract.events.word_lists import event_words
from watchfloor.model import Doubt, EventType
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Token

_WISHES = event_words("wishes")
_LONGINGS = frozenset({"hope", "want", "wish"})  # of which nothing follows, a plan may be carried out


@doubt(
    Doubt.HABIT,
    fires="Police often arrest smugglers at the port of Vigo.",
    silent="Police arrested two smugglers at the port of Vigo.",
)
def _habitual(case: Case) -> bool:
    """What is told as habit or rule, or of many times, not as done: "often meets", "in recent years"."""
    anchor = case.item.frame.anchor
    if is_habit(anchor) or is_over_a_period(anchor) or is_of_several(anchor):
        return True
    relative = anchor.dep_ in ("relcl", "advcl") and anchor.tag_ in ("VBP", "VBZ")
    return relative and not any(c.dep_ in ("aux", "auxpass") for c in anchor.children)


@doubt(
    Doubt.WISH,
    fires="The Norwegian government is considering sending aid to Iceland.",
    silent="The Norwegian government will send aid to Iceland.",
)
def _wished(case: Case) -> bool:
    """A promise or threat read out of a wish or a bare plan; whatever is only wanted or hoped for."""
    item = case.item
    if item.type is EventType.REJECT:
        return False
    if item.type is item.frame.entry.type:
        return item.modality == "planned" and item.reading.governor in _LONGINGS
    anchor = item.frame.anchor
    would = anchor.dep_ != "ccomp" and any(child.lower_ == "would" for child in anchor.children)
    return would or item.reading.governor in _WISHES


@doubt(
    Doubt.OF_NOBODY_IN_PARTICULAR,
    fires="Soldiers began making arrests.",
    silent="Soldiers made two arrests in Vigo.",
)
def _vague(case: Case) -> bool:
    """Arrests and searches that somebody goes on making, of nobody in particular; "one side or another"."""
    if any(_any_one(party.head) for party in case.parties):
        return True
    light = case.item.frame.light
    return (
        light is not None and light.tag_ == "VBG" and not case.targets and type_facts(case.item.type).hostile
    )


def _any_one(noun: Token) -> bool:
    """Tell whoever it may be: "country after country", "one party or another", "one or more of them"."""
    again = {c.lower_ for p in noun.children if p.lower_ in ("after", "by") for c in p.children}
    if noun.lower_ in again and not any(c.dep_ in ("det", "nummod") for c in noun.children):
        return True
    either = any(c.lower_ == "or" for c in noun.children)
    return either and any(
        c.dep_ == "conj" and c.lower_ in ("another", "other", "more") for c in noun.children
    )


@doubt(
    Doubt.ONLY_A_RESULT,
    fires="Searches of the house led to an arrest on Friday.",
    silent="The quarrel led to the arrest of two students in Lugo.",
)
def _of_result(case: Case) -> bool:
    """What only "led to" or "resulted in" a deed is not the doer of it."""
    light = case.item.frame.light
    if light is None or light.lemma_.lower() not in ("lead", "result"):
        return False
    return type_facts(case.item.type).manner == "words" or not case.targets


@doubt(
    Doubt.NOT_YET,
    fires="Ghana and Togo are negotiating a deal on fishing.",
    silent="Ghana and Togo negotiated a deal on fishing on Friday.",
)
def _not_yet(case: Case) -> bool:
    """Deals that are still sought ("negotiating a deal", "to broker a truce")."""
    trigger = case.item.frame.trigger
    return (
        trigger.lemma_.lower() in ("negotiate", "broker")
        and trigger.tag_ in ("VBG", "VB", "VBP", "VBZ")
        and (case.item.type is EventType.AGREE)
    )


@doubt(
    Doubt.NOBODY_ACTS,
    fires="Searches of the house led to an arrest on Friday.",
    silent="Police made an arrest in Vigo on Friday.",
)
def _nobody_acts(case: Case) -> bool:
    """Event nouns under an active verb with neither doer nor sufferer ("searches lead to an arrest")."""
    frame = case.item.frame
    return (
        frame.light is not None
        and not case.parties
        and not happens(frame.light)
        and (not is_passive(frame.light) or frame.light.lemma_.lower() == "use")
    )


@doubt(
    Doubt.LEFT_IN_A_STATE,
    fires="The soldiers moved out, leaving the town on Friday.",
    silent="The soldiers left the town on Friday.",
)
def _left_behind(case: Case) -> bool:
    """What somebody leaves in a state ("leaving the two sides in a standoff"), not where from."""
    trigger = case.item.frame.trigger
    return (
        trigger.lemma_.lower() in ("leave", "abandon")
        and trigger.tag_ == "VBG"
        and trigger.dep_ == "advcl"
        and (bool(objects(trigger)))
    )

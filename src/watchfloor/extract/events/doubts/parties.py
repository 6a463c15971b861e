"""Doubts about who takes part: private people, nobody, the wrong sort of somebody."""

from __future__ import annotations

from watchfloor.extract.events.arguments import is_passive, objects
from watchfloor.extract.events.domains import violence_beside
from watchfloor.extract.events.doubts.table import Case, doubt
from watchfloor.extract.events.phrases import PRONOUNS
from watchfloor.extract.events.standing import (
    is_armed,
    is_crowd,
    is_kind,
    is_nation,
    is_person,
    is_power,
    is_public,
    is_somebody,
)
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.labels import label_of
from watchfloor.model import Doubt, EventType
from watchfloor.plover import type_facts

_NEED_HEARER = event_words("need hearer")
_CARED_FOR = event_words("cared for")
_HELD = event_words("held")


@doubt(
    Doubt.PRIVATE,
    fires="The taxi firm condemned the rise of the price of fuel in Lugo.",
    silent="The Estonian government condemned the attack on its embassy.",
)
def _private(case: Case) -> bool:
    """Words and dealings of private people and firms, where the other side is private too or unnamed."""
    if not type_facts(case.item.type).public:
        return False
    if _in_court(case) or _at_work(case):
        return False
    doing = [party for party in case.sources if party.head.pos_ != "PRON" or party.actor]
    if case.item.frame.entry.mode == "visit" and doing:
        return not any(is_public(party) for party in doing)
    if doing and any(is_public(party) or is_power(party) for party in case.targets):
        return all(is_kind(party, "press", "firm") and not is_person(party) for party in doing)
    if doing:
        return not any(is_public(party) for party in doing)
    if case.item.frame.entry.mode == "release":
        return False  # who lets go is often left out
    return not any(is_public(party) for party in case.targets)


def _at_work(case: Case) -> bool:
    """Tell a strike by those who work, which is public whoever they are."""
    strike = case.item.frame.entry.mode == "strike-lim"
    return strike and any("labour" in party.kinds for party in case.sources)


def _in_court(case: Case) -> bool:
    """Tell a step of a case, in which the state acts though it is not told ("was charged")."""
    frame = case.item.frame
    stepped = frame.entry.mode in ("allege", "convict") and (
        is_passive(frame.trigger) or frame.entry.targets == ("self",)
    )
    found = any(condition.kind == "acomp" for condition in frame.entry.conditions)
    return stepped or (found and frame.entry.type is not EventType.AGREE)  # "found guilty", not "was willing"


@doubt(
    Doubt.NO_PUBLIC_COUNTERPART,
    fires="The Peruvian president met shoppers in Cusco on Monday.",
    silent="The Peruvian president met the Bolivian president in Cusco on Monday.",
)
def _pressed(case: Case) -> bool:
    """Talks with, requests by and promises to those who report or trade."""
    if case.item.type is not EventType.CONSULT:
        return False
    if not case.targets:
        return False
    met = case.item.frame.trigger.lemma_.lower() == "meet" and is_passive(case.item.frame.trigger)
    if met and not any(map(is_power, case.sources)):
        return True  # "was met by a man with a gun", "by boos"
    asked = all(is_person(p) and not is_power(p) and p.head.pos_ == "NOUN" for p in case.targets)
    return (asked and any(is_armed(party) for party in case.sources)) or not any(map(is_public, case.targets))


@doubt(
    Doubt.SAME_DOER_AND_SUFFERER,
    fires="Two bombers killed three people as well as themselves in Tibu on Sunday.",
    silent="Two bombers killed three people in Tibu on Sunday.",
)
def _itself(case: Case) -> bool:
    """The same words as doer and sufferer of a deed that is not mutual."""
    same = {party.head.i for party in case.sources} & {party.head.i for party in case.targets}
    doing = {party.actor.id for party in case.sources if party.actor is not None}
    meant = {party.actor.id for party in case.targets if party.actor is not None}
    names = {party.head.text for party in case.sources if party.head.pos_ == "PROPN"}
    named = any(party.head.text in names for party in case.targets)
    return (
        bool(same or named or meant & doing)
        and not type_facts(case.item.type).mutual
        and "both" not in case.item.frame.entry.targets
        and (case.item.frame.entry.name not in ("clash", "fight", "battle", "clashes", "fighting"))
    )


@doubt(
    Doubt.PRIVATE_SPEAKER,
    fires="I urged the council to act, said a baker.",
    silent="The president urged the council to act.",
)
def _spoken(case: Case) -> bool:
    """What "I" or "we" do in somebody's words, and nobody public says it."""
    return (
        bool(case.sources)
        and all(party.spoken for party in case.sources)
        and not any(is_public(party) for party in case.sources)
    )


@doubt(
    Doubt.TARGET_NO_ACTOR,
    fires="A French minister threatened to impose tariffs against German goods.",
    silent="A French minister threatened Germany with tariffs.",
)
def _no_actor(case: Case) -> bool:
    """A target of words or gifts that is a thing ("the blockade of Gaza", "funds")."""
    blamed = case.item.frame.trigger.lemma_.lower() in ("blame", "complain", "accuse")
    if not (blamed or type_facts(case.item.type).somebody) or not case.targets:
        return False
    return not any(is_somebody(party) for party in case.targets)


@doubt(
    Doubt.NO_HEARER,
    fires="The governor ordered patrols by police in Tibu.",
    silent="The governor ordered the deployment of police in Tibu.",
)
def _to_nobody(case: Case) -> bool:
    """Verbs that ask for a hearer and have none ("asked to remain anonymous", "spoke to loud applause")."""
    frame = case.item.frame
    return not case.targets and frame.light is None and frame.trigger.lemma_.lower() in _NEED_HEARER


@doubt(
    Doubt.PERHAPS_ON_THE_SAME_SIDE,
    fires="The villagers fought with the rebels in Tibu.",
    silent="The villagers fought the rebels in Tibu.",
)
def _beside(case: Case) -> bool:
    """Fights "with" somebody who may as well be on the same side."""
    if case.item.frame.trigger.lemma_.lower() not in ("fight", "battle"):
        return False
    if not case.targets:
        return not any(is_armed(party) for party in case.sources)
    return any(party.head.head.lower_ in ("with", "alongside") for party in case.targets)


@doubt(
    Doubt.NO_PAIR,
    fires="Fighters agreed to lay down their weapons.",
    silent="The two sides agreed to lay down their weapons.",
)
def _loose_pair(case: Case) -> bool:
    """A plural that agrees or fights "with itself", where it is no "two sides", nations or leaders."""
    if len(case.sources) != 1 or [p.head.i for p in case.targets] != [case.sources[0].head.i]:
        return False
    party = case.sources[0]
    counted = any(
        child.lower_ in ("two", "both", "three", "rival", "warring") for child in party.head.children
    )
    nations = [c for c in party.head.children if c.dep_ == "amod" and label_of(c) == "NORP"]
    pair = any(c.dep_ == "conj" and label_of(c) == "NORP" for nation in nations for c in nation.children)
    return not (counted or pair or is_nation(party) or party.kinds & {"plain state", "plain office"})


@doubt(
    Doubt.NO_PERSON_FREED,
    fires="The driver was released from hospital on Friday.",
    silent="Police released the two journalists on Friday.",
)
def _set_free(case: Case) -> bool:
    """Releases of what is no person, songs or figures, and of those whom a hospital lets go home."""
    if case.item.frame.entry.mode != "release":
        return False
    if not any(is_person(party) for party in case.targets):
        return True
    told = {t.lemma_.lower() for t in case.item.frame.trigger.sent}
    return not case.sources and bool(told & _CARED_FOR) and not told & _HELD


@doubt(
    Doubt.BARE_NOUN_WITHIN,
    fires="The union promised to take managers to court.",
    silent="Norway promised Iceland to share its fish.",
)
def _bare_within(case: Case) -> bool:
    """A bare noun deep in what is asked or promised ("bring them to justice", "join forces")."""
    if not type_facts(case.item.type).somebody:
        return False
    trigger = case.item.frame.trigger
    return any(
        party.head.pos_ == "NOUN"
        and not any(True for _ in party.head.children)
        and party.head.head not in (trigger, *trigger.children)
        for party in case.targets
    )


@doubt(
    Doubt.TOWARD_NOBODY,
    fires="The president has agreed to resign, the speaker of the parliament said on Saturday.",
    silent="Ghana has agreed with Togo to reopen the border.",
)
def _toward_nobody(case: Case) -> bool:
    """Promises, refusals, talks and blows that meet nobody, unless a country, or one armed, acts."""
    if case.targets:
        return False
    beside = {condition.kind for condition in case.item.frame.entry.conditions}
    if case.item.type is EventType.ASSAULT:
        shot = case.item.frame.entry.mode == "firearms" and "obj" in beside  # "fired shots"
        return bool(case.sources) and not shot and not any(is_armed(p) or is_nation(p) for p in case.sources)
    refused = case.item.type is EventType.REJECT and "to" in beside
    if refused or beside & {"obj", "acomp"}:
        return False  # "refused to pay a ransom", "conceded defeat", "pleaded guilty"
    countries = any(is_nation(p) or (p.actor is not None and p.actor.kind == "country") for p in case.sources)
    return type_facts(case.item.type).toward and not countries


@doubt(
    Doubt.TO_ONESELF,
    fires="The farmer hung himself on Friday.",
    silent="A bomber blew himself up in Tibu on Friday.",
)
def _to_oneself(case: Case) -> bool:
    """What somebody does to himself ("hung himself")."""
    oneself = any(t.lower_.endswith(("self", "selves")) for t in objects(case.item.frame.trigger))
    return oneself and case.item.frame.entry.mode != "suicide-attack"


_HOMES = event_words("homes")


@doubt(
    Doubt.NO_VISIT,
    fires="The minister travelled to the market on Friday.",
    silent="The minister travelled to Kenya on Friday.",
)
def _no_visit(case: Case) -> bool:
    """Journeys to what is no country, town or person ("travel to the Hill")."""
    if case.item.frame.entry.mode != "visit":
        return False
    if case.targets and all(party.head.lemma_.lower() in _HOMES for party in case.targets):
        return True
    return bool(case.targets) and not any(
        label_of(party.head) in ("GPE", "PERSON", "NORP") or is_person(party) or "plain state" in party.kinds
        for party in case.targets
    )


_ANYBODY = event_words("anybody")


@doubt(
    Doubt.NO_PROTESTERS,
    fires="The ministry protested against the raid on Friday.",
    silent="Farmers protested against the raid on Friday.",
)
def _no_protesters(case: Case) -> bool:
    """Protests by armies and ministries, people who walk out, and crowds that a disaster drives away."""
    if case.item.type is not EventType.PROTEST:
        return False
    walks = case.item.frame.trigger.lemma_.lower() == "walk"
    if walks and all(party.head.lemma_.lower() in _ANYBODY for party in case.sources):
        return True
    if case.item.frame.entry.mode == "strike-lim":
        return False
    if any(party.kinds & {"plain armed", "plain state"} and not is_crowd(party) for party in case.sources):
        return True
    return violence_beside(case.item.frame.trigger).accident


@doubt(
    Doubt.NOBODY,
    fires="Guerrillas overran it late last month.",
    silent="Guerrillas overran the village of Tibu late last month.",
)
def _unresolved(case: Case) -> bool:
    """A target that is only "it", "that", "what": nobody."""
    return bool(case.targets) and all(
        party.head.lower_ in PRONOUNS | {"this", "that", "what", "which"} and party.actor is None
        for party in case.targets
    )

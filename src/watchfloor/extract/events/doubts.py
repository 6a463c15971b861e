"""Doubts: why a coded event, though it reads like one, is not to be alerted on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.events.domains import violence_of
from watchfloor.extract.events.frames import happens
from watchfloor.extract.events.lexicon import standing
from watchfloor.extract.events.modals import MODALS
from watchfloor.extract.events.phrases import PRONOUNS, heads, is_passive, kinds, objects, phrase
from watchfloor.extract.events.reading import Coded
from watchfloor.extract.events.slots import complements
from watchfloor.extract.events.standing import (
    Party,
    is_armed,
    is_crowd,
    is_kind,
    is_nation,
    is_person,
    is_power,
    is_public,
    is_somebody,
    is_town,
)
from watchfloor.extract.lang.en.labels import label_of
from watchfloor.extract.lang.en.words import clause_words
from watchfloor.model import Doubt, EventType
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Token

_ARGUMENTS = frozenset({"prep", "dative", "agent"})
_WISHES = frozenset(
    {"plan", "hope", "want", "wish", "seek", "aim", "consider", "mull", "expect", "intend", "would"}
)
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_HABITS = frozenset(
    {
        "always",
        "often",
        "routinely",
        "regularly",
        "sometimes",
        "usually",
        "typically",
        "generally",
        "frequently",
        "rarely",
        "seldom",
    }
)
_NEED_HEARER = frozenset({"ask", "tell", "order", "instruct", "direct", "speak", "talk", "invite"})
_TOPICS = frozenset({"over", "about", "on"})
_OF_WORDS = frozenset(
    {"fight", "battle", "attack", "wage", "assault", "campaign"}
)  # done with words as often
_ORDERS = frozenset({"ask", "tell", "order", "direct", "instruct", "invite", "beg"})
_UNREST = frozenset(
    {
        "protester", "protestor", "demonstrator", "rioter", "mob", "crowd", "activist", "supporter",
        "riot", "protest", "demonstration", "clash", "unrest", "violence", "strike", "rally", "march",
        "anger", "against", "over", "demand", "police", "government",
    }
)  # fmt: skip
_DEADLY = frozenset({"shoot", "kill", "wound", "injure", "hit", "destroy", "strike", "maim", "hurt", "wreck"})
_BY_CHANCE = frozenset(
    {"accidentally", "accidental", "inadvertently", "unintentionally", "misfired", "inflicted"}
)
_MARCHES = frozenset({"protest", "demonstration", "war", "conflict", "forces"})  # no violence by themselves
_LONGEST = 14  # words of an actor's phrase beyond which the parser has lost its end


@dataclass(frozen=True, slots=True)
class Case:
    """A coded event with those who take part in it, and the loose field of its paragraph."""

    item: Coded
    sources: Sequence[Party]
    targets: Sequence[Party]
    field: str | None = None

    @property
    def parties(self) -> tuple[Party, ...]:
        """Return all who take part, the doers first."""
        return (*self.sources, *self.targets)


def doubts(case: Case) -> tuple[Doubt, ...]:
    """Return the doubts that hold against an event, in the order of the table."""
    return tuple(doubt for doubt, holds in _DOUBTS.items() if holds(case))


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


def _pressed(case: Case) -> bool:
    """Talks with, requests by and promises to those who report or trade."""
    if case.item.type is not EventType.CONSULT:
        return False
    if not case.targets:
        return False
    asked = all(is_person(p) and not is_power(p) and p.head.pos_ == "NOUN" for p in case.targets)
    return (asked and any(is_armed(party) for party in case.sources)) or not any(map(is_public, case.targets))


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
        return not _fought(case)
    beside = [t for t in frame.trigger.sent if t.lemma_.lower() not in _MARCHES]
    if violence_of(beside).beside(frame.trigger):
        return False
    return not _fought(case)


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


_TARGETS = frozenset(
    {
        "target",
        "position",
        "base",
        "depot",
        "site",
        "facility",
        "infrastructure",
        "stronghold",
        "convoy",
        "outpost",
    }
)


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


def _unmeant(case: Case) -> bool:
    """Deaths by cars, storms and illness, shots that nobody meant, and what is itself the deed."""
    if case.item.type is not EventType.ASSAULT:
        return False
    if any(t.lower_ in _BY_CHANCE or _goes_off(t) for t in case.item.frame.trigger.sent):
        return True
    if any(is_kind(party, "cause") and not _aimed(party) for party in case.sources):
        return True
    if case.item.frame.trigger.lemma_.lower() not in _DEADLY:
        return False
    sufferers_only = not any(is_armed(party) or is_nation(party) for party in case.sources)
    return sufferers_only and violence_of(list(case.item.frame.trigger.sent)).accident


def _goes_off(verb: Token) -> bool:
    """Tell a gun that discharged of itself."""
    by_itself = [c for c in verb.children if c.dep_ == "nsubj" and (c.lower_ == "it" or "weapon" in kinds(c))]
    return verb.lemma_.lower() == "discharge" and bool(by_itself)


def _aimed(party: Party) -> bool:
    """Tell whether what kills is somebody's: armed by its noun, or fire that is named for who shoots."""
    if party.head.lemma_.lower() != "fire":
        return is_armed(party)
    owners = [c for c in party.head.children if c.dep_ in ("amod", "compound", "poss", "nmod")]
    return any(label_of(c) or c.pos_ == "PROPN" or kinds(c) for c in owners)


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


def _itself(case: Case) -> bool:
    """The same words as doer and sufferer of a deed that is not mutual."""
    same = {party.head.i for party in case.sources} & {party.head.i for party in case.targets}
    doing = {party.actor.id for party in case.sources if party.actor is not None}
    meant = {p.actor.id for p in case.targets if p.actor is not None and p.head.pos_ == "PRON"}
    if meant & doing:
        return True
    return (
        bool(same)
        and not type_facts(case.item.type).mutual
        and case.item.frame.entry.targets[-1:] != ("both",)
        and (case.item.frame.entry.name not in ("clash", "fight", "battle", "clashes", "fighting"))
    )


def _after(case: Case) -> bool:
    """Doers found right of the verb without "by": the parser has lost the clause."""
    frame = case.item.frame
    if (frame.trigger.pos_ in ("NOUN", "PROPN") and frame.light is None) or case.item.merged:
        return False
    if frame.entry.lemma in MODALS:
        return False  # "must", said by who stands at the end
    anchor = frame.anchor
    participle = anchor.dep_ == "advcl"
    return any(
        party.head.i > anchor.i and not participle and party.head.dep_ not in ("pobj", "conj")
        for party in case.sources
    )


def _far(case: Case) -> bool:
    """A target that is no argument of the verb, its object or the verb that completes it."""
    if not case.targets or type_facts(case.item.type).manner != "words":
        return False
    if {party.head.i for party in case.sources} & {party.head.i for party in case.targets}:
        return False
    return not any(_near(case.item.frame.trigger, party.head) for party in case.targets) and not (
        case.item.frame.light is not None or case.item.frame.trigger.pos_ in ("NOUN", "PROPN", "AUX", "PART")
    )


def _near(trigger: Token, target: Token) -> bool:
    verbs = [trigger, *complements(trigger)]
    for verb in verbs:
        close = {verb, *objects(verb)}
        close |= {h for o in objects(verb) for h in heads(o)}
        close |= {c for v in tuple(close) for c in v.children if c.dep_ in ("acomp", "oprd")}
        if target in close:
            return True
        above = target
        while above.dep_ in ("conj", "appos") and above.head != above:
            above = above.head
        head = above.head
        if above in close or head in close:
            return True
        if head.dep_ in _ARGUMENTS and head.head in close:
            return True
    return False


def _habitual(case: Case) -> bool:
    """What is told as habit or rule, not as done: "often meets", "assist" beside no day."""
    anchor = case.item.frame.anchor
    if any(child.lower_ in _HABITS for child in anchor.children):
        return True
    relative = anchor.dep_ in ("relcl", "advcl") and anchor.tag_ in ("VBP", "VBZ")
    return relative and not any(c.dep_ in ("aux", "auxpass") for c in anchor.children)


def _wished(case: Case) -> bool:
    """A promise or threat read out of a wish or a bare plan."""
    item = case.item
    if item.type is item.frame.entry.type or item.type is EventType.REJECT:
        return False
    anchor = item.frame.anchor
    would = anchor.dep_ != "ccomp" and any(child.lower_ == "would" for child in anchor.children)
    return would or item.reading.governor in _WISHES


def _spoken(case: Case) -> bool:
    """What "I" or "we" do in somebody's words, and nobody public says it."""
    return (
        bool(case.sources)
        and all(party.spoken for party in case.sources)
        and not any(is_public(party) for party in case.sources)
    )


def _overlong(case: Case) -> bool:
    """A phrase that holds a verb in the past or goes on and on is no actor."""
    for party in case.parties:
        words = phrase(party.head, case.item.frame.trigger)
        if len(words) > _LONGEST or any(t.tag_ in _FINITE or t.text in "•|" for t in words):
            return True
    return False


def _no_actor(case: Case) -> bool:
    """A target of words or gifts that is a thing ("the blockade of Gaza", "funds")."""
    blamed = case.item.frame.trigger.lemma_.lower() in ("blame", "complain", "accuse")
    if not (blamed or type_facts(case.item.type).somebody) or not case.targets:
        return False
    return not any(is_somebody(party) for party in case.targets)


def _to_nobody(case: Case) -> bool:
    """Verbs that ask for a hearer and have none ("asked to remain anonymous", "spoke to loud applause")."""
    frame = case.item.frame
    return not case.targets and frame.light is None and frame.trigger.lemma_.lower() in _NEED_HEARER


def _beside(case: Case) -> bool:
    """Fights "with" somebody who may as well be on the same side."""
    if case.item.frame.trigger.lemma_.lower() not in ("fight", "battle"):
        return False
    if not case.targets:
        return not any(is_armed(party) for party in case.sources)
    return any(party.head.head.lower_ in ("with", "alongside") for party in case.targets)


def _cut_off(case: Case) -> bool:
    """A title that the parser cut from its name ("accused President | Ana Ruiz of")."""
    for party in case.parties:
        after = party.head.doc[party.head.i + 1] if party.head.i + 1 < len(party.head.doc) else None
        if after is not None and after.pos_ == "PROPN" and label_of(after) == "PERSON":
            known = "plain office" in party.kinds and after.head != party.head
            if known and after not in party.head.subtree:
                return True
    return False


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


def _set_free(case: Case) -> bool:
    """Releases of what is no person, songs or figures, and of those whom a hospital lets go home."""
    if case.item.frame.entry.mode != "release":
        return False
    if not any(is_person(party) for party in case.targets):
        return True
    told = {t.lemma_.lower() for t in case.item.frame.trigger.sent}
    return not case.sources and bool(told & _CARED_FOR) and not told & _HELD


_CARED_FOR = frozenset({"hospital", "treat", "treatment", "injury", "clinic", "ward", "surgery", "patient"})
_HELD = frozenset(
    {"police", "custody", "jail", "prison", "bail", "bond", "hostage", "captive", "captor", "kidnapper"}
)


def _vague(case: Case) -> bool:
    """Arrests and searches that somebody goes on making, of nobody in particular."""
    light = case.item.frame.light
    return (
        light is not None and light.tag_ == "VBG" and not case.targets and type_facts(case.item.type).hostile
    )


def _loose_participle(case: Case) -> bool:
    """A participle under a relative clause, whose doer may be anybody ("a plane that landed, killing")."""
    anchor = case.item.frame.anchor
    if anchor.dep_ == "conj" and anchor.tag_ == "VBD" and not any(c.dep_ == "nsubj" for c in anchor.children):
        return anchor.head.dep_ in ("acl", "relcl") and anchor.head.tag_ == "VBN"
    return anchor.tag_ == "VBG" and anchor.dep_ == "advcl" and anchor.head.dep_ == "relcl"


def _place_acts(case: Case) -> bool:
    """A place told of in passing that the parser made the doer ("an attack in Tripoli, which killed")."""
    anchor = case.item.frame.anchor
    if anchor.dep_ != "relcl" or type_facts(case.item.type).manner == "words":
        return False
    return any(
        party.head == anchor.head and party.head.dep_ in ("pobj", "appos") and is_nation(party)
        for party in case.sources
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


_OPINIONS = frozenset({"support", "oppose", "back", "favour", "favor", "approve", "reject"})


def _only_people(sources: Sequence[Party]) -> bool:
    """Tell people at large, whose opinion a poll tells ("most Americans support the law")."""
    at_large = clause_words()["people at large"]
    return bool(sources) and all(
        (p.head.lemma_.lower() in at_large or (p.head.tag_ == "NNPS" and label_of(p.head) == "NORP"))
        and not any(c.lower_ == "the" for c in p.head.children)  # "the Palestinians" are a side
        for p in sources
    )


def _many_senses(case: Case) -> bool:
    """Everyday verbs ("offer", "supply") where no state, office, court or armed group takes part."""
    if case.item.frame.trigger.lemma_.lower() in _OPINIONS and _only_people(case.sources):
        return True
    if "many senses" not in standing(case.item.frame.trigger.lemma_.lower()):
        return False
    if case.item.frame.entry.mode in ("curfew", "martial-law"):
        return False  # only states can
    beside = {condition.kind for condition in case.item.frame.entry.conditions}
    refused = case.item.type is EventType.REJECT and "to" in beside and any(map(is_public, case.sources))
    if refused or beside & {"acomp", "pass"} or _is_set_phrase(case):
        return False  # what stands beside the verb tells its sense
    powers = any(is_power(party) or "weapon" in party.kinds for party in case.parties)
    return bool(case.parties) and not powers


def _toward_nobody(case: Case) -> bool:
    """Promises, refusals, talks and blows that meet nobody, unless a country, or one armed, acts."""
    if case.targets:
        return False
    if case.item.type is EventType.ASSAULT:
        return bool(case.sources) and not any(is_armed(p) or is_nation(p) for p in case.sources)
    beside = {condition.kind for condition in case.item.frame.entry.conditions}
    refused = case.item.type is EventType.REJECT and "to" in beside
    if refused or beside & {"obj", "acomp"}:
        return False  # "refused to pay a ransom", "conceded defeat", "pleaded guilty"
    countries = any(is_nation(p) or (p.actor is not None and p.actor.kind == "country") for p in case.sources)
    return type_facts(case.item.type).toward and not countries


def _to_private(case: Case) -> bool:
    """Orders and questions to one private person ("asked a bodyguard to")."""
    if case.item.type is not EventType.REQUEST or case.item.frame.trigger.lemma_.lower() not in _ORDERS:
        return False
    asking = any("plain armed" in party.kinds or is_power(party) for party in case.sources)
    return not asking and not any(is_public(party) for party in case.targets)


def _of_result(case: Case) -> bool:
    """What only "led to" or "resulted in" a deed is not the doer of it."""
    light = case.item.frame.light
    if light is None or light.lemma_.lower() not in ("lead", "result"):
        return False
    return type_facts(case.item.type).manner == "words" or not case.targets


def _no_riot(case: Case) -> bool:
    """Damage by people who protest against nothing that the sentence tells."""
    if case.item.frame.entry.mode != "riot":
        return False
    words = {t.lemma_.lower() for t in case.item.frame.trigger.sent if t != case.item.frame.trigger}
    return not words & _UNREST


_MERE = frozenset({"group", "unit", "network", "team", "wing", "cell"})  # armed only by what is said of them


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


def _to_oneself(case: Case) -> bool:
    """What somebody does to himself ("hung himself")."""
    oneself = any(t.lower_.endswith(("self", "selves")) for t in objects(case.item.frame.trigger))
    return oneself and case.item.frame.entry.mode != "suicide-attack"


def _not_yet(case: Case) -> bool:
    """Deals that are still sought ("negotiating a deal", "to broker a truce")."""
    trigger = case.item.frame.trigger
    return (
        trigger.lemma_.lower() in ("negotiate", "broker")
        and trigger.tag_ in ("VBG", "VB", "VBP", "VBZ")
        and (case.item.type is EventType.AGREE)
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


_HOMES = frozenset({"house", "home", "apartment", "flat", "scene", "school", "hospital", "church", "shop"})


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


def _nobody_acts(case: Case) -> bool:
    """Event nouns under an active verb with neither doer nor sufferer ("searches lead to an arrest")."""
    frame = case.item.frame
    return (
        frame.light is not None
        and not case.parties
        and not happens(frame.light)
        and (not is_passive(frame.light) or frame.light.lemma_.lower() == "use")
    )


def _in_name(case: Case) -> bool:
    """Triggers written with a capital inside a name ("the Rover Investigating Craters")."""
    trigger = case.item.frame.trigger
    before = trigger.doc[trigger.i - 1] if trigger.i > trigger.sent.start else None
    return trigger.text.istitle() and before is not None and before.pos_ == "PROPN"


def _left_behind(case: Case) -> bool:
    """What somebody leaves in a state ("leaving the two sides in a standoff"), not where from."""
    trigger = case.item.frame.trigger
    return (
        trigger.lemma_.lower() in ("leave", "abandon")
        and trigger.tag_ == "VBG"
        and trigger.dep_ == "advcl"
        and (bool(objects(trigger)))
    )


_ANYBODY = frozenset({"people", "man", "woman", "person", "guest", "group"})


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
    return violence_of(list(case.item.frame.trigger.sent)).accident


def _unresolved(case: Case) -> bool:
    """A target that is only "it", "that", "what": nobody."""
    return bool(case.targets) and all(
        party.head.lower_ in PRONOUNS | {"this", "that", "what", "which"} and party.actor is None
        for party in case.targets
    )


_DOUBTS: dict[Doubt, Callable[[Case], bool]] = {
    Doubt.PRIVATE: _private,
    Doubt.NO_PUBLIC_COUNTERPART: _pressed,
    Doubt.FIGURE_OF_SPEECH: _figurative,
    Doubt.NOT_MEANT: _unmeant,
    Doubt.OTHER_FIELD: _in_field,
    Doubt.SAME_DOER_AND_SUFFERER: _itself,
    Doubt.DOER_AFTER_THE_VERB: _after,
    Doubt.DISTANT_TARGET: _far,
    Doubt.HABIT: _habitual,
    Doubt.WISH: _wished,
    Doubt.PRIVATE_SPEAKER: _spoken,
    Doubt.PHRASE_WITHOUT_END: _overlong,
    Doubt.NOBODY: _unresolved,
    Doubt.TARGET_NO_ACTOR: _no_actor,
    Doubt.NO_HEARER: _to_nobody,
    Doubt.PERHAPS_ON_THE_SAME_SIDE: _beside,
    Doubt.TITLE_WITHOUT_NAME: _cut_off,
    Doubt.NO_PAIR: _loose_pair,
    Doubt.NOBODY_ACTS: _nobody_acts,
    Doubt.NO_PERSON_FREED: _set_free,
    Doubt.OF_NOBODY_IN_PARTICULAR: _vague,
    Doubt.LOOSE_PARTICIPLE: _loose_participle,
    Doubt.A_PLACE_ACTS: _place_acts,
    Doubt.BARE_NOUN_WITHIN: _bare_within,
    Doubt.NO_VISIT: _no_visit,
    Doubt.MANY_SENSES: _many_senses,
    Doubt.TOWARD_NOBODY: _toward_nobody,
    Doubt.TO_A_PRIVATE_PERSON: _to_private,
    Doubt.ONLY_A_RESULT: _of_result,
    Doubt.NO_RIOT: _no_riot,
    Doubt.BY_ITSELF: _by_itself,
    Doubt.TO_ONESELF: _to_oneself,
    Doubt.NOT_YET: _not_yet,
    Doubt.RATHER_A_SEARCH: _search,
    Doubt.INSIDE_A_NAME: _in_name,
    Doubt.LEFT_IN_A_STATE: _left_behind,
    Doubt.NO_PROTESTERS: _no_protesters,
}

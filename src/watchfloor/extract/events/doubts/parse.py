"""Doubts about the parse: phrases without end, doers and targets where none can stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.extract.events.arguments import objects
from watchfloor.extract.events.doubts.table import Case, doubt
from watchfloor.extract.events.modals import MODALS
from watchfloor.extract.events.phrases import heads, phrase
from watchfloor.extract.events.slots import complements
from watchfloor.model import Doubt
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Token

_ARGUMENTS = frozenset({"prep", "dative", "agent", "prt"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_LONGEST = 14  # words of an actor's phrase beyond which the parser has lost its end


@doubt(
    Doubt.DOER_AFTER_THE_VERB,
    fires="Mali freed prominent singer Seydou Traore, detained last month during a police raid.",
    silent="Police in Mali detained prominent singer Seydou Traore last month.",
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


@doubt(
    Doubt.DISTANT_TARGET,
    fires="Ghana offered its troops to the new president of Togo to help him oust the general.",
    silent="Ghana has offered its help to Togo.",
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
    return any(_is_argument(target, verb) for verb in (trigger, *complements(trigger)))


def _is_argument(target: Token, verb: Token) -> bool:
    """Tell whether a noun is an argument of a verb, of its object or of the adjective that completes it."""
    close = {verb, *objects(verb)}
    close |= {h for o in objects(verb) for h in heads(o)}
    close |= {c for v in tuple(close) for c in v.children if c.dep_ in ("acomp", "oprd")}
    above = target
    while above.dep_ in ("conj", "appos") and above.head != above:
        above = above.head
    head = above.head
    behind = head.dep_ in _ARGUMENTS and head.head in close
    return behind or bool({target, above, head} & close)


@doubt(
    Doubt.PHRASE_WITHOUT_END,
    fires="Police arrested Ana Ruiz | Tom Varr on Friday.",
    silent="Police arrested Ana Ruiz and Tom Varr on Friday.",
)
def _overlong(case: Case) -> bool:
    """A phrase that holds a verb in the past or goes on and on is no actor."""
    for party in case.parties:
        words = phrase(party.head, case.item.frame.trigger)
        behind = (c.left_edge.i for c in party.head.rights if c.dep_ == "appos")
        end = min(
            [words.end, *behind]
        )  # "Ana Ruiz, one of the best known leaders of her party, was arrested"
        if end - words.start > _LONGEST or any(t.tag_ in _FINITE or t.text in "•|" for t in words):
            return True
    return False


@doubt(
    Doubt.LOOSE_PARTICIPLE,
    fires="A plane that landed in Lugo, killing two soldiers, had left Porto.",
    silent="Rebels killed two soldiers in Lugo.",
)
def _loose_participle(case: Case) -> bool:
    """A participle under a relative clause, whose doer may be anybody ("a plane that landed, killing")."""
    anchor = case.item.frame.anchor
    if anchor.dep_ == "conj" and anchor.tag_ == "VBD" and not any(c.dep_ == "nsubj" for c in anchor.children):
        return anchor.head.dep_ in ("acl", "relcl") and anchor.head.tag_ == "VBN"
    return anchor.tag_ == "VBG" and anchor.dep_ == "advcl" and anchor.head.dep_ == "relcl"

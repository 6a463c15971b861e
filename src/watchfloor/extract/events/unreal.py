"""What is told as untrue, as a drill or as a condition that does not hold, or is only asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.once import asked_of_ancestors, once_a_sentence

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

Unreal = Literal["false", "drill", "fiction", "if", "asked"]
_FICTION = event_words("fiction")
_ABOUT = frozenset({"about", "on", "of"})
_FALSE = event_words("false")
_TRUE = event_words("true")
_FORGED = event_words("forged")
_SHOWN = event_words("shown")
_PROOF = event_words("proof")
_DRILLS = event_words("drills")


def unreal(trigger: Token) -> Unreal | None:
    """Return why a deed is none: called untrue, played in a drill, only supposed, or only asked."""
    if _called_false(trigger) or _of_what_is_forged(trigger):
        return "false"
    if any(_in_course(trigger.doc[place], trigger) for place in _drills(trigger)):
        return "drill"
    if _in_work(trigger):
        return "fiction"
    if _opened_by_had(trigger) == trigger.i:
        return "if"
    return "asked" if _is_asked(trigger) else None


_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_WITHIN_QUESTIONS = frozenset({"conj", "ccomp", "xcomp", "acomp", "dobj", "nsubjpass", "pobj", "prep"})


def _is_asked(trigger: Token) -> bool:
    """Tell whether a question asks if it happened ("Did police arrest him?").

    "Why did police arrest him?" takes it for granted, and so does what hangs on a question as a clause of its
    own ("Did the army that shelled the town withdraw?").
    """
    if "?" not in {token.text for token in trigger.sent[-2:]}:
        return False
    asked: Token = trigger
    while asked.dep_ in _WITHIN_QUESTIONS and asked.head != asked and not _supposed(asked):
        asked = asked.head
    if asked.tag_ == "VBN" and asked.dep_ == "acl" and asked.head.dep_ in _SUBJECTS:
        asked = asked.head.head  # "Was he arrested?", where the parser takes "arrested" for a part of "he"
    return _supposed(asked)


def _supposed(verb: Token) -> bool:
    """Tell a clause whose auxiliary stands before its subject, with no word that asks for something else."""
    before = min((below.i for below in verb.subtree if below.dep_ in _SUBJECTS), default=0)
    leading = [c for c in verb.children if c.i < before and c.dep_ in ("aux", "auxpass")]
    if verb.pos_ == "AUX" and verb.i < before:
        leading.append(verb)
    wh = any(c.tag_ in ("WRB", "WP", "WDT", "WP$") for c in verb.subtree if c.i < before)
    return bool(leading) and not wh


@asked_of_ancestors
def _called_false(verb: Token) -> bool:
    """Tell "it is false that ..." and "claims that ... are untrue"."""
    return verb.pos_ in ("AUX", "VERB") and _calls_false(verb)


@asked_of_ancestors
def _of_what_is_forged(above: Token) -> bool:
    return _forged(above) or _shown_by(above)


def _calls_false(verb: Token) -> bool:
    """Tell the verb of "it is false", "the claims are not true"."""
    subject = [c for c in verb.children if c.dep_ in _SUBJECTS]
    about = any(s.lower_ == "it" or s.lemma_.lower() in _SHOWN for s in subject)
    wrong = _TRUE if any(c.dep_ == "neg" for c in verb.children) else _FALSE
    return about and any(c.dep_ in ("acomp", "attr", "oprd") and c.lower_ in wrong for c in verb.children)


def _forged(noun: Token) -> bool:
    """Tell a forged picture, and what there is no evidence of."""
    words = {c.lower_ for c in noun.children if c.dep_ in ("amod", "det", "compound")}
    if noun.lemma_.lower() in _SHOWN and words & _FORGED:
        return True
    nothing = "no" in words or noun.head.lemma_.lower() == "lack"
    return noun.lemma_.lower() in _PROOF and nothing


def _shown_by(verb: Token) -> bool:
    """Tell the verb, or what the parser made of it, of a forged picture ("a doctored photo purports")."""
    shows = [c for c in verb.children if c.dep_ in ("nsubj", "compound") and c.lemma_.lower() in _SHOWN]
    beside = {c.lower_ for c in verb.children if c.dep_ == "amod"}
    return any(_forged(noun) or beside & _FORGED for noun in shows)


@once_a_sentence
def _opened_by_had(sentence: TokenSpan) -> int | None:
    """Return which verb a sentence only supposes, by what opens it ("Had Turkey bombed Sirte,")."""
    first = next((t for t in sentence if t.is_alpha), None)
    return first.head.i if first is not None and first.lower_ == "had" and first.dep_ == "aux" else None


@once_a_sentence
def _drills(sentence: TokenSpan) -> tuple[int, ...]:
    return tuple(token.i for token in sentence if _is_drill(token))


def _is_drill(noun: Token) -> bool:
    """Tell the noun of what is only played: a drill, a war game."""
    played = noun.lemma_.lower() == "game" and any(c.lower_ == "war" for c in noun.children)
    return noun.lemma_.lower() in _DRILLS or played


def _in_work(trigger: Token) -> bool:
    """Tell what a work of fiction is about ("a film about how soldiers killed ...")."""
    seen: Token = trigger
    while seen.dep_ in ("pcomp", "pobj", "prep", "conj", "xcomp", "ccomp", "acl") and seen.head != seen:
        if seen.dep_ == "prep" and seen.lower_ in _ABOUT and seen.head.lemma_.lower() in _FICTION:
            return True
        seen = seen.head
    told = seen.dep_ == "relcl" and seen.head.lemma_.lower() in _FICTION
    return told and any(c.lower_ in ("which", "where") for c in seen.subtree if c.i < seen.i)


def _in_course(drill: Token, trigger: Token) -> bool:
    """Tell whether a deed is told as done in a drill: "in the drill, troops stormed a beach"."""
    part = drill.dep_ == "pobj" and drill.head.lower_ == "of" and drill.head.head.lower_ == "part"
    noun = drill.head.head if part else drill
    course = noun.dep_ == "pobj" and noun.head.lower_ in ("in", "during", "for", "as")
    return course and (noun.head.head == trigger or noun.head.head in trigger.ancestors)

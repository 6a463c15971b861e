"""What is told as untrue, as a drill or as a condition that does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.tokens import Token

Unreal = Literal["false", "drill", "if"]
_FALSE = frozenset(
    {"false", "untrue", "wrong", "fake", "fabricated", "baseless", "bogus", "hoax", "unfounded", "fiction"}
)
_FORGED = frozenset(
    {"fake", "doctored", "staged", "fabricated", "manipulated", "bogus", "false", "forged", "ai-generated"}
)
_SHOWN = frozenset(
    {"video", "photo", "photograph", "picture", "image", "clip", "footage", "claim", "report", "rumour"}
)
_PROOF = frozenset(
    {"evidence", "proof", "sign", "indication", "confirmation", "basis", "suggestion", "truth"}
)
_DRILLS = frozenset(
    {"drill", "exercise", "simulation", "rehearsal", "scenario", "re-enactment", "reenactment", "wargame"}
)


def unreal(trigger: Token) -> Unreal | None:
    """Return why a deed is none: called untrue, played in a drill, or only supposed."""
    sentence = list(trigger.sent)
    if _called_false(trigger) or any(_forged(t) for t in trigger.ancestors):
        return "false"
    if any(t.lemma_.lower() in _DRILLS and _in_course(t, trigger) for t in sentence):
        return "drill"
    first = next((t for t in sentence if t.is_alpha), None)
    inverted = first is not None and first.lower_ == "had" and first.dep_ == "aux" and first.head == trigger
    return "if" if inverted else None


def _called_false(trigger: Token) -> bool:
    """Tell "it is false that ..." and "claims that ... are untrue"."""
    for above in trigger.ancestors:
        if above.pos_ in ("AUX", "VERB"):
            said = [c for c in above.children if c.dep_ in ("acomp", "attr", "oprd")]
            subject = [c for c in above.children if c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj")]
            about = any(s.lower_ == "it" or s.lemma_.lower() in _SHOWN for s in subject)
            if (
                about
                and any(c.lower_ in _FALSE for c in said)
                and not any(c.dep_ == "neg" for c in above.children)
            ):
                return True
    return False


def _forged(noun: Token) -> bool:
    """Tell a forged picture, and what there is no evidence of."""
    words = {c.lower_ for c in noun.children if c.dep_ in ("amod", "det", "compound")}
    if noun.lemma_.lower() in _SHOWN and words & _FORGED:
        return True
    nothing = "no" in words or noun.head.lemma_.lower() == "lack"
    return noun.lemma_.lower() in _PROOF and nothing


def _in_course(drill: Token, trigger: Token) -> bool:
    """Tell whether a deed is told as done in a drill: "in the drill, troops stormed a beach"."""
    course = drill.dep_ == "pobj" and drill.head.lower_ in ("in", "during", "for", "as")
    return course and (drill.head.head == trigger or drill.head.head in trigger.ancestors)

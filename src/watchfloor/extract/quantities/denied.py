"""What a clause does not claim: numbers under a negation, a falsehood or a mere possibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.extract.once import once_a_token
from watchfloor.extract.quantities.word_lists import quantity_words

if TYPE_CHECKING:
    from spacy.tokens import Token

_FARTHEST = 12  # steps up the tree; no clause of the press stands deeper
_UNTRUE = quantity_words("untrue")
_DENYING = quantity_words("denying")
_EVIDENCE = quantity_words("evidence")
_POSSIBLE = quantity_words("possible")
_WISHED = quantity_words("wished")
_NOT_YET = quantity_words("not yet")


def is_denied(number: Token) -> bool:
    """Tell whether the clause of a number, or one that it hangs on, says that it is not so."""
    token = number
    for _ in range(_FARTHEST):
        if _negated(token) or _untrue(token):
            return True
        if token.head is token:
            return False
        above = token.head
        if above.lemma_ in _DENYING and token.dep_ in ("ccomp", "dobj", "xcomp"):
            return not _has_negation(above)
        if above.lemma_ in _EVIDENCE and any(child.lower_ in ("no", "little") for child in above.children):
            return True
        if token.pos_ in ("VERB", "AUX") and token.dep_ in ("advcl", "relcl", "conj", "ROOT", "parataxis"):
            return False
        token = above
    return False


def is_possible(number: Token) -> bool:
    """Tell whether what becomes of the counted is only possible or meant ("could kill", "plan to expel").

    So is a deed that is only asked for: "demanded the release of 40 prisoners".
    """
    token, behind_of = number, False
    for _ in range(_FARTHEST):
        if token.pos_ == "VERB":
            modal = any(child.lower_ in _POSSIBLE and child.dep_ == "aux" for child in token.children)
            meant = token.dep_ == "xcomp" and token.tag_ == "VB" and token.head.lemma_ in _NOT_YET
            return modal or meant or (behind_of and token.lemma_ in _WISHED)
        behind_of = behind_of or (token.dep_ == "prep" and token.lower_ == "of")
        if token.head is token:
            return False
        token = token.head
    return False


def _negated(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and _has_negation(token)


@once_a_token
def _has_negation(verb: Token) -> bool:
    """Tell whether a verb is negated, but for "not only killed"."""
    for child in verb.children:
        if child.dep_ == "neg" and child.lower_ != "no":
            after = child.nbor(1).lower_ if child.i + 1 < len(child.doc) else ""
            return after not in ("only", "just", "merely", "least", "less", "fewer")
    return False


@once_a_token
def _untrue(token: Token) -> bool:
    """Tell whether a token is the verb of "it is false that ..." or "claims that ... are untrue"."""
    return token.pos_ in ("VERB", "AUX") and any(
        child.dep_ in ("acomp", "attr") and (child.lower_ in _UNTRUE or _not_true(child))
        for child in token.children
    )


def _not_true(word: Token) -> bool:
    return word.lower_ in ("true", "correct") and _has_negation(word.head)

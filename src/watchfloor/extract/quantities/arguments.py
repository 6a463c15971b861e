"""Where the counted stand in their clause: the noun or number that is argument of a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

OBJECTS = frozenset(("dobj", "nsubjpass", "obj"))
"""Labels of those who undergo what a verb tells."""

_NOMINAL = frozenset(("NOUN", "PROPN", "NUM"))
_TOTALS = frozenset(("number", "total"))


def argument_of(noun: Token, number: Token) -> Token:
    """Return the word by which the counted hang on their verb: itself, or what it is coordinated with."""
    token = noun
    if token.dep_ == "pobj" and token.head.head == number:  # "hundreds of people"
        token = number
    while token.dep_ in ("conj", "appos") and token.head.pos_ in _NOMINAL:
        token = token.head
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_ in _TOTALS:
        return token.head.head
    return token


def is_headline_object(argument: Token) -> bool:
    """Tell a subject that undergoes a bare participle: "Three injured in a crash"."""
    verb = argument.head
    if argument.dep_ != "nsubj" or verb.tag_ != "VBN":
        return False
    return not any(child.dep_ in ("dobj", "aux") for child in verb.children)


def words_beside(verb: Token) -> frozenset[str]:
    """Return the words that hang on a verb itself."""
    return frozenset(child.lower_ for child in verb.children)

"""What strikes the counted: shot, stabbed, hit by gunfire, brought to a hospital, held by the police.

Who is "shot" may live or die. Where a text tells of no dead, they are the wounded; else they are casualties,
dead and wounded together, unless their own clause says which (`settle_struck`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Literal

from watchfloor.extract.quantities.arguments import (
    OBJECTS,
    argument_of,
    is_headline_object,
    words_beside,
)
from watchfloor.extract.quantities.word_lists import quantity_words
from watchfloor.model import Quantity
from watchfloor.tables import Parted, read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

STRUCK = "struck"
"""The role of those who were hit, until the whole text tells whether any of them died."""

_FATALLY = frozenset({"fatally", "mortally"})
_DEFINITE = quantity_words("definite of harm")
_SHOT = frozenset({"shoot", "stab"})
_OTHERS = frozenset({"other", "others"})
_INSIDE = frozenset({"in", "at", "on"})
_DEATH = re.compile(
    r"\b(?:dead|die[sd]?|dying|deaths?|deadly|kill(?:s|ed|ing|ings)?|fatal(?:ly|ity|ities)?|slain|deceased|"
    r"homicides?|murder(?:s|ed)?)\b",
    re.IGNORECASE,
)
_NO_DEATH = re.compile(
    r"\b(?:attempted (?:\S+ )?(?:murders?|homicides?|killings?)|assault with a deadly weapon|"
    r"homicide (?:unit|detectives?|squad|division|bureau)|deadly (?:weapon|conduct|force)|"
    r"non-?fatal\w*|nobody (?:was killed|died)|no (?:deaths|fatalities)|no one (?:was killed|died))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Row:
    name: Literal[
        "striking", "hitting", "bearing", "bringing", "injuring", "killing", "deadly", "wounds", "victims",
        "missiles", "hospitals", "conditions", "hostages", "custody", "remaining",
    ]  # fmt: skip
    words: Annotated[tuple[str, ...], Parted(";")]


@cache
def _words(name: str) -> frozenset[str]:
    return next(frozenset(row.words) for row in read_table("quantities/harm.tsv", _Row) if row.name == name)


def role_of_harm(noun: Token, number: Token) -> str | None:
    """Return what became of the counted where they were hit, hurt, brought to a hospital or held."""
    beside = number.nbor(1).lower_ if number.i + 1 < len(number.doc) else ""
    if beside in _FATALLY or any(child.lower_ in _FATALLY for child in number.children):
        return "killed"  # "four were shot, one fatally", "one of them fatally"
    found = (_by_verb(verb) for verb in _verbs_upon(noun, number))
    role = next(filter(None, found), None) or _by_state(argument_of(noun, number)) or _by_wounds(noun)
    if role == STRUCK and (noun.lemma_.lower() in _words("wounds") or _is_part(number)):
        return None
    return "wounded" if role == STRUCK and _is_other(noun, number) else role


def settle_struck(found: Iterable[Quantity], text: str) -> tuple[Quantity, ...]:
    """Return the quantities, those who were hit as wounded where nobody died, else as casualties."""
    known = tuple(found)
    if all(quantity.role != STRUCK for quantity in known):
        return known
    deaths = _DEATH.search(_NO_DEATH.sub("", text)) or any(q.role == "killed" and q.value for q in known)
    role = "casualties" if deaths else "wounded"
    return tuple(replace(q, role=role) if q.role == STRUCK else q for q in known)


def _verbs_upon(noun: Token, number: Token) -> Iterator[Token]:
    """Yield the verbs that the counted undergo: above them, beside them, in a relative clause."""
    argument = argument_of(noun, number)
    undergone = argument.dep_ in OBJECTS or is_headline_object(argument) or _were_shot(argument)
    score = argument == number and argument.dep_ == "dobj" and not number.is_alpha  # "shot 68"
    if argument.head.pos_ == "VERB" and undergone and not score:
        yield argument.head
    nouns = (noun,) if noun == argument else (argument, noun)
    for child in chain.from_iterable(one.children for one in nouns):
        participle = child.dep_ in ("acl", "amod") and child.tag_ in ("VBN", "VBD") and child.i > noun.i
        passive = child.dep_ == "relcl" and any(word.dep_ == "nsubjpass" for word in child.children)
        if participle or passive:
            yield child


def _were_shot(argument: Token) -> bool:
    """Tell "leaving one dead and 11 others shot" where the parser took them for the gunmen."""
    verb = argument.head
    if argument.dep_ != "nsubj" or not (
        verb.lower_ == "shot" or (verb.tag_ == "VBD" and verb.lemma_ in _SHOT)
    ):
        return False
    return all(child.dep_ not in ("dobj", "aux") and child.lower_ != "at" for child in verb.children)


def _by_verb(verb: Token) -> str | None:
    lemma = "shoot" if verb.lower_ == "shot" else verb.lemma_.lower()
    if lemma in _words("striking") or (lemma in _words("hitting") and _hit_by(verb)):
        return _outcome(verb)
    if lemma in _words("bringing") and _reaches_care(verb):
        return None if words_beside(verb) & _words("remaining") else "wounded"
    if lemma == "treat":
        at_hospital = _reaches(verb, _words("hospitals"), ("at", "in"))
        return "wounded" if at_hospital or _reaches(verb, _words("wounds"), ("for",)) else None
    return _held(verb) if lemma == "hold" else None


def _reaches_care(verb: Token) -> bool:
    """Tell who is brought to a hospital, or somewhere with wounds ("taken to Albany Med with injuries")."""
    hurt = _reaches(verb, _words("wounds"), ("with",))
    return hurt or _reaches(verb, _words("hospitals"), ("to", "into"))


def _outcome(verb: Token) -> str | None:
    """Return the role of those who were struck: by what their own clause adds, else open."""
    if any(child.lower_ == "at" and not any(child.children) for child in verb.children):
        return None  # "were shot at"
    if words_beside(verb) & _words("deadly") or _reaches(verb, frozenset({"death"}), ("to",)):
        return "killed"
    also = {
        child.lemma_.lower()
        for child in verb.children
        if child.dep_ == "conj" and not (_has_object(child) or _is_of_some(child))
    }
    if also & _words("killing"):
        return "killed"
    return "wounded" if also & _words("injuring") else STRUCK


def _is_of_some(verb: Token) -> bool:
    """Tell what only some of the counted did ("four were shot and two of them died")."""
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def _has_object(verb: Token) -> bool:
    return any(child.dep_ in OBJECTS for child in verb.children)


def _hit_by(verb: Token) -> bool:
    return _reaches(verb, _words("missiles"), ("by", "in", "with"))


def _held(verb: Token) -> str | None:
    """Read "two held over the blast", "12 were held by police", "20 people held hostage"."""
    beside = words_beside(verb)
    if beside & _words("hostages"):
        return "abducted"
    by_police = _reaches(verb, _words("custody"), ("by", "in", "on", "for", "at"))
    return "arrested" if verb.tag_ == "VBN" and (by_police or "over" in beside) else None


def _by_state(argument: Token) -> str | None:
    """Read "three people suffered burns", "two are in critical condition", "four in hospital"."""
    verb = argument.head
    if argument.dep_ == "ROOT":
        return "wounded" if _lies_ill(argument) else None
    if argument.dep_ != "nsubj" or words_beside(verb) & _words("remaining"):
        return None
    if verb.lemma_.lower() in _words("bearing"):
        return "wounded" if _has_wounds(verb.children) else None
    return "wounded" if verb.lemma_.lower() in ("be", "lie") and _lies_ill(verb) else None


def _lies_ill(above: Token) -> bool:
    nouns = (noun for prep in above.children if prep.lower_ in _INSIDE for noun in prep.children)
    return any(
        noun.lemma_.lower() in _words("hospitals")
        or (noun.lemma_.lower() == "condition" and _stands_before(noun, _words("conditions")))
        for noun in nouns
    )


def _by_wounds(noun: Token) -> str | None:
    """Read "four people with gunshot wounds", "six suffering from burns", "three gunshot victims"."""
    if _stands_before(noun, _words("victims")):
        return STRUCK
    ills = list(_borne_by(noun))
    if not _has_wounds(ills):
        return None
    return STRUCK if any(ill.lemma_.lower() == "wound" for ill in ills) else "wounded"


def _borne_by(noun: Token) -> Iterator[Token]:
    """Yield what the counted have, or were left with: what stands behind "with", or "suffering from"."""
    left = noun.head.children if noun.dep_ in OBJECTS and noun.head.lemma_ == "leave" else ()
    for child in (child for child in chain(noun.children, left) if child.i > noun.i):
        if child.dep_ == "prep" and child.lower_ == "with":
            yield from child.children
        elif child.dep_ == "acl" and child.lemma_.lower() in _words("bearing"):
            yield from chain(*(prep.children for prep in child.children), child.children)


def _has_wounds(nouns: Iterable[Token]) -> bool:
    return any(noun.lemma_.lower() in _words("wounds") and noun.dep_ in ("dobj", "pobj") for noun in nouns)


def _is_part(number: Token) -> bool:
    """Tell a part of those told of before: "one of the victims", "two of them"."""
    return any(
        child.lower_ == "of" and any(word.lower_ in _DEFINITE for word in child.subtree)
        for child in number.children
        if child.i == number.i + 1
    )


def _reaches(verb: Token, places: frozenset[str], prepositions: tuple[str, ...]) -> bool:
    nouns = (
        noun
        for prep in verb.children
        if prep.dep_ in ("prep", "agent", "dative") and prep.lower_ in prepositions
        for noun in prep.children
    )
    return any(token.lemma_.lower() in places for noun in nouns for token in (noun, *noun.children))


def _stands_before(noun: Token, words: frozenset[str]) -> bool:
    """Tell whether one of `words` stands right before a noun, as in "gunshot victims"."""
    return any(child.lower_ in words and child.i < noun.i for child in noun.children)


def _is_other(noun: Token, number: Token) -> bool:
    words = {noun.lower_, number.lower_, *(child.lower_ for child in (*noun.children, *number.children))}
    return bool(words & _OTHERS)

"""What kind of name a word is, mended where the finder of places knows better, and which actor it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from watchfloor.model import ActorChain

_TOWNS = "heads of towns"  # the key under which a Doc keeps the words that name places
_ACTORS = "actors of words"  # the key under which a Doc keeps which actor a word means
_GENDERS = {"he": "male", "him": "male", "she": "female", "her": "female"}
_UNITS_OF_AGE = frozenset({"year", "month", "week", "day"})
_MENDED = frozenset({"", "PERSON", "ORG", "PRODUCT", "LANGUAGE", "WORK_OF_ART", "NORP", "FAC", "LOC"})


def mark_towns(doc: Doc, heads: Iterable[int]) -> None:
    """Tell a Doc which of its words are the heads of places that the gazetteer knows."""
    doc.user_data[_TOWNS] = frozenset(heads)


def is_town(token: Token) -> bool:
    """Tell whether the gazetteer knows a word as the head of a place."""
    return token.i in token.doc.user_data.get(_TOWNS, ())


def mark_actors(doc: Doc, actors: Mapping[int, ActorChain]) -> None:
    """Tell a Doc which of its words mean which actor of the article, pronouns among them."""
    doc.user_data[_ACTORS] = actors


def is_person(word: Token) -> bool:
    """Tell a name that the article knows as a person's, whatever the parser took it for ("Rollins was")."""
    actors: Mapping[int, ActorChain] = word.doc.user_data.get(_ACTORS, {})
    meant = actors.get(word.i)
    named = meant is not None and meant.kind == "person" and word.text in meant.name.split()
    return named and word.text[:1].isupper() and word.pos_ in ("NOUN", "PROPN")


def is_aged(token: Token) -> bool:
    """Tell somebody who is told by an age alone: "a 17-year-old was shot", "two five-year-olds"."""
    told = token.lower_ in ("old", "olds") and token.dep_ not in ("amod", "acomp", "npadvmod", "advmod")
    return told and any(
        c.lower_ in _UNITS_OF_AGE and any(n.tag_ == "CD" for n in c.lefts) for c in token.lefts
    )


def means_another(pronoun: Token, noun: Token) -> bool:
    """Tell whether the article knows "he" or "she" as somebody else, or of another gender, than a noun.

    Whom "they" and "it" mean its clause tells better.
    """
    gender = _GENDERS.get(pronoun.lower_)
    actors: Mapping[int, ActorChain] = pronoun.doc.user_data.get(_ACTORS, {})
    meant, named = actors.get(pronoun.i), actors.get(noun.i)
    if gender is None:
        return False
    if meant is not None:
        return named is None or named.id != meant.id
    return named is not None and named.gender not in (None, gender)


def label_of(token: Token) -> str:
    """Return the label of a name: what the article and the gazetteer know, else as the parser took it."""
    if token.ent_type_ != "PERSON" and is_person(token):
        return "PERSON"
    if token.ent_type_ in _MENDED and token.pos_ in ("PROPN", "NOUN") and is_town(token):
        return "GPE"
    return str(token.ent_type_)

"""Whom words and deeds are turned to, told from what is only asked for, thrown or gathered at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.extract.events.phrases import core, lexical_kinds
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.labels import label_of
from watchfloor.model import EventType

if TYPE_CHECKING:
    from spacy.tokens import Token

    from watchfloor.extract.events.lexicon import Entry

_UNDERGONE = event_words("undergone deeds")
_LEAVING = event_words("leaving")
_BESIDE_A_THING = event_words("beside a thing asked for")
_LAUNCHING = event_words("launching")
_LAUNCHED = event_words("launched")
_CALLING = event_words("calling a crowd")
_HANDING = event_words("handing over")
_SOME_WHERE = event_words("place") | event_words("ways") | {"from"}
_INSTITUTIONS = frozenset({"state", "court", "body", "office", "armed"})
_DEEPEST = 12  # words up from a noun to the verb that asks
_NOUNS = ("NOUN", "PROPN")


def is_addressed(noun: Token, verb: Token, entry: Entry) -> bool:
    """Tell whom an event is turned to from what its words only name beside the verb."""
    if entry.type is EventType.REQUEST and _is_asked_for(noun, verb):
        return False
    if entry.type is EventType.PROTEST and _is_beside_a_crowd(noun, verb):
        return False
    if entry.type is EventType.AGREE and _is_handed_over(noun, verb):
        return False
    return not is_launched(noun, verb)


def _is_handed_over(noun: Token, verb: Token) -> bool:
    """Tell what is promised from whom it is promised to: troops, ships, or where something will stand."""
    if noun.dep_ == "pobj" and label_of(noun) == "GPE":
        return noun.head.lower_ == "in" and noun.head.head != verb
    inner = noun.dep_ == "dobj" and noun.head != verb
    return inner and bool(lexical_kinds(core(noun)) & {"armed", "weapon"}) and noun.head.lemma_ in _HANDING


def _is_asked_for(noun: Token, verb: Token) -> bool:
    """Tell whom a deed that is asked for would meet ("the arrest of X", "action against X", "a job for X").

    Whose resignation is asked for is asked himself: he would do it.
    """
    seen = noun
    for _ in range(_DEEPEST):
        above: Token = seen.head
        if above in (verb, seen):
            return False
        if seen.dep_ == "nsubjpass" or (seen.dep_ == "poss" and _is_undergone(above)):
            return True
        if seen.dep_ == "pobj" and above.head != verb and _is_beside(above):
            return True
        if seen.dep_ == "conj" and _is_undergone(above) and not _is_undergone(seen):
            return True  # "the removal of X and his party", however the parser joins them
        seen = above
    return False


def _is_beside(preposition: Token) -> bool:
    """Tell a preposition that hangs on what is asked for, and before whom it would meet."""
    thing: Token = preposition.head
    if thing.pos_ not in _NOUNS and thing.tag_ != "VBG":
        return False
    if preposition.lower_ == "of":
        return _is_undergone(thing)
    if preposition.lower_ == "from":
        return thing.lemma_.lower() in _LEAVING
    return preposition.lower_ in _BESIDE_A_THING


def _is_undergone(thing: Token) -> bool:
    return thing.lemma_.lower() in _UNDERGONE or thing.lower_ in _UNDERGONE or thing.tag_ == "VBG"


def _is_beside_a_crowd(noun: Token, verb: Token) -> bool:
    """Tell where a crowd gathers, who called it, and who suffered what it is about ("the killing of X")."""
    whole = noun.head if noun.dep_ == "poss" else noun
    deed = whole.head.head if whole.dep_ == "pobj" and whole.head.lower_ == "of" else noun
    mourned = deed not in (noun, verb) and deed.pos_ in _NOUNS and _is_undergone(deed)
    return mourned or _is_venue(noun) or _calls_the_crowd(noun, verb)


def _is_venue(noun: Token) -> bool:
    """Tell the name of a place that a crowd only gathers in or at; a court or an office is met by it."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in _SOME_WHERE:
        return False
    told = core(noun)
    by_name = told.pos_ == "PROPN" or label_of(told) in ("GPE", "LOC", "FAC")
    return by_name and not lexical_kinds(told) & _INSTITUTIONS


def _calls_the_crowd(noun: Token, verb: Token) -> bool:
    """Tell who called or led a crowd ("a rally organised by X", "in response to a call by X")."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "by":
        return False
    told: Token = noun.head.head
    return told.lemma_.lower() in _CALLING and told != verb


def is_launched(noun: Token, verb: Token) -> bool:
    """Tell what is fired, thrown or set off from whom it meets ("pelted stones", "fired tear gas")."""
    if verb.lemma_.lower() not in _LAUNCHING:
        return False
    told = core(noun)
    thing = told.lemma_.lower() in _LAUNCHED or "weapon" in lexical_kinds(told)
    return thing and told.pos_ == "NOUN" and noun.dep_ in ("dobj", "nsubjpass", "conj", "attr")

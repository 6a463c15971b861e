"""What became of the counted: killed, wounded, arrested, missing, protesting (data/quantities/roles.tsv)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from watchfloor.extract.once import once_a_token
from watchfloor.extract.quantities.arguments import OBJECTS, argument_of, is_headline_object
from watchfloor.extract.quantities.harm import role_of_harm
from watchfloor.extract.quantities.word_lists import quantity_words
from watchfloor.tables import read_table, read_words

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class _RoleWord:
    role: Literal[
        "killed", "wounded", "casualties", "missing", "displaced", "infected", "stranded", "trapped",
        "rescued", "arrested", "charged", "convicted", "jailed", "expelled", "freed", "captured", "abducted",
        "dismissed", "protesting", "struck", "deployed", "destroyed", "damaged",
    ]  # fmt: skip
    how: Literal["object", "subject", "state", "noun", "deed", "toll"]
    lemma: str


@cache
def roles(how: str) -> dict[str, str]:
    """Return the roles that words of one kind tell (object, subject, state, noun, toll)."""
    return {row.lemma: row.role for row in read_table("quantities/roles.tsv", _RoleWord) if row.how == how}


_LINKS = quantity_words("links")
_LABEL_MARKS = frozenset({":", "-", "–", "—"})
_LABEL_WORDS = quantity_words("label words")
_BOUND_WORDS = quantity_words("bound words")
_FORCING = quantity_words("forcing")
_COSTING = frozenset({"claim", "cost", "take", "lose"})
_LEAVING = frozenset({"flee", "evacuate", "leave"})
_ESTIMATING = quantity_words("estimating")
_ESTIMATED = {
    "crowd": "protesting", "demonstrator": "protesting", "protester": "protesting", "marcher": "protesting",
    "striker": "protesting", "turnout": "attended", "attendance": "attended", "toll": "killed",
    "dead": "killed",
}  # fmt: skip
_COUNTS = quantity_words("counts")
_COUNTED = _COUNTS | {"it", "they", "total"}
_STRIKING = {"walk": "out", "down": "tool", "stop": "work"}  # "1,800 of them walked out"
_TOLD = quantity_words("told")
_PROTESTING = quantity_words("protesting")
_PROTESTING_WORDS = _PROTESTING | {"against", "protester", "demonstrator", "banner", "placard", "slogan"}
_HOSPITALS = frozenset({"hospital", "hospitals", "clinic"})
_LIVING = frozenset({"survivor"})
_HOMES = quantity_words("homes")
OF_THINGS = frozenset({"destroyed", "damaged", "deployed"})
"""Roles that things can have as people can."""


def role_of(noun: Token, number: Token) -> str | None:
    """Return what became of the counted: from the noun itself, its participles, its verb, or a toll."""
    if noun.lemma_.lower() in _LIVING:
        return None
    near = (
        _role_of_label(number)
        or _role_of_lives(noun)
        or _role_of_estimate(number)
        or _role_of_happening(noun)
        or role_beside(noun)
        or _role_after(number, noun)
        or role_of_verb(noun, number)
        or role_of_harm(noun, number)
    )
    return near or roles("noun").get(noun.lemma_.lower()) or _role_of_toll(number) or _role_before(number)


def _role_of_label(number: Token) -> str | None:
    """Read a line of a list: "Dead: 14", "Injured - at least 33"."""
    doc, place = number.doc, number.i - 1
    while place > 1 and (doc[place].lower_ in _BOUND_WORDS or doc[place].is_space):
        place -= 1
    if place < 1 or doc[place].text not in _LABEL_MARKS:
        return None
    word = doc[place - 1]
    if place > 1 and not (doc[place - 2].lower_ in _LABEL_WORDS or doc[place - 2].text in ",;./|•-–—"):
        return None
    state = roles("state").get(word.lower_) or roles("noun").get(word.lemma_.lower())
    return state or (roles("object").get(word.lemma_.lower()) if word.tag_ in ("VBN", "VBD") else None)


def _role_before(number: Token) -> str | None:
    """Read "displaced 1 200 000 people" by the order of the words, where the parse is lost among figures."""
    doc, place = number.doc, number.i - 1
    while place > 0 and (doc[place].lower_ in _BOUND_WORDS or doc[place].like_num):
        place -= 1
    if place < 0 or doc[place].tag_ not in ("VBD", "VBN", "VBZ", "VBP", "VBG"):
        return None
    passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in doc[place].children)
    return None if passive else roles("object").get(doc[place].lemma_.lower())


def is_thing(noun: Token) -> bool:
    """Tell whether a noun names animals or objects, whose end is no toll of people."""
    return noun.lemma_.lower() in _things()


def inherited(number: Token) -> Token | None:
    """Return what a bare number counts by the clause before: "released 40 emails and saved another 60"."""
    verb = number.head
    if number.dep_ not in OBJECTS or verb.pos_ != "VERB" or verb.dep_ != "conj":
        return None
    return next(
        (child for child in verb.head.children if child.dep_ in OBJECTS and child.pos_ == "NOUN"), None
    )


@cache
def _things() -> frozenset[str]:
    return read_words("quantities/things.txt")


def _role_of_lives(noun: Token) -> str | None:
    """Read "claimed 31 lives", "25 people have lost their lives", "95,000 are out of their houses"."""
    verb = noun.head
    if noun.lemma_.lower() == "life":
        return "killed" if noun.dep_ in OBJECTS and verb.lemma_.lower() in _COSTING else None
    if _is_of_lives(noun):
        return "killed"
    objects = {child.lemma_.lower() for child in verb.children if child.dep_ in OBJECTS}
    if noun.dep_ == "dative" and verb.lemma_.lower() == "cost":
        return "killed" if "life" in objects else None
    if noun.dep_ != "nsubj":
        return None
    if verb.lemma_.lower() == "lose" and objects & {"life"}:
        return "killed"
    return "displaced" if _left_without(verb, objects) else None


def _is_of_lives(noun: Token) -> bool:
    """Tell those of "claimed the lives of three people"."""
    lives = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    taken = lives.lemma_.lower() == "life" and lives.head.lemma_.lower() in _COSTING
    return taken and lives.dep_ in OBJECTS and lives != noun


def _role_of_estimate(number: Token) -> str | None:
    """Read "put the crowd at 1,500", "estimated the death toll at 40"."""
    at = number.head if number.dep_ == "pobj" else None
    if at is None or at.lower_ != "at" or at.head.lemma_.lower() not in _ESTIMATING:
        return None
    counted = next((child for child in at.head.children if child.dep_ in OBJECTS), None)
    if counted is None:
        return None
    words = [counted, *(token for token in counted.subtree if token is not counted)]
    known = (_ESTIMATED.get(word.lemma_.lower()) or roles("state").get(word.lower_) for word in words)
    return next(filter(None, known), None)


def is_other_count(number: Token) -> bool:
    """Tell whether a bare number is somebody's count of what was counted before: "police put it at 900"."""
    prep = number.head if number.dep_ == "pobj" else None
    if prep is None:
        return False
    above = prep.head
    if prep.lower_ == "of":
        return above.lemma_.lower() in _COUNTS or above.lemma_.lower() == "speak"
    objects = {child.lemma_.lower() for child in above.children if child.dep_ in OBJECTS}
    return prep.lower_ == "at" and above.lemma_.lower() in _ESTIMATING and bool(objects & _COUNTED)


def _left_without(verb: Token, objects: set[str]) -> bool:
    """Tell whether a clause says that its subject left or lost, or is out of, house or home."""
    if verb.lemma_.lower() in ("lose", "leave") and objects & _HOMES:
        return True
    if verb.lemma_.lower() not in ("be", "leave"):
        return False
    last = [child for child in verb.subtree if child.lower_ in ("out", "without") and child.i > verb.i]
    return any(token.lemma_.lower() in _HOMES for word in last for token in word.subtree)


def _role_of_happening(noun: Token) -> str | None:
    """Read "the death of four men and two women", "the arrest of 12 people"."""
    token = noun
    while token.dep_ == "conj" and token.head.pos_ in ("NOUN", "NUM", "PROPN"):
        token = token.head
    named = token.dep_ == "pobj" and token.head.lower_ == "of"
    happening = token.head.head.lemma_.lower() if named else ""
    return roles("noun").get(happening) or roles("deed").get(happening)


def role_beside(noun: Token) -> str | None:
    """Return what a participle or a relative clause beside the counted tells ("villagers evacuated from")."""
    for child in noun.children:
        lemma, word = child.lemma_.lower(), child.lower_
        if (
            child.dep_ in ("acl", "amod")
            and child.tag_ in ("VBN", "VBD", "JJ")
            and (role := roles("object").get(lemma) or roles("state").get(word))
        ):
            return role
        if (
            child.dep_ == "relcl"
            and any(t.dep_ in ("nsubjpass",) for t in child.children)
            and lemma in roles("object")
        ):
            return roles("object")[lemma]
        if child.dep_ == "relcl" and lemma in roles("subject"):
            return roles("subject")[lemma]
    return None


def _role_after(number: Token, noun: Token) -> str | None:
    """Read "12 dead", "12 people were injured", "30 others wounded": the word right after, links skipped."""
    doc, start = number.doc, max(number.i, noun.i) + 1
    for token in doc[start : start + 4]:
        if role := _role_of_word_after(token):
            return role
        if token.lower_ not in _LINKS or token.lemma_ in roles("object"):
            return None
    return None


def _role_of_word_after(token: Token) -> str | None:
    if token.lower_ in roles("state"):
        return roles("state")[token.lower_]
    if token.tag_ == "VBN" and token.lemma_ in roles("object"):
        return _role_of_object(token)
    return _role_of_subject(token) if token.tag_ in ("VBN", "VBD") else None


def role_of_verb(noun: Token, number: Token) -> str | None:
    """Return what becomes of the counted by the verb that they stand beside as object or subject."""
    token = argument_of(noun, number)
    verb = token.head
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    if token.dep_ in OBJECTS:
        return _role_undergone(token, verb)
    if token.dep_ != "nsubj":
        return None
    if is_headline_object(token) and verb.lemma_.lower() in roles("object"):
        return _role_of_object(verb)
    state = next((t.lower_ for t in verb.children if t.dep_ in ("acomp", "attr", "oprd")), "")
    return _role_of_subject(verb) or roles("state").get(state) or _role_of_going(verb)


def _role_undergone(token: Token, verb: Token) -> str | None:
    """Read "14 are known to have died", "shot dead four men", "killed six"."""
    if token.dep_ == "nsubjpass" and verb.lemma_.lower() in _TOLD:
        return next((_role_of_died(child) for child in verb.children if child.dep_ == "xcomp"), None)
    dead = any(child.lower_ == "dead" for child in verb.children)
    return "killed" if dead else _role_of_object(verb)


def _role_of_object(verb: Token) -> str | None:
    role = roles("object").get(verb.lemma_.lower())
    if role == "freed" and any(word.lower_ in _HOSPITALS for word in verb.subtree):
        return None  # "two have been released from the hospital"
    return role or _role_of_forced(verb)


def _role_of_subject(verb: Token) -> str | None:
    """Return what those do who are subject of a verb; who gathers protests only where it is said."""
    role = roles("subject").get(verb.lemma_.lower())
    if role != "protesting" or verb.lemma_.lower() in _PROTESTING:
        return role
    protest = any(word.lemma_.lower() in _PROTESTING_WORDS for word in verb.sent)
    return role if protest else "attended"


def _role_of_died(verb: Token) -> str | None:
    """Read "14 are known to have died", "9 are feared dead"."""
    return roles("subject").get(verb.lemma_.lower()) or roles("state").get(verb.lower_)


def _role_of_going(verb: Token) -> str | None:
    """Read "1,800 walked out"."""
    beside = {child.lemma_.lower() for child in verb.children}
    return "protesting" if _STRIKING.get(verb.lemma_.lower()) in beside else None


def _role_of_forced(verb: Token) -> str | None:
    """Read "forced 4,500 people from their homes", "forced 300 to flee"."""
    if verb.lemma_ not in _FORCING:
        return None
    for child in verb.rights:
        away = child.dep_ in ("xcomp", "ccomp") and child.lemma_ in _LEAVING
        out = child.dep_ == "prep" and child.lower_ in ("from", "out")
        if away or (out and any(word.lemma_.lower() in _HOMES for word in child.subtree)):
            return "displaced"
    return None


def _role_of_toll(number: Token) -> str | None:
    """Read "the death toll rose to 45", "a toll of 45", "put the number of injured at 30"."""
    token = number
    for _ in range(4):
        if token.lemma_.lower() == "toll":
            return "killed"
        if token.pos_ in ("VERB", "AUX") and (role := _role_counted_by(token)):
            return role
        if token.head is token or token.pos_ == "VERB":
            return None
        token = token.head
    return None


@once_a_token
def _role_counted_by(verb: Token) -> str | None:
    """Return the role of "toll" or "the number of injured" as subject or object of a verb."""
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass", "dobj")]
    if any(child.lemma_.lower() == "toll" for child in subjects):
        return "killed"
    states = roles("state")
    said = ({t.lower_ for t in one.subtree} & states.keys() for one in subjects if one.lemma_ == "number")
    found = next(filter(None, said), None)
    return states[min(found)] if found else None

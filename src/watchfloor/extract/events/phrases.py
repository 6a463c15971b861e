"""Noun phrases as actors: what they are and how far they reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from watchfloor.extract.events.lexicon import lexicon
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.labels import is_aged, is_person, label_of
from watchfloor.extract.lang.en.telling import behind_heading
from watchfloor.extract.lang.en.words import clause_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

ENTITY_KINDS: dict[str, frozenset[str]] = {
    "GPE": frozenset({"state", "armed", "named", "place"}),
    "LOC": frozenset({"named", "place"}),
    "FAC": frozenset({"named", "place"}),
    "NORP": frozenset({"state", "armed", "crowd", "people", "named", "body"}),
    "ORG": frozenset({"body", "state", "armed", "crowd", "named"}),
    "PERSON": frozenset({"people", "named", "office"}),
}
PUBLIC = frozenset({"state", "armed", "court", "office", "body", "crowd", "named"})
ACTORS = PUBLIC | {"people"}
_PERSONAL = event_words("personal")
DEFINITE = event_words("definite")
PRONOUNS = event_words("pronouns")
_INSIDE = event_words("inside")
_AMBASSADORS = event_words("ambassadors")
_QUANTITIES = event_words("quantities")
TIME_LABELS = frozenset({"DATE", "TIME"})
_MEASURES = event_words("measures")
_CRAFT = event_words("craft")
_ON_DUTY = event_words("on duty")


def heads(head: Token) -> list[Token]:
    """Return a noun and the nouns coordinated with it, in order."""
    found, queue = [head], [head]
    while queue:
        for child in queue.pop().children:
            if (
                child.dep_ == "conj"
                and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")
                and child not in found
            ):
                found.append(child)
                queue.append(child)
    return sorted(found, key=lambda token: token.i)


def core(head: Token) -> Token:
    """Return the noun that a quantity word counts ("a group of rebels" -> "rebels"), else `head`."""
    seen = head
    for _ in range(3):
        if seen.lower_ not in _QUANTITIES and seen.lemma_.lower() not in _QUANTITIES:
            return seen
        inner = [
            t
            for c in seen.children
            if c.dep_ == "prep" and c.lower_ == "of"
            for t in c.children
            if t.dep_ == "pobj"
        ]
        if not inner:
            return seen
        seen = inner[0]
    return seen


def kinds(head: Token) -> frozenset[str]:
    """Return what kinds of actor a noun phrase may be, by its head, its entity label and its modifiers."""
    inner = core(head)
    if inner != head and is_measured(inner):
        return frozenset()
    plain = _plain_kinds(inner)
    found = plain | {f"plain {kind}" for kind in plain} | ENTITY_KINDS.get(label_of(inner), frozenset())
    if inner.lower_ in _PERSONAL:
        found |= {"people"}
    return found | _written_kinds(inner, told=bool(found)) | _modified_kinds(inner)


_FACELESS = event_words("faceless")
_ANY_PERSON = event_words("any person")


def is_measured(noun: Token) -> bool:
    """Tell a stuff by weight or volume from somebody ("1,200 tons of chemical agents")."""
    amount = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    return amount != noun and not {amount.lower_, amount.lemma_.lower()}.isdisjoint(_MEASURES)


def _plain_kinds(noun: Token) -> frozenset[str]:
    """Return what a noun is by its own word: by the lexicon, its ending, as a number, as a craft on duty."""
    found = set(lexical_kinds(noun))
    if not found and noun.pos_ == "NOUN" and _agentive(noun.lemma_.lower()):
        found.add("people")
    told = {child.lower_ for child in noun.children if child.dep_ == "amod"}
    if "armed" in told:
        found.add("armed")
    if told & _FACELESS and ("people" in found or noun.lemma_.lower() in _ANY_PERSON):
        found |= {"people", "faceless"}
    if noun.lemma_.lower() in _CRAFT and any(child.lower_ in _ON_DUTY for child in noun.children):
        found.add("armed")
    if is_aged(noun) or (noun.pos_ == "NUM" and _counts_people(noun)):
        found.add("people")
    return frozenset(found)


def _written_kinds(noun: Token, *, told: bool) -> frozenset[str]:
    """Return what a noun may be by how it is written and tagged; `told`: something else tells it already."""
    found: set[str] = set()
    if not told and len(noun.text) > 1 and noun.text.isupper() and noun.pos_ in ("NOUN", "PROPN"):
        found |= {"named", "body", "state", "armed"}
    if noun.tag_ == "NNPS" and label_of(noun) != "GPE":
        found |= {"named", "armed", "crowd", "people"}
    if label_of(noun) == "NORP":
        found.add("plain crowd")
    name = noun.pos_ == "PROPN" and label_of(noun) not in ("DATE", "TIME", "MONEY", "PERCENT")
    if name and not told and not found:
        found |= {"named", "people", "body"}
    if not told and is_person(noun):
        found |= {"named", "people"}
    return frozenset(found)


def _modified_kinds(noun: Token) -> frozenset[str]:
    """Return what the words beside a noun make of it: a name before it, an office that explains it."""
    words = lexicon().actors
    found: set[str] = set()
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "poss", "nmod", "appos"):
            if label_of(child) in ("GPE", "NORP", "ORG", "PERSON"):
                found.add("named")
            if child.dep_ == "appos" or (child.dep_ == "compound" and noun.pos_ == "PROPN"):
                found |= words.get(child.lemma_.lower(), frozenset()) & {"office", "armed", "state", "crowd"}
    return frozenset(found)


def lexical_kinds(noun: Token) -> frozenset[str]:
    """Return what the lexicon says of a noun by its own forms, written with a capital or not."""
    words = lexicon().actors
    first = noun.tag_ == "NNP" and noun.i == noun.sent.start and noun.text.istitle()
    plural = noun.lower_[:-1] if (first or noun.tag_ == "NNPS") and noun.lower_.endswith("s") else ""
    forms = (noun.lemma_.lower(), noun.lower_, plural)
    return frozenset().union(*(words.get(form, frozenset()) for form in forms))


def _counts_people(number: Token) -> bool:
    """Tell a number that stands for people by itself ("killing two", "Two held", "12 of them")."""
    return number.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj", "conj", "ROOT") and label_of(number) not in (
        "DATE",
        "TIME",
        "MONEY",
        "PERCENT",
    )


def _agentive(lemma: str) -> bool:
    """Tell whether a noun is built like one of a doer ("surveyor", "tourist") and is no exception."""
    ending = lemma.endswith(("er", "or", "ist", "ian", "eer", "man", "woman", "ant")) and len(lemma) > 4
    return ending and lemma not in lexicon().no_agents


def phrase(head: Token, trigger: Token | None = None) -> TokenSpan:
    """Return the words of an actor: its noun with modifiers, without relative clauses and circumstances.

    `trigger` ends the phrase: what an event is told by is no part of who takes part in it.
    """
    left, right = _first_of(head), head.i
    for child in head.rights:
        if not _belongs(child, head) or (trigger is not None and trigger in child.subtree):
            if child.dep_ == "punct" and child.text in ",-–(" and _next_belongs(child, head):
                continue
            break
        right = max(right, _reach(child))
    doc: Doc = head.doc
    while right > head.i and doc[right].pos_ == "ADP":
        right -= 1  # "a 17-year-old accused | of shooting"
    return doc[left : right + 1]


_BEFORE_NOUNS = frozenset(
    {"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "advmod", "punct"}
)


def _first_of(head: Token) -> int:
    """Return where the words of an actor begin: its modifiers, without marks that only part it."""
    left = head.i
    for child in head.lefts:
        parts = (child.dep_ == "punct" and child.text not in "-–'\"“") or child.tag_ == "WRB"
        if child.dep_ in _BEFORE_NOUNS and not parts:
            left = min(left, child.left_edge.i)
    left = behind_heading(head, left)
    while head.doc[left].is_punct and left < head.i:
        left += 1
    return left


def _reach(child: Token) -> int:
    if child.dep_ in ("prep", "agent"):
        ends = [phrase(t).end - 1 for t in child.children if t.dep_ == "pobj"]
        return max([child.i, *ends])
    if child.dep_ == "appos":
        return phrase(child).end - 1
    if child.dep_ == "acl":
        return child.right_edge.i
    return child.i


def _belongs(child: Token, head: Token) -> bool:
    if child.dep_ == "prep":
        return _belongs_behind(child, head)
    if child.dep_ == "appos":
        return bool(kinds(head) & {"people", "office"} or kinds(child) & {"people", "office"})
    if child.dep_ == "acl":
        return child.tag_ == "VBN" and any(c.dep_ == "agent" for c in child.children)
    return child.dep_ in ("case", "nummod", "compound", "nmod") or child.text in "'’)"


def _belongs_behind(prep: Token, head: Token) -> bool:
    """Tell whether a preposition goes on with an actor ("the mayor of X", not "in the case of")."""
    words = {label_of(t) for t in prep.children}
    crimes = clause_words()["crimes"]
    if prep.lower_ in ("in", "at") and any(t.lemma_.lower() in crimes | _BODY for t in prep.children):
        return False  # "a grand jury in the death of", "shot a man in the leg"
    if prep.lower_ == "of" and head.head.lemma_.lower() in _OF_CRIMES:
        return False
    if label_of(head) == "PERSON" and prep.lower_ != "of":
        return False
    if prep.lower_ in _INSIDE and not words & TIME_LABELS:
        return True
    return prep.lower_ == "to" and head.lemma_.lower() in _AMBASSADORS


_OF_CRIMES = event_words("of crimes")
_BODY = event_words("body parts")


def _next_belongs(mark: Token, head: Token) -> bool:
    following = [child for child in head.rights if child.i > mark.i]
    return bool(following) and following[0].dep_ == "appos" and _belongs(following[0], head)


def inner_actors(head: Token, trigger: Token | None = None) -> Iterator[Token]:
    """Yield the nations and bodies inside a phrase, in order; whose wife or aide somebody is, is not he."""
    for token in phrase(head, trigger):
        if label_of(token) in ("GPE", "NORP", "ORG") or (token == head and label_of(token) == "PERSON"):
            yield token

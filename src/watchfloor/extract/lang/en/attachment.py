"""Where a time or a place hangs in an English sentence: the way from it up to the verb it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watchfloor.extract.lang.en.words import clause_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

_MODIFIERS = frozenset({"compound", "poss", "amod", "nmod", "nummod", "quantmod", "det"})
_PREPOSITIONS = frozenset({"prep", "agent", "mark", "advmod", "dative", "prt"})
_OF_NOUNS = frozenset({"det", "amod", "poss", "compound", "nummod"})
_OBJECTS = frozenset({"pobj", "pcomp"})  # of prepositions
_NAMING = frozenset({"NOUN", "PROPN"})
_PASSED = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "VERB"})
_LONGEST = 14  # steps; no phrase of the press is deeper


_OUTCOMES = clause_words()["outcomes"]


@dataclass(frozen=True, slots=True)
class Route:
    """The way from a word up to a verb.

    `relations` are the prepositions passed, the innermost first; `nouns` the nouns passed; `role` how the
    last noun, or the phrase itself, stands to the verb; `modifier` tells that the word only modifies a noun,
    `inside` that it names a noun of place ("the island of X").
    """

    verb: Token
    relations: tuple[str, ...]
    nouns: tuple[Token, ...]
    role: str
    modifier: bool
    inside: bool = False

    @property
    def relation(self) -> str:
        """Return the word right before the time or place, "" where there is none."""
        return self.relations[0] if self.relations else ""


def route_of(word: Token, within: Callable[[Token], bool] | None = None) -> Route:
    """Return the way from `word` to its verb; nouns of which `within` holds are passed unseen.

    ("the village of X" is X: such a noun of place is not passed but gone through.)
    """
    passed = _Passed(within)
    role, seen = word.dep_, word
    for _ in range(_LONGEST):
        head = seen.head
        if head == seen or (seen != word and _verbal(seen)):
            break
        role = seen.dep_
        if _verbal(head):
            passed.relations = passed.relations or _lost_relation(seen)
            seen = head
            break
        passed.step(seen)
        seen = head
    return Route(
        seen, tuple(passed.relations), tuple(passed.nouns), role, passed.is_modifier, passed.is_inside
    )


@dataclass(slots=True)
class _Passed:
    """What has been passed on the way up from a word; nouns of which `within` holds are none of it."""

    within: Callable[[Token], bool] | None
    relations: list[str] = field(default_factory=list)
    nouns: list[Token] = field(default_factory=list)
    is_modifier: bool = False
    is_inside: bool = False

    def step(self, word: Token) -> None:
        """Go from a word to its head."""
        head = word.head
        if word.dep_ in _OBJECTS:
            if not self._names_its_place(head):
                self.relations.append(head.lower_)
        elif head.pos_ in _NAMING and not self.relations and self._is_within(head):
            self.is_inside = True  # "the town of Mubi", "Mubi town"
        elif head.pos_ in _PASSED:
            self.nouns.append(head)
            modifies = word.dep_ in _MODIFIERS and len(self.nouns) == 1 and not self.relations
            self.is_modifier = self.is_modifier or modifies

    def _names_its_place(self, preposition: Token) -> bool:
        """Tell the "of" right before the word, behind a noun that it names: "the town of Mubi"."""
        first = not self.relations and not self.nouns
        return first and preposition.lower_ == "of" and self._is_within(preposition.head)

    def _is_within(self, noun: Token) -> bool:
        return self.within is not None and self.within(noun)


def _verbal(word: Token) -> bool:
    """Tell a verb from a noun that the tagger took for one ("in a drive-by shooting")."""
    if word.pos_ not in ("VERB", "AUX") or word.dep_ == "pobj":
        return False
    described = any(child.dep_ in _OF_NOUNS for child in word.lefts)
    return word.dep_ != "pcomp" or (word.head.dep_ in _PREPOSITIONS and not described)


def outcome_of(verb: Token) -> Token | None:
    """Return the verb of the relative clause whose outcome a participle tells.

    ("No group claimed the blast that hit a bus, killing six": the blast killed, not the group.)
    """
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or verb.lemma_.lower() not in _OUTCOMES:
        return None
    between = verb.doc[verb.head.i + 1 : verb.i]
    found = [token for token in between if token.dep_ == "relcl" and token.head.pos_ == "NOUN"]
    return found[-1] if found else None


def _lost_relation(word: Token) -> list[str]:
    """Return the preposition that the parser hung beside its noun ("stormed a ferry off | Palawan")."""
    before = word.doc[word.left_edge.i - 1] if word.left_edge.i > word.sent.start else None
    loose = before is not None and before.dep_ in ("prep", "prt") and not any(True for _ in before.children)
    return [before.lower_] if before is not None and loose else []

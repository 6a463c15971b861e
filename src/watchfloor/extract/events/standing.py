"""Whose deeds are public affairs: states, offices, armed groups, crowds; not firms, not neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.events.lexicon import lexicon, standing
from watchfloor.extract.events.phrases import core, kinds, lexical_kinds, phrase
from watchfloor.extract.lang.en.labels import label_of
from watchfloor.extract.lang.en.words import clause_words
from watchfloor.model import ActorChain

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEXICAL = frozenset({"plain state", "plain office", "plain armed", "plain court", "plain body"})
_CROWD = frozenset({"NNS", "NNPS"})
_ABOVE = frozenset({"plain state", "plain armed", "plain court"})
_PRIVATE = frozenset({"private", "press", "firm"})
_OFFICES = frozenset({"office", "armed", "court", "crowd"})
_SPOKEN = frozenset({"i", "we", "us", "me"})


@dataclass(frozen=True, slots=True)
class Party:
    """One who takes part: the head of the phrase and the actor it resolves to, where the cast knows one."""

    head: Token
    actor: ActorChain | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """Return what kinds of actor the phrase may be."""
        return kinds(self.head)

    @property
    def spoken(self) -> bool:
        """Tell whether the party is the speaker of a quote ("I", "we")."""
        return self.head.lower_ in _SPOKEN


def is_kind(party: Party, *wanted: str) -> bool:
    """Tell whether the head of a party, or a word of its name or title, is of one of these standings."""
    head = core(party.head)
    words = {head.lemma_.lower(), head.lower_}
    if head.pos_ == "PROPN" or label_of(head) in ("ORG", "PERSON"):
        words |= {t.lower_ for t in phrase(head) if t.pos_ in ("PROPN", "NOUN") and t.i <= head.i}
    if party.actor is not None and party.actor.kind == "organisation":
        words |= {word.strip(",.<>()").casefold() for word in party.actor.name.split()}
    return any(standing(word) & set(wanted) for word in words)


def is_public(party: Party) -> bool:
    """Tell whether what a party says and does is a public affair."""
    if label_of(core(party.head)) == "GPE" or is_crowd(party):
        return True
    if standing(core(party.head).lemma_.lower()) & {"press", "firm"}:
        return False
    if is_kind(party, "press", "firm") and not party.kinds & _ABOVE:
        return False
    return _of_chain(party.actor, party) if party.actor is not None else _of_words(party)


def _of_chain(actor: ActorChain, party: Party) -> bool:
    if actor.kind == "country" or actor.acts_for is not None:
        return True
    if actor.kind == "person":
        return _holds_office(actor) or "office" in _by_noun(party)
    return actor.public and not is_kind(party, "private")


def _of_words(party: Party) -> bool:
    if is_kind(party, "private"):
        return False
    return bool(party.kinds & _LEXICAL) or label_of(core(party.head)) in ("ORG", "NORP")


def _holds_office(person: ActorChain) -> bool:
    """Tell whether a person has a public role: an office by its word, a loose one only "of" somebody."""
    for role in person.roles:
        words = role.title.casefold().replace("-", " ").split()
        of = [word.strip(",.") for word in (role.of or "").casefold().split()]
        if any(standing(word) & _PRIVATE for word in (*words, *of)):
            continue
        offices = [word for word in words if lexicon().actors.get(word, frozenset()) & _OFFICES]
        if any("loose" not in standing(word) for word in offices) or (offices and of):
            return True
    return False


def is_nation(party: Party) -> bool:
    """Tell whether a party is a country, a nation or a place with a name."""
    return label_of(core(party.head)) in ("GPE", "NORP", "LOC", "FAC")


def is_town(party: Party) -> bool:
    """Tell whether a party is a place with a name, or is said to be one ("the city of Tarvel")."""
    head = core(party.head)
    of = [t for c in head.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children]
    named = head.lemma_.lower() in clause_words()["place nouns"] and any(label_of(t) == "GPE" for t in of)
    return named or label_of(head) in ("GPE", "LOC", "FAC")


def is_armed(party: Party) -> bool:
    """Tell whether the noun itself says that a party is armed, a crowd or a weapon."""
    return bool(_by_noun(party) & {"armed", "weapon"}) or is_crowd(party)


def is_crowd(party: Party) -> bool:
    """Tell whether the noun itself says that a party is many people."""
    return "crowd" in _by_noun(party) and core(party.head).tag_ in _CROWD


def _by_noun(party: Party) -> frozenset[str]:
    return lexical_kinds(core(party.head))


def is_somebody(party: Party) -> bool:
    """Tell whether the head of a phrase is somebody, not a thing of somebody ("British assistance")."""
    head = core(party.head)
    return (
        head.pos_ in ("PRON", "PROPN") or bool(label_of(head)) or bool(_by_noun(party)) or bool(_built(party))
    )


def is_person(party: Party) -> bool:
    """Tell whether a party is a person, or people."""
    if party.actor is not None and party.actor.kind == "person":
        return True
    found = _by_noun(party) & {"people", "office", "crowd", "armed"}
    return bool(found or _built(party)) or label_of(core(party.head)) in ("PERSON", "NORP")


def _built(party: Party) -> frozenset[str]:
    return party.kinds & {"plain people"}


def is_power(party: Party) -> bool:
    """Tell whether a party is a state, a nation, an office holder, a court, or armed by its noun."""
    actor, head = party.actor, core(party.head)
    if label_of(head) in ("GPE", "NORP") or _by_noun(party) & {"state", "armed", "court"}:
        return not standing(head.lemma_.lower()) & {"firm", "press"}
    if actor is None:
        return bool(_by_noun(party) & {"office", "labour"})
    if actor.kind == "country" or actor.country is not None or actor.acts_for is not None:
        return True
    if actor.kind == "person":
        return _holds_office(actor) or "office" in _by_noun(party)
    return bool(_by_noun(party) & {"office", "labour"}) or any(
        lexicon().actors.get(word.casefold(), frozenset()) & {"state", "armed", "court"}
        for word in actor.name.split()
    )

"""Who must take part for an entry of the lexicon to be believed: one line for each need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.events.arguments import is_passive
from watchfloor.extract.events.lexicon import Entry
from watchfloor.extract.events.phrases import ACTORS, PRONOUNS, PUBLIC, kinds
from watchfloor.extract.events.refusals import refuse
from watchfloor.model import EventType

if TYPE_CHECKING:
    from spacy.tokens import Token

_DOERS = ACTORS | {"paper"}
_PEOPLE = frozenset({"people", "office", "armed", "crowd", "state"})
_PERSONS = frozenset({"people", "office"})
_LIVING = frozenset({"people", "office", "plain armed", "plain crowd"})  # what blows and bullets hurt
_GROUND = frozenset({"ground", "place"})
_FORCE = frozenset({"armed", "weapon"})


@dataclass(frozen=True, slots=True)
class Parties:
    """What kinds of actor do and suffer; whether a pronoun does; violence told beside; the voice."""

    doing: frozenset[str]
    done: frozenset[str]
    pronoun: bool
    violent: bool
    passive: bool


def _any_of(*wanted: str) -> Callable[[Parties], bool]:
    """Return the test that a doer of one of these kinds takes part, or a pronoun that may stand for one."""
    return lambda parties: bool(parties.doing & set(wanted)) or parties.pronoun


def _only(*wanted: str) -> Callable[[Parties], bool]:
    """Return the test that a doer of one of these kinds takes part; a pronoun will not do."""
    return lambda parties: bool(parties.doing & set(wanted))


def _attacks(parties: Parties) -> bool:
    if parties.doing & {"armed", "weapon", "crowd"} or (parties.done & _PEOPLE and parties.doing & ACTORS):
        return True
    return (not parties.doing and parties.violent) or (parties.pronoun and bool(parties.done & ACTORS))


def _shoots(parties: Parties) -> bool:
    """Tell who may open fire: the armed, or people, but no minister on his critics."""
    plain = "people" in parties.doing and "office" not in parties.doing
    return "armed" in parties.doing or plain or parties.pronoun


def _fights(parties: Parties) -> bool:
    both = parties.doing | parties.done
    armies = "armed" in parties.doing & parties.done
    return bool(both & {"plain armed", "plain crowd"}) or parties.violent or armies


_NEEDS: dict[str, Callable[[Parties], bool]] = {
    "source": lambda parties: bool(parties.doing & (ACTORS | {"weapon"})) or parties.pronoun,
    "target": lambda parties: bool(parties.done & ACTORS),
    "people": lambda parties: bool(parties.done & _PEOPLE),
    "ground": lambda parties: bool(parties.done & _GROUND),
    "living": lambda parties: bool(parties.done & _LIVING),
    "person": lambda parties: bool(parties.done & _PERSONS),
    "someone": lambda parties: bool((parties.done | parties.doing) & _PEOPLE),
    "public": lambda parties: bool((parties.doing | parties.done) & PUBLIC),
    "state": _any_of("state", "office", "court"),
    "office": _any_of("office"),
    "armed": _any_of("armed"),
    "shooter": _shoots,
    "crowd": _only("crowd"),
    "gathered": _only("crowd", "labour"),
    "court": _any_of("court"),
    "done": lambda parties: bool(parties.done),
    "labour": _only("labour"),
    "weapon": _only("weapon"),
    "force": _only("plain armed"),
    "mob": _only("plain crowd"),
    "active": lambda parties: not parties.passive,
    "attacker": _attacks,
    "fighters": _fights,
    "outlaw": _only("outlaw"),
    "harm": lambda parties: parties.violent or bool(parties.doing & {"plain armed", "plain crowd"}),
    "violent": lambda parties: parties.violent or bool(parties.doing & _FORCE),
    "lethal": lambda parties: (
        parties.violent or bool(parties.doing & (_FORCE | {"crowd", "state", "faceless"}))
    ),
    "crowdish": lambda parties: bool(parties.doing & {"crowd", "people", "named"}) or bool(parties.done),
}


def needed(token: Token, entry: Entry, sources: list[Token], targets: list[Token], *, violent: bool) -> bool:
    """Tell whether the doers and targets found fulfil the needs of a lexicon entry."""
    parties = Parties(
        doing=frozenset().union(*(kinds(t) for t in sources)),
        done=frozenset().union(*(kinds(t) for t in targets)),
        pronoun=any(t.lower_ in PRONOUNS for t in sources),
        violent=violent,
        passive=is_passive(token),
    )
    allowed = _DOERS | {"weapon"} if entry.type is EventType.ASSAULT else _DOERS
    if sources and not parties.pronoun and not parties.doing & allowed and "violent" not in entry.needs:
        refuse(token, entry, lambda: ("need of a doer that acts",))
        return False
    asked = sorted(entry.needs & _NEEDS.keys())
    met = all(_NEEDS[need](parties) for need in asked)
    if not met:
        refuse(token, entry, lambda: (f"need {need}" for need in asked if not _NEEDS[need](parties)))
    return met

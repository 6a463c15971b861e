"""Local actors of one report -> actors of the floor.

Countries and organisations are one everywhere; persons with a public role are matched by full name, and by
surname inside a story; private persons stay inside their report, groups without a name inside their story.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from watchfloor.gazetteer import country_name
from watchfloor.model import Actor, ActorChain, Findings, Role, digest

_WORD = re.compile(r"[^\W_]+")


def fold(name: str) -> str:
    """Return `name` for comparison: no accents, no case, words joined by one space."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(_WORD.findall("".join(char for char in plain if not unicodedata.combining(char))))


@dataclass(frozen=True, slots=True)
class Linked:
    """`ids` maps local ids to actors; `actors` are those that are new or have learned something."""

    ids: Mapping[str, str]
    actors: tuple[Actor, ...]


def link_actors(
    findings: Findings,
    *,
    report: str,
    story: str,
    seen: str | None,
    known: Mapping[str, Actor],
    in_story: Iterable[Actor],
) -> Linked:
    """Return which actors of the floor the local actors of `findings` are.

    `known` maps `Actor.key` to actors; `in_story` are the story's actors, in order of their ids; `seen` is
    the day of publication, which dates the roles.
    """
    surnames = _surnames(in_story)
    ids: dict[str, str] = {}
    fresh: dict[str, Actor] = {}
    for chain in findings.actors:
        key = _key(chain, report=report, story=story)
        actor = fresh.get(key) or known.get(key) or _by_surname(chain, surnames)
        if actor is None:
            actor = Actor(
                id=digest("actor", report, key),
                name=_name(chain),
                kind=chain.kind,
                key=key,
                public=chain.public,
            )
        learned = _learn(actor, chain, seen)
        ids[chain.id] = learned.id
        if learned != known.get(learned.key):
            fresh[learned.key] = learned
    return Linked(ids, tuple(fresh.values()))


def _key(chain: ActorChain, *, report: str, story: str) -> str:
    name = fold(chain.name)
    words = name.split()
    match chain.kind:
        case "country":
            return f"country:{chain.country or name}"
        case "organisation":
            return f"organisation:{chain.country or ''}:{name}"
        case "group":
            return f"group:{story}:{chain.country or ''}:{name}"
        case "person" if not chain.public:
            return f"person:{report}:{name}"
        case "person" if len(words) < 2:
            return f"person:{story}:{name}"
    return f"person::{words[0]} {words[-1]}"


def _name(chain: ActorChain) -> str:
    """Return a chain's name; a country's own, whatever city stood for it in this report."""
    own = country_name(chain.country) if chain.kind == "country" and chain.country else None
    return own or chain.name


def _surnames(actors: Iterable[Actor]) -> dict[str, Actor | None]:
    """Map surnames to the one person of the story who bears it, or to None where several do."""
    found: dict[str, Actor | None] = {}
    for actor in actors:
        if actor.kind == "person" and actor.public:
            surname = fold(actor.name).rpartition(" ")[2]
            found[surname] = None if surname in found else actor
    return found


def _by_surname(chain: ActorChain, surnames: Mapping[str, Actor | None]) -> Actor | None:
    words = fold(chain.name).split()
    return surnames.get(words[0]) if chain.kind == "person" and chain.public and len(words) == 1 else None


def _learn(actor: Actor, chain: ActorChain, seen: str | None) -> Actor:
    day = seen[:10] if seen else None
    roles = {(role.title.casefold(), role.of): role for role in actor.roles}
    for role in chain.roles:
        slot = (role.title.casefold(), role.of)
        old = roles.get(slot)
        first, last = (old.first_seen, old.last_seen) if old else (None, None)
        roles[slot] = Role(
            title=old.title if old else role.title,
            of=role.of,
            first_seen=min(filter(None, (first, day)), default=None),
            last_seen=max(filter(None, (last, day)), default=None),
        )
    longer = chain.kind == "person" and len(fold(chain.name).split()) > len(fold(actor.name).split())
    return replace(
        actor,
        name=chain.name if longer else actor.name,
        country=actor.country or chain.country,
        roles=tuple(roles.values()),
        public=actor.public or chain.public,
    )

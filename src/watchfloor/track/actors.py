"""Local actors of one report -> actors of the floor.

Countries and organisations are one everywhere; persons with a public role are matched by full name, and by
surname inside a story; private persons stay inside their story by full name, else inside their report, and
groups without a name inside their story.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from watchfloor.gazetteer import country_name
from watchfloor.model import (
    OPEN,
    Actor,
    ActorChain,
    ActorId,
    Findings,
    Handling,
    ReportId,
    Role,
    StoryId,
    digest,
)

_WORD = re.compile(r"[^\W_]+")


def fold(name: str) -> str:
    """Return `name` for comparison: no accents, no case, words joined by one space."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(_WORD.findall("".join(char for char in plain if not unicodedata.combining(char))))


@dataclass(frozen=True, slots=True)
class Linked:
    """`ids` maps local ids to actors; `actors` are those that are new or have learned something.

    `countries` maps local ids to the country that the actor is known to be of, from whatever report.
    """

    ids: Mapping[str, ActorId]
    actors: tuple[Actor, ...]
    countries: Mapping[str, str]


def link_actors(
    findings: Findings,
    *,
    report: ReportId,
    story: StoryId,
    seen: str | None,
    known: Mapping[str, Actor],
    in_story: Iterable[Actor],
    handling: Handling = OPEN,
) -> Linked:
    """Return which actors of the floor the local actors of `findings` are.

    `known` maps `Actor.key` to actors; `in_story` are the story's actors, in order of their ids; `seen` is
    the day of publication, which dates the roles. Of internal reports the actors are their own: what is
    learned of them there is learned of nobody else.
    """
    surnames = _Surnames(in_story)
    ids: dict[str, ActorId] = {}
    countries: dict[str, str] = {}
    fresh: dict[str, Actor] = {}
    for chain in findings.actors:
        key = _key(chain, report=report, story=story, handling=handling)
        actor = fresh.get(key) or known.get(key) or _in_story(chain, surnames)
        if actor is None:
            actor = Actor(
                id=ActorId(digest("actor", report, key)),
                name=_name(chain),
                kind=chain.kind,
                key=key,
                public=chain.public,
                handling=handling,
            )
        learned = _learn(actor, chain, seen)
        ids[chain.id] = learned.id
        if learned.country:
            countries[chain.id] = learned.country
        if learned != known.get(learned.key):
            fresh[learned.key] = learned
    return Linked(ids, tuple(fresh.values()), countries)


def keys_of(findings: Findings, *, report: ReportId, story: StoryId, handling: Handling = OPEN) -> set[str]:
    """Return the keys by which the local actors of `findings` are looked for."""
    return {_key(chain, report=report, story=story, handling=handling) for chain in findings.actors}


def _key(chain: ActorChain, *, report: ReportId, story: StoryId, handling: Handling) -> str:
    own = _own_key(chain, report=report, story=story)
    return own if handling == OPEN else f"{handling}:{own}"


def _own_key(chain: ActorChain, *, report: ReportId, story: StoryId) -> str:
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
            return f"person:{story}:{words[0]} {words[-1]}" if len(words) > 1 else f"person:{report}:{name}"
        case "person" if len(words) < 2:
            return f"person:{story}:{name}"
    return f"person::{words[0]} {words[-1]}"


def _name(chain: ActorChain) -> str:
    """Return a chain's name; a country's own, whatever city stood for it in this report."""
    own = country_name(chain.country) if chain.kind == "country" and chain.country else None
    return own or chain.name


class _Surnames:
    """The one person of a story who bears a surname; the story's actors are read when one is asked for."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._actors = actors
        self._found: dict[str, Actor | None] | None = None

    def bearer(self, surname: str) -> Actor | None:
        """Return the public person who bears a surname; None where nobody does, or several do."""
        if self._found is None:
            self._found = {}
            for actor in self._actors:
                if actor.kind == "person" and actor.public:
                    last = fold(actor.name).rpartition(" ")[2]
                    self._found[last] = None if last in self._found else actor
        return self._found.get(surname)


def _in_story(chain: ActorChain, surnames: _Surnames) -> Actor | None:
    """Return the public person of a story whom a surname, or a full name without an office, stands for."""
    words = fold(chain.name).split()
    if chain.kind != "person":
        return None
    if len(words) == 1:
        return surnames.bearer(words[0]) if chain.public else None
    bearer = None if chain.public else surnames.bearer(words[-1])
    return bearer if bearer is not None and fold(bearer.name).split()[0] == words[0] else None


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

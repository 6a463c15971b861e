"""Who asks: a person or a program that has an id, a name and roles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from watchfloor.model.ids import PersonId


class PrincipalRole(StrEnum):
    """What somebody is trusted with; each may do what those before it may."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Somebody who asks; `id` stands in the log ("local:ana"), `name` is for people."""

    id: PersonId
    name: str
    roles: Collection[PrincipalRole] = ()

    @property
    def signatures(self) -> frozenset[str]:
        """Return what the acts of this principal are signed with; those of older floors bear the name."""
        return frozenset({self.id, self.name})


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """A thing that somebody has made for himself: a mark, a watch, a situation."""

    kind: str
    id: str
    owner: PersonId

"""People who work at a floor by a name of their own, and keys by which programs do."""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.model.ids import PersonId
from watchfloor.model.principal import Principal, PrincipalRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who enters by name and password, until deactivated; `stamp` counts the passwords given.

    `zone` is the one in which that person reads moments, where it is not the floor's.
    """

    name: str
    role: PrincipalRole
    added: str
    zone: str | None = None
    deactivated: str | None = None
    stamp: int = 1

    @property
    def is_active(self) -> bool:
        """Tell whether this person may enter."""
        return self.deactivated is None

    @property
    def principal(self) -> Principal:
        """Return who asks when this person does."""
        return Principal(id=PersonId(self.name), name=self.name, roles=frozenset({self.role}))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKey:
    """What a program calls the API with, instead of a session; of the key itself a digest is kept."""

    name: str
    role: PrincipalRole
    digest: str
    added: str
    added_by: str

    @property
    def principal(self) -> Principal:
        """Return who asks when this key does."""
        return Principal(id=PersonId(f"key:{self.name}"), name=self.name, roles=frozenset({self.role}))

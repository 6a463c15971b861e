"""The tables that a desk keeps of its own world: places, actors and labels of sources, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from watchfloor.model.findings import ActorKind
from watchfloor.model.labels import LabelledSource

OwnTableName = Literal["places", "actors", "labels"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlace:
    """A place of the desk's own table, in WGS 84 degrees.

    `parents` are what holds it, the smallest first: codes or names of the same table, or names of countries
    and regions. `line` is where it stands in the file.
    """

    name: str
    lat: float
    lon: float
    aliases: tuple[str, ...] = ()
    code: str | None = None
    parents: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnActor:
    """An actor of the desk's own table: whose side it is on and which country's, from `since` until `until`.

    `kind` is None where the name is to tell it.
    """

    name: str
    aliases: tuple[str, ...] = ()
    kind: ActorKind | None = None
    party: str | None = None
    country: str | None = None
    since: str | None = None
    until: str | None = None
    line: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnTable:
    """One table as the floor holds it; two are the same where their digests are.

    `digest` is that of its rows, "" where there is no such table; `file` that of the file's bytes.
    """

    name: OwnTableName
    digest: str = ""
    file: str = ""
    places: tuple[OwnPlace, ...] = ()
    actors: tuple[OwnActor, ...] = ()
    labels: tuple[LabelledSource, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnTable) and (self.name, self.digest) == (other.name, other.digest)

    def __hash__(self) -> int:
        return hash((self.name, self.digest))

    @property
    def count(self) -> int:
        """How many rows it has."""
        return len(self.places) + len(self.actors) + len(self.labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTables:
    """The tables of a floor's own that texts are read with."""

    places: OwnTable = OwnTable(name="places")
    actors: OwnTable = OwnTable(name="actors")

    def digests(self) -> Mapping[str, str]:
        """Return the digests of those that have rows, by name."""
        return {table.name: table.digest for table in (self.places, self.actors) if table.digest}


NO_OWN_TABLES = OwnTables()

"""What runs on a node of a Ray cluster: one text at a time, with the tables of the floor that it is for.

Nodes hold a Watchfloor of their own. One that would read otherwise reads nothing and says what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from watchfloor.engine.prepare.reading import ReadingOutcome, guarded
from watchfloor.engine.prepare.versions import reader_version
from watchfloor.model import NO_OWN_TABLES, OwnTables, Rendition

_version = ""  # of what this process reads with; reckoning it takes a moment
_own = NO_OWN_TABLES  # of the floor that this process read for last


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """A node that would read a text otherwise: by which version."""

    version: str


@dataclass(frozen=True, slots=True)
class RayOrder:
    """What all texts of a pool are read with; `tables` are references to own tables in the cluster."""

    version: str
    signed: bool
    tables: Sequence[object]


def read_on_node(rendition: Rendition, order: RayOrder) -> ReadingOutcome | OtherVersion:
    """Return what became of a rendition; own tables are fetched once for each floor."""
    global _version, _own  # noqa: PLW0603 - once a process: tables are too many to go with each text
    if _version != order.version:
        _own = _fetched(order.tables[0]) if order.tables else NO_OWN_TABLES
        _version = reader_version(_own)
    if _version != order.version:
        return OtherVersion(_version)
    return guarded(rendition, signed=order.signed, own=_own)


def _fetched(reference: object) -> OwnTables:
    import ray  # noqa: PLC0415 - on nodes only

    tables: OwnTables = ray.get(reference)
    return tables

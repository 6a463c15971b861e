"""What holds of each type of event, read from one table: a row a type, a column a fact.

Whoever reads, follows, tells or puts events in order asks here, so that a new type answers all questions
at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from watchfloor.model import BriefLayout, EventType, LinkKind, Missing
from watchfloor.tables import Parted, read_table

_Roles = Annotated[tuple[str, ...], Parted(",")]


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """The row of a type; the header of `data/events/plover.tsv` tells what each column means."""

    type: EventType
    manner: Literal["words", "deed", "dealing", "natural"]
    intended: EventType | None
    ended: str | None
    weight: int
    link: LinkKind | None
    counts: _Roles
    series: _Roles
    layout: BriefLayout
    asks: Annotated[tuple[Missing, ...], Parted(",")]
    heading: str
    public: bool
    hostile: bool
    forceful: bool
    harmful: bool
    mutual: bool
    somebody: bool
    toward: bool
    recipient: bool
    no_thing: bool
    keeps_things: bool
    undergone: bool
    figurative: bool
    called: bool
    refusable: bool
    one_fight: bool
    issue: bool
    meeting: bool
    at_place: bool
    incident: bool
    pointed: bool
    lent: bool
    covering: bool
    reciprocal: bool
    of_persons: bool
    by_object: bool
    terms: bool
    talk: bool
    scoop: bool


def type_facts(kind: EventType) -> TypeFacts:
    """Return the row of facts about a type of event (data/events/plover.tsv)."""
    return _rows()[kind]


@cache
def _rows() -> Mapping[EventType, TypeFacts]:
    return {row.type: row for row in read_table("events/plover.tsv", TypeFacts)}


@dataclass(frozen=True, slots=True)
class IntensityRow:
    """How hostile or cooperative a type of event is, or a mode of it (data/events/intensity.tsv)."""

    type: EventType
    mode: str | None
    intensity: float


def intensity_of(kind: EventType, mode: str | None) -> float:
    """Return how hostile (-10) or cooperative (10) an event of a type and mode is."""
    held = _intensities()
    return held.get((kind, mode), held.get((kind, None), 0.0))


@cache
def _intensities() -> Mapping[tuple[EventType, str | None], float]:
    rows = read_table("events/intensity.tsv", IntensityRow)
    return {(row.type, row.mode): row.intensity for row in rows}

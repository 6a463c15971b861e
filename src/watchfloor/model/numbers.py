"""Numbers as they are told over time: one role, one scope and one happening a series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from watchfloor.model.changes import Subject
from watchfloor.model.events import QuantityClaim
from watchfloor.model.ids import ReportId, StoryId

SeriesState = Literal["agreed", "rising", "disputed", "corrected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPoint:
    """One telling of a number: the claim and the day it is of; `superseded` where a newer one replaced it."""

    claim: QuantityClaim
    day: str | None
    superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTold:
    """A series as a list tells it: of which story, and what those who claim it may be called in a list."""

    series: NumberSeries
    story: StoryId
    title: str
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberUsed:
    """The number of a series that a person chose, and why; `known` are the reports that had told by then."""

    value: float
    by: str
    at: str
    note: str
    known: tuple[ReportId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSeries:
    """The values told of one role and scope of an event or story, in order of the time of the claim.

    `scope` names the place that the number is of, where it is another than the happening's. `low` and `high`
    are the range of what still stands, `latest` the newest value that does, `used` what a person chose.
    """

    id: str
    about: Subject
    role: str
    scope: str | None
    unit: str | None
    points: tuple[NumberPoint, ...]
    low: float
    high: float
    latest: float
    state: SeriesState
    used: NumberUsed | None = None

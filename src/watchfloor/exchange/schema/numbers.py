"""Series of numbers, as every JSON shows them."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, Struct, UnsetType

from watchfloor.exchange.schema.common import EvidenceOut, Situation, SubjectOut, evidence_out, subject_out
from watchfloor.model import Bound, NumberPoint, NumberSeries, NumberTold, SeriesState


class NumberPointOut(Struct, kw_only=True):
    """One telling of a number: by whom, where, of which day; `superseded` where a newer one replaced it."""

    report: str
    value: float
    low: float | None
    high: float | None
    bound: Bound
    claimant: str | None
    outlet: str | None
    origin: str
    day: str | None
    at: str | None
    superseded: bool
    evidence: EvidenceOut


class NumberUsedOut(Struct, kw_only=True):
    """The number that the desk uses of a series: chosen by whom, when and why."""

    value: float
    by: str
    at: str
    note: str


class NumberSeriesOut(Struct, kw_only=True):
    """The values told of one role, one scope and one happening; `range` is what still stands."""

    id: str
    about: SubjectOut
    role: str
    scope: str | None
    unit: str | None
    points: list[NumberPointOut]
    range: tuple[float, float]
    latest: float
    state: SeriesState
    used: NumberUsedOut | UnsetType = UNSET


class NumberToldOut(NumberSeriesOut, kw_only=True):
    """A series in a list: of which story, and what those who claim it are called (`names`, by id)."""

    story: str
    title: str
    names: dict[str, str]


def series_out(series: NumberSeries, situation: Situation) -> NumberSeriesOut:
    """Return a series of numbers, each point with the words that it rests on."""
    return NumberSeriesOut(
        id=series.id,
        about=subject_out(series.about),
        role=series.role,
        scope=series.scope,
        unit=series.unit,
        points=[_point_out(point, situation) for point in series.points],
        range=(series.low, series.high),
        latest=series.latest,
        state=series.state,
        used=msgspec.convert(series.used, NumberUsedOut, from_attributes=True) if series.used else UNSET,
    )


def number_told_out(told: NumberTold, situation: Situation) -> NumberToldOut:
    """Return a series as a list tells it."""
    series = series_out(told.series, situation)
    fields = {name: getattr(series, name) for name in NumberSeriesOut.__struct_fields__}
    return NumberToldOut(**fields, story=told.story, title=told.title, names=dict(told.names))


def _point_out(point: NumberPoint, situation: Situation) -> NumberPointOut:
    claim = point.claim
    [evidence] = evidence_out([claim.evidence], situation)
    return NumberPointOut(
        report=claim.evidence.report,
        value=claim.value,
        low=claim.low,
        high=claim.high,
        bound=claim.bound,
        claimant=claim.claimant,
        outlet=claim.outlet,
        origin=claim.origin,
        day=point.day,
        at=claim.at,
        superseded=point.superseded,
        evidence=evidence,
    )

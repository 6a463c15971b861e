"""Numbers over time as drawings: plain SVG, each with a table that says the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from watchfloor.exchange.brief_words import BOUNDS, moment_words, number, role_word
from watchfloor.model import NumberPoint, NumberSeries
from watchfloor.web.frame import Frame

Called = Callable[[str], str]  # an actor's id -> its name
WIDTH, HEIGHT = 560, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 24, 14, 24
_SHAPES = ("circle", "square", "diamond", "triangle")  # so that no colour alone tells who says it


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPoint:
    """One telling of a number: where it stands in the drawing, what it is, and the link to its words."""

    x: float
    y: float
    shape: str
    value: str
    who: str
    outlet: str
    at: str
    is_superseded: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberChart:
    """A series as a drawing and a table; `tellers` are those who say it with the shape of each.

    `values` are those that were told, to choose one of.
    """

    id: str
    title: str
    state: str
    points: tuple[ChartPoint, ...]
    tellers: tuple[tuple[str, str], ...]
    low: str
    high: str
    low_y: float
    high_y: float
    first: str
    last: str
    used: str
    values: tuple[str, ...]
    is_drawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryNumbers:
    """A story with its numbers."""

    id: str
    title: str
    charts: tuple[NumberChart, ...]


def number_chart(series: NumberSeries, called: Called, frame: Frame) -> NumberChart:
    """Return a series as it is drawn: time to the right, numbers from nothing upward."""
    tellers = {who: _SHAPES[at % len(_SHAPES)] for at, who in enumerate(_tellers(series, called))}
    values = [point.claim.value for point in series.points]
    top = max(values) or 1.0
    moments = [_moment(point) for point in series.points]
    known = [moment for moment in moments if moment is not None]
    first, last = (min(known), max(known)) if known else (0.0, 0.0)
    used = series.used
    return NumberChart(
        id=series.id,
        title=role_word(series.role, series.scope),
        state=series.state,
        points=tuple(
            _point(point, _across(moment, first, last), top, tellers=tellers, called=called, frame=frame)
            for point, moment in zip(series.points, moments, strict=True)
        ),
        tellers=tuple(tellers.items()),
        low=number(min(values)),
        high=number(max(values)),
        low_y=_height(min(values), top),
        high_y=_height(max(values), top),
        first=_words(first) if known else "",
        last=_words(last) if known and last > first else "",
        used=f"The desk uses {number(used.value)} ({used.by}, {moment_words(used.at)}): {used.note}"
        if used
        else "",
        values=tuple(dict.fromkeys(f"{value:.15g}" for value in values)),
        is_drawn=len(set(values)) > 1,
    )


def _tellers(series: NumberSeries, called: Called) -> Sequence[str]:
    return list(dict.fromkeys(_who(point, called) for point in series.points))


def _who(point: NumberPoint, called: Called) -> str:
    claim = point.claim
    return called(claim.claimant) if claim.claimant else claim.outlet or "an unnamed outlet"


def _moment(point: NumberPoint) -> float | None:
    at = point.claim.at
    try:
        return datetime.fromisoformat(at).timestamp() if at else None
    except (ValueError, OverflowError):
        return None


def _words(moment: float) -> str:
    return moment_words(datetime.fromtimestamp(moment, UTC).isoformat()[:10])


def _across(moment: float | None, first: float, last: float) -> float:
    room = WIDTH - _LEFT - _RIGHT
    if moment is None or last == first:
        return _LEFT + room / 2
    return round(_LEFT + room * (moment - first) / (last - first), 1)


def _height(value: float, top: float) -> float:
    return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * max(value, 0.0) / top, 1)


def _point(
    point: NumberPoint, x: float, top: float, *, tellers: Mapping[str, str], called: Called, frame: Frame
) -> ChartPoint:
    claim, who = point.claim, _who(point, called)
    return ChartPoint(
        x=x,
        y=_height(claim.value, top),
        shape=tellers[who],
        value=BOUNDS[claim.bound] + number(claim.value),
        who=who,
        outlet=claim.outlet or "",
        at=frame.moment(claim.at),
        is_superseded=point.superseded,
        href=frame.words_of(claim.evidence),
    )

"""A series of numbers in one row: what is counted, who puts it at how many, whether they agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watchfloor.exchange.brief_words import BOUNDS, moment_words, number, role_word
from watchfloor.model import NumberTold, QuantityClaim


def number_cells(told: NumberTold) -> tuple[str, str, str, str, str]:
    """Return what is counted, the values that stand and stood, the state, the range, and since when."""
    series, names = told.series, dict(told.names)
    now = [point.claim for point in series.points if not point.superseded]
    before = [point.claim for point in series.points if point.superseded]
    values = [_value(claim) for claim in now]
    gone = dict.fromkeys(shown for claim in before if (shown := _value(claim)) not in values)
    was = f"; before: {', '.join(gone)}" if gone else ""
    used = f"; desk uses {number(series.used.value)} ({series.used.by})" if series.used else ""
    low, high = number(series.low), number(series.high)
    return (
        role_word(series.role, series.scope),
        _versions(now, names) + was + used,
        series.state,
        low if low == high else f"{low} to {high}",
        moment_words(min((point.claim.at or "" for point in series.points), default="")),
    )


def _versions(claims: Sequence[QuantityClaim], names: Mapping[str, str]) -> str:
    """Return numbers side by side, each with who says it first: never summed."""
    told: dict[str, list[QuantityClaim]] = {}
    for claim in claims:
        told.setdefault(_value(claim), []).append(claim)
    return " | ".join(f"{value} ({_teller(mine, names)})" for value, mine in told.items())


def _teller(claims: Sequence[QuantityClaim], names: Mapping[str, str]) -> str:
    first = claims[0]
    who = names.get(first.claimant or "", "")
    outlets = ", ".join(dict.fromkeys(claim.outlet or "an unknown outlet" for claim in claims))
    at = moment_words(first.at) if first.at else ""
    return " ".join(filter(None, (f"{who}, in" if who else "", outlets, at)))


def _value(claim: QuantityClaim) -> str:
    return BOUNDS[claim.bound] + number(claim.value)

"""Verdicts of readers -> figures: shares with their interval, and how far two readers agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal, NamedTuple

from watchfloor.engine.answer.backtest import interval
from watchfloor.exchange.agreement import agreed_share

Verdict = Literal["right", "defensible", "wrong"]


class Share(NamedTuple):
    """A share of n with its Wilson interval of 95 %."""

    value: float
    n: int
    low: float
    high: float


def share(hits: int, n: int) -> Share:
    """Return a share with its interval; of nothing, anything."""
    return Share(hits / n, n, *interval(hits, n)) if n else Share(0.0, 0, 0.0, 1.0)


def shares(verdicts: Mapping[str, Verdict]) -> dict[str, Share]:
    """Return the share that is right, and the share that is right or defensible."""
    counts = Counter(verdicts.values())
    n = len(verdicts)
    return {
        "right": share(counts["right"], n),
        "right or defensible": share(counts["right"] + counts["defensible"], n),
    }


def agreement(one: Mapping[str, Verdict], other: Mapping[str, Verdict]) -> tuple[int, float, float]:
    """Return how many both read, the share of the same verdicts, and Cohen's kappa."""
    both = sorted(one.keys() & other.keys())
    if not both:
        return 0, 0.0, 0.0
    same, kappa = agreed_share([(one[it], other[it]) for it in both])
    return len(both), same, 1.0 if kappa is None else kappa

"""Verdicts of readers -> figures: shares with their interval, and how far two readers agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import sqrt
from typing import Literal, NamedTuple

Verdict = Literal["right", "defensible", "wrong"]
_Z = 1.96  # 95 %


class Share(NamedTuple):
    """A share of n with its Wilson interval of 95 %."""

    value: float
    n: int
    low: float
    high: float


def share(hits: int, n: int) -> Share:
    """Return a share with its interval (Wilson 1927)."""
    if not n:
        return Share(0.0, 0, 0.0, 1.0)
    value, squared = hits / n, _Z * _Z
    middle = (value + squared / (2 * n)) / (1 + squared / n)
    half = _Z * sqrt(value * (1 - value) / n + squared / (4 * n * n)) / (1 + squared / n)
    return Share(value, n, max(0.0, middle - half), min(1.0, middle + half))


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
    same = sum(one[it] == other[it] for it in both) / len(both)
    first, second = Counter(one[it] for it in both), Counter(other[it] for it in both)
    chance = sum(first[it] * second[it] for it in first) / len(both) ** 2
    return len(both), same, (same - chance) / (1 - chance) if chance < 1 else 1.0

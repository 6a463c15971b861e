"""What the judge brings, on documents that the model which judged them did not see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.reading.outcome import agreement
from train.fit import Numbers
from train.labels import Label
from watchfloor.extract.events.judge import PROBABLE

_EDGES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_LINES = (0.0, 0.45, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)  # that were weighed for the grade


@dataclass(frozen=True, slots=True)
class Outcome:
    """Candidates in order: how probable, whether good and right, and whether the rules let them be strong.

    `whole` tells which stand in whole articles, as what a floor reads; the others are single sentences.
    """

    probable: Numbers
    good: Numbers
    right: Numbers
    allowed: NDArray[np.bool_]
    whole: NDArray[np.bool_]


def figures(outcome: Outcome, labels: Sequence[Label]) -> dict[str, Any]:
    """Return the figures that the card shows."""
    allowed = outcome.allowed
    strong = allowed & (outcome.probable >= PROBABLE)
    by_grade = np.where(allowed, outcome.good[allowed].mean(), outcome.good[~allowed].mean())
    found: dict[str, Any] = _rounded(
        {
            "candidates": len(outcome.good),
            "good": outcome.good.mean(),
            "good of strong": outcome.good[strong].mean(),
            "good of weak": outcome.good[~strong].mean(),
            "good of strong by rules alone": outcome.good[allowed].mean(),
            "good of weak by rules alone": outcome.good[~allowed].mean(),
            "auc": area(outcome.probable, outcome.good),
            "auc of the rules": area(allowed.astype(np.float64), outcome.good),
            "brier": np.mean((outcome.probable - outcome.good) ** 2),
            "brier of the rules": np.mean((by_grade - outcome.good) ** 2),
            "line": PROBABLE,
            "curve": list(_curve(outcome, np.ones_like(allowed))),
            "curve of whole articles": list(_curve(outcome, outcome.whole)),
            "reliability": list(_reliability(outcome)),
            "readers": _readers(labels),
        }
    )
    return found


def area(scores: Numbers, good: Numbers) -> float:
    """Return the area under the curve: how often the good one of a pair has the higher score."""
    _, which, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[which]
    held = good >= 0.5  # by at least half of its readers
    count = int(held.sum())
    return float((ranks[held].sum() - count * (count + 1) / 2) / (count * (len(good) - count)))


def _curve(outcome: Outcome, among: NDArray[np.bool_]) -> Iterator[dict[str, Any]]:
    """Yield for each line what is strong by it, and the share of all that is good which that finds."""
    for line in _LINES:
        strong = among & outcome.allowed & (outcome.probable >= line)
        yield {
            "line": line,
            "n": int(strong.sum()),
            "good": outcome.good[strong].mean(),
            "right": outcome.right[strong].mean(),
            "found": outcome.good[strong].sum() / outcome.good[among].sum(),
            "good of weak": outcome.good[among & ~strong].mean(),
        }


def _reliability(outcome: Outcome) -> list[dict[str, Any]]:
    """Return for each step of probability how many there are, what is told and what is so."""
    rows = []
    for low, high in pairwise(_EDGES):
        inside = (outcome.probable >= low) & (outcome.probable < high)
        if inside.any():
            told, good = outcome.probable[inside].mean(), outcome.good[inside].mean()
            rows.append({"from": low, "to": high, "n": int(inside.sum()), "told": told, "good": good})
    return rows


def _readers(labels: Sequence[Label]) -> dict[str, Any]:
    by_reader: dict[str, dict[str, Any]] = {}
    for label in labels:
        by_reader.setdefault(label.reader, {})[label.id] = label.verdict
    count, same, kappa = agreement(by_reader.get("reader 1", {}), by_reader.get("reader 2", {}))
    return {"both": count, "same": same, "kappa": kappa}


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_rounded(inner) for inner in value]
    return value if isinstance(value, int) else round(float(value), 3)

"""What the judge brings, on documents that the model which judged them did not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.reading.outcome import agreement
from train.fit import Numbers
from train.labels import Label

_EDGES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_KEPT = 0.9  # of the good strong events, where only the least probable are weakened


@dataclass(frozen=True, slots=True)
class Outcome:
    """Candidates of real news in order: how probable, whether good, and whether graded strong."""

    probable: Numbers
    good: Numbers
    strong: Numbers


def figures(outcome: Outcome, labels: Sequence[Label]) -> dict[str, Any]:
    """Return the figures that the card shows."""
    strong = outcome.strong > 0
    by_grade = np.where(strong, outcome.good[strong].mean(), outcome.good[~strong].mean())
    order = np.argsort(-outcome.probable, kind="stable")
    count = int(strong.sum())
    kept, rest = _kept(outcome, strong)
    found: dict[str, Any] = _rounded(
        {
            "candidates": len(outcome.good),
            "good": outcome.good.mean(),
            "good of strong": outcome.good[strong].mean(),
            "good of weak": outcome.good[~strong].mean(),
            "brier": np.mean((outcome.probable - outcome.good) ** 2),
            "brier of the grade": np.mean((by_grade - outcome.good) ** 2),
            "good of as many most probable": outcome.good[order[:count]].mean(),
            "good of strong but the least probable": kept,
            "good of the least probable": rest,
            "reliability": list(_reliability(outcome)),
            "readers": _readers(labels),
        }
    )
    return found


def _kept(outcome: Outcome, strong: NDArray[np.bool_]) -> tuple[float, float]:
    """Return what share of the strong is good if a tenth of the good is given up, and of those given up."""
    order = np.argsort(-outcome.probable[strong], kind="stable")
    good = outcome.good[strong][order]
    kept = int(np.searchsorted(np.cumsum(good), _KEPT * good.sum())) + 1
    return float(good[:kept].mean()), float(good[kept:].mean())


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

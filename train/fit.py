"""Logistic regression over facts that hold or do not, and how far its probabilities can be trusted.

Folds are cut by a digest of the document's name and the weights are rounded, so that the same candidates make
the same file again; nothing is drawn by lot.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
FOLDS = 10
PENALTY = 30.0  # of 20, 30 and 40 as good as any on folds
FEWEST = 20  # candidates that a fact must hold of, and not hold of, to have a weight
_MOST_STEPS = 400  # with one curve for all steps, of which about a hundred are needed
_ENOUGH = 1e-5


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate that was judged: its document, its facts, the share of its readers who held it good."""

    document: str
    facts: frozenset[str]
    good: float


@dataclass(frozen=True, slots=True)
class Model:
    """A weight for each fact, and what is added to all."""

    bias: float
    weights: dict[str, float]

    def score(self, facts: Iterable[str]) -> float:
        """Return the logarithm of the odds that a candidate of which these facts hold is good."""
        return self.bias + sum(self.weights.get(fact, 0.0) for fact in sorted(facts))

    def stretched(self, factor: float, shift: float) -> Model:
        """Return the model with its scores multiplied, then moved."""
        weights = {fact: weight * factor for fact, weight in self.weights.items()}
        return Model(self.bias * factor + shift, weights)


def fit(examples: Sequence[Example]) -> Model:
    """Return the model of some examples."""
    counts = Counter(fact for example in examples for fact in example.facts)
    names = sorted(fact for fact, count in counts.items() if FEWEST <= count <= len(examples) - FEWEST)
    at = {name: column for column, name in enumerate(names, 1)}
    matrix = np.zeros((len(examples), len(names) + 1))
    matrix[:, 0] = 1.0
    for row, example in enumerate(examples):
        matrix[row, [at[fact] for fact in example.facts if fact in at]] = 1.0
    found = _descend(matrix, np.array([example.good for example in examples]), PENALTY)
    return Model(float(found[0]), dict(zip(names, map(float, found[1:]), strict=True)))


def _descend(matrix: Numbers, good: Numbers, penalty: float) -> Numbers:
    """Return the weights with the least loss: steps by the steepest curve that the loss can have anywhere."""
    ridge = np.full(matrix.shape[1], penalty)
    ridge[0] = 1e-6  # the bias is free
    uncurved = np.linalg.inv(matrix.T @ matrix / 4.0 + np.diag(ridge))
    weights = np.zeros(matrix.shape[1])
    for _ in range(_MOST_STEPS):
        slope = matrix.T @ (probabilities(matrix @ weights) - good) + ridge * weights
        step = uncurved @ slope
        weights -= step
        if float(np.max(np.abs(step))) < _ENOUGH:
            break
    return weights


def probabilities(scores: Numbers) -> Numbers:
    """Return the probabilities of some scores."""
    found: Numbers = 1.0 / (1.0 + np.exp(-scores))
    return found


def fold_of(document: str) -> int:
    """Return the fold of a document, by its name alone."""
    return int(hashlib.sha256(document.encode()).hexdigest()[:8], 16) % FOLDS


def unseen_scores(examples: Sequence[Example]) -> Numbers:
    """Return each example's score by a model that saw nothing of its document's fold."""
    folds = [fold_of(example.document) for example in examples]
    scores = np.zeros(len(examples))
    for fold in sorted(set(folds)):
        model = fit([e for e, at in zip(examples, folds, strict=True) if at != fold])
        for row, example in enumerate(examples):
            if folds[row] == fold:
                scores[row] = model.score(example.facts)
    return scores


def stretch(scores: Numbers, good: Numbers) -> tuple[float, float]:
    """Return by what scores of unseen examples are to be multiplied and moved to be calibrated."""
    shift, factor = _descend(np.column_stack([np.ones(len(scores)), scores]), good, 1e-6)
    return float(factor), float(shift)

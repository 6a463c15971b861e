"""One story that turns out to be two: which of its texts tell of another happening.

Its texts are parted into the two groups that resemble each other least. They are two happenings where they
resemble each other far less than themselves, or clearly less and each group has a main name of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from watchfloor.model import ReasonCode
from watchfloor.track.stories.resembling import Floats
from watchfloor.track.stories.subject import StorySubject, told_apart

# Chosen on streams of known stories (docs/decisions).
LEAST = 4  # texts of a story, for it to be two
_RATIO = 0.65  # resemblance across by resemblance within, below which two groups are two happenings
_RATIO_NAMED = 0.72  # the same where each group has a main name of its own
_WITHIN = 0.4


@dataclass(frozen=True, slots=True)
class Parts:
    """The two groups of a story: who stays with its first text, and why they are two."""

    stays: NDArray[np.bool_]
    reason: ReasonCode


def parted(matrix: Floats, subjects: Sequence[StorySubject]) -> Parts | None:
    """Return the two groups of a story, or None, from how alike its texts are and whom they are about."""
    first = _two_groups(matrix)
    if first is None:
        return None
    within = min(_mean(matrix, first), _mean(matrix, ~first))
    across = float(matrix[np.ix_(first, ~first)].mean())
    if within < _WITHIN or across > _RATIO_NAMED * within:
        return None
    little = across <= _RATIO * within
    if not little and not told_apart(subjects, first):
        return None
    return Parts(
        stays=first if first[0] else ~first,
        reason=ReasonCode.TWO_GROUPS if little else ReasonCode.TWO_GROUPS_BY_NAMES,
    )


def _two_groups(matrix: Floats) -> NDArray[np.bool_] | None:
    """Return one of the two groups that resemble each other least, None where one would be a single text."""
    size = len(matrix)
    apart = matrix + np.eye(size) * 9.0
    one, other = np.unravel_index(int(np.argmin(apart)), apart.shape)
    second = apart[other] > apart[one]
    second[one], second[other] = False, True
    for _ in range(4):
        counts = np.array([(~second).sum(), second.sum()], dtype=np.float64)
        if counts.min() < 2:
            return None
        sums = np.stack((matrix[:, ~second].sum(axis=1), matrix[:, second].sum(axis=1)))
        counts = np.stack((counts[0] - ~second, counts[1] - second))
        closer = np.diff(sums / np.maximum(counts, 1.0), axis=0)[0] > 0
        if (closer == second).all():
            break
        second = closer
    first: NDArray[np.bool_] = ~second
    if min(first.sum(), second.sum()) < 2:
        return None
    return first


def _mean(matrix: Floats, group: NDArray[np.bool_]) -> float:
    inner = matrix[np.ix_(group, group)]
    return float(inner.sum()) / (len(inner) * (len(inner) - 1))

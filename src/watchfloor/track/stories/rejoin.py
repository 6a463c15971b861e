"""Two stories that turn out to be one, and one that turns out to be two: what is whose.

A report that is near enough to two stories is their witness. They are one where their reports resemble each
other as much as those of either do among themselves: the opposite of what parts a story.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from watchfloor.model import EvidenceKind, EvidenceScore, Signature
from watchfloor.track.stories.resembling import Floats, TermWindow
from watchfloor.words import Hashes

Reading = tuple[Hashes, Hashes, Signature]  # words, title and signature of a text


_AS_ALIKE = 1.05  # resemblance across by the lesser resemblance within, from which two stories are one


def witnessed(scores: Iterable[EvidenceScore], least: float) -> list[str]:
    """Return the stories that a report reaches `least` with, best first; `scores` are those of its choice."""
    totals = {score.other_id: score.value for score in scores if score.kind is EvidenceKind.TOTAL}
    return sorted((id_ for id_ in totals if totals[id_] >= least), key=lambda id_: (-totals[id_], id_))


def are_one(matrix: Floats, ones: NDArray[np.bool_]) -> bool:
    """Tell whether two stories are one by the resemblances of their members; `ones` marks those of one."""
    within = [_within(matrix, group) for group in (ones, ~ones) if group.sum() > 1]
    across = float(matrix[np.ix_(ones, ~ones)].mean())
    return bool(within) and round(across, 5) >= round(_AS_ALIKE * min(within), 5)


def _within(matrix: Floats, group: NDArray[np.bool_]) -> float:
    inner = matrix[np.ix_(group, group)]
    return float(inner.sum()) / (len(inner) * (len(inner) - 1))


def nearer(texts: Sequence[Reading], ones: Sequence[Reading], others: Sequence[Reading]) -> list[bool]:
    """Tell for each of `texts` whether it resembles `ones` more than `others`: all, and the closest."""
    window = TermWindow(len(ones) + len(others) + 1, 1)
    for number, (words, title, signature) in enumerate((*ones, *others)):
        window.add(number, window.read(words, title, signature).terms)
    found = []
    for words, title, signature in texts:
        near = window.resemblances(window.read(words, title, signature).terms, range(len(ones) + len(others)))
        found.append(_nearness(near[: len(ones)]) > _nearness(near[len(ones) :]))
    return found


def _nearness(resemblances: Floats) -> float:
    return round(float(np.mean(resemblances) + np.max(resemblances)) / 2, 6) if len(resemblances) else 0.0

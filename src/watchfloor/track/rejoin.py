"""Which of two stories a text belongs to, when they are told apart again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from watchfloor.frequency import Hashes
from watchfloor.model import Signature
from watchfloor.track.resembling import Floats, TermWindow

Reading = tuple[Hashes, Hashes, Signature]  # words, title and signature of a text


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

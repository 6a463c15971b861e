"""How the time of reading grows with what is read: by ratio, so that a busy machine does not matter."""

from __future__ import annotations

import time
from collections.abc import Callable

_RUNS = 7
_SHORT = 0.02  # seconds: below, a clock's grain and the start of things are most of what is measured


def growth(read: Callable[[int], object], size: int) -> float:
    """Return how many times longer twice the size takes; 1 where both take no time worth telling."""
    read(size)  # what is loaded at the first use is no part of it
    once, twice = _seconds(read, size), _seconds(read, 2 * size)
    return 1.0 if twice < _SHORT else twice / max(once, _SHORT / 4)


def _seconds(read: Callable[[int], object], size: int) -> float:
    """Return the least processor time of some runs: a core that others use too only ever makes it longer."""
    taken = []
    for _ in range(_RUNS):
        started = time.process_time()
        read(size)
        taken.append(time.process_time() - started)
        if taken[-1] > 1:
            break
    return min(taken)

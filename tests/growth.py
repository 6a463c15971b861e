"""How the time of reading grows with what is read: by ratio, so that a busy machine does not matter."""

from __future__ import annotations

import time
from collections.abc import Callable

_RUNS = 7
_SHORT = 0.02  # seconds: below, a clock's grain and the start of things are most of what is measured


def growth(read: Callable[[int], object], size: int) -> float:
    """Return how many times longer twice the size takes; 1 where both take no time worth telling.

    The two take turns, and of each the least processor time counts: a core that others use too only ever
    makes it longer, and where it does so for a while it does so to both.
    """
    read(size)  # what is loaded at the first use is no part of it
    once = twice = float("inf")
    for _ in range(_RUNS):
        once = min(once, _seconds(read, size))
        last = _seconds(read, 2 * size)
        twice = min(twice, last)
        if last > 1:
            break
    return 1.0 if twice < _SHORT else twice / max(once, _SHORT / 4)


def _seconds(read: Callable[[int], object], size: int) -> float:
    started = time.process_time()
    read(size)
    return time.process_time() - started

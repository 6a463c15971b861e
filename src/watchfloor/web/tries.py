"""Wrong tries counted, so that guessing is slow: for each name, for each address, whatever it is of."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

_MOST_COUNTED = 10_000  # names and addresses; the one that was tried longest ago is forgotten first


class Tries:
    """Wrong tries of the last while; whoever had too many waits."""

    def __init__(self, most: int, within: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._within = most, within
        self._clock = clock
        self._guard = threading.Lock()
        self._wrong: dict[str, deque[float]] = {}

    def wait(self, whose: str) -> float:
        """Return the seconds until another try is looked at; 0 where one may be made now."""
        now = self._clock()
        with self._guard:
            tried = self._wrong.get(whose)
            if tried is None or len(tried) < self._most:
                return 0.0
            return max(0.0, self._within - (now - tried[0]))

    def count(self, whose: str) -> None:
        """Count a wrong try."""
        with self._guard:
            tried = self._wrong.pop(whose, None) or deque(maxlen=self._most)
            tried.append(self._clock())
            self._wrong[whose] = tried
            while len(self._wrong) > _MOST_COUNTED:
                del self._wrong[next(iter(self._wrong))]

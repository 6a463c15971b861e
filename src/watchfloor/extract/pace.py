"""How long one finder may look at one text: it is stopped between two paragraphs, so never mid-word.

What a paragraph may cost is bounded by its length, so that a look at the clock for each is enough.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

LONGEST_LOOK = 60.0  # seconds of processor time for a finder; the longest texts take half of it

Part = TypeVar("Part")


class OvertimeError(Exception):
    """A finder has looked at one text for longer than it may."""


class Pace:
    """Watches the finder that looks at a text now; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.thread_time, limit: float = LONGEST_LOOK) -> None:
        self._clock, self._limit = clock, limit
        self._begun: float | None = None

    def begin(self) -> None:
        """Give the next finder its whole time."""
        self._begun = self._clock()

    def end(self) -> None:
        """Watch nobody until the next one begins."""
        self._begun = None

    def each(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Yield the parts; raise OvertimeError before one for which there is no time left."""
        for part in parts:
            if self._begun is not None and self._clock() - self._begun > self._limit:
                raise OvertimeError(f"more than {self._limit:g} seconds")
            yield part


class Paced(tuple[Part, ...]):
    """Values that a finder goes through in its time."""

    pace: Pace

    @classmethod
    def of(cls, parts: Iterable[Part], pace: Pace) -> Paced[Part]:
        """Return the parts as values whose going through is watched."""
        made = cls(parts)
        made.pace = pace
        return made

    def __iter__(self) -> Iterator[Part]:
        """Yield the parts, with a look at the clock before each."""
        return self.pace.each(super().__iter__())

"""Two costs measured in turns, and how they stand to each other: a busy machine slows both alike."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass

PAIRS = 5  # at least: the spread leaves out a quarter at each end


@dataclass(frozen=True, slots=True)
class Spread:
    """What was measured again and again: the median, and how far the measures lie apart.

    A bound fails only where the spread excludes it: where three measures of four are beyond it.
    """

    measures: tuple[float, ...]

    @classmethod
    def of(cls, measures: Iterable[float]) -> Spread:
        """Return the spread of some measures."""
        return cls(tuple(sorted(measures)))

    @property
    def median(self) -> float:
        """The measure in the middle."""
        return statistics.median(self.measures)

    @property
    def low(self) -> float:
        """What a quarter of the measures lie below; of five, the second lowest."""
        return self.measures[len(self.measures) // 4]

    @property
    def high(self) -> float:
        """What a quarter of the measures lie above."""
        return self.measures[-1 - len(self.measures) // 4]

    def __str__(self) -> str:
        return f"{self.low:.3g} to {self.high:.3g}"

    def at_most(self, name: str, bound: float, told: str = "") -> tuple[str, float, str, bool]:
        """Return the figure, held to be no more than a bound."""
        return name, self.median, f"at most {bound:g}; {self}{told and f'; {told}'}", self.low <= bound

    def at_least(self, name: str, bound: float, told: str = "") -> tuple[str, float, str, bool]:
        """Return the figure, held to be no less than a bound."""
        return name, self.median, f"at least {bound:g}; {self}{told and f'; {told}'}", self.high >= bound


def in_turns(
    one: Callable[[], float], other: Callable[[], float], pairs: int = PAIRS
) -> list[tuple[float, float]]:
    """Return what two things cost, measured in turns; which is first changes with each pair."""
    measured = []
    for number in range(pairs):
        if number % 2:
            second = other()
            measured.append((one(), second))
        else:
            measured.append((one(), other()))
    return measured

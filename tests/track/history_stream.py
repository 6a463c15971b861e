"""A stream of happenings that nobody told: invented outlets that come and go, situations of many sizes.

Only figures are taken from news that there was. Reuters brought so many articles on each day of the week in
March 1987 (reuters21578, days with articles, over their mean), and its themes and places with three articles
a day or more varied beyond that rhythm by a variance of 0.06 of the squared mean (the median of 27 of them).
"""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from watchfloor.model import HistoryState
from watchfloor.track.history import Counted, history_state

RHYTHM = (1.34, 1.42, 1.46, 1.52, 1.12, 0.05, 0.10)  # Monday to Sunday
SPREAD = 0.06
OUTLETS = 40
FIRST = 700  # a Monday, as ordinals of days go here
WARM = 70  # days before anything is planted
_STAYS, _AWAY = 150, 12  # days that an outlet is read, or is not, in the mean
_SMALLEST, _LARGEST = 8.0, 60.0  # happenings a day of the situations, from one to the other by equal factors


@dataclass(frozen=True, slots=True)
class Raw:
    """A happening with all outlets that would tell it, were they read."""

    id: str
    day: int
    outlets: frozenset[str]


def outlets_over(days: range, seed: int) -> dict[int, frozenset[str]]:
    """Return which outlets are read on each day."""
    chance = random.Random(f"outlets {seed}")
    there: dict[int, set[str]] = {day: set() for day in days}
    for number in range(OUTLETS):
        day, is_read = days.start - chance.randrange(200), True
        while day < days.stop:
            length = int(chance.expovariate(1 / (_STAYS if is_read else _AWAY))) + 1
            if is_read:
                for one in range(max(day, days.start), min(day + length, days.stop)):
                    there[one].add(str(number))
            day, is_read = day + length, not is_read
    return {day: frozenset(them) for day, them in there.items()}


def rate_of(number: int, of: int) -> float:
    """Return how many happenings a day a situation has."""
    return float(_SMALLEST * (_LARGEST / _SMALLEST) ** (number / max(of - 1, 1)))


def burst_days(days: range, seed: int) -> list[int]:
    """Return a working day each month or so."""
    chance, found, day = random.Random(f"bursts {seed}"), [], days.start + WARM
    while (day := _working(day + chance.randrange(25, 45))) < days.stop:
        found.append(day)
    return found


def _working(day: int) -> int:
    return day if day % 7 < 5 else day + 7 - day % 7


def happenings(days: range, rate: float, seed: int, bursts: Collection[int] = ()) -> list[Raw]:
    """Return what happens in a situation; on days of `bursts` thrice as much is to be expected."""
    chance = random.Random(f"happenings {seed}")
    shares = [min(0.6, 0.04 * chance.paretovariate(1.2)) for _ in range(OUTLETS)]
    found = []
    for day in days:
        mean = rate * RHYTHM[day % 7] * chance.gammavariate(1 / SPREAD, SPREAD) * (3 if day in bursts else 1)
        for number in range(_poisson(chance, mean)):
            told = frozenset(str(it) for it, share in enumerate(shares) if chance.random() < share)
            found.append(Raw(f"{day}-{number}", day, told))
    return found


def _poisson(chance: random.Random, mean: float) -> int:
    if mean > 200:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    count, left = -1, mean
    while left >= 0:
        left -= chance.expovariate(1.0)
        count += 1
    return count


def states(
    raw: list[Raw], healthy: Mapping[int, frozenset[str]], days: range, intensity: float = -5.0
) -> Iterator[HistoryState]:
    """Yield how each day stands, by what the outlets tell that are read."""
    by_day: dict[int, list[Counted]] = {}
    for it in raw:
        if told := it.outlets & healthy[it.day]:
            by_day.setdefault(it.day, []).append(
                Counted(id=it.id, day=it.day, outlets=told, intensity=intensity)
            )
    for day in days:
        held = [it for one in range(day - 70, day + 1) for it in by_day.get(one, ())]
        yield history_state(held, healthy, day)


def marked(found: Iterator[HistoryState]) -> dict[tuple[int, str], bool]:
    """Return the marks of days, each with whether it is new that day."""
    marks: dict[tuple[int, str], bool] = {}
    before: set[str] = set()
    for state in found:
        now = {str(it.mark) for it in state.marks}
        marks |= {(state.day, mark): mark not in before for mark in now}
        before = now
    return marks


def fifth_changed(
    healthy: Mapping[int, frozenset[str]], day: int, seed: int, *, added: bool
) -> dict[int, frozenset[str]]:
    """Return who is read where a fifth of the outlets is lost from a day on, or was not there before it."""
    gone = set(map(str, random.Random(f"fifth {seed}").sample(range(OUTLETS), OUTLETS // 5)))
    return {it: them - gone if (it < day) is added else them for it, them in healthy.items()}

"""Whether there is more or less of something than usual: a day against the days before it. Pure.

A day is compared with the eight weeks before it, and only by what outlets tell that were read at both times:
who came or went since changes neither side. The rhythm of the week is taken out; counts may vary more than
chance alone would let them (negative binomial), by as much as these days show. Days on which too little was
read are no days of the comparison, and with fewer than four weeks of others nothing is said.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from statistics import median

from watchfloor.model import HistoryMark, HistoryState, MarkReason

BASELINE_DAYS = 28  # healthy days before more or less than usual can be said
_LOOKED_BACK = 56  # days that a day is compared with
_STEADY = 0.75  # of the days, or of the outlets: who is there so often is comparable
_WEEK = 7
_QUIET_DAYS = (3, 7)  # lengths of silence that are looked at, up to yesterday

_USUAL_SPREAD = 0.06  # how much counts of one theme vary beyond chance, where few days can tell
_LEAST_SPREAD = 0.03
_SPREAD_DAYS = 14  # how many days of experience the usual spread stands for
_DRIFT = 0.02  # by how much a week varies beyond its days: themes come and go
_RHYTHM_COUNTS = 3.0  # happenings without a rhythm that the days of the week are smoothed by

# How an outlet's whole output on a day compares with what it brings on such days.
_LARGE = 8  # items a day: of fewer, a day without any is no wonder
_TELLING = 3  # such days at least
_THIN = 0.25
_FLOOD = 2.5
_NEAR = 3  # days

_PASSES = 3
_CEILING = 2.5  # standard deviations: what lies above is an episode of its own, not what is usual

# How seldom chance alone may do it.
_RARE_DAY = 0.03
_RARE_WEEK = 0.002
_RARE_SILENCE = 0.0005
_MUCH = 1.5  # times what is usual; less than its inverse is little
_BURST = 1.6
_SILENT = 0.25
_FEW = 3  # happenings in a day at least, to be a burst


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A happening as it counts: the day it was told first, by which outlets, and how hostile it is.

    `intensity` is that of its type on PLOVER's scale: -10 for the most hostile, 10 for the most cooperative.
    """

    id: str
    day: int
    outlets: frozenset[str]
    intensity: float = 0.0


def history_state(told: Sequence[Counted], healthy: Mapping[int, AbstractSet[str]], day: int) -> HistoryState:
    """Return how `day` stands; `healthy` are the outlets that were read on each day (none: a gap)."""
    past = [it for it in range(day - _LOOKED_BACK - _WEEK, day) if healthy.get(it)]
    if not healthy.get(day) or not past:
        return HistoryState(day=day, days=len(past), outlets=0, baseline=False)
    common = _common(healthy, day, past)
    if not common:
        return HistoryState(day=day, days=len(past), outlets=0, baseline=False)
    days = [it for it in past if _is_read(healthy, it, common)]
    held = [it for it in told if it.day <= day and it.outlets & common]
    before = [it for it in days if it >= day - _LOOKED_BACK]
    if len(before) < BASELINE_DAYS:
        return HistoryState(day=day, days=len(before), outlets=len(common), baseline=False)
    usual = _Usual.of(_counts(held), before)
    found = [it for it in held if it.day == day]
    marks = (
        *(it for it in _burst(found, usual, day) if _is_wide(told, healthy, before, day)),
        *_trend(held, days, day),
        *_silence(held, days, day),
    )
    return HistoryState(
        day=day,
        days=len(before),
        outlets=len(common),
        baseline=True,
        found=len(found),
        usual=round(usual.of_day(day), 2),
        marks=marks,
    )


def outlets_read(volumes: Mapping[str, Mapping[int, int]], days: Sequence[int]) -> dict[int, frozenset[str]]:
    """Return which outlets were read on each of some days, the last of which is not over.

    `volumes` is how much each outlet brought on each day, of anything. A large outlet was read where it
    brought neither far less than on such days of the week nor far more, as it does after a gap; a small one
    where it brought something within three days.
    """
    found: dict[int, set[str]] = {day: set() for day in days}
    for outlet, counts in volumes.items():
        usual = _usual_volumes(counts, days)
        for day in days:
            if _brought(counts, usual.get(day % _WEEK), day, is_last=day == days[-1]):
                found[day].add(outlet)
    return {day: frozenset(outlets) for day, outlets in found.items()}


def _usual_volumes(counts: Mapping[int, int], days: Sequence[int]) -> dict[int, float]:
    """Return what a large outlet brings on each day of the week, where some such days tell it."""
    held: dict[int, list[int]] = {}
    for day in days[:-1]:
        if counts.get(day):
            held.setdefault(day % _WEEK, []).append(counts[day])
    medians = {weekday: float(median(them)) for weekday, them in held.items() if len(them) >= _TELLING}
    return {weekday: usual for weekday, usual in medians.items() if usual >= _LARGE}


def _brought(counts: Mapping[int, int], usual: float | None, day: int, *, is_last: bool) -> bool:
    volume = counts.get(day, 0)
    if usual is not None and volume > _FLOOD * usual:
        return False
    if is_last:
        return any(counts.get(it) for it in range(day - _WEEK + 1, day + 1))
    if usual is not None:
        return volume >= _THIN * usual
    near = range(day - _NEAR, day + _NEAR + 1)
    return any(counts.get(it) for it in near) and day >= min(it for it, count in counts.items() if count)


def _common(healthy: Mapping[int, AbstractSet[str]], day: int, past: Sequence[int]) -> frozenset[str]:
    """Return the outlets that are read on a day, were on the day before and on most days before that.

    Who was not read the day before may bring today what is of yesterday.
    """
    counts = Counter(outlet for it in past for outlet in healthy[it])
    lately = healthy[day] & healthy.get(day - 1, frozenset())
    return frozenset(it for it in lately if counts[it] >= _STEADY * len(past))


def _is_read(healthy: Mapping[int, AbstractSet[str]], day: int, common: frozenset[str]) -> bool:
    return bool(common) and len(common & healthy.get(day, frozenset())) >= _STEADY * len(common)


def _counts(told: Iterable[Counted]) -> Mapping[int, float]:
    return Counter(it.day for it in told)


# --------------------------------------------------------------------------------------------- what is usual


@dataclass(frozen=True, slots=True, kw_only=True)
class _Usual:
    """What is usual on each day of the week, how far days spread beyond chance, and how well it is known."""

    means: tuple[float, ...]
    doubts: tuple[float, ...]  # of each mean: its variance over its square
    spread: float

    @classmethod
    def of(cls, counts: Mapping[int, float], days: Sequence[int]) -> _Usual:
        """Learn it from some days; a day far above the others counts as one that is just above."""
        held = {it: float(counts.get(it, 0)) for it in days}
        learned = cls._learned(held)
        for _ in range(_PASSES):
            held = {it: min(count, learned.ceiling(it)) for it, count in held.items()}
            learned = cls._learned(held)
        return learned

    @classmethod
    def _learned(cls, counts: Mapping[int, float]) -> _Usual:
        mean = sum(counts.values()) / len(counts)
        means, doubts = [], []
        for weekday in range(_WEEK):
            held = [count for it, count in counts.items() if it % _WEEK == weekday]
            usual = len(held) * mean
            factor = (sum(held) + _RHYTHM_COUNTS) / (usual + _RHYTHM_COUNTS) if usual else 1.0
            means.append(mean * factor)
            doubts.append(1 / (sum(held) + _RHYTHM_COUNTS))
        spread = _spread(counts, means)
        sizes = Counter(it % _WEEK for it in counts)
        doubts = [doubt + spread / max(sizes[it], 1) for it, doubt in enumerate(doubts)]
        return cls(means=tuple(means), doubts=tuple(doubts), spread=spread)

    def of_day(self, day: int) -> float:
        return self.means[day % _WEEK]

    def scaled(self, factor: float) -> _Usual:
        return replace(self, means=tuple(mean * factor for mean in self.means))

    def ceiling(self, day: int) -> float:
        mean = self.of_day(day)
        return mean + _CEILING * math.sqrt(mean + self.spread * mean**2)

    def of_days(self, days: Sequence[int]) -> tuple[float, float]:
        """Return what is usual in some days together, and how far it spreads beyond chance."""
        total = sum(self.of_day(it) for it in days)
        if not total:
            return 0.0, self.spread
        squares = sum((self.spread + self.doubts[it % _WEEK]) * self.of_day(it) ** 2 for it in days)
        return total, squares / total**2


def _spread(counts: Mapping[int, float], means: Sequence[float]) -> float:
    """Return the variance beyond chance over the square of the mean, drawn to the usual by few days."""
    expected = {it: means[it % _WEEK] for it in counts}
    squares = sum(mean**2 for mean in expected.values())
    if not squares:
        return _USUAL_SPREAD
    freedom = len(counts) / max(len(counts) - _WEEK, 1)
    beyond = sum(freedom * (counts[it] - mean) ** 2 - mean for it, mean in expected.items())
    weight = squares / len(counts) * _SPREAD_DAYS
    return max(_LEAST_SPREAD, (beyond + _USUAL_SPREAD * weight) / (squares + weight))


# ------------------------------------------------------------------------------------------------- the marks


def _burst(found: Sequence[Counted], usual: _Usual, day: int) -> Iterator[MarkReason]:
    mean, spread = usual.of_days([day])
    count = len(found)
    if count < max(_FEW, _BURST * mean):
        return
    chance = at_least(count, mean, spread)
    if chance < _RARE_DAY:
        yield _reason("burst", (day, day), (count, mean, chance), found)


def _is_wide(
    told: Sequence[Counted], healthy: Mapping[int, AbstractSet[str]], days: Sequence[int], day: int
) -> bool:
    """Tell whether a day is a burst by all outlets too, were those that are more now to tell the more.

    Where outlets came or went, who is left out may have told the same as usual.
    """
    mean = sum(len(healthy[it]) for it in days) / len(days)
    if all(healthy[it] == healthy[day] for it in days):
        return True
    usual = _Usual.of(_counts(told), days).scaled(max(1.0, len(healthy[day]) / mean))
    return any(_burst([it for it in told if it.day == day], usual, day))


def _trend(held: Sequence[Counted], days: Sequence[int], day: int) -> Iterator[MarkReason]:
    """Compare the hostility of the last week with that of the weeks before it."""
    week = [it for it in (*days, day) if it > day - _WEEK]
    before = [it for it in days if it <= day - _WEEK]
    if len(before) < BASELINE_DAYS or len(week) < _WEEK * _STEADY:
        return
    hostile = [it for it in held if it.intensity < 0]
    found = [it for it in hostile if it.day in set(week)]
    unit, sums = _hostility(hostile, before)
    usual, spread = _Usual.of(sums, before).of_days(week)
    total = sum(sums.get(it, 0.0) for it in week)
    if mark := _direction(total, len(found), usual, spread + _DRIFT):
        name, chance = mark
        yield _reason(name, (week[0], week[-1]), (total * unit, usual * unit, chance), found)


def _hostility(hostile: Sequence[Counted], before: Sequence[int]) -> tuple[float, dict[int, float]]:
    """Return what one hostile happening weighs, and how hostile each day is in such happenings."""
    past = set(before)
    unit = _unit(it.intensity for it in hostile if it.day in past)
    sums: dict[int, float] = {}
    for it in hostile:
        sums[it.day] = sums.get(it.day, 0.0) - it.intensity / unit
    return unit, sums


def _direction(total: float, count: int, usual: float, spread: float) -> tuple[HistoryMark, float] | None:
    more = at_least(math.floor(total), usual, spread)
    if more < _RARE_WEEK and total >= _MUCH * usual and count >= _FEW:
        return "escalation", more
    less = at_most(math.ceil(total), usual, spread)
    return ("de-escalation", less) if less < _RARE_WEEK and total * _MUCH <= usual else None


def _unit(intensities: Iterable[float]) -> float:
    """Return what one happening weighs, so that a sum of weights spreads like a count."""
    weights = [abs(it) for it in intensities]
    return sum(it**2 for it in weights) / sum(weights) if weights else 1.0


def _silence(held: Sequence[Counted], days: Sequence[int], day: int) -> Iterator[MarkReason]:
    """Tell of the longest silence up to yesterday: today is not over."""
    marks = (_silent(held, days, day, length) for length in reversed(_QUIET_DAYS))
    yield from [it for it in marks if it is not None][:1]


def _silent(held: Sequence[Counted], days: Sequence[int], day: int, length: int) -> MarkReason | None:
    """Return the mark of some days that are all read and next to empty."""
    span = [it for it in days if day - length <= it < day]
    before = [it for it in days if it < day - length]
    if len(span) < length or len(before) < BASELINE_DAYS:
        return None
    counts, last = _counts(held), set(span)
    usual, spread = _Usual.of(counts, before).of_days(span)
    total = sum(counts.get(it, 0) for it in span)
    chance = at_most(int(total), usual, spread + _DRIFT)
    if chance >= _RARE_SILENCE or total > _SILENT * usual:
        return None
    found = [it for it in held if it.day in last]
    return _reason("quiet", (span[0], span[-1]), (total, usual, chance), found)


def _reason(
    mark: HistoryMark, span: tuple[int, int], figures: tuple[float, float, float], found: Iterable[Counted]
) -> MarkReason:
    count, usual, chance = figures
    return MarkReason(
        mark=mark,
        first=span[0],
        last=span[1],
        found=round(count, 1),
        usual=round(usual, 1),
        chance=chance,
        ids=tuple(it.id for it in sorted(found, key=lambda it: (it.day, it.id))),
    )


# ------------------------------------------------------------------------------------------------ the chances


def at_least(count: int, mean: float, spread: float) -> float:
    """Return the chance of so many or more, where the mean is known and the variance mean + spread·mean²."""
    return max(0.0, 1.0 - at_most(count - 1, mean, spread))


def at_most(count: int, mean: float, spread: float) -> float:
    """Return the chance of so many or fewer (negative binomial)."""
    if count < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    size = 1 / max(spread, 1e-6)
    share = size / (size + mean)
    chance = math.exp(size * math.log(share))
    total = chance
    for it in range(1, count + 1):
        chance *= (size + it - 1) / it * (1 - share)
        total += chance
    return min(1.0, total)

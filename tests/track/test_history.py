"""More or less than usual: what is told, what is not, and what cannot be said."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from tests.track.history_stream import (
    FIRST,
    WARM,
    burst_days,
    fifth_changed,
    happenings,
    marked,
    outlets_over,
    rate_of,
    states,
)
from watchfloor.model import HistoryState
from watchfloor.track.history import Counted, at_least, at_most, history_state, outlets_read

TODAY = FIRST + 80
READ = {day: frozenset("abcd") for day in range(FIRST, TODAY + 1)}


def told(counts: dict[int, int], outlets: str = "abcd", intensity: float = -5.0) -> list[Counted]:
    return [
        Counted(id=f"{day}-{outlets}-{number}", day=day, outlets=frozenset(outlets), intensity=intensity)
        for day, count in counts.items()
        for number in range(count)
    ]


def steady(count: int = 6, until: int = TODAY) -> dict[int, int]:
    """Return nearly the same count for each day."""
    return {day: count + (day % 3) - 1 for day in range(FIRST, until + 1)}


def marks(state: HistoryState) -> list[str]:
    return [it.mark for it in state.marks]


def test_days_like_the_others_are_as_usual() -> None:
    state = history_state(told(steady()), READ, TODAY)
    assert state.baseline
    assert (state.days, state.outlets, marks(state)) == (56, 4, [])
    assert state.usual == pytest.approx(6, abs=0.7)


def test_a_day_with_four_times_as_much_is_a_burst_that_leads_to_its_events() -> None:
    state = history_state(told({**steady(), TODAY: 24}), READ, TODAY)
    burst = state.mark("burst")
    assert burst is not None
    assert (burst.found, burst.first, burst.last, len(burst.ids)) == (24, TODAY, TODAY, 24)
    assert burst.usual == pytest.approx(6, abs=0.7)
    assert burst.chance < 0.001


def test_a_week_of_more_hostility_is_an_escalation_and_of_less_the_opposite() -> None:
    week = range(TODAY - 6, TODAY + 1)
    worse = told(steady(until=TODAY - 7)) + told(dict.fromkeys(week, 6), intensity=-10.0)
    assert "escalation" in marks(history_state(worse, READ, TODAY))
    calmer = told(steady(until=TODAY - 7)) + told(dict.fromkeys(week, 6), intensity=2.0)
    state = history_state(calmer, READ, TODAY)
    assert marks(state) == ["de-escalation"], "as much happens, and none of it is hostile"


def test_a_silence_is_told_when_its_days_are_over() -> None:
    quiet = history_state(told(steady(until=TODAY - 4)), READ, TODAY).mark("quiet")
    assert quiet is not None
    assert (quiet.found, quiet.first, quiet.last) == (0, TODAY - 3, TODAY - 1)
    assert history_state(told(steady(until=TODAY - 1)), READ, TODAY).mark("quiet") is None


def test_nothing_is_said_before_four_healthy_weeks_or_on_a_day_that_was_not_read() -> None:
    counts = {**steady(), TODAY: 60}
    young = {day: READ[day] for day in range(TODAY - 27, TODAY + 1)}
    state = history_state(told(counts), young, TODAY)
    assert (state.baseline, state.days, state.usual, state.marks) == (False, 27, None, ())
    grown = {day: READ[day] for day in range(TODAY - 28, TODAY + 1)}
    assert marks(history_state(told(counts), grown, TODAY)) == ["burst"]
    unread = {day: them for day, them in READ.items() if day != TODAY}
    assert not history_state(told(counts), unread, TODAY).baseline


def test_a_gap_is_no_silence_and_what_comes_after_it_no_burst() -> None:
    gap = {day: them for day, them in READ.items() if not TODAY - 5 <= day < TODAY}
    counts = {day: count for day, count in steady().items() if day in gap}
    assert marks(history_state(told({**counts, TODAY: 40}), gap, TODAY)) == []
    later = {**READ, **{day: frozenset() for day in range(TODAY - 6, TODAY - 2)}}
    assert marks(history_state(told({**counts, TODAY - 1: 6, TODAY: 6}), later, TODAY)) == []


def test_an_outlet_that_came_lately_or_was_down_yesterday_changes_nothing() -> None:
    counts = steady()
    newcomer = told(dict.fromkeys(range(TODAY - 3, TODAY + 1), 50), outlets="n")
    read = {day: them | {"n"} if day > TODAY - 4 else them for day, them in READ.items()}
    assert marks(history_state(told(counts) + newcomer, read, TODAY)) == []
    back = told(dict.fromkeys(range(FIRST, TODAY - 2), 1), outlets="b") + told({TODAY: 40}, outlets="b")
    down = {day: them - {"b"} if TODAY - 3 < day < TODAY else them for day, them in READ.items()}
    assert marks(history_state(told(counts, outlets="acd") + back, down, TODAY)) == []


def test_an_outlet_is_not_read_where_it_brings_far_less_or_far_more_than_on_such_days() -> None:
    days = range(FIRST, TODAY + 1)
    volume = dict.fromkeys(days, 100) | {FIRST + 40: 10, FIRST + 41: 400, FIRST + 42: 0, TODAY: 3}
    seldom = {FIRST + 10: 1, FIRST + 14: 1, TODAY - 2: 1}
    read = outlets_read({"large": volume, "small": seldom}, days)
    assert [day - FIRST for day in days if "large" not in read[day]] == [40, 41, 42], "today is not over"
    small = [day - FIRST for day in days if "small" in read[day]]
    assert small == [*range(10, 18), *range(75, 81)], "not before its first"
    assert "large" not in outlets_read({"large": volume | {TODAY: 300}}, days)[TODAY], "a feed that floods"


@pytest.mark.parametrize(("mean", "size"), [(Fraction(1, 5), 16), (Fraction(3), 30), (Fraction(20), 3)])
def test_chances_are_those_of_the_negative_binomial(mean: Fraction, size: int) -> None:
    """The oracle is the sum of its terms in whole numbers."""
    share = size / (size + mean)
    for count in (0, 1, math.ceil(mean), 2 * math.ceil(mean) + 1, 4 * math.ceil(mean) + 3):
        terms = (math.comb(it + size - 1, it) * share**size * (1 - share) ** it for it in range(count + 1))
        below = sum(terms)
        assert at_most(count, float(mean), 1 / size) == pytest.approx(float(below), abs=1e-9)
        assert at_least(count + 1, float(mean), 1 / size) == pytest.approx(float(1 - below), abs=1e-9)
    assert at_most(-1, float(mean), 1 / size) == 0.0
    assert at_most(3, 0.0, 1 / size) == 1.0


def test_bursts_are_found_and_few_are_told_for_nothing() -> None:
    """The short form of `python -m soaks.bursts`, whose figures stand in docs/situations.md."""
    days = range(FIRST, FIRST + 168)
    healthy = outlets_over(days, 1)
    found = planted = false = asked = 0
    for number in range(2):
        begun = burst_days(days, number)
        raw = happenings(days, rate_of(number, 3), number, begun)
        marks = marked(states(raw, healthy, days[WARM:]))
        planted += len(begun)
        found += sum((day, "burst") in marks for day in begun)
        asked += len(days) - WARM
        near = {day for it in begun for day in range(it, it + 8)}
        false += sum(is_new and day not in near for (day, _), is_new in marks.items())
    assert false <= asked / 30, "one for each situation and month"
    assert found >= 0.8 * planted, f"{found} of {planted}"


@pytest.mark.parametrize("added", [True, False])
def test_a_fifth_of_the_outlets_more_or_less_raises_no_alarm(*, added: bool) -> None:
    days = range(FIRST, FIRST + 91)
    healthy = outlets_over(days, 2)
    changed = FIRST + 84
    asked = range(changed, changed + 7)
    for number in range(2):
        raw = happenings(days, rate_of(number, 3), 1000 + number)
        without = marked(states(raw, healthy, asked))
        marks = marked(states(raw, fifth_changed(healthy, changed, number, added=added), asked))
        assert marks.keys() <= without.keys()

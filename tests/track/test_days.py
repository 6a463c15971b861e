from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.model import DateRange
from watchfloor.track.days import begun_by, day_of, days_of, days_of_range


def days(first: str, last: str) -> tuple[int, int]:
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2015-03-04", "2015-03-04", "2015-03-04"),
        ("2015-03-04T10:30", "2015-03-04", "2015-03-04"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015-W12", "2015-03-16", "2015-03-22"),
        ("2015-W01", "2014-12-29", "2015-01-04"),
        ("2015", "2015-01-01", "2015-12-31"),
        ("2015-WI", "2015-12-01", "2016-02-29"),
        ("2015-SP", "2015-03-01", "2015-05-31"),
        ("2015-SU", "2015-06-01", "2015-08-31"),
        ("2015-FA", "2015-09-01", "2015-11-30"),
        ("2015-Q1", "2015-01-01", "2015-03-31"),
        ("2015-Q4", "2015-10-01", "2015-12-31"),
        ("2015-H1", "2015-01-01", "2015-06-30"),
        ("2015-H2", "2015-07-01", "2015-12-31"),
        ("199", "1990-01-01", "1999-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_a_value_is_the_days_that_it_names(value: str, first: str, last: str) -> None:
    assert days_of(value) == days(first, last)


@pytest.mark.parametrize(
    "value",
    ["", "XXXX-WI", "2015-WX", "2015-W54", "2014-W53", "2015-13", "2015-02-30", "0000", "0000-WI", "9999-WI",
     "PRESENT_REF", "2015-Q5", "201-03", "2015-W12-WE", "２０１５", "P3D", "in the winter"],
)  # fmt: skip
def test_what_names_no_days_of_the_calendar_has_none(value: str) -> None:
    assert days_of(value) is None


@given(st.text(alphabet="0123456789-WISPUFAQHXET:.+Z ", max_size=14))
def test_no_value_raises(value: str) -> None:
    found = days_of(value)
    assert found is None or found[0] <= found[1]
    day_of(value)


def test_a_range_is_as_long_as_both_its_ends() -> None:
    whole = DateRange(start="2015-SU", end="2015-SU", precision="season")
    assert days_of_range(whole) == days("2015-06-01", "2015-08-31")
    since = DateRange(start="2015-W12", end=None, precision="week")
    assert days_of_range(since) == days("2015-03-16", "2015-03-22")
    until = DateRange(start=None, end="2015-03-04", precision="day")
    assert days_of_range(until) == days("2015-03-04", "2015-03-04")
    assert days_of_range(DateRange(start="soon", end="later", precision="unknown")) is None
    assert days_of_range(None) is None


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("The strike at the yard is in its fifth day.", "2026-03-05", "2026-03-06"),
        ("The siege, now in its 3rd day, has cost the town its bread.", "2026-03-07", "2026-03-08"),
        ("The blockade entered its second week.", "2026-02-24", "2026-03-03"),
        ("The pilots are on the first day of their walkout.", "2026-03-09", "2026-03-10"),
    ],
)
def test_what_is_so_many_days_old_began_so_long_ago(sentence: str, first: str, last: str) -> None:
    begun = begun_by(sentence, "2026-03-10T08:00:00Z")
    assert begun is not None
    assert (begun.start, begun.end) == (first, last)


@pytest.mark.parametrize(
    "sentence",
    ["The strike goes on.", "In the fifth set she stood in the sun.", "The law is in its final week.", ""],
)
def test_what_tells_no_age_began_at_no_known_time(sentence: str) -> None:
    assert begun_by(sentence, "2026-03-10") is None
    assert begun_by("The strike is in its fifth day.", None) is None

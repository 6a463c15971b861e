"""An instant is written in UTC, whatever zone it came in; a time without a zone is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.model import as_moment, instant_of

VIENNA = timezone(timedelta(hours=2))


def test_a_time_of_any_zone_is_written_in_utc() -> None:
    at = datetime(2026, 5, 13, 8, 30, 15, 250_000, VIENNA)
    assert as_moment(at) == "2026-05-13T06:30:15Z"
    assert as_moment(at, "microseconds") == "2026-05-13T06:30:15.250000Z"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        as_moment(datetime(2026, 5, 13, 8, 30))  # noqa: DTZ001 - what is refused


instants = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.sampled_from([UTC, VIENNA]))  # noqa: DTZ001


@given(instants, instants)
def test_moments_are_in_the_order_of_time_and_are_read_back(one: datetime, other: datetime) -> None:
    written, later = as_moment(one, "microseconds"), as_moment(other, "microseconds")
    assert (written < later) == (one < other)
    assert datetime.fromisoformat(written) == one


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-01-27", "2026-01-27T00:00:00Z"),
        ("2026-01-27T06:00", "2026-01-27T06:00:00Z"),
        ("2026-01-27T06:00:00Z", "2026-01-27T06:00:00Z"),
        ("2026-01-27T06:00:00+02:00", "2026-01-27T04:00:00Z"),
    ],
)
def test_whatever_is_written_is_one_instant(written: str, instant: str) -> None:
    assert as_moment(instant_of(written)) == instant


@pytest.mark.parametrize("written", ["", "soon", "2026-13-01", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_instant_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month|calendar"):
        instant_of(written)

"""Times as people write and read them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from watchfloor.engine.answer.times import Clock, moment_shown
from watchfloor.errors import UsageError

VIENNA = ZoneInfo("Europe/Vienna")
# A Wednesday just after midnight in Vienna, still Tuesday in UTC.
CLOCK = Clock(datetime(2026, 3, 3, 23, 30, tzinfo=UTC), VIENNA)


@pytest.mark.parametrize(
    ("written", "begin", "end", "day"),
    [
        ("today", "2026-03-03T23:00:00Z", "2026-03-04T22:59:59.999999Z", "2026-03-04"),
        ("yesterday", "2026-03-02T23:00:00Z", "2026-03-03T22:59:59.999999Z", "2026-03-03"),
        ("Monday", "2026-03-01T23:00:00Z", "2026-03-02T22:59:59.999999Z", "2026-03-02"),
        ("wednesday", "2026-03-03T23:00:00Z", "2026-03-04T22:59:59.999999Z", "2026-03-04"),
        ("2026-07-01", "2026-06-30T22:00:00Z", "2026-07-01T21:59:59.999999Z", "2026-07-01"),
        ("2026-03-01T06:00", "2026-03-01T05:00:00Z", "2026-03-01T05:00:00Z", "2026-03-01"),
        ("2026-03-01T23:30:00Z", "2026-03-01T23:30:00Z", "2026-03-01T23:30:00Z", "2026-03-02"),
        ("24h", "2026-03-02T23:30:00Z", "2026-03-02T23:30:00Z", "2026-03-03"),
        ("7d", "2026-02-24T23:30:00Z", "2026-02-24T23:30:00Z", "2026-02-25"),
        # The clocks were put forward on that day, which had 23 hours.
        ("2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59.999999Z", "2026-03-29"),
    ],
)
def test_what_people_write_is_meant_in_their_zone(written: str, begin: str, end: str, day: str) -> None:
    assert CLOCK.bound(written, "begin").instant == begin
    assert CLOCK.bound(written, "end").instant == end
    assert CLOCK.bound(written, "begin").day == day


@pytest.mark.parametrize("written", ["", "soon", "99999d999", "0001-01-01T00:00", "2026-13-01", "🙂"])
def test_what_is_no_time_is_refused(written: str) -> None:
    if written == "0001-01-01T00:00":  # earlier than any moment in UTC
        written = "0001-01-01T00:00+14:00"
    with pytest.raises(UsageError, match="no time"):
        CLOCK.bound(written, "begin")


def test_moments_are_shown_with_their_zone_and_days_as_they_are() -> None:
    assert moment_shown("2026-03-03T23:30:00Z", VIENNA) == "2026-03-04 00:30 CET"
    assert moment_shown("2026-07-03T23:30:00.5Z", VIENNA) == "2026-07-04 01:30 CEST"
    assert moment_shown("2026-03-03", VIENNA) == "2026-03-03"
    assert moment_shown(None, VIENNA) == ""

"""Zones: the day of a text where it was written."""

from __future__ import annotations

import pytest

from watchfloor.extract.article import Context
from watchfloor.extract.extractor import Extractor, resolve
from watchfloor.extract.times.zones import local_day, zone_at_home, zone_of_outlet
from watchfloor.model import FlagCode


@pytest.mark.parametrize(
    ("outlet", "zone"),
    [
        ("Sonora Star, Arizona", "America/Phoenix"),
        ("Queensland Tide", "Australia/Brisbane"),
        ("Tokyo Bay Wire", "Asia/Tokyo"),
        ("Denver Ledger", "America/Denver"),
        ("nytimes.com", "America/New_York"),
        ("harbour.co.uk", "Europe/London"),
        ("The Harbour Post", None),
    ],
)
def test_an_outlet_is_at_home_by_its_name_or_its_domain(outlet: str, zone: str | None) -> None:
    assert zone_of_outlet(outlet) == zone


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2026-05-13T03:10:00Z", "2026-05-12"),
        ("2026-05-13T12:10:00Z", "2026-05-13"),
        ("2026-05-13", "2026-05-13"),
        ("2026-05-13T03:10:00", "2026-05-13"),
        ("2026-05-13T03:10:00+02:00", "2026-05-13"),
        ("no date", "no date"),
    ],
)
def test_only_a_moment_in_utc_can_be_another_day(published: str, day: str) -> None:
    assert (local_day(published, "America/Denver") or "")[: len(day)] == day


@pytest.mark.parametrize(
    ("text", "outlet", "published", "day"),
    [
        ("Police shot a man in Denver today.", "Denver Ledger", "2026-05-13T03:10:00Z", "2026-05-12"),
        ("Police shot a man this morning.", "Queensland Tide", "2026-08-03T22:40:00Z", "2026-08-04"),
        ("TOKYO (Wire) - Police shot a man today.", "The Harbour Post", "2026-08-03T22:40:00Z", "2026-08-04"),
        ("Police shot a man today.", "The Harbour Post", "2026-08-03T22:40:00Z", "2026-08-03"),
    ],
)
def test_today_is_the_day_of_the_dateline_or_the_outlet(
    extractor: Extractor, text: str, outlet: str, published: str, day: str
) -> None:
    found = extractor.read(text, context=Context(outlet=outlet, published=published))
    dates = [event.date.start for event in found.events if event.date is not None]
    assert dates == [day]
    again = resolve(resolve(found, None), published)
    assert [event.date for event in again.events] == [event.date for event in found.events]


@pytest.mark.parametrize(
    ("outlet", "url", "zone"),
    [
        (None, "https://www.harbour.at/news/1", "Europe/Vienna"),
        ("The Harbour Post", "https://harbour.co.uk/1", "Europe/London"),
        ("Perth Tide", "https://tide.com.au/1", "Australia/Perth"),  # a country of many zones tells none
        ("Tokyo Bay Wire", "https://news.tv/1", "Asia/Tokyo"),  # what is sold to everybody tells none
        ("The Harbour Post", "https://harbour.io/1", None),
        ("The Harbour Post", "https://www.nytimes.com/1", "America/New_York"),
        ("The Harbour Post", "https://[broken", None),
        (None, None, None),
    ],
)
def test_a_host_tells_the_zone_where_its_country_has_one(
    outlet: str | None, url: str | None, zone: str | None
) -> None:
    assert zone_at_home(outlet, url) == zone


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2026-05-12T21:59:00Z", "2026-05-12"),  # one minute before midnight in Vienna
        ("2026-05-12T22:00:00Z", "2026-05-13"),
        ("2026-05-12T23:59:59Z", "2026-05-13"),
        ("2026-05-13T00:00:00Z", "2026-05-13"),
        ("2026-01-12T22:30:00Z", "2026-01-12"),  # winter: an hour later
        ("2026-01-12T23:00:00Z", "2026-01-13"),
    ],
)
def test_midnight_is_that_of_the_host(extractor: Extractor, published: str, day: str) -> None:
    context = Context(outlet="The Harbour Post", url="https://harbour.at/1", published=published)
    found = extractor.read("Police shot a man in Linz today.", context=context)
    assert [event.date.start for event in found.events if event.date is not None] == [day]
    assert found.flags == ()


@pytest.mark.parametrize(
    ("text", "outlet", "published", "flagged"),
    [
        ("Police shot a man today.", "The Harbour Post", "2026-05-12T23:30:00Z", True),
        ("Police shot a man on Monday.", "The Harbour Post", "2026-05-12T23:30:00Z", True),
        ("Police shot a man on 4 May 2026.", "The Harbour Post", "2026-05-12T23:30:00Z", False),
        ("Police shot a man today.", "The Harbour Post", "2026-05-12", False),
        ("Police shot a man today.", "The Harbour Post", "2026-05-12T23:30:00+02:00", False),
        ("Police shot a man today.", "Denver Ledger", "2026-05-12T23:30:00Z", False),
    ],
)
def test_days_that_count_in_utc_are_flagged(
    extractor: Extractor, text: str, outlet: str, published: str, *, flagged: bool
) -> None:
    found = extractor.read(text, context=Context(outlet=outlet, published=published))
    assert [flag.code for flag in found.flags] == [FlagCode.DAYS_IN_UTC] * flagged
    assert resolve(found, "2026-05-12").flags == ()
    assert resolve(resolve(found, None), published).flags == found.flags

"""Zones: the day of a text where it was written."""

from __future__ import annotations

import pytest

from watchfloor.extract.article import Context
from watchfloor.extract.extractor import Extractor, resolve
from watchfloor.extract.times.zones import local_day, zone_of_outlet


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

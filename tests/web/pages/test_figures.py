"""Events as a map and as a timeline: what stands where, and what stands in the tables beside."""

from __future__ import annotations

from itertools import count
from zoneinfo import ZoneInfo

import pytest

from watchfloor.model import (
    DateRange,
    Event,
    EventId,
    EventMember,
    EventType,
    OriginId,
    Place,
    ReportId,
    Span,
    StoryId,
    TextId,
)
from watchfloor.web.pages.maps import map_of, tone_of
from watchfloor.web.pages.timelines import TimeScale, timeline_of

UTC = ZoneInfo("UTC")
HARBOUR = Place(name="Killybegs", country="IE", lat=54.63, lon=-8.45, geonames=1, precision="town")
PORT = Place(name="Vigo", country="ES", lat=42.23, lon=-8.72, geonames=2, precision="town")
REGION = Place(name="Galicia", country="ES", lat=42.8, lon=-8.0, geonames=3, precision="region")
SPAIN = Place(name="Spain", country="ES", lat=40.0, lon=-4.0, geonames=4, precision="country")
ids = count()


def event(
    place: Place | None = None,
    day: str | None = None,
    kind: EventType = EventType.PROTEST,
    told: str | None = None,
) -> Event:
    number = next(ids)
    member = EventMember(
        id=f"m{number}",
        report=ReportId(f"r{number}"),
        origin=OriginId(f"o{number}"),
        text_id=TextId("t"),
        outlet="Harbour Wire",
        published=told,
        type=kind,
        mode=None,
        span=Span(0, 1),
        trigger=(),
    )
    date = DateRange(start=day, end=day, precision="day") if day else None
    return Event(
        id=EventId(f"e{number}"),
        type=kind,
        mode=None,
        story=StoryId("s"),
        members=(member,),
        place=place,
        date=date,
    )


def test_a_map_has_circles_of_precision_shapes_of_countries_and_a_row_for_each_place() -> None:
    drawn = map_of([event(HARBOUR), event(HARBOUR), event(PORT), event(REGION), event(SPAIN), event()])
    assert drawn is not None
    assert [(it.name, len(it.events)) for it in drawn.rows] == [
        ("Killybegs, Ireland", 2),
        ("Galicia, Spain", 1),
        ("Spain", 1),
        ("Vigo, Spain", 1),
    ]
    assert drawn.without == 1
    assert drawn.countries.keys() == {"ES"}
    by_name = {it.name: it for it in drawn.circles}
    assert by_name.keys() == {"Killybegs", "Vigo", "Galicia"}
    assert by_name["Galicia"].is_region
    assert by_name["Galicia"].radius > by_name["Vigo"].radius
    assert by_name["Killybegs"].y < by_name["Vigo"].y
    assert drawn.circles[0].name == "Galicia", "what is widest lies below the others"


def test_places_that_lie_together_are_one_link_with_all_their_happenings() -> None:
    near = Place(name="Cangas", country="ES", lat=42.26, lon=-8.78, geonames=5, precision="town")
    drawn = map_of([event(PORT), event(PORT), event(near), event(HARBOUR)])
    assert drawn is not None
    assert [(it.count, it.words) for it in drawn.clusters] == [
        (3, "3 happenings at Vigo, Cangas"),
        (1, "1 happening at Killybegs"),
    ]
    assert [drawn.rows[it.row].place.name for it in drawn.clusters] == ["Vigo", "Killybegs"]


def test_two_villages_of_one_name_in_the_desks_table_are_two_circles() -> None:
    one = Place(name="Tarvel", country="ES", lat=42.3, lon=-8.7, code="NL0101", precision="town")
    other = Place(name="Tarvel", country="ES", lat=40.1, lon=-3.2, code="NL0202", precision="town")
    drawn = map_of([event(one), event(other), event(other)])
    assert drawn is not None
    assert [(it.place.code, len(it.events)) for it in drawn.rows] == [("NL0202", 2), ("NL0101", 1)]
    assert len({(it.x, it.y) for it in drawn.circles}) == 2


def test_what_has_no_place_has_no_map() -> None:
    assert map_of([event(), event(Place(name="the border", country=None))]) is None


def test_a_tone_is_of_the_scale_of_intensity() -> None:
    assert [tone_of(it) for it in (-10, -1, -0.9, 0, 0.9, 1, 7)] == [
        *("hostile", "hostile", "neutral", "neutral", "neutral", "cooperative", "cooperative")
    ]


@pytest.mark.parametrize(
    ("scale", "rows"),
    [
        ("years", [("2025", 1), ("2026", 3)]),
        ("months", [("Dec 2025", 1), ("Mar 2026", 3)]),
        ("weeks", [("week of Mon 29 Dec 2025", 1), ("week of Mon 9 Mar 2026", 3)]),
        ("days", [("Wed 31 Dec 2025", 1), ("Tue 10 Mar 2026", 2), ("Thu 12 Mar 2026", 1)]),
        ("hours", [("Tue 10 Mar 2026 13:00", 2)]),
    ],
)
def test_a_timeline_counts_at_each_scale(scale: TimeScale, rows: list[tuple[str, int]]) -> None:
    told = [
        event(day="2025-12-31"),
        event(day="2026-03-10", told="2026-03-10T13:05:00Z"),
        event(day="2026-03-10", kind=EventType.AGREE, told="2026-03-10T13:50:00Z"),
        event(day="2026-03-12"),
    ]
    drawn = timeline_of(told, scale, UTC)
    assert drawn is not None
    assert [(it.words, it.total) for it in drawn.rows] == rows
    assert max(it.total for it in drawn.rows) == drawn.most
    assert sum(it.total for it in drawn.rows) + drawn.undated == len(told)


def test_a_timeline_has_empty_days_between_and_a_bar_for_each_tone() -> None:
    told = [
        event(day="2026-03-10", kind=EventType.ASSAULT),
        event(day="2026-03-10", kind=EventType.AGREE),
        event(day="2026-03-13"),
    ]
    drawn = timeline_of(told, "days", UTC)
    assert drawn is not None
    first, second, last = drawn.bars
    assert (first.x, first.tone, second.tone) == (second.x, "hostile", "cooperative")
    assert first.y > second.y, "bars of a day stand on one another"
    step = first.width / 0.8
    assert last.x - first.x == pytest.approx(3 * step, abs=0.2)


def test_the_scale_fits_the_span_and_what_is_known_by_year_alone_stands_there() -> None:
    few = timeline_of([event(day="2026-03-10"), event(day="2026-03-12")], None, UTC)
    assert few is not None
    assert few.scale == "days"
    long = timeline_of([event(day=f"{2000 + it}-03-10") for it in range(12)], None, UTC)
    assert long is not None
    assert long.scale == "years"
    coarse = [event(day="2024"), event(day="2026-03-10")]
    by_year, by_day = timeline_of(coarse, "years", UTC), timeline_of(coarse, "days", UTC)
    assert by_year is not None
    assert by_day is not None
    assert [it.words for it in by_year.rows] == ["2024", "2026"]
    assert (by_day.undated, len(by_day.rows)) == (1, 1)


def test_what_has_no_room_is_counted() -> None:
    told = [event(day="2020-01-01"), event(day="2026-03-10")]
    drawn = timeline_of(told, "days", UTC)
    assert drawn is not None
    assert (drawn.outside, [it.words for it in drawn.rows]) == (1, ["Tue 10 Mar 2026"])
    far = timeline_of([*told, event(day="2026-03-09"), event(day="2031-05-12")], "days", UTC)
    assert far is not None
    assert (far.outside, len(far.rows)) == (2, 2)
    assert timeline_of([event()], None, UTC) is None

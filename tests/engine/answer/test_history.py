"""A situation against its own past, over a floor that read one outlet for some weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.answer.coverage import coverage
from watchfloor.engine.answer.history import history
from watchfloor.engine.answer.situation_now import situation_now
from watchfloor.engine.answer.situations import Situation
from watchfloor.engine.answer.times import Clock
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Asked, EventId, Rendition, Scope
from watchfloor.store import Store

TODAY = date(2026, 6, 15)
NOW = f"{TODAY}T20:00:00Z"
TOWNS = ("Galway", "Cork", "Limerick", "Sligo", "Ennis", "Tralee", "Waterford", "Wexford", "Kilkenny")
CROWDS = ("dockers", "fishermen", "drivers", "students", "farmers", "nurses", "miners")
SCOPE = Scope(countries=("IE",), types=("COERCE",))


def admit(floor: Floor, day: date, number: int, *, published: date | None = None) -> None:
    """Read that some people were arrested; no two texts tell of the same."""
    town, crowd = TOWNS[number % len(TOWNS)], CROWDS[number % len(CROWDS)]
    text = f"Police arrested {number + 3} {crowd} in {town} on {(published or day):%A}."
    title = f"Arrests of {crowd} in {town}"
    admit_line(floor, day, text, title, number=number, published=published)


def admit_line(
    floor: Floor, day: date, text: str, title: str, *, number: int = 0, published: date | None = None
) -> None:
    """Read a text of the one outlet."""
    at = f"{day}T{8 + number % 10:02}:00:00Z"
    line = {
        "text": text,
        "title": title,
        "outlet": "Gazette",
        "url": f"https://gazette.example/{day}/{number}",
        "published": f"{published or day}T07:00:00Z",
    }
    list(floor.take([rendition_of_line(line, arrived=at)], arrival=partial(_moment, at)))


def _moment(at: str, _: Rendition) -> str:
    return at


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """One arrest a day for five weeks, five today, and an old one that was read today only."""
    with Store.memory() as held:
        floor = Floor(held, ())
        for back in range(35, 0, -1):
            admit(floor, TODAY - timedelta(days=back), back)
        for number in range(40, 45):
            admit(floor, TODAY, number)
        admit(floor, TODAY, 50, published=TODAY - timedelta(days=20))
        yield held


def test_today_is_a_burst_whose_marks_lead_to_its_events(store: Store) -> None:
    found = history(store, SCOPE, now=NOW)
    burst = found.state.mark("burst")
    assert burst is not None
    assert (burst.found, found.state.found, found.state.outlets) == (5, 5, 1)
    assert burst.usual == pytest.approx(1.0, abs=0.1)
    told = {it.id: it for it in store.events(ids=[*map(EventId, burst.ids)])}
    assert len(told) == 5
    assert {it.type.value for it in told.values()} == {"COERCE"}


def test_what_was_read_late_counts_on_no_day(store: Store) -> None:
    points = history(store, SCOPE, now=NOW).points
    assert [it.day for it in points if it.known.startswith(str(TODAY))].count(None) == 1
    assert sum(it.day is not None for it in points) == 40


def test_nothing_is_said_before_four_weeks_and_on_days_without_any_report(store: Store) -> None:
    early = history(store, SCOPE, now=f"{TODAY - timedelta(days=10)}T23:00:00Z").state
    assert (early.baseline, early.marks) == (False, ())
    later = history(store, SCOPE, now=f"{TODAY + timedelta(days=30)}T12:00:00Z")
    assert not later.state.baseline, "nothing is read any more: that is no quiet"
    assert (TODAY + timedelta(days=20)).toordinal() in later.unread


def test_a_situation_is_told_in_figures_that_lead_to_events(store: Store) -> None:
    clock = Clock(datetime.fromisoformat(NOW), ZoneInfo("UTC"))
    situation = Situation(name="arrests", asked=Asked(countries=("Ireland",), types=("COERCE",)))
    found = situation_now(store, situation, clock=clock, coverage=coverage(store, now=NOW))
    (tally,) = found.tallies
    assert (tally.type, tally.day, tally.week, tally.month) == ("COERCE", 6, 12, 35)
    arrested = next(it for it in found.tolls if it.role == "arrested")
    assert arrested.day == sum(range(43, 48)) + 53
    assert arrested.usual_a_day is not None
    assert {it.of[0] for it in found.places} <= set(TOWNS)
    galway = next(it for it in found.places if it.of == ("Galway",))
    assert galway.month == -7.0
    assert {it.place.name for it in store.events(ids=[*map(EventId, galway.events)]) if it.place} == {
        "Galway"
    }
    assert found.stories

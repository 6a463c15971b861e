"""What an answer rests on: days, sources and languages as they were, now and as of any moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from watchfloor.engine.answer.coverage import BASELINE, coverage
from watchfloor.exchange.coverage import coverage_sentence
from watchfloor.ingest.sources import new_source
from watchfloor.model import Source, SourceHealth
from watchfloor.store import Sources, Store, VisitRecord

BEGIN = datetime.fromisoformat("2026-02-01T06:00:00Z")


def at(hours: float) -> str:
    return (BEGIN + timedelta(hours=hours)).isoformat(timespec="seconds").replace("+00:00", "Z")


class Watched:
    """Sources whose visits a test tells."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.sources = Sources(store)

    def add(self, name: str, hours: float = 0) -> Source:
        source = new_source(f"https://{name}.example/feed", "feed", title=name, added=at(hours))
        assert self.sources.add(source, due=at(hours))
        return source

    def visit(self, source: Source, *hours: float, status: str = "healthy", error: str | None = None) -> None:
        for hour in hours:
            health = SourceHealth(status=status, tried=at(hour), due=at(hour + 1))  # type: ignore[arg-type]
            self.sources.record(VisitRecord(source=source, health=health, at=at(hour), note=error))


@pytest.fixture
def floor() -> Iterator[Watched]:
    with Store.memory() as store:
        yield Watched(store)


def test_without_sources_nothing_is_said_of_days(floor: Watched) -> None:
    found = coverage(floor.store, now=at(1))
    assert (found.followed, found.days, found.since) == (0, 0, None)
    assert "No source is followed" in coverage_sentence(found)
    assert "No report is held" in coverage_sentence(found)


def test_a_source_that_breaks_is_named_with_the_first_failure_and_the_last_error(floor: Watched) -> None:
    well, sick = floor.add("well"), floor.add("sick")
    floor.visit(well, *range(0, 60, 12))
    floor.visit(sick, 0, 12)
    floor.visit(sick, 24, status="failing", error="the site answers 500")
    floor.visit(sick, 36, 48, status="broken", error="the site answers 503")
    found = coverage(floor.store, now=at(50))
    assert (found.followed, found.read) == (2, 1)
    (unread,) = found.unread
    assert (unread.url, unread.status, unread.since) == (sick.url, "broken", at(24))
    assert "sick (broken since 2026-02-02T06:00: the site answers 503)" in coverage_sentence(found)


def test_as_of_a_moment_it_is_what_it_was_then(floor: Watched) -> None:
    well, sick = floor.add("well"), floor.add("sick")
    floor.visit(well, *range(0, 60, 12))
    floor.visit(sick, 0, 12)
    floor.visit(sick, 24, 36, status="failing", error="the site answers 500")
    later = floor.add("later", 40)
    floor.visit(later, 41)
    floor.sources.remove(well.id, at=at(50))
    assert [it.url for it in coverage(floor.store, as_of=at(20)).unread] == []
    assert coverage(floor.store, as_of=at(20)).followed == 2
    assert [it.url for it in coverage(floor.store, as_of=at(25)).unread] == [sick.url]
    assert coverage(floor.store, as_of=at(45)).followed == 3
    assert coverage(floor.store, as_of=at(55)).followed == 2
    assert coverage(floor.store, as_of="2026-01-31").followed == 0


def test_a_floor_that_was_switched_off_has_a_gap(floor: Watched) -> None:
    source = floor.add("well")
    floor.visit(source, *range(0, 48, 12), *range(144, 192, 12))
    found = coverage(floor.store, now=at(190))
    assert found.gaps == (("2026-02-03", "2026-02-06"),)
    assert (found.days, found.days_read, found.healthy_days) == (9, 4, 2)
    assert "nothing was read 2026-02-03 to 2026-02-06" in coverage_sentence(found)
    late = coverage(floor.store, now=at(190), since=at(144))
    assert (late.gaps, late.days, late.days_read, late.since) == ((), 3, 2, "2026-02-07")
    asleep = coverage(floor.store, now=at(300))
    assert [(it.status, it.since) for it in asleep.unread] == [("not visited", at(180))]


def test_no_baseline_before_four_healthy_weeks(floor: Watched) -> None:
    source, other = floor.add("well"), floor.add("other")
    floor.visit(source, *range(0, 24 * BASELINE, 12))
    floor.visit(other, *range(0, 24 * (BASELINE - 4), 12))
    floor.visit(other, *range(24 * (BASELINE - 2), 24 * BASELINE, 12))
    thin = coverage(floor.store, now=at(24 * (BASELINE - 1) + 13))
    assert thin.thin == (("2026-02-25", "2026-02-26"),)
    assert not thin.baseline
    assert "No baseline yet (2 of 28 healthy days)" in coverage_sentence(thin)
    floor.visit(other, *range(24 * (BASELINE - 4), 24 * (BASELINE - 2), 12))
    whole = coverage(floor.store, now=at(24 * (BASELINE - 1) + 13))
    assert (whole.healthy_days, whole.baseline) == (BASELINE, True)
    assert "baseline" not in coverage_sentence(whole)


def test_a_paused_source_is_not_missed(floor: Watched) -> None:
    source, other = floor.add("well"), floor.add("other")
    floor.visit(source, *range(0, 96, 12))
    floor.visit(other, 0)
    floor.sources.change(replace(other, paused=True), SourceHealth(), at=at(2))
    found = coverage(floor.store, now=at(90))
    assert (found.followed, found.paused, found.unread, found.thin) == (1, 1, (), ())


def test_a_source_that_was_never_visited_is_named(floor: Watched) -> None:
    floor.add("new")
    found = coverage(floor.store, now=at(1))
    assert [it.status for it in found.unread] == ["not visited yet"]
    assert found.gaps == ()  # its first day is not over

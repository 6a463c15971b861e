"""Sixty days of many sources by a clock that tests turn: what grows, when visits come, what is doubled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.world import words
from watchfloor.engine.admit.admission import Admitted
from watchfloor.engine.answer.coverage import coverage
from watchfloor.engine.collect.rounds import Polling, next_due
from watchfloor.ingest.sources import new_source
from watchfloor.model import Quarantined, Rendition
from watchfloor.network import Answer, Client
from watchfloor.store import Sources, Store, schema

BEGIN = datetime.fromisoformat("2026-02-01T00:00:00Z")
SOURCES = int(os.environ.get("MONTHS_SOURCES", "5"))  # 200 take half an hour
DAYS = 60
PACES = (2.0, 6.0, 24.0, 72.0, 24.0 * 365)  # hours between two items: an agency to an archive
LISTED = 20  # items in a feed


def at(hours: float) -> str:
    return (BEGIN + timedelta(hours=hours)).isoformat(timespec="seconds").replace("+00:00", "Z")


def hours(moment: str) -> float:
    return (datetime.fromisoformat(moment) - BEGIN).total_seconds() / 3600


class Months:
    """A floor without extraction or network, and a world that goes on by the hour."""

    def __init__(self, store: Store, count: int) -> None:
        self.store = store
        self.sources = Sources(store)
        self.clock = self.real = 0.0  # hours: what the machine says, and what it is
        self.visits: list[tuple[float, int]] = []
        self.taken: Counter[tuple[int, int]] = Counter()
        self.down: dict[int, tuple[float, float]] = {}
        added = [new_source(f"https://outlet{n}.example/feed", "feed") for n in range(count)]
        self.sources.add_all(added, due=at(0))

    def get(self, url: str, headers: dict[str, str]) -> Answer:
        if not url.endswith("/feed"):
            return Answer(url=url, status=404, headers={}, body=b"")
        number = int(url.split("/")[2].removeprefix("outlet").partition(".")[0])
        self.visits.append((self.real, number))
        begin, end = self.down.get(number, (0.0, 0.0))
        if begin <= self.real < end:
            return Answer(url=url, status=503, headers={}, body=b"")
        newest = int(self.real / PACES[number % len(PACES)])
        etag = f'"{newest}"'
        if headers.get("If-None-Match") == etag:
            return Answer(url=url, status=304, headers={}, body=b"")
        listed = range(newest, max(-1, newest - LISTED), -1)
        items = [{"id": f"{number}/{n}", "title": f"{number}/{n}", "content_text": words(n)} for n in listed]
        body = {"version": "https://jsonfeed.org/version/1.1", "title": "Outlet", "items": items}
        return Answer(url=url, status=200, headers={"etag": etag}, body=json.dumps(body).encode())

    def take(self, items: Iterable[Rendition | Quarantined]) -> Iterator[Admitted]:
        for item in items:
            assert isinstance(item, Rendition)
            number, _, place = (item.title or "").partition("/")
            self.taken[int(number), int(place)] += 1
            yield Admitted(item.id)

    def round(self) -> int:
        polling = Polling(
            store=self.store,
            client=Client(),
            clock=lambda: at(self.clock),
            pause=0.0,
            workers=2,
            readers=0,
        )
        return sum(1 for _ in polling.once(take=self.take))

    def go_on(self, days: float, step: float = 0.5) -> None:
        """Poll whenever something is due, at steps of half an hour."""
        until = self.real + 24 * days
        while self.real < until:
            self.round()
            due = next_due(self.store)
            wait = max(step, min(hours(due) - self.clock, 24.0)) if due else step
            wait = min(-(-wait // step) * step, until - self.real)
            self.clock, self.real = self.clock + wait, self.real + wait

    def count(self, table: sa.Table) -> int:
        with self.store.reading() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)

    def sizes(self) -> dict[str, int]:
        tables = (schema.item, schema.visit, schema.spell, schema.site, schema.admission)
        return {table.name: self.count(table) for table in tables}


def world_of(monkeypatch: pytest.MonkeyPatch, store: Store, count: int) -> Months:
    made = Months(store, count)

    def get(_: Client, url: str, headers: dict[str, str] | None = None, *, follow: bool = True) -> Answer:
        return made.get(url, dict(headers or {}))

    monkeypatch.setattr(Client, "get", get)
    return made


@pytest.fixture
def months(monkeypatch: pytest.MonkeyPatch) -> Iterator[Months]:
    with Store.memory() as store:
        yield world_of(monkeypatch, store, 15)


def resident() -> float:
    """Return the megabytes that this process holds."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.slow
def test_sixty_days_lose_nothing_double_nothing_and_grow_no_more_than_they_must(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchfloor.store.sources._ITEMS_KEPT", timedelta(days=15))
    with Store.create(tmp_path) as store:
        months = world_of(monkeypatch, store, SOURCES)
        months.down[3] = (24.0 * 20, 24.0 * 23)
        months.go_on(DAYS / 2)
        half, memory = months.sizes(), resident()
        months.go_on(DAYS / 2)
        end, grown = months.sizes(), resident() - memory
        assert max(months.taken.values()) == 1
        for number in range(SOURCES):
            wanted = int((24 * DAYS - 13) / PACES[number % len(PACES)])  # the last visit is that old at most
            assert all(months.taken[number, place] for place in range(wanted + 1)), number
        # What grows is bounded: items of a fortnight, visits of a fortnight, a spell for each change.
        assert end["item"] <= 1.2 * half["item"] + LISTED
        assert end["visit"] <= 1.2 * half["visit"]
        assert end["spell"] <= SOURCES + 6
        assert end["admission"] == 1
        assert grown < 20, f"{grown} MB in a month"
        of_each = Counter(number for _, number in months.visits)
        for number in range(SOURCES):
            pace = PACES[number % len(PACES)]
            # An agency is seen several times an item, an archive about twice a day.
            assert of_each[number] <= max(24 * DAYS / pace * 6, DAYS * 3), (number, of_each[number])
            assert of_each[number] >= DAYS * 1.5
        by_hour = Counter(int(hour) for hour, _ in months.visits if hour > 48)
        assert max(by_hour.values()) <= 3 * sum(by_hour.values()) / len(by_hour) + 5
        found = coverage(store, now=at(months.clock))
        assert (found.followed, found.read, found.days) == (SOURCES, SOURCES, DAYS + 1)
        assert (found.gaps, found.baseline) == ((), True)


def test_after_a_pause_each_source_is_visited_once_and_they_part_company(months: Months) -> None:
    months.go_on(2)
    months.clock = months.real = months.real + 24 * 5
    before = len(months.visits)
    assert months.round() == 15
    assert len(months.visits) - before == 15
    dues = sorted(hours(held.health.due or "") for held in months.sources.all())
    assert len({round(due, 3) for due in dues}) > 12
    assert months.round() == 0


@pytest.mark.parametrize("jump", [-1.0, -24.0 * 365])
def test_a_clock_that_is_put_back_makes_no_storm_and_no_skips(months: Months, jump: float) -> None:  # 69
    months.go_on(3)
    months.clock += jump
    before, now = len(months.visits), months.real
    intervals = {held.source.id: held.health.interval / 3600 for held in months.sources.all()}
    months.go_on(1.5)
    after = Counter(number for _, number in months.visits[before:])
    assert set(after) == set(range(15)), "a source was skipped"
    for held in months.sources.all():
        number = int(held.source.url.split("outlet")[1].partition(".")[0])
        first = next(hour for hour, visited in months.visits[before:] if visited == number)
        assert first - now <= max(1.3 * intervals[held.source.id], 1.0) + 0.5
    assert sum(1 for hour, _ in months.visits[before:] if hour == now) <= 6, "a storm"
    assert max(months.taken.values()) == 1


def test_a_clock_that_is_put_forward_a_year_and_back_makes_no_storm_and_no_skips(
    months: Months,
) -> None:  # 69
    months.go_on(3)
    months.clock += 24 * 365
    before = len(months.visits)
    months.round()
    assert len(months.visits) - before <= 15
    months.clock -= 24 * 365
    before, now = len(months.visits), months.real
    months.go_on(1.5)
    assert {number for _, number in months.visits[before:]} == set(range(15))
    assert sum(1 for hour, _ in months.visits[before:] if hour == now) <= 6
    assert max(months.taken.values()) == 1


FEW_FILES = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
from tests.engine.collect.poll_child import main
main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
"""


def test_with_few_files_fewer_visits_are_under_way_and_none_fails(tmp_path: Path) -> None:  # 72
    from tests.engine.collect.test_poll_kill import world_of as publish  # noqa: PLC0415
    from tests.world import World  # noqa: PLC0415

    with World() as world:
        publish(world)
        done = subprocess.run(
            [sys.executable, "-c", FEW_FILES, str(tmp_path), str(world.port), "30"],
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
            env={**os.environ, "POLL_WORKERS": "24", "POLL_READERS": "2"},
        )
    assert done.returncode == 0, done.stderr
    with Store.open(tmp_path) as store:
        assert {held.health.status for held in Sources(store).all()} == {"healthy"}
        assert store.counts()["rendition"] == 120

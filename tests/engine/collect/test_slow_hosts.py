"""Hosts that send a byte now and then: nothing that is asked of them lasts longer than a visit may."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.world import Given, World, feed, page, words
from watchfloor.engine.collect.health import Success
from watchfloor.engine.collect.rounds import Polling, next_due
from watchfloor.engine.collect.visit import Turns, Visitor
from watchfloor.engine.collect.visit_result import VisitResult
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.ingest.sources import new_source
from watchfloor.model import SourceHealth
from watchfloor.network import Limits
from watchfloor.store import HeldSource, Sources, Store

NOW = "2026-02-01T08:00:00Z"
LIMITS = Limits(bytes=2_000_000, seconds=0.4, step_seconds=0.3)
LONGEST = 1.0
FAR_TOO_LONG = 20.0  # seconds; what drips here would take minutes
DRIP = 0.1
LARGE = page("Strike", *map(words, range(40)))
HEAD = {"X-Long": "y" * 2_000}
SITEMAP = (
    b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
    + b"<url><loc>http://a.example/1</loc></url>" * 40
    + b"</urlset>"
)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as made:
        yield made


def visit(world: World, url: str, kind: str = "feed") -> VisitResult:
    """Return a visit by limits that make seconds of what are minutes."""
    source = new_source(url, kind, added=NOW)  # type: ignore[arg-type]
    visitor = Visitor(
        client=world.client(LIMITS),
        reading=ReaderPool(0),
        clock=lambda: NOW,
        turns=Turns(0.0),
        longest=LONGEST,
    )
    began = time.monotonic()
    result = visitor.visit(HeldSource(source, SourceHealth()))
    assert time.monotonic() - began < FAR_TOO_LONG
    return result


@pytest.mark.parametrize(
    "given", [Given(LARGE, drips=DRIP), Given(b"x", headers=HEAD, drips=DRIP)], ids=["body", "head"]
)
@pytest.mark.parametrize("path", ["/feed", "/robots.txt", "/.well-known/tdmrep.json", "/map.xml"])
def test_a_listing_that_drips_ends_with_its_visit(world: World, path: str, given: Given) -> None:
    world.put("a.example", "/feed", feed((world.url("a.example", "/1"), "One", "Ships wait.")))
    world.put("a.example", "/map.xml", SITEMAP)
    world.put("a.example", path, given)
    kind = "sitemap" if path == "/map.xml" else "feed"
    result = visit(world, world.url("a.example", path if kind == "sitemap" else "/feed"), kind)
    assert isinstance(result.outcome, Success) == (path == "/.well-known/tdmrep.json")
    assert len(world.asked) <= 5


def test_pages_that_drip_are_left_after_some_and_the_rest_is_not_waited_for(world: World) -> None:
    links = [world.put(f"h{n}.example", "/1", Given(LARGE, drips=DRIP)) for n in range(30)]
    url = world.put("a.example", "/feed", feed(*((link, f"Story {n}", "") for n, link in enumerate(links))))
    result = visit(world, url)
    assert isinstance(result.outcome, Success)
    assert not result.outcome.complete
    assert sum(asked.path == "/1" for asked in world.asked) <= 5


def test_hops_that_drip_share_the_time_of_one_request(world: World) -> None:
    def on(number: int) -> Callable[[object], Given]:
        def answer(_asked: object) -> Given:
            time.sleep(0.15)
            return Given(b"", 302, {"Location": world.url(f"h{number}.example", "/1")})

        return answer

    for number in range(1, 6):
        world.put(f"h{number}.example", "/1", on(number + 1))
    visit(world, world.put("h0.example", "/1", on(1)))
    assert 1 < sum(asked.path == "/1" for asked in world.asked) < 5


def test_a_dripping_source_costs_no_other_its_news(tmp_path: Path, world: World) -> None:
    sound = world.put("b.example", "/1", page("Strike", words(1)))
    urls = [
        world.put("a.example", "/feed", Given(LARGE, drips=DRIP)),
        world.put("b.example", "/feed", feed((sound, "Strike", "Ships wait."))),
    ]
    with Store.memory() as store:
        sources = Sources(store)
        for url in urls:
            assert sources.add(new_source(url, "feed", added=NOW), due=NOW)
        polling = Polling(store=store, client=world.client(LIMITS), clock=lambda: NOW, pause=0.0, readers=0)
        assert sorted(it.health.status for it in polling.once()) == ["failing", "healthy"]
        assert len(store.renditions()) == 1
        assert next_due(store) is not None

"""Visits that are under way: in their order where they are in time; what is late holds up nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.world import Asked, Given, World, feed, words
from watchfloor.engine.admit.admission import Admitted
from watchfloor.engine.collect.health import Success
from watchfloor.engine.collect.rounds import Polling
from watchfloor.engine.collect.under_way import VisitsUnderWay
from watchfloor.engine.collect.visit_result import VisitResult
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.ingest.sources import new_source
from watchfloor.model import Quarantined, Rendition, SourceHealth, SourceId
from watchfloor.network import Limits
from watchfloor.store import HeldSource, Sources, Store

EARLY, LATER = "2026-03-02T08:00:00Z", "2026-03-02T10:00:00Z"


def nothing() -> None:
    """Hold nothing that is to be let go of."""


def visit_of(name: str, *, begun: threading.Event | None = None) -> Callable[[], VisitResult]:
    held = HeldSource(new_source(f"https://{name}.example/feed", "feed"), SourceHealth())

    def visit() -> VisitResult:
        if begun is not None:
            assert begun.wait(20.0)
        return VisitResult(held=held, at=EARLY, outcome=Success())

    return visit


def hosts_of(under_way: VisitsUnderWay, *, leaves_late: bool) -> Iterator[str]:
    while (result := under_way.next(leaves_late=leaves_late)) is not None:
        yield result.held.source.url.removeprefix("https://").removesuffix(".example/feed")


def test_visits_that_are_in_time_come_back_in_their_order() -> None:
    second_is_over = threading.Event()
    with VisitsUnderWay() as under_way:
        under_way.begin(SourceId("a"), visit_of("a", begun=second_is_over), at_end=nothing)
        under_way.begin(SourceId("b"), visit_of("b"), at_end=second_is_over.set)
        assert set(under_way.sources) == {"a", "b"}
        assert list(hosts_of(under_way, leaves_late=True)) == ["a", "b"]
        assert not under_way.sources


def test_what_is_late_is_left_or_waited_for_and_let_go_of_when_it_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("watchfloor.engine.collect.under_way._PATIENCE", 0.05)
    lets_go, over = threading.Event(), threading.Event()
    with VisitsUnderWay() as under_way:
        under_way.begin(SourceId("slow"), visit_of("slow", begun=lets_go), at_end=over.set)
        under_way.begin(SourceId("quick"), visit_of("quick"), at_end=nothing)
        assert list(hosts_of(under_way, leaves_late=True)) == ["quick"]
        assert set(under_way.sources) == {"slow"}
        assert not over.is_set()
        lets_go.set()
        assert list(hosts_of(under_way, leaves_late=False)) == ["slow"]
        assert over.wait(20.0)


def test_a_round_leaves_a_late_visit_to_the_next_ones_which_ask_everybody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchfloor.engine.collect.under_way._PATIENCE", 0.05)
    answers = threading.Event()

    def late(_: Asked) -> Given:
        assert answers.wait(20.0)
        return Given(feed(("", "Late", words(9))))

    def take(items: list[Rendition | Quarantined]) -> Iterator[Admitted]:
        yield from (Admitted(it.id) for it in items if isinstance(it, Rendition))

    with (
        World() as world,
        Store.create(tmp_path / "floor") as store,
        ReaderPool(1) as reading,
        VisitsUnderWay() as under_way,
    ):
        urls = [
            world.put("slow.example", "/feed", late),
            world.put("quick.example", "/feed", feed(("", "Quick", words(1)))),
        ]
        Sources(store).add_all((new_source(url, "feed") for url in urls), due=EARLY)

        def visited(now: str) -> list[str]:
            polling = Polling(
                store=store,
                client=world.client(Limits(seconds=40.0, step_seconds=30.0)),
                clock=lambda: now,
                pause=0.0,
                reading=reading,
                under_way=under_way,
            )
            return [polled.source.url for polled in polling.once(take=take)]

        def visited_in_some_round(now: str) -> list[str]:
            while not (urls_now := visited(now)):
                pass  # the quick one may be late too, on a busy machine
            return urls_now

        assert visited_in_some_round(EARLY) == [urls[1]]
        assert visited_in_some_round(LATER) == [urls[1]], "it is due again, and asked"
        assert world.count()["slow.example/feed"] == 1, "nobody is asked twice at once"
        answers.set()
        while under_way.sources:
            assert set(visited(LATER)) <= {urls[0]}
        status = {held.source.url: held.health.status for held in Sources(store).all()}
    assert status == dict.fromkeys(urls, "healthy")

"""The sources of an urgent alert are asked every minute, and no others, nor for long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.orders.closer import ask_closely
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Source, SourceId, SourceStatus
from watchfloor.store import Sources, Store
from watchfloor.store.moments import shown
from watchfloor.watch.rules import parse_watches

NOW = "2026-04-02T09:00:00Z"
ARREST = "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday."
URLS = {
    "told": "https://www.quay.example/feed",
    "sub": "https://feeds.quay.example/news",
    "other": "https://bay.example/feed",
    "set": "https://quay.example/slow",
    "failing": "https://quay.example/broken",
    "paused": "https://quay.example/paused",
}


@pytest.fixture(params=["high", "medium"])
def floor(request: pytest.FixtureRequest) -> Iterator[tuple[str, Store]]:
    rule = f"{{name: Arrests, type: COERCE, level: {request.param}}}"
    with Store.memory(clock=lambda: NOW) as store:
        sources = Sources(store)
        for name, url in URLS.items():
            every = 900 if name == "set" else None
            source = Source(id=SourceId(name), url=url, kind="feed", paused=name == "paused", every=every)
            sources.add(source, due=NOW)
        for held in sources.all():
            status: SourceStatus = "failing" if held.source.id == "failing" else "healthy"
            health = replace(held.health, status=status, tried=NOW, read=NOW, due="2026-04-02T09:30:00Z")
            sources.postpone(replace(held, health=health))
        line = {"text": ARREST, "published": "2026-04-02", "url": "https://quay.example/1"}
        list(
            Floor(store, parse_watches(rule, where="w")).take(
                [rendition_of_line(line, arrived=NOW)], arrival=lambda _: NOW
            )
        )
        yield request.param, store


def due(store: Store) -> dict[str, str]:
    return {it.source.id: shown(it.health.due or "") for it in Sources(store).all()}


def test_who_told_of_it_is_asked_a_minute_after_the_last_visit(floor: tuple[str, Store]) -> None:
    level, store = floor
    before = due(store)
    told = 2 if level == "high" else 0
    assert ask_closely(store, now=NOW) == told
    changed = {name for name, at in due(store).items() if at != before[name]}
    assert changed == ({"told", "sub"} if told else set())
    assert set(due(store).values()) <= {"2026-04-02T09:01:00Z", "2026-04-02T09:30:00Z"}
    assert ask_closely(store, now=NOW) == 0, "to ask again does nothing"


def test_without_news_there_is_no_haste(floor: tuple[str, Store]) -> None:
    _, store = floor
    assert ask_closely(store, now="2026-04-02T15:00:01Z") == 0

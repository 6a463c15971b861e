"""One outlet lists hundreds of items at once: all are read in turns, and no other outlet waits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from soaks.run import main
from tests.engine.test_daemon import NOW, Told, daemon_of
from tests.world import World, words
from watchfloor.engine.collect.visit_result import MOST_FRESH
from watchfloor.ingest.sources import new_source
from watchfloor.store import Sources, Store, diagnose

OTHERS = 10


def listing(outlet: int, count: int) -> str:
    """Return a feed of so many items with their texts."""
    numbers = range(outlet * 10_000, outlet * 10_000 + count)
    items = [{"id": str(n), "title": f"Harbour news {n}", "content_text": words(n)} for n in numbers]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": f"{outlet}", "items": items})


def flood(folder: Path, short: bool) -> str:
    """Do a round with the flood and ten small outlets, then as many as the flood needs and one more."""
    count = 100 if short else 1000
    place, told = folder / "floor", Told()
    daemon_of(place, told)
    rounds = -(-count // MOST_FRESH) + 1
    moment: str | None = NOW
    with World() as world:
        with Store.open(place, write=True) as store:
            for outlet in range(OTHERS + 1):
                url = world.put(f"outlet{outlet}.example", "/feed", listing(outlet, 2 if outlet else count))
                Sources(store).add(new_source(url, "feed", added=NOW), due=NOW)
        for number in range(rounds):
            assert moment
            # The clock goes on to the flood's next visit; the small outlets may be due with it.
            moment = _round(place, told, moment)
            if number == 0:
                assert len(told.visits) == OTHERS + 1, "an outlet waits for another round"
    assert told.troubles == [], told.troubles
    with Store.open(place) as store:
        renditions = store.counts()["rendition"]
        assert {held.health.status for held in Sources(store).all()} == {"healthy"}
    assert renditions == count + 2 * OTHERS, f"{renditions} items are read"
    assert [it for it in diagnose(place) if it.level == "error"] == []
    return f"{renditions} items in {rounds} rounds"


def _round(place: Path, told: Told, moment: str) -> str | None:
    """Do one round at a moment; return when the flood is to be visited next."""
    replace(daemon_of(place, told), clock=lambda: moment).round(moment)
    with Store.open(place) as store:
        [due] = [held.health.due for held in Sources(store).all() if "//outlet0." in held.source.url]
    return due


if __name__ == "__main__":
    main("flood", {"one outlet": flood})

"""Thirty days of a daemon by a clock that is turned: each item is read once, and what is due is done once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from soaks.run import main
from tests.engine.test_daemon import ARREST, Told, daemon_of, watch
from tests.world import World, words
from watchfloor.ingest.sources import new_source
from watchfloor.store import Sources, Store, diagnose

BEGIN = datetime.fromisoformat("2026-02-01T08:00:00Z")
OUTLETS = 3
BETWEEN_ITEMS = 12  # hours
LISTED = 10  # items in a feed


def at(hours: int) -> str:
    """Return the moment so many hours after the first."""
    return (BEGIN + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(outlet: int, number: int) -> str:
    """Return an item's text; the first of all tells of an arrest that the watch waits for."""
    told = words(outlet * 1000 + number)
    return f"{ARREST} {told}" if (outlet, number) == (0, 0) else told


def publish(world: World, hours: int) -> None:
    """Let every outlet list its newest items."""
    newest = hours // BETWEEN_ITEMS
    for outlet in range(OUTLETS):
        listed = range(newest, max(-1, newest - LISTED), -1)
        items = [
            {"id": f"{outlet}/{n}", "title": f"Harbour news {outlet} {n}", "content_text": text(outlet, n)}
            for n in listed
        ]
        body = {"version": "https://jsonfeed.org/version/1.1", "title": f"Outlet {outlet}", "items": items}
        world.put(f"outlet{outlet}.example", "/feed", json.dumps(body))


def month(folder: Path, short: bool) -> str:
    """Do a round at each step of the clock; sixteen days are just past the fortnight of a quiet alert."""
    days, step = (16, 24) if short else (30, 3)
    place, told = folder / "floor", Told()
    daemon_of(place, told)
    config = place / "watchfloor.toml"
    config.write_text(
        config.read_text("utf-8") + '\n[channels.log]\nkind = "file"\npath = "alerts.jsonl"\n', "utf-8"
    )
    watch(place)
    steps = range(0, days * 24 + 1, step)
    with World() as world:
        with Store.open(place, write=True) as store:
            for outlet in range(OUTLETS):
                url = world.url(f"outlet{outlet}.example", "/feed")
                Sources(store).add(new_source(url, "feed", added=at(0)), due=at(0))
        for hours in steps:
            publish(world, hours)
            moment = at(hours)
            replace(daemon_of(place, told), clock=partial(at, hours)).round(moment)
    assert told.troubles == [], told.troubles
    with Store.open(place) as store:
        renditions, alerts = store.counts()["rendition"], store.alerts()
        log = [row["what"] for row in store.admissions() if row["kind"] == "tick"]
        # A visit comes at the next step at the latest, and a healthy source may rest for twelve hours.
        least = OUTLETS * ((days * 24 - 12 - step) // BETWEEN_ITEMS + 1)
        most = OUTLETS * (days * 24 // BETWEEN_ITEMS + 1)
        assert least <= renditions <= most, f"{renditions} items are read of {least} to {most}"
    assert [alert.state for alert in alerts] == ["quiet"], "the alert of the first day is quiet by now"
    assert log == ["1 alerts are quiet"], log
    assert len((place / "alerts.jsonl").read_text("utf-8").splitlines()) == 1, "the alert was sent once"
    assert [it for it in diagnose(place) if it.level == "error"] == []
    return f"{days} days, {len(steps)} rounds, {renditions} items"


if __name__ == "__main__":
    main("month", {"clock": month})

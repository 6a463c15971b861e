"""An instrument that deletes its record, and an agency that cancels its alert, take back what they told."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.engine.test_daemon import Told, daemon_of, follow, settings
from tests.ingest.formats.test_instruments import cap, feature, geojson
from tests.world import World
from watchfloor.store import Store

FIRST, LATER = "2026-03-16T09:00:00Z", "2026-03-16T15:00:00Z"
WATCH = "name: Disasters\ntype: [DISASTER, ACCIDENT]\nchannels: [log]\n"
REFERS = "<references>met@tarvel.example,urn:oid:1,2026-03-16T09:00:00+00:00</references>"
QUAKE = b"An earthquake killed four people in Antofagasta, Chile on Monday."


def told(folder: Path, *feeds: bytes) -> list[dict[str, Any]]:
    """Return what the channel is sent where a source gives one feed after the other, one a round."""
    observer = Told()
    with World() as world:
        daemon = daemon_of(folder, observer)
        settings(folder, '\n[channels.log]\nkind = "file"\npath = "alerts.jsonl"\n')
        (folder / "watches").mkdir(exist_ok=True)
        (folder / "watches" / "disasters.yaml").write_text(WATCH, "utf-8")
        for number, (now, given) in enumerate(zip((FIRST, LATER), feeds, strict=False)):
            url = world.put("agency.example", "/feed", given)
            if number == 0:
                follow(folder, url)
            replace(daemon, clock=partial(str, now)).round(now)
    assert observer.troubles == []
    sent = folder / "alerts.jsonl"
    return (
        [json.loads(line)["data"] for line in sent.read_text("utf-8").splitlines()] if sent.exists() else []
    )


def alert(kind: str = "Alert", references: str = "", identifier: str = "urn:oid:1") -> bytes:
    """Return an alert of CAP that tells of an earthquake."""
    given = cap(kind, references, identifier)
    return given.replace(b"The river will overflow its banks on Monday evening.", QUAKE)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (geojson(feature()), geojson(feature(status="deleted", updated=1773660000000))),
        (alert(), alert("Cancel", REFERS, "urn:oid:2")),
    ],
    ids=["USGS deletes", "CAP cancels"],
)
def test_what_is_taken_back_is_withdrawn_and_whoever_was_told_is_told(
    tmp_path: Path, first: bytes, second: bytes
) -> None:
    folder = tmp_path / "floor"
    opened, withdrawn = told(folder, first, second)
    assert (opened["chase"], withdrawn["chase"]) == (None, "withdrawn")
    assert withdrawn["alert"] == opened["alert"]
    assert withdrawn["summary"].startswith("WITHDRAWN BY ")
    assert "the report that told of it no longer does" in withdrawn["reason"]
    with Store.open(folder) as store:
        [event] = store.events()
        [report] = store.reports()
    assert not event.members, "nobody tells it any more"
    assert report.record is not None
    assert report.record.is_taken_back


def test_an_update_that_says_the_same_takes_nothing_back(tmp_path: Path) -> None:
    folder = tmp_path / "floor"
    assert [it["chase"] for it in told(folder, alert(), alert("Update", REFERS, "urn:oid:2"))] == [None]


@pytest.mark.parametrize("status", ["Exercise", "Test"])
def test_what_is_no_actual_alert_tells_of_nothing(tmp_path: Path, status: str) -> None:
    folder = tmp_path / "floor"
    given = alert().replace(b"<status>Actual<", f"<status>{status}<".encode())
    assert told(folder, given) == []
    with Store.open(folder) as store:
        assert not store.events()
        [report] = store.reports()
    assert report.record is not None
    assert report.record.status == status

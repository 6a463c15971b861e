"""Alerts as a feed: read by a public reader of feeds, an alert one entry, whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.standards import check_atom, check_json_feed
from watchfloor.disclosure import disclose_delivery
from watchfloor.model import AlertId, Audience, Delivery, SituationReport
from watchfloor.watch.channels import deliver
from watchfloor.watch.channels.feed import FeedFile
from watchfloor.watch.retries import Outcome

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BOTH = pytest.mark.parametrize("name", ["alerts.xml", "alerts.json"])


def row(alert: str, summary: str, updated: str = "2026-03-01T10:00:00Z") -> Delivery:
    evidence = [{"text_id": "t1", "words": "Eight died.", "outlet": "Wire", "url": "https://wire.example/1"}]
    data = {"summary": summary, "updated": updated, "seen": updated, "watch": "Unrest", "evidence": evidence}
    payload = json.dumps({"id": f"{alert}/{updated}", "data": data})
    return Delivery(id=f"{alert}/{updated}", alert=AlertId(alert), channel="wall", payload=payload)


def send(feed: FeedFile, delivery: Delivery) -> Outcome:
    disclosed = disclose_delivery(delivery, SituationReport(), Audience.public)
    return deliver(disclosed, feed, clock=lambda: NOW)


def entries(path: Path) -> list[tuple[str, str, str]]:
    """Return id, title and moment of the entries, as a reader of feeds finds them, of a feed that holds."""
    if path.suffix == ".json":
        check_json_feed(path.read_bytes())
        body = json.loads(path.read_text("utf-8"))
        assert body["version"] == "https://jsonfeed.org/version/1.1"
        return [(it["id"], it["title"], it["date_modified"]) for it in body["items"]]
    check_atom(path.read_bytes())
    parsed = feedparser.parse(path.read_bytes())
    assert (parsed.bozo, parsed.version) == (False, "atom10"), parsed.get("bozo_exception")
    assert parsed.feed.id
    assert parsed.feed.author == "Watchfloor"
    return [(it.id, it.title, it.updated) for it in parsed.entries]


@BOTH
def test_an_alert_is_one_entry_rewritten_in_place(tmp_path: Path, name: str) -> None:
    feed = FeedFile(name="wall", path=tmp_path / "out" / name)
    assert send(feed, row("a1", "A blast in Tarvel")).delivered
    assert send(feed, row("a2", "A strike in Ostra", "2026-03-01T10:30:00Z")).delivered
    assert send(feed, row("a1", "UPDATED: A blast in Tarvel", "2026-03-01T11:00:00Z")).delivered
    assert entries(feed.path) == [
        ("urn:watchfloor:alert:a1", "UPDATED: A blast in Tarvel", "2026-03-01T11:00:00Z"),
        ("urn:watchfloor:alert:a2", "A strike in Ostra", "2026-03-01T10:30:00Z"),
    ]
    assert "Eight died." in feed.path.read_text("utf-8")


@BOTH
def test_a_try_that_is_repeated_or_late_changes_nothing(tmp_path: Path, name: str) -> None:
    feed = FeedFile(name="wall", path=tmp_path / name)
    late = row("a1", "A blast in Tarvel")
    send(feed, late)
    send(feed, row("a1", "UPDATED: A blast in Tarvel", "2026-03-01T11:00:00Z"))
    held = feed.path.read_bytes()
    assert send(feed, late).delivered
    assert feed.path.read_bytes() == held


@BOTH
def test_a_feed_keeps_its_newest_entries(tmp_path: Path, name: str) -> None:
    feed = FeedFile(name="wall", path=tmp_path / name, most=2)
    for number in range(4):
        send(feed, row(f"a{number}", f"Alert {number}", f"2026-03-01T10:0{number}:00Z"))
    assert [title for _, title, _ in entries(feed.path)] == ["Alert 3", "Alert 2"]


@BOTH
@pytest.mark.parametrize(
    "held", [b"<html></html>", b"[]", b"\xff\xfe", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_what_is_no_feed_of_ours_is_kept(tmp_path: Path, name: str, held: bytes) -> None:
    feed = FeedFile(name="wall", path=tmp_path / name)
    feed.path.write_bytes(held)
    outcome = send(feed, row("a1", "A blast"))
    assert not outcome.delivered
    assert "move it away" in str(outcome.error)
    assert feed.path.read_bytes() == held


@BOTH
def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    outcome = send(FeedFile(name="wall", path=tmp_path / name), row("a1", "A blast"))
    assert not outcome.delivered
    assert "cannot be written" in str(outcome.error)


@BOTH
@pytest.mark.parametrize(
    "url",
    [
        "https://wire.example/a page?q=1 2",
        "https://wire.example/[x]{y}|z^",
        "https://wire.example/m\u00fcll",
        "wire.example/no-scheme",
        "/a/path",
        "https://wire.example/%zz",
    ],
    ids=["blank", "brackets", "letters", "no scheme", "path", "percent"],
)
def test_any_address_makes_a_feed_that_holds(tmp_path: Path, name: str, url: str) -> None:
    feed = FeedFile(name="the wall", path=tmp_path / name)
    evidence = [{"text_id": "t1", "words": "Eight died.", "outlet": "Wire", "url": url}]
    at = "2026-03-01T10:00:00Z"
    data = {"summary": "A blast", "updated": at, "watch": "Unrest", "evidence": evidence}
    told = Delivery(
        id="a1", alert=AlertId("a1"), channel="wall", payload=json.dumps({"id": "a1", "data": data})
    )
    assert send(feed, told).delivered
    assert len(entries(feed.path)) == 1


@settings(max_examples=60, deadline=None)
@given(words=st.text(max_size=60), name=st.sampled_from(["alerts.xml", "alerts.json"]))
def test_any_words_make_a_feed_that_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, words: str, name: str
) -> None:
    feed = FeedFile(name="wall", path=tmp_path_factory.mktemp("feed") / name)
    first: Any = row("a1", f"x{words}x")
    assert send(feed, first).delivered
    assert send(feed, replace(first, alert="a2")).delivered
    assert len(entries(feed.path)) == 2

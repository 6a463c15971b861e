"""A floor from init to delivery, by commands alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.commands import EXAMPLES, Said, watched_floor, watchfloor
from tests.faults.commands import command
from watchfloor.store import Store

WATCH = """
name: Arrests
level: high
country: IE
type: COERCE
mode: arrest
channels: [log]
"""


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a floor with the examples, a watch, and a channel that writes to a file."""
    folder = watched_floor(tmp_path_factory.mktemp("desk") / "floor", WATCH)
    said = watchfloor("add", EXAMPLES, "--floor", folder, "--arrived", "published")
    assert said.code == 0, said.err
    assert "22 added" in said.err
    return folder


def ask(floor: Path, *arguments: str) -> Said:
    said = watchfloor(*arguments, "--floor", floor)
    assert said.code == 0, said.err
    return said


@pytest.mark.parametrize(
    ("what", "holds"),
    [
        ("reports", "Close the harbours?"),
        ("stories", "Kraków"),
        ("events", "COERCE (arrest)"),
        ("actors", "Orla Brannigan"),
        ("timeline", "2026-03-02"),
        ("changes", "new event"),
        ("alerts", "Arrests"),
    ],
)
def test_show_lists_what_the_floor_holds(floor: Path, what: str, holds: str) -> None:
    said = ask(floor, "show", what, "--limit", "500")
    assert holds in said.out
    assert re.search(r"as of .* UTC, after \d+ admissions; machine-read, not verified", said.err)
    assert isinstance(json.loads(ask(floor, "show", what, "--json").out), list)


def test_private_persons_are_in_no_list_of_actors(floor: Path) -> None:
    assert "Lameiro" not in ask(floor, "show", "actors", "--limit", "1000").out


def test_as_of_shows_the_floor_as_it_stood(floor: Path) -> None:
    early = json.loads(ask(floor, "show", "reports", "--as-of", "2026-03-04T13:00:00Z", "--json").out)
    assert max(row["published"] for row in early) < "2026-03-04T13:00:00Z"
    assert len(early) < len(json.loads(ask(floor, "show", "reports", "--json").out))
    nothing = ask(floor, "show", "stories", "--as-of", "2026-01-01")
    assert "knew nothing" in nothing.err


def test_search_marks_what_it_found(floor: Path) -> None:
    said = ask(floor, "search", '"warning shots"')
    assert "warning shots" in said.out
    hits = json.loads(ask(floor, "search", "quota OR comet", "--json").out)
    assert len(hits) > 5
    assert all(hit["marks"] or hit["title_marks"] for hit in hits)
    for typed in ('"', "AND OR NOT", "title:x", "*", "-", "a" * 5000):
        assert watchfloor("search", "--floor", floor, "--", typed).code == 0


def test_adding_again_adds_nothing(floor: Path) -> None:
    before = ask(floor, "show", "changes", "--json", "--limit", "5000").out
    said = ask(floor, "add", str(EXAMPLES))
    assert "0 added" in said.err
    assert ask(floor, "show", "changes", "--json", "--limit", "5000").out == before


def test_last_is_a_mark_of_ones_own_that_only_seen_moves(floor: Path) -> None:
    without = ask(floor, "changes")
    assert "you have no mark yet: the last 24 hours" in without.err
    every = json.loads(ask(floor, "changes", "--since", "2026-01-01", "--json", "--seen").out)
    assert every
    for _ in range(2):  # looking does not move it
        said = ask(floor, "changes", "--json")
        assert json.loads(said.out) == []
        assert re.search(r"since 2026-03-15 \d\d:\d\d UTC", said.err)
        assert json.loads(ask(floor, "show", "reports", "--since", "last", "--json").out) == []


@pytest.mark.parametrize("held", [b"", b"junk", b"\xff\xfe"])
def test_a_mark_that_cannot_be_read_is_said(floor: Path, held: bytes) -> None:
    """An emptied mark (a full disk) must not end the morning's question for good (F5)."""
    ask(floor, "changes", "--seen")
    [mark] = floor.glob(".mark-*")
    mark.write_bytes(held)
    said = ask(floor, "changes", "--seen")
    assert "your mark cannot be read: the last 24 hours" in said.err
    assert "cannot be read" not in ask(floor, "changes").err


def test_explain_tells_the_recorded_decision(floor: Path) -> None:
    rows = json.loads(ask(floor, "show", "reports", "--json").out)
    copy = next(row for row in rows if row["outlet"] == "Donegal Tide")
    said = ask(floor, "explain", copy["renditions"][0]["id"])
    assert "copy" in said.out
    assert "because" in said.out
    missing = watchfloor("explain", "0123456789abcdef", "--floor", floor)
    assert missing.code == 2
    assert "watchfloor show reports" in missing.err


def test_deliver_sends_each_alert_once(floor: Path) -> None:
    first = ask(floor, "deliver")
    assert first.out.startswith("delivered\tlog\t")
    lines = (floor / "alerts.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["data"]["watch"] for line in lines} == {"Arrests"}
    assert ask(floor, "deliver").out == ""
    assert (floor / "alerts.jsonl").read_text("utf-8").splitlines() == lines


def test_doctor_finds_a_healthy_floor_well(floor: Path) -> None:
    said = watchfloor("doctor", "--floor", floor)
    assert said.code == 0
    assert "error:" not in said.out


TEAM = '\n[channels.team]\nkind = "notify"\naddress = "json://127.0.0.1/x"\n'


def test_a_broken_watch_or_channel_stops_itself_only_and_the_doctor_names_it(floor: Path) -> None:
    broken, settings = floor / "watches" / "broken.yaml", floor / "watchfloor.toml"
    before = settings.read_text("utf-8")
    broken.write_text("name: x\ncuontry: IE\n", "utf-8")
    settings.write_text(before + '\n[channels.desk]\nkind = "file"\npaht = "out.jsonl"\n' + TEAM, "utf-8")
    try:
        added = watchfloor("add", EXAMPLES / "northsea-post-comet.html", "--floor", floor)
        sick = watchfloor("doctor", "--floor", floor)
        settings.write_text("contakt = 'x'\n" + before, "utf-8")
        lost = watchfloor("doctor", "--floor", floor)
    finally:
        broken.unlink()
        settings.write_text(before, "utf-8")
    assert added.code == 0
    assert "broken.yaml:2: unknown key 'cuontry'; did you mean 'country'?" in added.err
    assert sick.code == 1
    assert "broken.yaml:2: unknown key 'cuontry'" in sick.out
    assert "channels.desk: unknown key 'paht'; did you mean 'path'?" in sick.out
    assert "channels.team sends through a library, past our guard of addresses" in sick.out
    assert lost.code == 1
    assert "unknown key 'contakt'; did you mean 'contact'?" in lost.err


def test_a_second_writer_waits_and_is_then_refused(floor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchfloor.store.store._TURN_WAIT", 0.5)  # seconds; a minute outside of tests
    with Store.open(floor, write=True):
        ended = command("add", EXAMPLES / "northsea-post-comet.html", "--floor", floor)
    assert ended.code == 1
    assert "is being written by process" in ended.output
    assert "let it finish or stop it, then try again" in ended.output


def test_lists_are_narrowed_and_paged_and_shown_in_the_floors_zone(floor: Path) -> None:
    ids = [row["id"] for row in json.loads(ask(floor, "show", "reports", "--json").out)]
    first = ask(floor, "show", "reports", "--json", "-n", "5")
    cursor = first.err.rpartition("--after ")[2].strip()
    second = json.loads(ask(floor, "show", "reports", "--json", "-n", "5", "--after", cursor).out)
    assert [row["id"] for row in (*json.loads(first.out), *second)] == ids[:10]
    scope = ("--country", "Ireland", "--type", "COERCE", "--from", "2026-03-01", "--to", "2026-03-31")
    assert {row["type"] for row in json.loads(ask(floor, "show", "events", *scope, "--json").out)} == {
        "COERCE"
    }
    story = json.loads(ask(floor, "show", "stories", *scope, "--json").out)[0]
    assert story["title"] in ask(floor, "show", "story", story["id"]).out
    config = floor / "watchfloor.toml"
    plain = config.read_text("utf-8")
    try:
        config.write_text('timezone = "Europe/Vienna"\n' + plain, "utf-8")
        assert re.search(r"as of 2026-03-15 19:00 CET", ask(floor, "show", "quotes", "-n", "1").err)
        config.write_text('timezone = "Europe/Viena"\n' + plain, "utf-8")
        assert "did you mean 'Europe/Vienna'?" in watchfloor("show", "reports", "--floor", floor).err
    finally:
        config.write_text(plain, "utf-8")
    refused = watchfloor("show", "events", "--since", "soonish", "--floor", floor)
    assert refused.code == 2
    assert "write a day" in refused.err


def test_a_report_an_event_a_change_look_the_same_wherever_they_are_written(floor: Path) -> None:
    exported = json.loads(ask(floor, "export", "--audience", "desk").out)
    for what in ("reports", "stories", "events", "actors", "timeline", "changes", "alerts"):
        [*rows] = json.loads(ask(floor, "show", what, "--json", "--limit", "5000", "--weak").out)
        whole = {json.dumps(row, sort_keys=True) for row in exported[what]}
        for row in rows:
            bare = {key: value for key, value in row.items() if key != "weak"}
            if what != "changes":
                bare.pop("known", None)
            alike = [it for it in map(json.loads, whole) if bare.items() <= it.items()]
            assert alike or what == "timeline", (what, row)
        assert rows or what == "alerts"

"""What people decide of an event's slots and of numbers, by whole commands: shown as the desk's, undoable."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from tests.cli.commands import add_lines, unwrapped, watched_floor, watchfloor

LINES = (
    (
        "Ouvea Wire",
        "2026-02-16T11:00:00Z",
        "Shells kill four in Dabola village",
        """DABOLA, Guinea (Ouvea Wire) - Mortar shells killed four farm workers in a village near Dabola on
Saturday, the governor of Dabola said.

The governor of Dabola said soldiers had fired the shells.""",
    ),
    (
        "Monrovia Lamp",
        "2026-02-16T15:00:00Z",
        "Three dead in Dabola, says hospital",
        """Mortar shells killed three farm workers in a village near Dabola on Saturday, the hospital of
Dabola said. Its doctors had counted every body.""",
    ),
)
NEWER = (
    (
        "Conakry Post",
        "2026-02-16T18:00:00Z",
        "Dabola toll rises to six",
        """Mortar shells killed six farm workers in a village near Dabola on Saturday, the hospital of
Dabola said. Its doctors had counted every body.""",
    ),
)
WATCH = "name: Force\ntype: ASSAULT\nchannels: [log]\n"


def add(floor: Path, lines: tuple[tuple[str, str, str, str], ...], name: str) -> None:
    add_lines(floor, map(unwrapped, lines), name)


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    folder = watched_floor(tmp_path / "floor", WATCH)
    add(folder, LINES, "lines.jsonl")
    return folder


def event(floor: Path, *asked: str) -> dict[str, object]:
    said = watchfloor("show", "events", "--type", "ASSAULT", "--json", "--floor", floor, *asked)
    [found] = json.loads(said.out)
    assert isinstance(found, dict)
    return found


def test_a_slot_that_a_person_fills_stands_everywhere_as_the_desks_and_is_undone(floor: Path) -> None:
    before = event(floor)
    assert watchfloor("deliver", "--floor", floor).code == 0
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    time.sleep(1.1)  # moments are told in seconds
    judged = ("judge", str(before["id"]), "--slot", "place", "--value", "Kindia", "--floor", floor)
    assert watchfloor(*judged).code == 2, "a choice needs its reason"
    said = watchfloor(*judged, "--note", "rang the mayor")
    assert said.code == 0, said.err
    assert "what was alerted of this is corrected" in said.err
    now = event(floor)
    assert isinstance(now["place"], dict)
    assert now["place"]["name"] == "Kindia"
    assert now["by_desk"] == ["place"]
    assert event(floor, "--place", "Kindia")["id"] == before["id"], "filters ask for what the person says"
    assert "by_desk" not in event(floor, "--as-of", moment)
    assert "place by the desk" in watchfloor("show", "events", "--floor", floor).out
    assert "PLACE BY THE DESK" in watchfloor("brief", str(now["story"]), "--floor", floor).out
    told = watchfloor("changes", "--since", "2026-01-01", "--floor", floor).out
    assert re.search(r"DECIDED BY \S+ .*Dabola → Kindia", told)
    assert watchfloor("deliver", "--floor", floor).code == 0
    sent = [json.loads(line) for line in (floor / "alerts.jsonl").read_text("utf-8").splitlines()]
    assert sent[-1]["type"] == "watchfloor.alert.corrected"
    assert "rang the mayor" in sent[-1]["data"]["reason"]
    again = watchfloor(*judged, "--note", "rang the mayor")
    assert "that was said already" in again.out
    undone = watchfloor("undo", "last", "--reason", "another town", "--floor", floor)
    assert undone.code == 0, undone.err
    after = event(floor)
    assert (after["place"], after.get("by_desk")) == (before["place"], None)


def test_what_does_not_fit_a_slot_is_refused_with_what_does(floor: Path) -> None:
    id_ = str(event(floor)["id"])
    for slot, value, remedy in (
        ("place", "Nowhereville", "GeoNames"),
        ("day", "Saturday", "write 2026-03-05"),
        ("type", "ASSAULTS", "ASSAULT"),
        ("doer", "Nobody Known", "watchfloor show actors"),
    ):
        said = watchfloor("judge", id_, "--slot", slot, "--value", value, "--note", "seen", "--floor", floor)
        assert said.code == 2, slot
        assert remedy in said.err
    said = watchfloor("judge", id_, "--slot", "day", "--note", "seen", "--floor", floor)
    assert "--value" in said.err


def test_a_number_that_the_desk_uses_stands_beside_those_that_are_told(floor: Path) -> None:
    [series] = json.loads(watchfloor("show", "numbers", "--json", "--floor", floor).out)
    assert "used" not in series
    said = watchfloor("judge", series["id"], "--use", "4", "--note", "hospital list seen", "--floor", floor)
    assert said.code == 0, said.err
    [now] = json.loads(watchfloor("show", "numbers", "--json", "--floor", floor).out)
    assert (now["used"]["value"], now["used"]["note"]) == (4, "hospital list seen")
    assert now["points"] == series["points"]
    brief = watchfloor("brief", series["story"], "--floor", floor).out
    assert "desk uses 4 (" in " ".join(brief.split())
    public = watchfloor("brief", series["story"], "--as", "mail", "--floor", floor).out
    assert "desk uses 4 (an analyst" in " ".join(public.split())
    add(floor, NEWER, "newer.jsonl")
    told = watchfloor("changes", "--since", "2026-01-01", "--floor", floor).out
    assert re.search(r"NEWER THAN WHAT WAS DECIDED BY .*4 → 6", " ".join(told.split())), told
    assert watchfloor("undo", "last", "--reason", "another list", "--floor", floor).code == 0
    [after] = json.loads(watchfloor("show", "numbers", "--json", "--floor", floor).out)
    assert "used" not in after

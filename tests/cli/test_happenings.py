"""What people do to happenings, by whole commands: join, part, add by hand, and take back. All invented."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import add_lines, unwrapped, watched_floor, watchfloor
from watchfloor.store.backends.sqlite import FILE_NAME
from watchfloor.store.compressed import compressed, expanded

LINES = (
    (
        "Ouvea Wire",
        "2026-02-16T11:00:00Z",
        "Shells kill four in Dabola",
        """DABOLA, Guinea (Ouvea Wire) - Mortar shells killed four farm workers in a village near Dabola on
Saturday, the governor of Dabola said. The governor of Dabola thanked the doctors of Dabola.""",
    ),
    (
        "Monrovia Lamp",
        "2026-02-16T15:00:00Z",
        "Four dead in Dabola, says hospital",
        """Mortar shells killed four farm workers in a village near Dabola on Saturday, the hospital of
Dabola said. Its doctors had counted every body.""",
    ),
)
LATER = (
    (
        "Conakry Post",
        "2026-02-16T18:00:00Z",
        "Dabola buries its four farm workers",
        """Mortar shells killed four farm workers in a village near Dabola on Saturday. The town of Dabola
buried them on Monday.""",
    ),
)
Row = dict[str, Any]


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    folder = watched_floor(tmp_path / "floor", "name: Force\ntype: ASSAULT\nchannels: [log]\n")
    add_lines(folder, map(unwrapped, LINES), "lines.jsonl")
    return folder


def events(floor: Path, kind: str = "ASSAULT") -> list[Row]:
    said = watchfloor("show", "events", "--type", kind, "--json", "--floor", floor)
    found: list[Row] = json.loads(said.out)
    return found


def reports(row: Row) -> list[str]:
    return list(dict.fromkeys(told["report"] for told in row["evidence"]))


def done(floor: Path, *words: str | Path) -> Row:
    said = watchfloor(*words, "--json", "--floor", floor)
    assert said.code == 0, said.err
    told: Row = json.loads(said.out.splitlines()[0])["act"]
    return told


def parted(floor: Path) -> tuple[Row, Row]:
    [event] = events(floor)
    assert len(reports(event)) == 2
    done(floor, "judge", event["id"], "--part", reports(event)[1], "--note", "two villages")
    one, other = sorted(events(floor), key=lambda row: row["id"] != event["id"])
    return one, other


def test_what_a_report_tells_is_parted_and_stays_so(floor: Path) -> None:
    one, other = parted(floor)
    assert [len(reports(one)), len(reports(other))] == [1, 1]
    add_lines(floor, map(unwrapped, LATER), "later.jsonl")
    told = {row["id"]: reports(row) for row in events(floor)}
    assert {one["id"], other["id"]} <= told.keys()
    assert not set(told[one["id"]]) & set(told[other["id"]])
    assert sum(map(len, told.values())) == 3


def test_what_was_parted_is_joined_again_under_the_older_id(floor: Path) -> None:
    one, other = parted(floor)
    act = done(floor, "judge", other["id"], "--join", one["id"], "--note", "one village")
    assert (act["kind"], act["about"]["id"], act["value"]) == ("join", other["id"], one["id"])
    [event] = events(floor)
    assert event["id"] == one["id"]
    assert len(reports(event)) == 2
    explained = watchfloor("explain", other["id"], "--floor", floor)
    assert explained.code == 0, explained.err
    assert "one village" in explained.out


def test_both_are_taken_back(floor: Path) -> None:
    one, other = parted(floor)
    done(floor, "judge", other["id"], "--join", one["id"], "--note", "one village")
    done(floor, "undo", "last", "--reason", "two after all")
    assert {row["id"] for row in events(floor)} == {one["id"], other["id"]}
    done(floor, "undo", "last", "--reason", "no, one")
    [event] = events(floor)
    assert (event["id"], len(reports(event))) == (one["id"], 2)


def test_what_cannot_be_done_is_told(floor: Path) -> None:
    [event] = events(floor)
    report = reports(event)[0]
    for words, told in (
        (("--part", "0000000000000000", "--note", "x"), "tells nothing of event"),
        (("--join", "0000000000000000", "--note", "x"), "is no event here"),
        (("--part", report), "needs its reason"),
        (("--part", report, "--join", event["id"], "--note", "x"), "not both"),
    ):
        said = watchfloor("judge", event["id"], *words, "--floor", floor)
        assert said.code == 2
        assert told in said.err


def test_an_event_is_added_with_its_words_and_outlives_a_second_reading(floor: Path) -> None:
    [event] = events(floor)
    words = "Its doctors had counted every body."
    report = reports(event)[1]
    act = done(
        floor, "events", "add", report, words, "--type", "AID/humanitarian", "--place", "Dabola",
        "--day", "2026-02-15", "--note", "they tended the wounded",
    )  # fmt: skip
    [added] = events(floor, "AID")
    assert added["id"] == act["about"]["id"]
    assert (added["place"]["name"], added["date"]["start"]) == ("Dabola", "2026-02-15")
    assert [told["text"] for told in added["evidence"]] == [words]
    assert watchfloor("reread", report, "--floor", floor).code == 0
    assert [row["id"] for row in events(floor, "AID")] == [added["id"]]
    done(floor, "undo", "last", "--reason", "they only counted")
    assert not events(floor, "AID")


def test_an_added_event_needs_words_that_stand_once(floor: Path) -> None:
    [event] = events(floor)
    asked = ("--type", "AID", "--note", "x", "--floor", floor)
    for words, told in (
        ("Nobody wrote these words.", "not in the text"),
        ("Dabola", "more than once in the text"),
    ):
        said = watchfloor("events", "add", reports(event)[0], words, *asked)
        assert said.code == 2
        assert told in " ".join(said.err.split())


def test_a_floor_of_before_towns_and_ages_were_kept_goes_on(floor: Path) -> None:
    def without(value: bytes) -> bytes:
        kept = json.loads(expanded(value))
        for key in ("home", "ages", "by_desk", "nameless", "terms"):
            kept.pop(key, None)
        return compressed(json.dumps(kept))

    with closing(sqlite3.connect(floor / FILE_NAME)) as held, held:
        held.create_function("without", 1, without)
        held.execute("UPDATE mention SET value = without(value)")
    add_lines(floor, map(unwrapped, LATER), "later.jsonl")
    [event] = events(floor)
    assert len(reports(event)) == 3
    briefed = watchfloor("brief", event["story"], "--floor", floor)
    assert briefed.code == 0, briefed.err
    assert "Dabola" in briefed.out

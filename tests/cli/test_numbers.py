"""The numbers of a floor, by whole commands: who claims which, whether they agree, under every filter."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.commands import add_lines, unwrapped, watchfloor

LINES = (
    (
        "Ouvea Wire",
        "2031-02-16T11:00:00Z",
        "Shells kill four in Dabola village",
        """DABOLA, Guinea (Ouvea Wire) - Mortar shells killed four farm workers in a village near Dabola on
Saturday, the governor of Dabola said.

The governor of Dabola said soldiers had fired the shells.""",
    ),
    (
        "Monrovia Lamp",
        "2031-02-16T15:00:00Z",
        "Three dead in Dabola, says hospital",
        """Mortar shells killed three farm workers in a village near Dabola on Saturday, the hospital of
Dabola said. Its doctors had counted every body.""",
    ),
    (
        "Delta Wire",
        "2031-07-18T09:00:00Z",
        "Flood kills 22 in Hinthada",
        """HINTHADA, Myanmar (Delta Wire) - A flood killed 22 people in Hinthada on Thursday, the
relief department said on Friday.""",
    ),
    (
        "Rangoon Post",
        "2031-07-19T08:00:00Z",
        "Hinthada flood toll at 25",
        """The flood in Hinthada on Thursday killed 25 people, the relief department said on Saturday.
Boats brought in the bodies overnight.""",
    ),
)


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "floor"
    assert watchfloor("init", folder).code == 0
    add_lines(folder, map(unwrapped, LINES), "lines.jsonl", "--arrived", "published")
    return folder


def rows(floor: Path, *asked: str) -> list[dict[str, object]]:
    said = watchfloor("show", "numbers", "--json", "--floor", floor, *asked)
    assert said.code == 0, said.err
    found: list[dict[str, object]] = json.loads(said.out)
    return found


def test_series_stand_with_claimant_state_range_and_evidence(floor: Path) -> None:
    flood, shells = rows(floor)
    assert (flood["role"], flood["state"], flood["latest"]) == ("killed", "rising", 25)
    assert (shells["role"], shells["state"], shells["range"]) == ("killed", "disputed", [3, 4])
    assert {"id", "about", "scope", "unit", "points", "story", "title", "known"} <= shells.keys()
    points = shells["points"]
    assert isinstance(points, list)
    assert [(it["value"], it["outlet"]) for it in points] == [(4, "Ouvea Wire"), (3, "Monrovia Lamp")]
    assert all(it["evidence"]["text"] for it in points)
    assert flood["names"]
    said = watchfloor("show", "numbers", "--floor", floor)
    words = " ".join(said.out.split())
    assert "disputed" in words
    assert "3 to 4" in words
    assert "before: 22" in words


def test_they_take_every_filter_and_pages_of_whole_stories(floor: Path) -> None:
    assert [it["latest"] for it in rows(floor, "--country", "GN")] == [3]
    assert [it["latest"] for it in rows(floor, "--type", "DISASTER")] == [25]
    assert [it["latest"] for it in rows(floor, "--outlet", "Rangoon Post")] == [25]
    assert [it["latest"] for it in rows(floor, "--words", "mortar")] == [3]
    assert [it["latest"] for it in rows(floor, "--to", "2031-03-01")] == [3]
    assert rows(floor, "--country", "IE") == []
    assert [it["latest"] for it in rows(floor, "--as-of", "2031-07-18T10:00:00Z")] == [22, 3]
    assert [it["latest"] for it in rows(floor, "--since", "2031-07-19T07:00:00Z")] == [25]
    said = watchfloor("show", "numbers", "--json", "--limit", "1", "--floor", floor)
    assert [it["latest"] for it in json.loads(said.out)] == [25]
    [cursor] = re.findall(r"--after (\S+)", said.err)
    assert [it["latest"] for it in rows(floor, "--after", cursor)] == [3]

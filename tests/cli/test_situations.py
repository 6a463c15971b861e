"""Whole commands about situations: kept, previewed, shown, taken away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import EXAMPLES, Said, watchfloor


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("situations") / "floor"
    assert watchfloor("init", folder).code == 0
    assert watchfloor("add", EXAMPLES, "--floor", folder).code == 0  # known now: within the last day
    return folder


def ask(floor: Path, *arguments: str, code: int = 0) -> Said:
    said = watchfloor(*arguments, "--floor", floor)
    assert said.code == code, said.err
    return said


def test_a_situation_is_kept_previewed_shown_and_taken_away(floor: Path) -> None:
    added = ask(
        floor,
        "situation",
        "add",
        "fishing",
        "--title",
        "Fishing row",
        "--country",
        "Ireland",
        "--type",
        "THREATEN",
    )
    assert "situations/fishing.yaml" in added.err
    listed = json.loads(ask(floor, "situation", "list", "--json").out)
    assert listed[0]["asks"] == ["country Ireland", "type THREATEN"]

    found = json.loads(ask(floor, "situation", "preview", "fishing", "--json").out)
    assert {it["type"] for it in found["inside"]} == {"THREATEN"}
    near = {it["condition"]: {one["type"] for one in it["events"]} for it in found["near"]}
    assert "THREATEN" not in near["type THREATEN"]
    assert near["type THREATEN"], "other things that happened in Ireland miss by their type alone"
    assert not near["country Ireland"], "nothing was threatened elsewhere"

    now = json.loads(ask(floor, "situation", "show", "fishing", "--json").out)
    assert [it["type"] for it in now["happened"]] == ["THREATEN"]
    assert now["happened"][0]["day"] == now["happened"][0]["month"] == len(found["inside"])
    assert now["happened"][0]["usual_a_day"] is None
    pair = next(it for it in now["pairs"] if (it["source"], it["target"]) == ("IE", "ES"))
    assert (pair["count"], pair["month"], pair["usual"]) == (1, -6.0, None), "THREATEN, without a baseline"
    assert pair["events"] == [it["id"] for it in now["happenings"]]
    assert now["blind_spots"]["sources"] == now["blind_spots"]["gaps"] == []
    again = json.loads(ask(floor, "show", "situation", "fishing", "--json").out)
    assert (again["happened"], again["pairs"]) == (now["happened"], now["pairs"])
    shown = ask(floor, "situation", "show", "fishing")
    assert "Fishing row" in shown.out
    assert "no baseline before four healthy weeks (" in shown.err
    assert "which one? name it" in ask(floor, "show", "situation", code=2).err
    narrowed = ask(floor, "show", "situation", "fishing", "--country", "IE", code=2).err
    assert "watchfloor show events --situation fishing" in narrowed

    inside = [it["id"] for it in found["inside"]]
    events = json.loads(ask(floor, "show", "events", "--situation", "fishing", "--json").out)
    assert [it["id"] for it in events] == inside
    assert not json.loads(
        ask(floor, "show", "events", "--situation", "fishing", "--place", "Lyon", "--json").out
    )
    other = ask(floor, "show", "events", "--situation", "fishing", "--country", "SD", code=2).err
    assert "asks for country IE: nothing of it is in country SD" in other
    assert "did you mean 'fishing'" in ask(floor, "changes", "--situation", "fishng", code=2).err
    changes = json.loads(ask(floor, "changes", "--situation", "fishing", "--since", "30d", "--json").out)
    assert [it["title"] for it in changes] == ["Ireland and Spain end fishing row in Lisbon"]

    assert "is there already" in ask(floor, "situation", "add", "fishing", "--country", "IE", code=2).err
    ask(floor, "situation", "remove", "fishing")
    assert "there is no situation 'fishing'" in ask(floor, "situation", "show", "fishing", code=2).err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("Fishing", "--country", "IE"), "small letters"),
        (("../evil", "--country", "IE"), "small letters"),
        (("nothing",), "needs at least one"),
        (("lost", "--country", "Irland"), "did you mean 'Ireland'?"),
        (("typed", "--type", "THREAT"), "did you mean 'THREATEN'?"),
        (("part", "--context", "legall"), "did you mean 'legal'?"),
        (("said", "--label", "offical"), "did you mean 'official'?"),
    ],
)
def test_what_cannot_be_meant_is_refused(floor: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in ask(floor, "situation", "add", *arguments, code=2).err
    assert json.loads(ask(floor, "situation", "list", "--json").out) == []


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("contry: IE\n", "broken.yaml:1: unknown key 'contry'; did you mean 'country'?"),
        ("title: x\ntype: THREAT\n", "broken.yaml:2: 'THREAT' is no type"),
        ("title: x\n", "asks for nothing"),
        ("name: other\ncountry: IE\n", "is not that of the file"),
        ("country: [IE\n", "this is not YAML"),
    ],
)
def test_a_broken_file_is_named_and_stops_no_other(floor: Path, written: str, told: str) -> None:
    ask(floor, "situation", "add", "whole", "--country", "IE")
    broken = floor / "situations" / "broken.yaml"
    broken.write_text(written)
    try:
        said = ask(floor, "situation", "list", "--json", code=1)
        assert [it["name"] for it in json.loads(said.out)] == ["whole"]
        assert told in said.err
        ask(floor, "situation", "show", "whole")
    finally:
        broken.unlink()
        ask(floor, "situation", "remove", "whole")

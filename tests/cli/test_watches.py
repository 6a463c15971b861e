"""Whole commands about watches: checked, tried on the past, explained, labelled."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import EXAMPLES, Said, add_lines, watched_floor, watchfloor

RULE = "name: Threats\nlevel: high\ntype: THREATEN\ncountry: ES\n"


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("watches") / "floor"
    assert watchfloor("init", folder).code == 0
    (folder / "watches").mkdir(exist_ok=True)
    (folder / "watches" / "threats.yaml").write_text(RULE)
    assert watchfloor("add", EXAMPLES, "--floor", folder, "--arrived", "published").code == 0
    return folder


def ask(floor: Path, *arguments: str | Path, code: int = 0) -> Said:
    said = watchfloor(*arguments, "--floor", floor)
    assert said.code == code, said.err
    return said


def test_watches_are_listed_and_broken_ones_named(floor: Path) -> None:
    assert "Threats" in ask(floor, "watch", "list").out
    broken = floor / "watches" / "broken.yaml"
    broken.write_text("name: Broken\ncontry: ES\n")
    try:
        said = ask(floor, "watch", "list", "--json", code=1)
        assert "Threats" in [one["name"] for one in json.loads(said.out)]
        assert "broken.yaml:2: unknown key 'contry'; did you mean 'country'?" in said.err
    finally:
        broken.unlink()


def test_a_rule_is_checked_and_told_how_often_it_would_have_fired(floor: Path, tmp_path: Path) -> None:
    rule = tmp_path / "rule.yaml"
    rule.write_text("name: Meetings\ntype: CONSULT\n")
    said = ask(floor, "watch", "check", rule)
    assert f"{rule}:1: 'Meetings' can be read; it asks for type CONSULT" in said.err
    assert "would have opened" in said.err
    rule.write_text("name: Meetings\ntype: CONSUL\n")
    assert "did you mean 'CONSULT'?" in ask(floor, "watch", "check", rule, code=2).err


def test_a_rule_is_tried_on_the_past_and_labelled(floor: Path) -> None:
    found = json.loads(ask(floor, "watch", "backtest", "Threats", "--json").out)
    [alert] = found["alerts"]
    assert alert["at"] == "2026-03-09T13:00:00Z"
    assert "threatened Spain on Monday with the closure of all Irish ports" in alert["subject"]
    assert found["coverage"]["days"] == 10
    assert found["labels"] == {"hits": None, "misses": None, "precision": None, "recall": None}
    assert "label hit of event" in ask(floor, "label", "Threats", alert["event"], "hit", "--by", "Ana").err
    again = json.loads(ask(floor, "watch", "backtest", "Threats", "--json").out)
    assert again["labels"]["precision"] == {"value": 1.0, "n": 1, "low": 0.207, "high": 1.0}
    told = ask(floor, "watch", "backtest", "Threats", "--until", "2026-03-31")
    assert "covers 10 of 30 days" in told.err
    assert "right of those labelled: 1.00 of 1" in told.err
    assert "threatened Spain" in told.out.replace("\n", " ")
    assert (
        "there is no watch 'Threat'; did you mean 'Threats'?"
        in ask(floor, "label", "Threat", alert["event"], "hit", code=2).err
    )


def test_a_watch_that_did_not_fire_says_why(floor: Path) -> None:
    events = json.loads(ask(floor, "show", "events", "--json", "--type", "RETREAT").out)
    said = ask(floor, "watch", "explain", "Threats", events[0]["id"])
    assert "it did not fire" in said.out
    assert "asks for THREATEN\tthere was: RETREAT" in said.out
    seen = json.loads(ask(floor, "watch", "explain", "Threats", events[0]["id"], "--json").out)
    assert {one["key"] for one in seen[0]["conditions"] if not one["held"]} >= {"type"}


def test_an_alert_that_nobody_acknowledges_is_passed_on_and_acknowledged_goes_no_further(
    tmp_path: Path,
) -> None:
    rule = "name: Threats\ntype: THREATEN\nlevel: high\nrota: [log, night]\nacknowledge_within: 10m\n"
    floor = watched_floor(tmp_path / "floor", rule)
    settings = floor / "watchfloor.toml"
    settings.write_text(f'{settings.read_text()}\n[channels.night]\nkind = "file"\npath = "night.jsonl"\n')
    text = "Irish Prime Minister Aoife Brannigan threatened Spain on Monday with the closure of all ports."
    add_lines(floor, [("Quay Times", "2026-03-09", "Ports", text)], "one.jsonl", "--arrived", "published")
    [alert] = json.loads(ask(floor, "show", "alerts", "--json").out)
    assert alert["acknowledged"] is None
    assert "went to the next" in ask(floor, "tick", "--now", "2026-03-09T00:10:00Z").out
    assert "went to the next" not in ask(floor, "tick", "--now", "2026-03-09T00:10:00Z").out
    ask(floor, "deliver")
    [first] = [json.loads(line)["data"] for line in (floor / "alerts.jsonl").read_text().splitlines()]
    [second] = [json.loads(line)["data"] for line in (floor / "night.jsonl").read_text().splitlines()]
    assert first["acknowledge"] == second["acknowledge"] == {"command": f"watchfloor ack {alert['id']}"}
    assert second["passed_on"] == "NOT ACKNOWLEDGED since 2026-03-09 00:00 UTC by log"
    assert "is acknowledged" in ask(floor, "ack", alert["id"], "--by", "ana", "--note", "seen").out
    assert "was acknowledged by ana" in ask(floor, "ack", alert["about"]["id"], "--by", "ben").out
    [alert] = json.loads(ask(floor, "show", "alerts", "--json").out)
    assert alert["acknowledged"]["by"] == "ana"
    assert "acknowledged by ana" in ask(floor, "explain", alert["about"]["id"]).out
    assert "kept: acknowledgement" in ask(floor, "undo", "last", "--by", "ana", "--reason", "other").out
    assert "nor has it an open one" in ask(floor, "ack", "0000000000000000", code=2).err


def test_what_somebody_closes_rests_until_there_is_news_of_it(tmp_path: Path) -> None:
    floor = watched_floor(tmp_path / "floor", "name: Threats\ntype: THREATEN\n")
    text = "Irish Prime Minister Aoife Brannigan threatened Spain on Monday with the closure of all ports."
    add_lines(floor, [("Quay Times", "2026-03-09", "Ports", text)], "one.jsonl", "--arrived", "published")

    def alert() -> dict[str, Any]:
        [one] = json.loads(ask(floor, "show", "alerts", "--json").out)
        return dict(one)

    id_ = alert()["id"]
    assert "is closed until there is news of it" in ask(floor, "alert", "close", id_, "--by", "ana").out
    assert (alert()["state"], alert()["dismissed"]["by"]) == ("closed", "ana")
    assert "is closed by ana already" in ask(floor, "alert", "close", id_, "--by", "ben").out
    assert "closed by ana" in ask(floor, "explain", id_).out
    assert "is open again" in ask(floor, "undo", "last", "--by", "ana", "--reason", "too early").out
    assert (alert()["state"], alert()["dismissed"]) == ("open", None)
    assert alert()["acknowledged"] is None, "undone, it waits for somebody as before"
    ask(floor, "alert", "close", id_, "--by", "ana")
    ask(floor, "alert", "wrong", id_, "not-news", "--note", "a play")
    assert (alert()["state"], alert()["dismissed"], alert()["correction"]) == ("open", None, True)
    assert "nor has it an open one" in ask(floor, "alert", "close", "0000000000000000", code=2).err


def test_an_alert_is_explained_by_what_it_told_and_where(floor: Path) -> None:
    [alert] = json.loads(ask(floor, "show", "alerts", "--json").out)
    said = ask(floor, "explain", alert["id"]).out
    assert said.startswith(f"alert {alert['id']} of watch “Threats” (high, ")
    assert "asks for" in said.partition("What it is about")[0], "why it fired"
    after = said.partition("What it is about, and the 1 change that it told:")[2]
    assert f"event {alert['about']['id']} THREATEN" in after, "change, event"
    assert "threatened Spain on Monday with the closure of all Irish ports" in " ".join(after.split()), (
        "words"
    )
    held = json.loads(ask(floor, "explain", alert["id"], "--json").out)
    assert held["alert"]["id"] == alert["id"]
    assert {change["id"] for change in held["changes"]} == set(alert["changes"])
    assert held["changes"][0]["evidence"][0]["text"]
    assert held["held"]["id"] == alert["about"]["id"]
    assert "it fired" in ask(floor, "watch", "explain", "Threats", alert["id"]).out

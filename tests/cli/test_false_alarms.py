"""A false alarm is one act: it is corrected or rejected, channels are told, backtests count it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import watched_floor, watchfloor
from tests.cli.test_choices import LINES, WATCH, add


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    folder = watched_floor(tmp_path / "floor", WATCH)
    add(folder, LINES[:1], "lines.jsonl")
    assert watchfloor("deliver", "--floor", folder).code == 0
    return folder


def alerts(floor: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(watchfloor("show", "alerts", "--json", "--floor", floor).out)
    return found


def sent(floor: Path) -> list[dict[str, str]]:
    assert watchfloor("deliver", "--floor", floor).code == 0
    return [json.loads(line)["data"] for line in (floor / "alerts.jsonl").read_text("utf-8").splitlines()]


def test_what_is_no_news_is_rejected_told_and_labelled_in_one_act(floor: Path) -> None:
    alert = alerts(floor)[0]
    told = len(sent(floor))
    said = watchfloor("alert", "wrong", alert["id"], "not-news", "--note", "a film", "--floor", floor)
    assert said.code == 0, said.err
    last = sent(floor)[-1]
    assert len(sent(floor)) == told + 1
    assert last["reason"].startswith("OUR MISREADING: rejected")
    assert "it is no news; a film" in last["reason"]
    tried = watchfloor("watch", "backtest", "Force", "--json", "--floor", floor)
    assert '"label": "miss"' in tried.out
    again = watchfloor("alert", "wrong", alert["id"], "not-news", "--note", "a film", "--floor", floor)
    assert again.out.count("that was said already") == 2


def test_a_wrong_place_is_corrected_where_the_right_one_is_said(floor: Path) -> None:
    alert = alerts(floor)[0]
    said = watchfloor(
        "alert", "wrong", alert["id"], "place", "--value", "Kindia", "--note", "rang", "--floor", floor
    )
    assert said.code == 0, said.err
    assert "the place is wrong; rang" in sent(floor)[-1]["reason"]
    [event] = json.loads(watchfloor("show", "events", "--place", "Kindia", "--json", "--floor", floor).out)
    assert event["by_desk"] == ["place"]
    refused = watchfloor("alert", "wrong", "0123456789abcdef", "old", "--floor", floor)
    assert refused.code == 2

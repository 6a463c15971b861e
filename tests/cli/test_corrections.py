"""An outlet edits an article after the alert, by commands alone: one correction of the same event."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.cli.commands import Said, watched_floor, watchfloor

WATCH = "name: Attacks\nlevel: high\ntype: ASSAULT\nchannels: [log]\n"
LEAD = "Gunmen attacked a market in Maiduguri, Nigeria, on Tuesday and killed {} people, police said."
BODY = (
    LEAD + "\nTraders fled across the river, and shops in the district stayed closed on Wednesday.\n"
    "The state government met religious leaders in Abuja on Wednesday.\n"
    "The governor promised that the market would open again before the end of the month."
)


def ask(floor: Path, *arguments: str | Path) -> Said:
    said = watchfloor(*arguments, "--floor", floor)
    assert said.code == 0, said.err
    return said


def add(floor: Path, number: int, changed: str) -> None:
    line = {
        "text": BODY.format(number),
        "title": "Gunmen attack market in Maiduguri",
        "outlet": "Borno Courier",
        "url": "https://borno.example.org/market",
        "published": "2026-03-04T08:00:00Z",
        "modified": changed,
    }
    file = floor.parent / f"killed-{number}.jsonl"
    file.write_text(json.dumps(line) + "\n", "utf-8")
    ask(floor, "add", file)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a floor that alerted, then read and corrected an edited version; and a moment between both."""
    floor = watched_floor(tmp_path_factory.mktemp("desk") / "floor", WATCH)
    add(floor, 12, "2026-03-04T08:00:00Z")
    ask(floor, "deliver")
    ask(floor, "changes", "--seen")
    between = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    time.sleep(1.0)  # moments are told in seconds
    add(floor, 14, "2026-03-04T12:00:00Z")
    ask(floor, "deliver")
    return floor, between


def test_whoever_was_alerted_gets_one_correction_with_both_wordings(told: tuple[Path, str]) -> None:
    lines = (told[0] / "alerts.jsonl").read_text("utf-8").splitlines()
    opened, corrected = [json.loads(line) for line in lines]
    assert (opened["type"], corrected["type"]) == ("watchfloor.alert.opened", "watchfloor.alert.corrected")
    assert opened["subject"] == corrected["subject"]
    assert corrected["data"]["reason"].startswith("CORRECTED BY ")
    assert "later version says 14 killed, the earlier said 12" in corrected["data"]["reason"]
    assert [it["words"] for it in corrected["data"]["evidence"]] == [LEAD.format(12), LEAD.format(14)]


def test_changes_and_explain_tell_the_correction_of_the_same_event(told: tuple[Path, str]) -> None:
    floor, _ = told
    since = json.loads(ask(floor, "show", "changes", "--since", "last", "--json").out)
    [(kind, about)] = [(c["type"], c["about"]) for c in since if c["about"]["kind"] == "event"]
    assert kind == "number revised"
    assert sorted(c["type"] for c in since) == ["number revised", "revised"]
    said = ask(floor, "explain", about["id"]).out
    assert LEAD.format(14) in said
    after = said.partition("number revised (12 → 14)")[2]
    assert [line.strip() for line in after.splitlines()[1:3]] == [
        f"“{LEAD.format(12)}”",
        f"“{LEAD.format(14)}”",
    ]


def test_as_of_shows_what_was_told_then_under_the_same_id(told: tuple[Path, str]) -> None:
    floor, between = told

    def attack(*as_of: str) -> tuple[str, list[float]]:
        events = json.loads(ask(floor, "show", "events", "--json", *as_of).out)
        [event] = [event for event in events if event["type"] == "ASSAULT"]
        return event["id"], [claim["value"] for claim in event["quantities"]]

    then, now = attack("--as-of", between), attack()
    assert then[0] == now[0]
    assert (then[1], now[1]) == ([12.0], [14.0])

"""Whole commands about briefings: listed, previewed, sent, and what is wrong with one named."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.commands import add_lines, watched_floor, watchfloor

TEXT = "Irish Prime Minister Aoife Brannigan threatened Spain on Monday with the closure of all ports."


def test_a_briefing_is_listed_previewed_and_sent(tmp_path: Path) -> None:
    floor = watched_floor(tmp_path / "floor", "name: Nothing\ntype: AID\n")
    for folder, name, text in (
        ("situations", "ports", "country: ES\n"),
        ("briefings", "morning", "situation: ports\nchannel: log\nschedule: daily 07:00\ntitle: The ports\n"),
    ):
        (floor / folder).mkdir(exist_ok=True)
        (floor / folder / f"{name}.yaml").write_text(text)
    preview = watchfloor("briefing", "preview", "morning", "--floor", floor)
    assert preview.out.startswith("The ports: nothing new; 0 of 0 sources read")
    add_lines(floor, [("Quay Times", "2026-03-09", "Ports", TEXT)], "one.jsonl")
    preview = watchfloor("briefing", "preview", "morning", "--floor", floor)
    assert preview.out.startswith("The ports: 1 story with news"), preview.err
    assert f"[1] Quay Times, 2026-03-09: “{TEXT}”" in " ".join(preview.out.split())
    [row] = json.loads(watchfloor("briefing", "list", "--json", "--floor", floor).out)
    assert (row["name"], row["channel"], row["next"][11:16]) == ("morning", "log", "07:00")
    assert watchfloor("briefing", "send", "morning", "--floor", floor).code == 0
    assert watchfloor("deliver", "--floor", floor).code == 0
    sent = [json.loads(line) for line in (floor / "alerts.jsonl").read_text("utf-8").splitlines()]
    assert [body["type"] for body in sent] == ["watchfloor.briefing"]
    assert sent[0]["data"]["stories"][0]["lead"]["evidence"]
    (floor / "briefings" / "broken.yaml").write_text("situation: prts\nchannel: log\nschedule: daily 07:00\n")
    listed = watchfloor("briefing", "list", "--floor", floor)
    assert listed.code == 1
    assert "broken.yaml:1: situation 'prts' is unknown; did you mean 'ports'?" in listed.err
    assert "briefings/broken.yaml:1" in watchfloor("doctor", "--floor", floor).err.replace("\n", "") or (
        "broken.yaml:1" in watchfloor("doctor", "--floor", floor).out.replace("\n", "")
    )
    assert "did you mean 'morning'?" in watchfloor("briefing", "send", "mornng", "--floor", floor).err

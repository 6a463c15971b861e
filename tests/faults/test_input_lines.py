"""What input lines say of themselves is read, or named."""

from __future__ import annotations

import json
from pathlib import Path

from tests.faults.commands import command, files_of


def test_131_a_date_in_any_form_counts_and_what_is_none_names_the_line() -> None:
    [path] = files_of("131")
    given = [json.loads(line)["published"] for line in path.read_text("utf-8").splitlines()]
    done = command("annotate", path)
    lines = [json.loads(line) for line in done.output.splitlines() if line.startswith("{")]
    mondays = {str(line["id"]): [time["value"] for time in line["times"]] for line in lines}
    refused = [str(one) for one in given if f"{path.name}:{given.index(one) + 1}: " in done.output]
    assert done.code == 1
    assert refused == ["03/02/2026", "2026-02-30", "2026-02", "0001-01-01T00:00:00Z"]
    for one in given:
        if one is not None and str(one) not in refused and not str(one).startswith("1970"):
            assert mondays[str(one)] == ["2026-02-02"], one


def test_a_date_to_come_counts_on_any_day(tmp_path: Path) -> None:
    line = {"id": "a", "published": "2031-06-04", "text": "Police arrested 12 people in Lagos on Monday."}
    path = tmp_path / "later.jsonl"
    path.write_text(json.dumps(line) + "\n", "utf-8")
    [found] = [json.loads(row) for row in command("annotate", path).output.splitlines()]
    assert [time["value"] for time in found["times"]] == ["2031-06-02"]
    run = json.loads(command("run", path, "--json").output)
    assert [event["date"]["start"] for event in run["events"]] == ["2031-06-02"]

"""What the command line is given: input lines, words to look for, readers that go away."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import WATCHFLOOR, environment
from tests.faults.commands import command, files_of


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words") / "floor"
    assert command("init", folder).code == 0
    assert command("add", *files_of("128"), "--floor", folder).code == 0
    return folder


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("don't", 1), ("POL-358", 1), ("38.101", 1), ("AT&T", 1), ("C++", 1), ("NOT", 1), ('"anti-tank', 1),
        ("O'Brien's", 1), ("O’Brien’s", 1), ("$5", 1), ("muller", 1), ("NEAR(", 1), ("unit OR", 1),
        ("-tarvel", 0), ("-POL-358", 0), ("-don't", 0), ("unit -tarvel", 0), ("unit -delmar", 1),
        ("(", 0), ("*", 0), ('"', 0), ("^", 0), ("text:unit", 0), ("", 0), ("--", 0),
        ("'; drop table text", 0),
    ],
)  # fmt: skip
def test_128_whatever_is_looked_for_is_answered(floor: Path, query: str, hits: int) -> None:
    arguments = ("search", query, "--json", "--floor", floor) if query != "--" else (
        "search", "--json", "--floor", floor, "--", query
    )  # fmt: skip
    done = command(*arguments)
    assert done.code == 0, done.output
    assert len(json.loads(done.out)) == hits, query


def test_130_a_reader_that_goes_away_leaves_no_traceback(tmp_path: Path) -> None:
    [path] = files_of("130")
    many = tmp_path / "many.jsonl"
    many.write_text(path.read_text("utf-8") * 60, "utf-8")
    with subprocess.Popen(
        [WATCHFLOOR, "annotate", many],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("{")
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()


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

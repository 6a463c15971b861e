"""Bad input costs itself only: named with file and line, kept with its reason, everything else done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import watchfloor

GOOD = (
    "A bridge over the Drava near Osijek was reopened on Friday, the city said. It had been closed since May."
)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    (folder / "good.txt").write_text(GOOD, "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "wrong.txt").write_bytes(
        "Die Brücke über die Drau wurde am Freitag wieder geöffnet.".encode("cp1252")
    )
    (folder / "nul.txt").write_bytes(
        b"A ferry\x00 left Split on Monday, the port said. It carried 40 people."
    )
    (folder / "hidden.txt").write_text(
        "A f\u200ber\u200bry left Sрlit on Monday, the port said. \u202e", "utf-8"
    )
    (folder / "line.txt").write_text("word " * 10_000_000, "utf-8")
    (folder / "deep.html").write_text("<html><body>" + "<div>" * 50_000 + GOOD, "utf-8")
    lines = [
        json.dumps({"id": "1", "text": GOOD + " One."}),
        '{"id": "2", "text": ',
        json.dumps({"id": "3", "text": GOOD + " Three.", "published": "9999-12-31"}),
        json.dumps({"id": "4"}),
        "[" * 100_000,
        json.dumps({"id": "6", "text": GOOD + " Six.", "published": "2026-02-31"}),
    ]
    (folder / "lines.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def test_a_folder_of_bad_input_costs_itself_only(bad: Path, tmp_path: Path) -> None:
    floor = tmp_path / "floor"
    assert watchfloor("init", floor).code == 0
    said = watchfloor("add", bad, "missing.txt", "--floor", floor)
    assert said.code == 1
    assert "Traceback" not in said.err
    for named in (
        "empty.txt",
        "binary.txt",
        "line.txt",
        "lines.jsonl:2",
        "lines.jsonl:4",
        "lines.jsonl:5",
        "lines.jsonl:6",
        "missing.txt",
    ):
        assert named in said.err, (named, said.err)
    for done in (
        "good.txt",
        "wrong.txt",
        "nul.txt",
        "hidden.txt",
        "lines.jsonl:1",
    ):
        assert f"{done}\n" in said.out, (done, said.out)

    quarantine = json.loads(watchfloor("show", "quarantine", "--json", "--floor", floor).out)
    assert {Path(row["where"]).name for row in quarantine} >= {"empty.txt", "binary.txt", "lines.jsonl:2"}
    assert all(row["reason"] for row in quarantine)

    again = watchfloor("add", bad, "--floor", floor)
    assert again.code == 1
    assert "added\t" not in again.out


def test_read_goes_on_after_a_broken_line(bad: Path) -> None:
    said = watchfloor("read", bad / "lines.jsonl")
    assert said.code == 1
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert [row["id"] for row in rows] == ["1"]
    assert [row["published"] for row in rows] == [None]
    for named in ("lines.jsonl:2", "lines.jsonl:3", "lines.jsonl:6"):  # no JSON, and dates that cannot be
        assert named in said.err


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        (["show", "reports", "--floor", "nowhere"], "watchfloor init"),
        (["show", "dreams"], "dreams"),
        (["frobnicate"], "frobnicate"),
        (["run"], "PATH"),
        (["run", "x.txt", "--watch", "missing.yaml"], "missing.yaml"),
    ],
)
def test_wrong_usage_is_exit_code_two_with_cause_and_remedy(
    arguments: list[str], cause: str, tmp_path: Path
) -> None:
    said = watchfloor(*arguments, folder=tmp_path)
    assert said.code == 2
    assert cause in said.err
    assert "Traceback" not in said.err

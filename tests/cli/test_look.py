"""Looking once: streams while input still comes, the examples from a plain install, one page on its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.commands import EXAMPLES, WATCHFLOOR, environment, watchfloor

FERRY = {"id": "ferry", "text": "A ferry left Split on Monday, the port of Split said. It carried 40 people."}


@pytest.mark.parametrize("command", ["read", "annotate", "group"])
def test_lines_come_out_while_input_still_comes(command: str) -> None:
    with subprocess.Popen(
        [WATCHFLOOR, command, "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in range(2):
            process.stdin.write(json.dumps({**FERRY, "id": f"ferry {number}"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == f"ferry {number}"
        process.stdin.close()
        assert process.wait(60) == 0


def test_read_gives_valid_input_of_annotate_and_group() -> None:
    read = watchfloor("read", EXAMPLES / "articles.jsonl", EXAMPLES / "brussels-docket-talks.html")
    assert read.code == 0, read.err
    rows = [json.loads(line) for line in read.out.splitlines()]
    for command in ("annotate", "group"):
        said = watchfloor(command, "-", stdin=read.out)
        assert said.code == 0, said.err
        assert [json.loads(line)["id"] for line in said.out.splitlines()] == [row["id"] for row in rows]


def test_annotate_gives_the_same_bytes_with_any_number_of_processes() -> None:
    alone = watchfloor("annotate", EXAMPLES / "articles.jsonl")
    assert alone.code == 0, alone.err
    assert watchfloor("annotate", EXAMPLES / "articles.jsonl", "--processes", "2").out == alone.out


def test_run_gives_the_same_bytes_again() -> None:
    first, second = (watchfloor("run", EXAMPLES, "--json") for _ in range(2))
    assert first.code == 0, first.err
    assert first.out == second.out
    assert list(json.loads(first.out)) == [
        *(
            "texts",
            "reports",
            "stories",
            "actors",
            "events",
            "timeline",
            "disagreements",
            "numbers",
            "changes",
            "alerts",
        ),
        "quarantine",
        "coverage",
        "judgements",
    ]


def test_the_page_stands_alone_and_runs_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    nasty = {
        "id": "nasty",
        "title": "<script>alert(1)</script>",
        "url": "javascript:alert(2)",
        "outlet": '"><img src=x onerror=alert(3)>',
        "text": "“<b>{{7*7}}</b>,” police chief Ann Example said on Monday. Police arrested 3 people.",
        "published": "2026-03-02",
    }
    said = watchfloor("run", "-", "--html", page, stdin=json.dumps(nasty))
    assert said.code == 0, said.err
    written = page.read_text("utf-8")
    assert not re.search(r"<script|<img|<link|@import|<[^>]+(?:src=|javascript:)", written)
    assert "&lt;script&gt;" in written
    assert "49" not in written


def test_the_demo_works_from_the_wheel_alone(tmp_path: Path) -> None:
    root = EXAMPLES.parent
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-c", "from watchfloor.cli import main; main()", "demo", "--json"],
        cwd=tmp_path,
        env={**environment(), "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(json.loads(done.stdout)["reports"]) >= 16


def test_watchfloor_speaks_only_of_what_it_was_asked(tmp_path: Path) -> None:
    said = watchfloor("demo", "--html", tmp_path / "demo.html")
    assert said.code == 0
    assert "not verified" in said.out
    assert "\x1b[" not in said.out, "NO_COLOR is honoured"
    assert said.err == ""

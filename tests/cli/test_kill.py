"""`kill -9` at any moment of `watchfloor add`: what was acknowledged is kept, nothing partial or double."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import EXAMPLES, WATCHFLOOR, environment, watchfloor
from watchfloor.store import Store

KILLS = 50
ARTICLES = EXAMPLES / "articles.jsonl"


def add(floor: Path) -> list[str]:
    return [WATCHFLOOR, "add", str(ARTICLES), "--floor", str(floor), "--arrived", "published"]


def acknowledged(out: str) -> set[str]:
    """Return the reports that whole lines of `out` acknowledge."""
    return {line.split("\t")[1] for line in out.splitlines(keepends=True) if line.endswith("\n")}


def killed(floor: Path, seconds: float) -> set[str]:
    """Run `add` and kill it after so many seconds; return what it acknowledged until then."""
    process = subprocess.Popen(
        add(floor), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment()
    )
    try:
        out, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        out, _ = process.communicate()
    return acknowledged(out)


def state(floor: Path) -> tuple[str, set[str]]:
    with Store.open(floor) as store:
        return store.fingerprint(), {report.id for report in store.reports()}


@pytest.mark.slow
def test_fifty_kills_lose_nothing_and_leave_the_floor_of_an_undisturbed_run(tmp_path: Path) -> None:
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    for floor in (calm, rough):
        assert watchfloor("init", floor).code == 0
    said = watchfloor(*add(calm)[1:])
    assert said.code == 0
    expected, reports = state(calm)
    assert acknowledged(said.out) == reports

    moments = random.Random(20260122)
    kept: set[str] = set()
    interrupted = 0
    for kill in range(KILLS):
        # A fresh floor now and then, so that kills fall into every part of the run.
        if kill % 10 == 0:
            rough = tmp_path / f"rough-{kill}"
            watchfloor("init", rough)
            kept = set()
        kept |= killed(rough, moments.uniform(0.3, 4.0))
        _, found = state(rough)
        assert kept <= found
        interrupted += found != reports
        if kill % 10 == 9:
            assert watchfloor(*add(rough)[1:]).code == 0
            assert state(rough) == (expected, reports)
    assert interrupted >= KILLS // 5, "too few kills fell into the work: the moments do not fit this machine"

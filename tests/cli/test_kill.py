"""`kill -9` at any moment of `watchfloor add`: what was acknowledged is kept, nothing partial or double."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.commands import EXAMPLES, Said, Warm, watchfloor
from watchfloor.config import read_config
from watchfloor.store import Store

KILLS = 20  # `make soak` kills five hundred
A_FLOOR = 10  # kills on one floor before it is finished and compared


@pytest.fixture
def warm() -> Iterator[Warm]:
    with Warm() as process:
        yield process


def acknowledged_in(said: Said) -> set[str]:
    """Return the reports that the whole lines of an `add` call taken in."""
    whole = (line for line in said.out.splitlines(keepends=True) if line.endswith("\n"))
    return {line.split("\t")[1] for line in whole if line.startswith("added")}


def add(floor: Path) -> list[str]:
    return ["add", str(EXAMPLES / "articles.jsonl"), "--floor", str(floor), "--arrived", "published"]


def new(floor: Path) -> Path:
    assert watchfloor("init", floor).code == 0
    return floor


def state(floor: Path) -> tuple[str, set[str]]:
    """Return the fingerprint of a floor and the ids of its reports, wherever its store is."""
    with Store.open(read_config(floor).store) as store:
        return store.fingerprint(), {report.id for report in store.reports()}


def kill_adds(warm: Warm, folder: Path, kills: int, new: Callable[[Path], Path] = new) -> None:
    """Kill `kills` runs of `add`, ten on a floor, and compare each floor with an undisturbed one."""
    calm = new(folder / "calm")
    started = time.monotonic()
    said = warm.run(add(calm))
    lasted = time.monotonic() - started
    assert said.code == 0
    expected = state(calm)
    assert acknowledged_in(said) == expected[1]

    moments = random.Random(20260122)
    cut_short = 0
    for number in range(kills // A_FLOOR):
        rough = new(folder / f"rough-{number}")
        kept: set[str] = set()
        for _ in range(A_FLOOR):
            # Each run begins where the last was killed, so ten kills of a fifth each go through all of it.
            said = warm.run(add(rough), killed_after=moments.uniform(0, lasted / 5))
            kept |= acknowledged_in(said)
            assert kept <= state(rough)[1]
            cut_short += said.code == -signal.SIGKILL
        assert warm.run(add(rough)).code == 0
        assert state(rough) == expected
    assert cut_short >= kills // 2, "too few kills fell into the work"


@pytest.mark.slow
def test_twenty_kills_lose_nothing_and_leave_the_floor_of_an_undisturbed_run(
    warm: Warm, tmp_path: Path
) -> None:
    kill_adds(warm, tmp_path, KILLS)

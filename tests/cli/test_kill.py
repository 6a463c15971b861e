"""`kill -9` at any moment of `watchfloor add`: what was acknowledged is kept, nothing partial or double."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.cli.commands import EXAMPLES, environment, watchfloor
from watchfloor.store import Store

KILLS = 50
A_FLOOR = 10  # kills on one floor before it is finished and compared


class Warm:
    """The forking process of warm.py."""

    def __init__(self, folder: Path) -> None:
        self._out = folder / "out.txt"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.warm"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def run(self, arguments: list[str], *, killed_after: float | None = None) -> tuple[int, set[str]]:
        """Run a command, killed after so many seconds; return its status and what it acknowledged."""
        assert self._process.stdin
        assert self._process.stdout
        self._out.unlink(missing_ok=True)
        self._process.stdin.write(json.dumps({"arguments": arguments, "out": str(self._out)}) + "\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline())
        if killed_after is not None:
            time.sleep(killed_after)
            with suppress(ProcessLookupError):  # it may have ended before
                os.kill(pid, signal.SIGKILL)
        status = int(self._process.stdout.readline())
        whole = (
            line for line in self._out.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")
        )
        return status, {line.split("\t")[1] for line in whole if line.startswith("added")}


@pytest.fixture
def warm(tmp_path: Path) -> Iterator[Warm]:
    with Warm(tmp_path) as process:
        yield process


def add(floor: Path) -> list[str]:
    return ["add", str(EXAMPLES / "articles.jsonl"), "--floor", str(floor), "--arrived", "published"]


def new(floor: Path) -> Path:
    assert watchfloor("init", floor).code == 0
    return floor


def state(floor: Path) -> tuple[str, set[str]]:
    with Store.open(floor) as store:
        return store.fingerprint(), {report.id for report in store.reports()}


def kill_adds(warm: Warm, folder: Path, kills: int) -> None:
    """Kill `kills` runs of `add`, ten on a floor, and compare each floor with an undisturbed one."""
    calm = new(folder / "calm")
    started = time.monotonic()
    status, acknowledged = warm.run(add(calm))
    lasted = time.monotonic() - started
    assert status == 0
    expected = state(calm)
    assert acknowledged == expected[1]

    moments = random.Random(20260122)
    cut_short = 0
    for number in range(kills // A_FLOOR):
        rough = new(folder / f"rough-{number}")
        kept: set[str] = set()
        for _ in range(A_FLOOR):
            # Each run begins where the last was killed, so ten kills of a fifth each go through all of it.
            status, acknowledged = warm.run(add(rough), killed_after=moments.uniform(0, lasted / 5))
            kept |= acknowledged
            assert kept <= state(rough)[1]
            cut_short += status == -signal.SIGKILL
        assert warm.run(add(rough))[0] == 0
        assert state(rough) == expected
    assert cut_short >= kills // 2, "too few kills fell into the work"


@pytest.mark.slow
def test_fifty_kills_lose_nothing_and_leave_the_floor_of_an_undisturbed_run(
    warm: Warm, tmp_path: Path
) -> None:
    kill_adds(warm, tmp_path, KILLS)

"""Whole commands, timed, with the peak memory of their process tree."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """Wall seconds, CPU seconds of the command and its children, and peak memory (PSS of the tree) in MB."""

    wall: float
    cpu: float
    peak: float


def measured(command: Sequence[str], *, stdin: Path | None = None) -> Measured:
    """Run `command` to its end, its output thrown away; raise where it fails."""
    before = os.times()
    started = time.perf_counter()
    source = stdin.open("rb") if stdin else None
    try:
        process = subprocess.Popen(
            command,
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_as_installed(),
        )
        peak = _Peak(process.pid)
        peak.start()
        code = process.wait()
        peak.stop()
    finally:
        if source:
            source.close()
    if code:
        raise subprocess.CalledProcessError(code, command)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(time.perf_counter() - started, cpu, peak.megabytes)


def _as_installed() -> dict[str, str]:
    """Return an environment in which modules are compiled once and kept, as an installed program's are.

    Where nothing is kept, a command costs a sixth more: it compiles all that it imports.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _Peak(threading.Thread):
    """Looks at a process tree twenty times a second; shared pages count once (PSS)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.megabytes = 0.0
        self._pid = pid
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(0.05):
            self.megabytes = max(self.megabytes, memory_of_tree(self._pid))

    def stop(self) -> None:
        self._done.set()
        self.join()


def memory_of_tree(pid: int) -> float:
    """Return the megabytes of a process and its children; pages that they share count once."""
    return sum(_memory(it) for it in _tree(pid)) / 1024


def _tree(pid: int) -> list[int]:
    found = [pid]
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return found
    for child in children:
        found += _tree(int(child))
    return found


def _memory(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0

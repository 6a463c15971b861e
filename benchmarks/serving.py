"""A floor that is served by a process of its own, and what that process costs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.process import memory_of_tree

_TICKS = os.sysconf("SC_CLK_TCK")
_LONGEST_START = 60.0  # seconds
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedProcess:
    """A server that answers: where, the headers that let one in, and after how many seconds it was ready."""

    pid: int
    address: str
    headers: dict[str, str]
    ready: float

    def cpu(self) -> float:
        """Return the seconds of processor time that the server has had."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def megabytes(self) -> float:
        """Return the memory of its process tree; what is shared counts once."""
        return memory_of_tree(self.pid)


@contextmanager
def served(floor: Path, *, ends_by: signal.Signals = signal.SIGINT) -> Iterator[ServedProcess]:
    """Serve a floor for as long as the block takes; it ends by a signal, which may be that of a crash."""
    command = [sys.executable, "-m", "watchfloor", "serve", "--floor", str(floor), "--port", "0"]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            told = _address(process)
            ready = time.perf_counter() - began
            yield _entered(process.pid, told, ready)
        finally:
            process.send_signal(ends_by)
            process.wait()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if "/enter?token=" in line:
            return line[line.index("http") :].strip()
    raise AssertionError(f"the server does not start: {''.join(said)}")


def _entered(pid: int, told: str, ready: float) -> ServedProcess:
    address = told.partition("/enter")[0]
    with httpx.Client(base_url=address, timeout=_LONGEST_START) as client:
        client.get(told)
        page = client.get("/account").raise_for_status().text
        found = _CSRF.search(page)
        assert found, "every form carries a token"
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return ServedProcess(
        pid=pid, address=address, headers={"Cookie": cookie, "X-CSRF-Token": found[1]}, ready=ready
    )

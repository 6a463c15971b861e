"""Whole commands in processes of their own."""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from signal import SIGKILL
from types import TracebackType
from typing import Self

from tests.cli.warm import Wish

WATCHFLOOR = str(Path(sys.executable).parent / "watchfloor")
LOG = '\n[channels.log]\nkind = "file"\npath = "alerts.jsonl"\n'
EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


def environment() -> dict[str, str]:
    """Return an environment in which nothing depends on the terminal or on a floor of the user's."""
    kept = {name: value for name, value in os.environ.items() if name not in ("WATCHFLOOR", "COLUMNS")}
    return {**kept, "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}


class Warm:
    """A process of `warm.py`: whole commands without the second that imports take."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="warm-"))
        self._python = _of_python(environment())
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.warm"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
            cwd=Path(__file__).parents[2],
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process and forget what its commands wrote."""
        self._process.kill()
        self._process.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)

    def fits(self, given: dict[str, str]) -> bool:
        """Tell whether what Python reads of `given` when it starts is what it read when this one started."""
        return self._process.poll() is None and _of_python(given) == self._python

    def run(
        self,
        arguments: list[str],
        *,
        stdin: str = "",
        folder: Path | None = None,
        killed_after: float | None = None,
    ) -> Said:
        """Run a command, killed after so many seconds; a code below 0 is the signal that ended it."""
        assert self._process.stdin
        assert self._process.stdout
        files = {name: self._folder / name for name in ("stdin", "out", "err")}
        files["stdin"].write_text(stdin, "utf-8")
        files["out"].unlink(missing_ok=True)
        files["err"].unlink(missing_ok=True)
        os.umask(umask := os.umask(0o077))
        wish = Wish(
            arguments=arguments,
            folder=str(folder or Path.cwd()),
            environment=environment(),
            umask=umask,
            stdin=str(files["stdin"]),
            out=str(files["out"]),
            err=str(files["err"]),
        )
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline())
        if killed_after is not None:
            time.sleep(killed_after)
            with suppress(ProcessLookupError):  # it may have ended before
                os.kill(pid, SIGKILL)
        code = int(self._process.stdout.readline())
        out, err = (_written(files[name]) for name in ("out", "err"))
        return Said(code, out, err)


@cache
def _warm() -> Warm:
    """Return the one such process of these tests."""
    process = Warm()
    atexit.register(process.close)
    return process


def _of_python(given: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if name.startswith("PYTHON")}


def _written(file: Path) -> str:
    """Return what a command wrote, with the newlines that a pipe in text mode would give."""
    if not file.exists():  # killed before it began
        return ""
    with file.open(encoding="utf-8", errors="strict") as opened:
        return opened.read()


def watchfloor(*arguments: str | Path, stdin: str | None = None, folder: Path | None = None) -> Said:
    """Run `watchfloor` with `arguments` in a process of its own; its input is empty unless given."""
    said = [str(argument) for argument in arguments]
    if _warm().fits(environment()):
        return _warm().run(said, stdin=stdin or "", folder=folder)
    done = subprocess.run(
        [WATCHFLOOR, *said],
        input=stdin or "",
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(),
        cwd=folder,
        timeout=120,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def watched_floor(folder: Path, watch: str) -> Path:
    """Make a floor with one watch and a channel `log` that writes to `alerts.jsonl`; return its folder."""
    assert watchfloor("init", folder).code == 0
    config = folder / "watchfloor.toml"
    config.write_text(config.read_text("utf-8") + LOG, "utf-8")
    (folder / "watches").mkdir(exist_ok=True)
    (folder / "watches" / "watch.yaml").write_text(watch, "utf-8")
    return folder


def add_lines(floor: Path, lines: Iterable[tuple[str, str, str, str]], name: str, *options: str) -> None:
    """Add articles, each an outlet, a moment of publication, a title and words, from a file of that name."""
    file = floor.parent / name
    keys = ("outlet", "published", "title", "text")
    file.write_text("".join(f"{json.dumps(dict(zip(keys, line, strict=True)))}\n" for line in lines), "utf-8")
    said = watchfloor("add", file, "--floor", floor, *options)
    assert said.code == 0, said.err


def unwrapped(line: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """Return an article of which each paragraph is one line."""
    return (*line[:3], re.sub(r"(?<!\n)\n(?!\n)", " ", line[3]))

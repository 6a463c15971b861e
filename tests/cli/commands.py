"""Whole commands in processes of their own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

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


def watchfloor(*arguments: str | Path, stdin: str | None = None, folder: Path | None = None) -> Said:
    """Run `watchfloor` with `arguments`; its input is empty unless given."""
    done = subprocess.run(
        [WATCHFLOOR, *map(str, arguments)],
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

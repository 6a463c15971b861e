"""Whole commands in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

WATCHFLOOR = str(Path(sys.executable).parent / "watchfloor")
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

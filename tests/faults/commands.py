"""Commands over the inputs of trials: what they print, and with which code they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from typer.testing import CliRunner

from tests.faults.trials import INPUTS
from watchfloor.cli import app
from watchfloor.errors import UsageError, WatchfloorError

Line = dict[str, Any]


class Ended(NamedTuple):
    """How a command ended: its code, all that it printed, and of that its standard output alone."""

    code: int
    output: str
    out: str


def command(*arguments: str | Path, given: str | None = None) -> Ended:
    """Run a command in this process; an exception that no command should end with is raised."""
    done = CliRunner().invoke(
        app,
        [str(argument) for argument in arguments],
        input=given,
        env={"COLUMNS": "200", "NO_COLOR": "1"},
    )
    error = done.exception
    if isinstance(error, WatchfloorError):
        code = 2 if isinstance(error, UsageError) else 1
        return Ended(code, f"{done.output}watchfloor: {error}\n", done.stdout)
    if error is not None and not isinstance(error, SystemExit):
        raise error
    return Ended(done.exit_code, done.output, done.stdout)


def lines_of(*arguments: str | Path) -> list[Line]:
    """Return the JSON Lines that a command prints."""
    done = command(*arguments)
    assert done.code == 0, done.output
    return [json.loads(line) for line in done.output.splitlines() if line.startswith("{")]


def files_of(trial: str) -> list[Path]:
    """Return the input files of a trial, in order."""
    found = sorted(INPUTS.glob(f"{trial}-*"))
    assert found, f"trial {trial} has no inputs here"
    return found

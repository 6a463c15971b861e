"""Writes docs/cli.md from the commands' own help: `python -m tools.cli_reference`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from typer.testing import CliRunner

from watchfloor.cli import app

REFERENCE = Path(__file__).parent.parent / "docs" / "cli.md"
_HEAD = """# Commands

Written by `python -m tools.cli_reference` from the commands' own help; a test compares.
"""


def reference() -> str:
    """Return the reference: the help of the program, then of each command in the order of the code."""
    names = [command.callback.__name__ for command in app.registered_commands if command.callback]
    return _HEAD + "".join([_help(), *map(_help, names), *(_help(*words) for words in _nested())])


def _nested() -> Iterator[tuple[str, ...]]:
    """Yield the groups of commands, each followed by its own."""
    for group in app.registered_groups:
        inner = group.typer_instance
        assert inner is not None
        yield (str(inner.info.name),)
        for command in inner.registered_commands:
            assert command.callback is not None
            yield (str(inner.info.name), command.name or command.callback.__name__)


def _help(*command: str) -> str:
    said = CliRunner().invoke(
        app, [*command, "--help"], env={"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    )
    body = "\n".join(line.rstrip() for line in said.output.strip().splitlines())
    return f"\n## watchfloor {' '.join(command)}".rstrip() + f"\n\n```\n{body}\n```\n"


if __name__ == "__main__":
    REFERENCE.write_text(reference(), "utf-8")

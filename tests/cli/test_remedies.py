"""Whatever a message tells people to run is a command, with options that it has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import typer.main
from typer.core import TyperGroup

import watchfloor
from watchfloor.cli import app

SOURCE = Path(watchfloor.__file__).parent
# "watchfloor outbox retry --channel desk", in backticks, after a colon, or before what comes next.
_TOLD = re.compile(r"\bwatchfloor ([a-z]{2,})(?: ([a-z]{2,}))?((?: [^`;:,()&\n]*)?)")
_OPTION = re.compile(r"(?<!\S)--[a-z-]+")
_PROSE = frozenset(
    ("towns", "grouping", "of", "without", "needs", "can", "and", "for", "is", "has", "does", "knows")
)


def _told() -> Iterator[tuple[str, str, str | None, str]]:
    """Yield what strings of the code tell people to run: where, command, next word, and the rest."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for found in _TOLD.finditer(node.value):
                    yield f"{path.name}:{node.lineno}", found[1], found[2], found[3]


def test_every_remedy_is_a_command_with_its_options() -> None:
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    wrong, count = [], 0
    for where, name, second, rest in _told():
        if name in _PROSE:
            continue
        count += 1
        command = root.commands.get(name)
        if isinstance(command, TyperGroup):
            command = command.commands.get(second or "")
        if command is None:
            wrong.append(f"{where}: watchfloor {name} {second or ''}")
            continue
        options = {option for it in command.params for option in (*it.opts, *it.secondary_opts)}
        unknown = set(_OPTION.findall(rest)) - options
        wrong += [f"{where}: watchfloor {name} {option}" for option in sorted(unknown)]
    assert wrong == []
    assert count > 100

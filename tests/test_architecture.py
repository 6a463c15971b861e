"""ARCHITECTURE.md leads to what it names: each file is there, and each name is defined in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "watchfloor"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<where>`[^|]+) \|$", re.M)
PLACE = re.compile(r"`(?P<file>[\w/]+\.py)`(?: \((?P<names>[^)]*)\))?")


def places() -> list[tuple[str, str, str]]:
    """Return what the page says is where: the question, the file and the names in it."""
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("## Where is …")[2]
    return [
        (row["what"], found["file"], found["names"] or "")
        for row in ROW.finditer(page)
        for found in PLACE.finditer(row["where"])
    ]


def defined(path: Path) -> set[str]:
    """Return the names of all functions and classes of a module."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, kinds)}


@pytest.mark.parametrize(("what", "file", "names"), places())
def test_what_is_looked_for_stands_where_the_page_says(what: str, file: str, names: str) -> None:
    path = PACKAGE / file
    assert path.is_file(), what
    missing = set(re.findall(r"`(\w+)`", names)) - defined(path)
    assert not missing, f"{what}: {missing}"


def test_the_page_answers_what_newcomers_ask() -> None:
    asked = {what for what, _, _ in places()}
    assert len(asked) >= 10
    assert {"a toll compared with another", "a private person masked", "a webhook signed"} <= asked

"""Holds that no name means two classes: `python -m tools.class_names`.

Whoever reads a name of a public class in one file must not have to ask which of two it is, so no other public
class and no type alias of the package bears it. Two aliases may: they stand for what they are made of.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "watchfloor"
EXEMPT = (
    "Situation",
)  # an alias of `exchange` for what is disclosed, from before the gate; nothing may join


def names_of(source: str) -> Iterator[tuple[str, int, bool]]:
    """Yield each public class and alias of a module: its name, its line, and whether it is a class."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node.lineno, True
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if _is_alias(name) and isinstance(node.value, ast.Subscript | ast.BinOp | ast.Name):
                yield name, node.lineno, False


def _is_alias(name: str) -> bool:
    return name[0].isupper() and not name.isupper()


def ambiguous(package: Path) -> Iterator[str]:
    """Yield a line for each name that a class bears and something else bears too."""
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for path in sorted(package.rglob("*.py")):
        for name, line, is_class in names_of(path.read_text("utf-8")):
            found[name].append((f"{path.relative_to(package)}:{line}", is_class))
    for name, places in sorted(found.items()):
        if name not in EXEMPT and len(places) > 1 and any(is_class for _, is_class in places):
            yield f"{name}: {', '.join(place for place, _ in places)}"


def main() -> int:
    """Print what is ambiguous; return 1 where something is."""
    lines = list(ambiguous(PACKAGE))
    for line in lines:
        print(f"{line}: one name, more than one meaning; call one of them by what it is")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())

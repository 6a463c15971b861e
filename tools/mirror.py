"""Holds that tests mirror the packages: `python -m tools.mirror`.

Whoever changes a package finds its tests in the folder of the same name: each package that has modules has at
least one module of tests there, and no folder of tests is named after a package that is no more.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "watchfloor"
TESTS = ROOT / "tests"
# What is tried across packages, and what such tests read.
ACROSS = frozenset(map(PurePath, ("contracts", "faults", "golden", "cli/floors")))
# Packages beside the product that have tests of their own.
BESIDE = frozenset(map(PurePath, ("benchmarks", "evals", "tools", "train")))


def packages(package: Path) -> Iterator[tuple[PurePath, bool]]:
    """Yield the path of each package below, and whether it has modules of its own."""
    for folder in sorted(path.parent for path in package.rglob("__init__.py")):
        if folder != package:
            modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
            yield folder.relative_to(package), bool(modules)


def unmirrored(package: Path, tests: Path) -> Iterator[str]:
    """Yield a line for each package without tests, then for each folder of tests without a package."""
    known = dict(packages(package))
    for name, has_modules in known.items():
        if has_modules and not any((tests / name).glob("test_*.py")):
            yield f"{name}: a package without tests; put them into tests/{name}/test_….py"
    for folder in sorted({path.parent for path in tests.rglob("*.py")}):
        name = folder.relative_to(tests)
        if folder != tests and name not in known and not any(_within(name, top) for top in ACROSS | BESIDE):
            yield f"tests/{name}: no package has this name; move its tests to the package that they are of"


def _within(name: PurePath, folder: PurePath) -> bool:
    return name == folder or folder in name.parents


def main() -> int:
    """Print what does not mirror; return 1 where something does not."""
    lines = list(unmirrored(PACKAGE, TESTS))
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())

"""A package without tests and a folder of tests without a package are found; ours mirror."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import mirror


def tree(root: Path, *paths: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
    return root


@pytest.fixture
def package(tmp_path: Path) -> Path:
    modules = (
        "__init__.py",
        "net.py",
        "store/__init__.py",
        "store/rows.py",
        "lang/__init__.py",
        "lang/en/__init__.py",
    )
    return tree(tmp_path / "src", *modules, "lang/en/clauses.py", "data/words.tsv")


def test_what_mirrors_is_not_told_of(package: Path, tmp_path: Path) -> None:
    of_packages = ("test_net.py", "store/test_rows.py", "lang/en/test_clauses.py")
    across = ("contracts/test_all.py", "faults/inputs/make.py", "tools/test_gate.py", "cli/floors/make.py")
    assert list(mirror.unmirrored(package, tree(tmp_path / "tests", *of_packages, *across))) == []


def test_a_package_without_tests_is_found(package: Path, tmp_path: Path) -> None:
    tests = tree(tmp_path / "tests", "store/helpers.py", "lang/en/test_clauses.py")
    assert list(mirror.unmirrored(package, tests)) == [
        "store: a package without tests; put them into tests/store/test_….py"
    ]


def test_a_folder_of_tests_without_a_package_is_found(package: Path, tmp_path: Path) -> None:
    tests = tree(
        tmp_path / "tests", "store/test_rows.py", "lang/en/test_clauses.py", "store/old/test_rows.py"
    )
    assert list(mirror.unmirrored(package, tests)) == [
        "tests/store/old: no package has this name; move its tests to the package that they are of"
    ]


def test_the_tests_mirror_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert mirror.main() == 0, capsys.readouterr().out

"""Each row of the reliability catalogue names the tests that hold it, or why there is none."""

from __future__ import annotations

import importlib

import pytest

from tests.reliability_table import CASES, GROUPS, OPEN


def test_every_row_has_its_tests_or_its_reason() -> None:
    rows = {f"{group}{number}" for group, numbers in GROUPS.items() for number in numbers}
    assert set(CASES) | set(OPEN) == rows
    assert not set(CASES) & set(OPEN)
    assert {int(row[1:]) for row in rows} == set(range(1, 119))


@pytest.mark.parametrize("row", CASES)
def test_the_tests_that_a_row_names_are_there(row: str) -> None:
    for place in CASES[row]:
        module, _, beginning = place.partition(":")
        assert len(beginning) > len("test_"), "a name that any test has says nothing"
        names = vars(importlib.import_module(module))
        assert any(name.startswith(beginning) for name in names), place

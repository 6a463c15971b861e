"""Each pattern of the package is asked for strings made to be hard for it: none takes their square."""

from __future__ import annotations

import re

import pytest

from tools import pattern_growth
from tools.pattern_growth import OF_FEW, hard_units, patterns, slow_ones, sources_of_package, ways


def test_no_pattern_costs_the_square_of_what_it_is_asked_of() -> None:
    sources = sources_of_package()
    every = patterns()
    assert len(every) > 500
    slow = [
        found
        for name, pattern in every.items()
        if not any(name.startswith(few) for few in OF_FEW)
        for found in slow_ones(pattern, name, ways(name, sources), most=2)
        # On a busy machine what is measured once may be slow; what is quick once is quick.
        if all([*slow_ones(pattern, name, ways(name, sources), most=2)] for _ in range(3))
    ]
    assert slow == []


def test_what_is_asked_of_a_few_characters_is_there() -> None:
    every = patterns()
    for few in OF_FEW:
        assert any(name.startswith(few) for name in every), few


@pytest.mark.parametrize("bad", [r"\s+$", r"[\w.]+@", r"\s*,\s*(?=\S)", r"<[^>]*>"])
def test_what_grows_with_the_square_is_found(bad: str) -> None:
    assert hard_units(re.compile(bad))
    assert [found.pattern for found in slow_ones(re.compile(bad), "bad", pattern_growth.WAYS)] == [bad]


@pytest.mark.parametrize("sound", [r"\d{1,9} dead", r"(?<!\s)\s+$", r"\bpolice\b", r"[a-z]{1,20}@"])
def test_what_grows_with_its_string_is_not(sound: str) -> None:
    assert list(slow_ones(re.compile(sound), "sound", pattern_growth.WAYS)) == []

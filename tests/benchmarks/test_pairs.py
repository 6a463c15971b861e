"""A figure is the median of measures in turns, and fails only where its spread lies beyond the bound."""

from __future__ import annotations

import pytest

from benchmarks.pairs import Spread, in_turns


def test_a_spread_leaves_out_a_quarter_at_each_end() -> None:
    spread = Spread.of([9.0, 1.0, 3.0, 2.0, 4.0])
    assert (spread.low, spread.median, spread.high) == (2.0, 3.0, 4.0)
    assert str(spread) == "2 to 4"
    many = Spread.of(range(12))
    assert (many.low, many.high) == (3, 8)
    assert Spread.of([2.0]).low == Spread.of([2.0]).high == 2.0


@pytest.mark.parametrize(
    ("bound", "most", "least"), [(1.5, False, True), (2.0, True, True), (4.0, True, True), (4.5, True, False)]
)
def test_a_bound_fails_only_where_the_spread_excludes_it(
    bound: float,
    most: bool,  # noqa: FBT001 - a parameter of pytest
    least: bool,  # noqa: FBT001 - a parameter of pytest
) -> None:
    spread = Spread.of([1.0, 2.0, 3.0, 4.0, 9.0])
    assert spread.at_most("pace", bound)[3] is most
    assert spread.at_least("pace", bound)[3] is least
    assert spread.at_most("pace", bound, "told")[:3] == ("pace", 3.0, f"at most {bound:g}; 2 to 4; told")


def test_what_is_compared_goes_first_in_turns() -> None:
    went: list[str] = []

    def cost(name: str) -> float:
        went.append(name)
        return float(len(went))

    assert in_turns(lambda: cost("one"), lambda: cost("other"), 3) == [(1.0, 2.0), (4.0, 3.0), (5.0, 6.0)]
    assert went == ["one", "other", "other", "one", "one", "other"]

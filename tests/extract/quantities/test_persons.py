"""People who are told one by one are counted, and what became of them is told."""

from __future__ import annotations

import pytest

from tests.faults.trials import read


def counted(text: str) -> list[tuple[str | None, float]]:
    return [(it.role, it.value) for it in read(text)[1].quantities]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A man and a woman were shot in Lirn on Monday.", [("wounded", 2.0)]),
        ("A man, his wife and a child were killed in Lirn on Monday.", [("killed", 3.0)]),
        ("A crash near Lirn killed a man and his 9-year-old son on Sunday.", [("killed", 2.0)]),
        ("The girl died, and her sister and mother were injured by gunfire.", [("wounded", 2.0)]),
        ("The fire left a mother and her son dead.", [("killed", 2.0)]),
        ("4-year-old boy, woman shot in Lirn\nPolice are looking for two cars.", [("wounded", 2.0)]),
        ("A nurse and a teacher were critically injured in Lirn on Monday.", [("wounded", 2.0)]),
    ],
)
def test_people_told_one_by_one_are_counted(text: str, told: list[tuple[str, float]]) -> None:
    assert [pair for pair in counted(text) if pair[0]] == told


@pytest.mark.parametrize(
    "text",
    [
        "A man and a woman were arrested in Lirn on Monday.",
        "A man killed a woman and her son was charged on Monday.",
        "A man was shot and a woman was arrested on Monday.",
        "A man and a woman were shot at in Lirn on Monday.",
        "A man and a woman were not injured in Lirn on Monday.",
    ],
)
def test_what_somebody_else_met_counts_nobody(text: str) -> None:
    assert not [pair for pair in counted(text) if pair[0] in ("killed", "wounded", "casualties")]


def test_who_is_counted_by_a_number_is_not_counted_again() -> None:
    assert counted("Two people, a man and a woman, were killed in Lirn on Monday.") == [("killed", 2.0)]


@pytest.mark.parametrize(
    "text",
    [
        "Three victims were taken to Albany Med with minor injuries.",
        "Three victims were taken to Lirn General with gunshot wounds.",
    ],
)
def test_who_is_brought_anywhere_with_wounds_is_hurt(text: str) -> None:
    assert counted(text) == [("wounded", 3.0)]

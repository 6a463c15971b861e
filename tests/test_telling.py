"""Which lines tell something, and which talk to a page's reader."""

import pytest

from tests.growth import growth
from watchfloor.telling import is_narrated, tells_something


@pytest.mark.parametrize(
    ("line", "narrated", "tells"),
    [
        ("Officers shot two guards.", True, False),
        ("The owner drove the lorry into the square.", True, True),
        ("The minister denies that 40 soldiers died.", True, True),
        ("Two guards dead at the port of Norrick.", False, True),
        ("Two guards dead at the port of Norrick", False, False),
        ("Sign up and be told what happened.", False, True),
        ("Follow our reporters in Norrick.", False, False),
    ],
)
def test_a_sentence_narrates_or_talks_to_the_reader(line: str, *, narrated: bool, tells: bool) -> None:
    assert (is_narrated(line), tells_something(line)) == (narrated, tells)


@pytest.mark.parametrize("piece", ["a", "a ", "ed ", ")", '"', ". ", "wa"])
def test_a_longer_line_takes_no_more_than_its_share(piece: str) -> None:
    def tried(times: int) -> None:
        is_narrated(piece * (times * 500) + "!")

    assert growth(tried, 4) < 3.5

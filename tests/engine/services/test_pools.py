"""Where to read is said in a word, and what is meant by no word is refused with those there are."""

from __future__ import annotations

import pytest

from watchfloor.engine.services.pools import HERE, PoolChoice, pool_asked
from watchfloor.errors import UsageError


@pytest.mark.parametrize(
    ("words", "processes", "choice"),
    [
        (None, 0, HERE),
        (None, 3, PoolChoice("processes", 3)),
        ("here", 0, HERE),
        ("processes", 0, PoolChoice("processes", 2)),
        ("processes:5", 0, PoolChoice("processes", 5)),
        ("ray", 0, PoolChoice("ray")),
        ("ray:desk.example.org:6379", 0, PoolChoice("ray", address="desk.example.org:6379")),
        ("ray:[::1]:6379", 0, PoolChoice("ray", address="[::1]:6379")),
    ],
)
def test_a_pool_is_chosen_by_a_word_or_a_number(
    words: str | None, processes: int, choice: PoolChoice
) -> None:
    assert pool_asked(words, processes) == choice


@pytest.mark.parametrize(
    ("words", "processes", "cause"),
    [
        ("cloud", 0, "it is none of here, processes"),
        ("here:2", 0, "it is none of here, processes"),
        ("processes:0", 0, "worker processes are 1 to 64"),
        ("processes:65", 0, "worker processes are 1 to 64"),
        ("ray:", 0, "it is none of here, processes"),
        ("ray", 2, "give one of them"),
        ("here", 2, "give one of them"),
    ],
)
def test_what_is_no_pool_is_refused_with_those_there_are(words: str, processes: int, cause: str) -> None:
    with pytest.raises(UsageError, match=cause):
        pool_asked(words, processes)

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from watchfloor.merge.fingerprint import shingles_of, text_shingles
from watchfloor.merge.nearest import COMMON, Shingles, worth_comparing


def kept(first: int, count: int) -> NDArray[np.uint32]:
    """Return shingles that the index keeps, each text its own range."""
    return (np.arange(first, first + count, dtype=np.uint32) * 4).astype(np.uint32)


def test_the_text_with_most_in_common_comes_first() -> None:
    index = Shingles(size=100, generations=2)
    index.add(0, kept(0, 20), "a")
    index.add(1, kept(100, 20), "b")
    shared, _ = index.near(np.concatenate((kept(0, 4), kept(100, 9))))
    assert list(shared.items()) == [(1, 9), (0, 4)]


def test_a_run_of_words_that_a_text_has_twice_counts_it_once() -> None:
    index = Shingles(size=100, generations=2)
    index.add(0, np.repeat(kept(0, 5), 2), "a")
    assert index.near(kept(0, 5))[0] == {0: 5}


def test_what_many_families_have_is_nobodys_and_brings_nobody() -> None:
    index = Shingles(size=100, generations=2)
    for number in range(COMMON):
        index.add(number, np.concatenate((kept(0, 6), kept(1_000 * (number + 1), 6))), f"family {number}")
    shared, own = index.near(np.concatenate((kept(0, 6), kept(9_000, 6))))
    assert shared == {}
    assert not own[:6].any()
    assert own[-5:].all()


def test_copies_of_one_family_do_not_make_its_words_common() -> None:
    index = Shingles(size=100, generations=2)
    for number in range(2 * COMMON):
        index.add(number, kept(0, 10), "a")
    shared, own = index.near(kept(0, 10))
    assert shared == {0: 10}
    assert own.all()


def test_a_slice_leaves_the_window_whole_and_counts_over_slices_add_up() -> None:
    index = Shingles(size=2, generations=2)
    for number in range(4):
        index.add(number, kept(0, 3), f"family {number}")
    assert index.near(kept(0, 3))[0] == {}, "four hold it, in two slices"
    index.add(4, kept(50, 3), "another")
    assert index.near(kept(0, 3))[0] == {2: 3, 3: 3}


def test_a_family_in_two_slices_counts_once_and_lives_on_in_the_second() -> None:
    index = Shingles(size=2, generations=2)
    index.add(0, kept(0, 3), "a")
    index.add(1, kept(100, 3), "b")
    for number in (2, 3):
        index.add(number, kept(0, 3), "a")
    assert index.near(kept(0, 3))[0] == {0: 3}
    index.add(4, kept(50, 3), "c")
    assert index.near(kept(0, 3))[0] == {2: 3}


def test_shingles_of_a_text_and_its_title_are_those_of_each() -> None:
    numbers = np.arange(1, 40, dtype=np.uint32) * np.uint32(2_654_435)
    for words in range(6):
        for title in range(6):
            text, head = numbers[:words], numbers[20 : 20 + title]
            one, other = text_shingles(text, head)
            assert (one == shingles_of(text)).all(), (words, title)
            assert len(one) == len(shingles_of(text)), (words, title)
            assert other.tolist() == shingles_of(head).tolist(), (words, title)


def test_few_shared_shingles_are_not_worth_a_comparison() -> None:
    assert worth_comparing(12, 400, 900)
    assert not worth_comparing(11, 400, 900)

"""Words as numbers: all of a text's at once are those of one by one."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings, strategies

from watchfloor.words import LONGEST_TEXT, NUMERIC, TOKEN, hash_words, tokens, written

HOSTILE = "aZé9²٣.,_-' \n\"ßıİΣς\u0e01一𠀀𝟗😀\ud800\0"
TEXTS = (
    strategies.text(max_size=80)
    | strategies.text("aZ9.,_- \n", max_size=40)
    | strategies.text(HOSTILE, max_size=30)
)


@settings(max_examples=200)
@given(TEXTS)
def test_tokens_are_found_alike_with_and_without_the_short_cut(text: str) -> None:
    assert tokens(text) == TOKEN.findall(text)


@settings(max_examples=300)
@given(TEXTS)
def test_words_of_a_text_have_the_numbers_of_its_tokens(text: str) -> None:
    every, found = written(text), tokens(text)
    assert every.words.tolist() == hash_words(found).tolist()
    assert [text[start:].startswith(word) for start, word in zip(every.starts, found, strict=True)] == [
        True for _ in found
    ]
    assert every.as_counts.tolist() == hash_words(f"9{word}" for word in found).tolist()


@pytest.mark.parametrize("length", [1, 63, 64, 65, 66, 300])
def test_words_of_any_length_have_the_number_of_their_letters(length: int) -> None:
    ascii_word, other = "x" * length, "ß" * length
    assert written(f"{ascii_word} {other}").words.tolist() == [
        crc32(word.encode()) & (NUMERIC - 1) for word in (ascii_word, other)
    ]


def test_what_is_longer_than_any_article_is_cut() -> None:
    assert len(written("ab " * LONGEST_TEXT).words) == -(-LONGEST_TEXT // 3)


def test_upper_and_lower_case_have_one_number_and_numbers_are_told_apart() -> None:
    one, other, number = hash_words(["Harbour", "harbour", "1,250"]).tolist()
    assert one == other < NUMERIC <= number


def picked(text: str, mask: np.typing.NDArray[np.bool_]) -> list[str]:
    return [word for word, chosen in zip(tokens(text), mask, strict=True) if chosen]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The harbour of New Arven is closed.", ["New", "Arven"]),
        ("Kemal met Al-Wahid and O'Neill (of Vestria).", ["Al", "Wahid", "Neill", "Vestria"]),
        ('"We left." Then Mara Voss spoke.', ["Mara", "Voss"]),
        ("First line\nSecond line", []),
    ],
)
def test_capitals_within_a_sentence_are_names(text: str, names: list[str]) -> None:
    assert picked(text, written(text).in_name) == names


def test_a_name_goes_on_over_a_space_or_hyphen_and_ends_with_a_comma() -> None:
    text = "with Mara Voss, Al-Wahid and Ilsa Brandt"
    every = written(text)
    assert picked(text, every.in_name & ~every.goes_on) == ["Mara", "Al", "Ilsa"]


def test_numbers_that_stand_by_themselves_count() -> None:
    text = "On 12 May 1,250 men, 3.5 per cent, took F-16s, A4 paper and 24-hour shifts at 7."
    assert picked(text, written(text).counts) == ["12", "1,250", "3.5", "7"]

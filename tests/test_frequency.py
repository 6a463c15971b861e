from __future__ import annotations

from hypothesis import given, settings, strategies

from watchfloor.frequency import NUMERIC, TOKEN, hash_words, tokens


@settings(max_examples=200)
@given(strategies.text(max_size=80) | strategies.text("aZ9.,_- \n", max_size=40))
def test_tokens_are_found_alike_with_and_without_the_short_cut(text: str) -> None:
    assert tokens(text) == TOKEN.findall(text)


def test_upper_and_lower_case_have_one_number_and_numbers_are_told_apart() -> None:
    one, other, number = hash_words(["Harbour", "harbour", "1,250"]).tolist()
    assert one == other < NUMERIC <= number

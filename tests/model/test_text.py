"""Spans are half-open ranges of code points; a text's id is what its words make it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.model import Span, Text, digest


def test_a_span_counts_code_points() -> None:
    assert Span(2, 5).of("a😀bcd") == "bcd"


@pytest.mark.parametrize(
    ("first", "second", "overlap", "contained"),
    [
        (Span(0, 4), Span(4, 8), False, False),
        (Span(0, 5), Span(4, 8), True, False),
        (Span(0, 8), Span(4, 8), True, True),
        (Span(4, 8), Span(0, 8), True, False),
    ],
)
def test_spans_that_touch_share_nothing(first: Span, second: Span, *, overlap: bool, contained: bool) -> None:
    assert (first.overlaps(second), second.overlaps(first)) == (overlap, overlap)
    assert first.contains(second) is contained


def test_a_text_is_named_by_its_words_and_never_rewritten() -> None:
    text = Text.of("Police arrested two men.")
    assert text.id == Text.of("Police arrested two men.").id == digest("Police arrested two men.")
    assert text.id != Text.of("Police arrested two men. ").id
    with pytest.raises(FrozenInstanceError):
        text.text = "other"  # type: ignore[misc]  # that it cannot be set is what is tried


@given(st.lists(st.text(), min_size=1))
def test_a_digest_is_sixteen_hexadecimal_digits_whatever_the_words(parts: list[str]) -> None:
    assert len(digest(*parts)) == 16
    assert set(digest(*parts)) <= set("0123456789abcdef")


def test_parts_of_a_digest_are_kept_apart() -> None:
    assert digest("ab", "c") != digest("a", "bc")

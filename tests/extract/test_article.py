"""How a text is cut before it is parsed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.extract.article import LONGEST_PARAGRAPH, Parser, readable, split_paragraphs


def cut(text: str) -> list[str]:
    return [span.of(text) for span in split_paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("VIGO, Spain - Thousands marched.", "VIGO, Spain"),
        ("KILLYBEGS, Ireland (Harbour Wire) - Two men died.", "KILLYBEGS, Ireland (Harbour Wire)"),
        ("OSLO (NTW) — The ship left.", "OSLO (NTW)"),
        ("Santa Rosa (Harbour Wire) — The ship left.", "Santa Rosa (Harbour Wire)"),
        ("NEW YORK, March 3 (Harbour Wire) - “No,” he said.", "NEW YORK, March 3 (Harbour Wire)"),
    ],
)
def test_a_dateline_is_a_paragraph_of_its_own(text: str, dateline: str) -> None:
    first, second = cut(text)
    assert first == dateline
    assert text.endswith(second)


@pytest.mark.parametrize(
    "text",
    ["The ship - a ferry - left.", "U.S. - Mexico trade grew.", "Anna (left) and Bo met.", "VIGO is a port."],
)
def test_other_dashes_cut_nothing(text: str) -> None:
    assert cut(text) == [text]


def test_lines_that_lead_to_other_articles_are_not_read() -> None:
    text = "A van hit a wall in Lirn.\nRelated: five dead in Tarvel\nMore: two held\nRelated work is due."
    read = [span.of(text) for span in readable(text, None)]
    assert read == ["A van hit a wall in Lirn.", "Related work is due."]
    assert readable(text, split_paragraphs(text)) == readable(text, None)


@given(st.text(alphabet="aB .\n-—(),\u2028", max_size=300))
def test_paragraphs_stand_in_order_and_lose_no_word(text: str) -> None:
    spans = split_paragraphs(text)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() and span.of(text) for span in spans)
    kept = "".join(span.of(text) for span in spans)
    assert sorted(c for c in kept if c.isalpha()) == sorted(c for c in text if c.isalpha())


def test_a_line_without_end_is_cut() -> None:
    assert max(map(len, cut("word " * 20_000))) <= LONGEST_PARAGRAPH


def test_lone_surrogates_are_read_as_replacement_characters() -> None:
    with Parser().parse("A ferry \ud800 left Split.") as article:
        assert article.text == "A ferry \ufffd left Split."

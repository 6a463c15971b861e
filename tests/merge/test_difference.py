from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.merge.difference import differences, edits

BODY = "The council met on Monday.\nIt voted to close the old bridge for a year."


def words(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_a_headline_is_a_whole_line_that_the_other_lacks() -> None:
    headed = "Bridge to close for a year\n" + BODY
    added, missing = differences(headed, BODY)
    assert words(headed, added) == ["Bridge to close for a year"]
    assert missing == ()


def test_a_header_in_the_first_line_is_its_own_span() -> None:
    dated = "date 2026-03-02 " + BODY
    assert words(dated, differences(dated, BODY)[0]) == ["date 2026-03-02"]


def test_a_changed_number_shows_on_both_sides() -> None:
    one, other = "Rescuers found 12 people alive today.", "Rescuers found 14 people alive today."
    added, missing = differences(one, other)
    assert (words(one, added), words(other, missing)) == (["12"], ["14"])


def test_entities_and_joined_paragraphs_are_no_difference() -> None:
    joined = BODY.replace("\n", "&nbsp;").replace("council", "coun\u200bcil")
    assert differences(joined, BODY) == ((), ())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "b", "c", "dam", "\n", "river", "12"]), max_size=40).map(" ".join),
    st.text(max_size=80),
)
def test_spans_stand_in_their_texts_in_order(one: str, other: str) -> None:
    for text, spans in zip((one, other), differences(one, other), strict=True):
        edges = [edge for span in spans for edge in span]
        assert edges == sorted(edges)
        assert all(0 <= edge <= len(text) for edge in edges)
    assert differences(one, one) == ((), ())


def test_edits_pair_the_words_before_with_the_words_after() -> None:
    before = "Two people were hurt on the old bridge. The road is closed. Nobody knows why it fell."
    after = "Three people were hurt on the old bridge. Nobody knows why it fell. An inquiry began."
    told = [
        (edit.before.of(before) if edit.before else None, edit.after.of(after) if edit.after else None)
        for edit in edits(before, after)
    ]
    assert told == [("Two", "Three"), ("The road is closed.", None), (None, "An inquiry began.")]


def test_equal_texts_have_no_edits() -> None:
    assert edits("The dam burst.", "The  dam\nburst.") == ()

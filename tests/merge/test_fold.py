from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.merge.fingerprint import fingerprint, words_of
from watchfloor.merge.fold import fold
from watchfloor.merge.lines import split
from watchfloor.model import Rendition, RenditionId, TextId, digest


def rendition(text: str) -> Rendition:
    return Rendition(id=RenditionId(digest(text)), text_id=TextId(digest(text)), text=text, paragraphs=())


@pytest.mark.parametrize(
    ("other", "plain"),
    [
        ("&ldquo;Stop&rdquo; &amp; wait&nbsp;here", '"Stop" & wait here'),
        ("itâ€™s the mayorâ€™s cafÃ©", "it's the mayor's café"),
        ("the min\u200bis\u2060ter sp\ufeffoke", "the minister spoke"),
        ("thе mіnіstеr rеsіgnеd", "the minister resigned"),
        ("ﬁve ½ litres", "five 1⁄2 litres"),
    ],
)
def test_what_is_no_other_text_folds_away(other: str, plain: str) -> None:
    assert fold(other) == plain


def test_russian_and_greek_stay_what_they_are() -> None:
    for text in ("Министр обороны заявил о готовности к переговорам", "Ο υπουργός δήλωσε ότι παραιτείται"):
        assert fold(text) == text


def test_furniture_is_told_from_the_article() -> None:
    kinds = {line.text: line.kind for line in split("Subscribe to our newsletter\nThe dam burst.\nRead more")}
    assert kinds == {
        "Subscribe to our newsletter": "furniture",
        "The dam burst.": "body",
        "Read more": "teaser",
    }


def test_a_note_of_correction_is_found_in_a_line_run_together() -> None:
    lines = list(split("The dam burst. Correction: an earlier version gave another height."))
    assert [line.kind for line in lines] == ["body", "correction"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_a_signature(text: str) -> None:
    signature = fingerprint(rendition(text))
    assert fingerprint(rendition(text)) == signature
    assert len(words_of(signature)) <= len(fold(text))


@pytest.mark.parametrize("text", ["", "\0", "\ud800 lone", "!!!", "\u200b" * 50, "x" * 8_000, "&#xFFFFFF;"])
def test_hostile_text_has_a_signature(text: str) -> None:
    assert fingerprint(rendition(text)).version


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("the town‚Äôs ‚Äúyes‚Äù", 'the town\'s "yes"'),
        ("вЂњNoвЂќ, the townвЂ™s clerk", '"No", the town\'s clerk'),
        ("one&amp;amp;rsquo;s", "one's"),
        ("said.&nbspThe", "said. The"),
        ('<p class="x">The <em>mayor</em> left.</p>', "\nThe mayor left.\n"),
        ("Noranda <NOR> rose, 3 < 4", "Noranda <NOR> rose, 3 < 4"),
        ("sce\x1fne", "scene"),
        ("ha\U000e0061r\u17b4bour", "harbour"),
        ("Ꭲhe mayor", "The mayor"),
        ("Мэр сказал нет", "Мэр сказал нет"),
    ],
)
def test_more_ways_of_marring_a_text(written: str, plain: str) -> None:
    assert fold(written) == plain

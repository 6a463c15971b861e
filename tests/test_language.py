"""The language of a text, told without network or noise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.extract.languages import LANGUAGES
from watchfloor.language import READ_WHOLE, detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister met his counterpart on Tuesday.\nThey spoke about trade.", "en"),
        ("Le ministre a rencontré son homologue mardi à Paris.", "fr"),
        ("El ministro se reunió con su homólogo el martes.", "es"),
        ("Министр встретился со своим коллегой во вторник.", "ru"),
        ("POLICE ARREST TWENTY AFTER NIGHT OF UNREST", "en"),
        ("", "und"),
        ("Oslo", "und"),
        ("12 345 - 67", "und"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect_language(text) == language


@given(st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_text_has_an_answer(text: str) -> None:
    assert detect_language(text)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    detect_language("A short sentence with \0 and \ud800 inside of it.")
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_what_is_read_whole_has_a_reader() -> None:
    assert set(LANGUAGES) == READ_WHOLE

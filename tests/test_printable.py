"""Words of strangers: nothing that steers a terminal is left in them, and their length stays."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.printable import printable, printable_json

ANYTHING = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b31m", "�31m"),
        ("report\u202egpj.exe", "report�gpj.exe"),
        ("\u2066in\u2069", "�in�"),
        ("a\nfake\tadded", "a␊fake␉added"),
        ("c\udcff\udcfe.txt", "c��.txt"),
        ("del\x7f", "del␡"),
        ("two\u2028lines", "two�lines"),
        ("Orla Ní Bhraonáin – “said”", "Orla Ní Bhraonáin – “said”"),
        ("שלום\u200f", "שלום\u200f"),
    ],
)
def test_what_steers_a_terminal_is_shown(words: str, shown: str) -> None:
    assert printable(words) == shown


def test_some_characters_can_be_kept() -> None:
    assert printable("one\n\ttwo\x1b", keep="\n\t") == "one\n\ttwo␛"


@given(ANYTHING)
def test_no_control_is_left_and_the_length_stays(words: str) -> None:
    shown = printable(words)
    assert len(shown) == len(words)
    assert not [letter for letter in shown if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [letter for letter in shown if unicodedata.bidirectional(letter) in _TURNING]


_TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


@given(ANYTHING)
def test_json_gives_back_what_it_was_given(words: str) -> None:
    written = printable_json({words: [words]})
    assert printable(written) == written
    whole = "".join("�" if "\ud800" <= letter <= "\udfff" else letter for letter in words)
    assert json.loads(written) == {whole: [whole]}
    assert json.loads(printable_json({words: [words]}, indent=2)) == {whole: [whole]}

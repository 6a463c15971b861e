"""Bytes of any encoding become characters, and what was guessed is told."""

import pytest

from watchfloor.errors import InputError
from watchfloor.exchange.wording import flags_words
from watchfloor.ingest.decoding import clean, decode
from watchfloor.model import FlagCode

WORDS = "Der Bürgermeister von Köln sagte: „Wir hören zu.“ "


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_and_utf8_text_is_exact_and_unflagged(encoding: str) -> None:
    decoded = decode(WORDS.encode(encoding), where="x")
    assert (decoded.text, decoded.flags) == (WORDS, ())


def test_wide_text_without_a_mark_is_told_by_its_zero_bytes() -> None:
    assert decode(WORDS.encode("utf-16-be"), where="x").text == WORDS


def test_other_encodings_are_guessed_and_flagged() -> None:
    russian = "Власти города объявили о закрытии моста до весны. " * 8
    decoded = decode(russian.encode("cp1251"), where="x")
    assert decoded.text == russian
    assert "guessed" in flags_words(decoded.flags)[0]


def test_declared_encoding_is_believed_where_utf8_fails() -> None:
    assert decode(WORDS.encode("cp1252"), where="x", declared="windows-1252").text == WORDS


@pytest.mark.parametrize(
    ("declared", "encoding", "words"),
    [
        ("gb2312", "gb18030", "港口星期四关闭了北码头。"),
        ("Shift_JIS", "cp932", "港は木曜日に閉鎖された①。"),
        ("latin1", "cp1252", "“so”"),
    ],
)
def test_declared_encodings_are_read_as_browsers_do(declared: str, encoding: str, words: str) -> None:
    assert decode((words * 20).encode(encoding), where="x", declared=declared).text == words * 20


@pytest.mark.parametrize("declared", ["utf-7", "rot13", "base64", "no-such", "x" * 50])
def test_declared_encodings_that_cannot_be_are_not_used(declared: str) -> None:
    assert (
        decode(WORDS.encode("cp1252") * 10, where="x", declared=declared).flags[0].code
        is FlagCode.ENCODING_GUESSED
    )


def test_a_damaged_character_does_not_change_the_encoding() -> None:
    decoded = decode((WORDS * 30).encode()[:-1] + b"\xff", where="x")
    assert decoded.text.startswith(WORDS)
    assert flags_words(decoded.flags) == ["1 undecodable bytes replaced"]


def test_nul_and_lone_surrogates_are_replaced_at_the_same_length() -> None:
    decoded = clean("a\x00b\ud800c")
    assert decoded.text == "a\ufffdb\ufffdc"
    assert flags_words(decoded.flags) == ["2 NUL or surrogate characters replaced"]


def test_binary_is_refused_with_a_remedy() -> None:
    with pytest.raises(InputError, match=r"photo\.txt: binary data.*convert"):
        decode(bytes(range(256)) * 20, where="photo.txt")


def test_what_has_no_zero_byte_is_not_utf_16_whatever_it_is_declared_as() -> None:
    page = ("<p>Der Bürgermeister von Köln sagte am Montag, die Fähre sei außer Gefahr.</p>" * 3).encode(
        "cp1252"
    )
    assert "Bürgermeister von Köln" in decode(page, where="page", declared="utf-16").text

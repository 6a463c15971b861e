"""Fold away what does not make a text another text: entities, mojibake, lookalikes, invisible characters."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from importlib.resources import files

_DATA = files("watchfloor") / "data" / "merge"
_QUOTES = str.maketrans(
    dict.fromkeys("‘’‚‛′`´ʼ＇‹›", "'")
    | dict.fromkeys("“”„‟″«»＂〝〞", '"')
    | dict.fromkeys("‐‑‒–—―−－", "-")
    | {"…": "...", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
# UTF-8 that was read as Windows-1252 or Latin-1: a lead, then one to three continuation bytes.
_CONTINUATION = "\ufffd\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(f"(?:[Â-ß][{_CONTINUATION}]|[à-ï][{_CONTINUATION}]{{2}}|[ð-ô][{_CONTINUATION}]{{3}})+")
_LOST_A = re.compile(r"Ã[ \xa0](?![A-ZÀ-Þ])")
_MOST_MISREADINGS = 3
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_OTHER_LETTERS = re.compile("[\u0250-\u02af\u0370-\u03ff\u0400-\u052f\u0530-\u058f]+")
_LOOKALIKE_SHARE = 0.9  # Russian prose has 0.45 of its letters in the table, Greek 0.6 (own count)


@cache
def _lookalikes() -> dict[int, str]:
    """Return the table of lookalike letters."""
    lines = (_DATA / "homoglyphs.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {ord(letter): latin for letter, latin in pairs}


def fold(text: str) -> str:
    """Return `text` as its plainest equal: case is kept, length is not.

    Entities and mojibake are mended, compatibility characters unified (NFKC), invisible characters dropped,
    quotation marks and dashes made plain, lookalike letters of other scripts made Latin.
    """
    if "&" in text:
        text = html.unescape(html.unescape(text)) if _ENTITY.search(text) else text
    if text.isascii():
        return text
    text = mend_mojibake(text)
    text = _INVISIBLE.sub("", text)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return _plain_letters(text.translate(_QUOTES))


def mend_mojibake(text: str) -> str:
    """Return `text` with UTF-8 that was read as Windows-1252 read again, up to three times over."""
    for _ in range(_MOST_MISREADINGS):
        mended = _MOJIBAKE.sub(lambda match: _read_again(match.group()), text)
        if mended == text:
            break
        # The second byte of "à" is a space without a break, which some step on the way made a plain one.
        text = _LOST_A.sub("à", mended)
    return text


def _read_again(run: str) -> str:
    if "\ufffd" in run:  # the closing quotation mark's last byte is undefined in Windows-1252
        return run.replace("â€\ufffd", '"')
    try:
        return b"".join(_byte(character) for character in run).decode("utf-8")
    except UnicodeError:
        return run


def _byte(character: str) -> bytes:
    return character.encode("latin-1") if ord(character) < 256 else character.encode("cp1252")


def _plain_letters(text: str) -> str:
    runs = _OTHER_LETTERS.findall(text)
    if not runs:
        return text
    table = _lookalikes()
    letters = "".join(runs)
    alike = sum(ord(letter) in table for letter in letters)
    return text.translate(table) if alike >= _LOOKALIKE_SHARE * len(letters) else text

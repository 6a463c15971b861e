"""Fold away what does not make a text another text: entities, mojibake, lookalikes, invisible characters."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from watchfloor.tables import read_table

_QUOTES = (
    dict.fromkeys("‘’‚‛′´ʼ＇‹›", "'")
    | dict.fromkeys("“”„‟″«»＂〝〞", '"')
    | dict.fromkeys("‐‑‒–—―−－", "-")
    | {"…": "...", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]+"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]+")
# UTF-8 that was read as Windows-1252 or Latin-1: a lead, then one to three continuation bytes.
_LEADS = frozenset(map(chr, range(ord("Â"), ord("ô") + 1)))
_CONTINUATION = "\ufffd\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(f"(?:[Â-ß][{_CONTINUATION}]|[à-ï][{_CONTINUATION}]{{2}}|[ð-ô][{_CONTINUATION}]{{3}})+")
# The same bytes read as Mac Roman or as Windows-1251; of these, punctuation only.
_OTHER_MOJIBAKE = re.compile("(?P<mac>‚Ä[^\\s\\w]|‚Ä[ôòúùìîö])|(?P<cyrillic>вЂ[^\\s\\w]|вЂ[њќ])")
_LOST_A = re.compile(r"Ã[ \xa0](?![A-ZÀ-Þ])")
_MOST_MISREADINGS = 3
# Closed by a semicolon, or one of those that browsers read without it.
_ENTITY = re.compile(
    r"&(?:(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|#\d{2,5}|nbsp|quot|amp|lt|gt)"
)
_MOST_ESCAPINGS = 3
_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|b|blockquote|br|center|cite|div|em|figcaption|figure|font|footer|h[1-6]|header|hr|i"
    r"|img|li|ol|p|section|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul|wbr)\b[^<>]{0,400}>",
    re.IGNORECASE,
)
_INLINE_TAG = re.compile(r"</?(?:a|abbr|b|cite|em|font|i|small|span|strong|sub|sup|u|wbr)\b", re.IGNORECASE)
_OTHERS = re.compile(r"[^\x00-\x7f]+")
_OTHER_LETTERS = re.compile("[\u0250-\u02af\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13f5]+")
_LOOKALIKE_SHARE = 0.9  # Russian prose has 0.45 of its letters in the table, Greek 0.6 (own count)


@dataclass(frozen=True, slots=True)
class _Lookalike:
    letter: str
    latin: str


@cache
def _lookalikes() -> dict[int, str]:
    """Return the table of lookalike letters."""
    return {ord(row.letter): row.latin for row in read_table("merge/homoglyphs.tsv", _Lookalike)}


def fold(text: str) -> str:
    """Return `text` as its plainest equal: case is kept, length is not.

    Entities and mojibake are mended, compatibility characters unified (NFKC), invisible characters dropped,
    quotation marks and dashes made plain, lookalike letters of other scripts made Latin.
    """
    for _ in range(_MOST_ESCAPINGS):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(lambda tag: "" if _INLINE_TAG.match(tag[0]) else "\n", text)
    if not text.replace("\n", "").isprintable():
        text = _CONTROLS.sub("", text)
    text = text.replace("`", "'")
    return text if text.isascii() else _fold_others(text)


def _fold_others(text: str) -> str:
    """Fold what no ASCII has: mojibake, invisible and compatibility characters, quotes, foreign letters."""
    others = _others(text)
    if not others.isdisjoint(_LEADS) or _OTHER_MOJIBAKE.search(text):
        text = mend_mojibake(text)
        others = _others(text)
    if _INVISIBLE.search("".join(others)):
        text = _INVISIBLE.sub("", text)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    others = _others(text)
    for character in others.intersection(_QUOTES):
        text = text.replace(character, _QUOTES[character])
    return _plain_letters(text) if _OTHER_LETTERS.search("".join(others)) else text


def _others(text: str) -> set[str]:
    """Return the characters beyond ASCII; most texts have few, and what asks for them alone is quick."""
    return set("".join(_OTHERS.findall(text)))


def mend_mojibake(text: str) -> str:
    """Return `text` with UTF-8 that was read as Windows-1252 read again, up to three times over."""
    text = _OTHER_MOJIBAKE.sub(_read_in_other, text)
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


def _read_in_other(match: re.Match[str]) -> str:
    try:
        return match[0].encode("mac-roman" if match["mac"] else "cp1251").decode("utf-8")
    except UnicodeError:
        return match[0]


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

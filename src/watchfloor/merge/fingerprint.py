"""Rendition -> Signature: what places a text beside others, read by patterns and without a parse."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from watchfloor.frequency import Hashes, hash_words, tokens
from watchfloor.merge.fold import fold
from watchfloor.merge.lines import split
from watchfloor.model import Rendition, Signature

SIGNATURE_VERSION = "words-1"
LONGEST = 6_000  # words that are kept of a text; longer ones are books and transcripts
_MOST_NAMES = 60
_OPENING_WORDS = 60

_CAPITALISED = r"[A-Z][\w'-]*[A-Za-z0-9]"
_JOINING = "(?:(?:of|de|del|al|bin|van|von|and the|of the) )?"
# Each pattern begins with what the search can leap to: three times as fast as beginning with a look behind.
_NAME = re.compile(rf" (?<=[\w,;:)\"'-] )({_CAPITALISED}(?: {_JOINING}{_CAPITALISED})*)")
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    rf"\b(?=[jfmasond\d])(?:(?P<month>{_MONTHS})\.? (?P<day>\d{{1,2}})\b(?!\d)"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?P<month2>{_MONTHS})\b|(?P<iso>(?:19|20)\d\d-\d\d-\d\d))"
)  # of a text in lower case
_PARTED = re.compile(r"(?<=[^\W\d_]{2})-\n(?=[^\W\d_A-ZÀ-Þ]{2})")
_CORRECTED_TITLE = re.compile(r"[\W_]*(?:correct(?:ed|ion)|clarification|refile)\b\s*(?:[-:(),\d]|to\b)")
_NUMBER = re.compile(r"\d(?<![\w.,-]\d)\d*(?:[.,]\d+)*(?![\w-])")


def fingerprint(rendition: Rendition) -> Signature:
    """Return what places `rendition` beside others; the vector is left empty (see `watchfloor.vectors`)."""
    lines = list(split(_whole_words(fold(rendition.text))))
    body = "\n".join(line.text for line in lines if line.kind in ("body", "correction"))
    if not body:
        body = "\n".join(line.text for line in lines)
    written = tokens(body)[:LONGEST]
    words = hash_words(written)
    notes = ["teaser"] if any(line.kind == "teaser" for line in lines) or body.endswith("...") else []
    notes += [f"correction {_first_shingle(line.text)}" for line in lines if line.kind == "correction"]
    headline = fold(rendition.title or "")
    headed = tokens(headline)
    title = headline.lower().strip()
    if _CORRECTED_TITLE.match(title):
        notes.append(f"correction {_first_shingle(title)}")
    return Signature(
        version=SIGNATURE_VERSION,
        words=words.astype("<u4").tobytes(),
        title=hash_words(headed).astype("<u4").tobytes(),
        notes=tuple(notes),
        names=tuple(dict.fromkeys(name.lower() for name in _NAME.findall(body)))[:_MOST_NAMES],
        dates=tuple(dict.fromkeys(_date(match) for match in _DATE.finditer(body.lower())))[:_MOST_NAMES],
        numbers=tuple(dict.fromkeys(_NUMBER.findall(body)))[:_MOST_NAMES],
        proper=_proper(written, headed).astype("<u4").tobytes(),
    )


def _whole_words(text: str) -> str:
    """Return `text` with the words joined that were parted at the ends of narrow lines."""
    return _PARTED.sub("", text) if "-\n" in text else text


def _proper(written: list[str], headed: list[str]) -> Hashes:
    """Return the words of opening and title that the text never writes without a capital, sorted."""
    every = set(written)
    capitals = {word for word in written[:_OPENING_WORDS] if word[0].isupper()}
    for word in headed:
        small = word.lower()
        capitals.update({word, small.capitalize(), small.upper()} & every)
    found = {word.lower() for word in capitals if len(word) > 1 and word[0].isupper()} - every
    return np.unique(hash_words(sorted(found)))


def _first_shingle(text: str) -> int:
    """Return the first shingle of a line, by which another text is asked whether it has the line."""
    shingles = shingles_of(hash_words(tokens(text)))
    return int(shingles[0]) if len(shingles) else 0


def _date(match: re.Match[str]) -> str:
    if match["iso"]:
        return match["iso"][5:]
    month, day = (match["month"] or match["month2"])[:3], int(match["day"] or match["day2"])
    return f"{_MONTH_NUMBERS[month]:02d}-{day:02d}"


_MONTH_NUMBERS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}


def words_of(signature: Signature) -> Hashes:
    """Return the words of a signature, in order, as 32-bit numbers."""
    words: Hashes = np.frombuffer(signature.words, dtype="<u4")
    return words


def title_of(signature: Signature) -> Hashes:
    """Return the words of the title, in order."""
    title: Hashes = np.frombuffer(signature.title, dtype="<u4")
    return title


_SHINGLE = 3  # words: two are chance, four lose a text in which every fifth word is replaced
_FACTORS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


def shingles_of(words: Hashes) -> NDArray[np.uint32]:
    """Return one 32-bit number for each run of three words, in order."""
    if len(words) < _SHINGLE:
        return np.zeros(0, dtype=np.uint32)
    wide = words.astype(np.uint64)
    mixed = wide[:-2] * _FACTORS[0] + wide[1:-1] * _FACTORS[1] + wide[2:] * _FACTORS[2]
    mixed ^= mixed >> np.uint64(29)
    mixed *= _FACTORS[1]
    high: Hashes = (mixed >> np.uint64(32)).astype(np.uint32)
    return high


def text_shingles(words: Hashes, title: Hashes) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the shingles of a text and those of its title, in one computation."""
    every = shingles_of(np.concatenate((words, title)))
    return every[: max(0, len(words) - _SHINGLE + 1)], every[len(words) :]

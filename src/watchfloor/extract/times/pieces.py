"""The words of calendars and clocks in English, and the pieces of patterns that they make up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from watchfloor.extract.quantities.numerals import FIGURES, NUMBER_WORDS, ORDINAL_WORDS
from watchfloor.model import TimeType
from watchfloor.tables import read_table


@dataclass(frozen=True, slots=True)
class _CalendarWord:
    kind: Literal["weekday", "month", "season", "unit", "part", "decade", "holiday", "zone"]
    word: str
    piece: str


@dataclass(frozen=True, slots=True)
class _Reference:
    words: str
    type: TimeType
    expression: str


@cache
def calendar(kind: str) -> dict[str, str]:
    """Return the words of one kind: weekday, month, season, part, unit, holiday, decade or zone."""
    return {
        row.word: row.piece for row in read_table("times/calendar.tsv", _CalendarWord) if row.kind == kind
    }


@cache
def references() -> dict[str, tuple[TimeType, str]]:
    """Return the words that point at past, present or future, with their type and expression."""
    rows = read_table("times/references.tsv", _Reference)
    return {row.words: (row.type, row.expression) for row in rows}


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) + ")"


def _dotted(words: Iterable[str]) -> str:
    """Return a pattern of words of which the abbreviations may end in a full stop."""
    words = sorted(words)
    short = [
        word for word in words if len(word) <= 5 and any(w != word and w.startswith(word) for w in words)
    ]
    return f"(?:{_any(set(words) - set(short))}\\b|{_any(short)}\\b\\.?)"


VAGUE = (
    r"several|some|many|a few|few|a couple of|a couple|couple of|a number of|countless|a handful of|"
    r"dozens of|hundreds of"
)
_ADJECTIVES = (
    "full whole consecutive straight more further additional long trading working business calendar short "
    "successive other extra"
)
_YEAR = r"(?P<year>(?:1[4-9]|20|21)\d\d)(?!\d|[.,]\d|%)"
_WHICH_YEAR = r"(?P<which>last|this|next|the (?:same|previous|following|past|current)) year\b"
# An hour told again for those who live elsewhere: "3:30 p.m. (1330 GMT) on Tuesday".
_ELSEWHERE = (
    r"(?:,? ?\((?:[01]?\d|2[0-4])(?:[:.]?[0-5]\d)?(?: hours| hrs)?(?: ?[ap]\.?m\.?)? ?(?:{zones})"
    r"(?: on \w+day)?\))?"
)


@cache
def pieces() -> dict[str, str]:
    """Return the patterns that the words in angle brackets of patterns.tsv stand for."""
    weekdays, zones = _any(calendar("weekday")), _any(calendar("zone"))
    part = rf"(?P<part>{_any(calendar('part'))})\b"
    return {
        "WEEKDAY": rf"(?P<weekday>{_dotted(calendar('weekday'))})",
        "WEEKDAYS": rf"(?P<weekday>{_any(w for w in calendar('weekday') if w.endswith('day'))})s\b",
        "MONTH": rf"(?P<month>{_dotted(calendar('month'))})",
        "SEASON": rf"(?P<season>{_any(calendar('season'))})\b",
        "PART": part,
        "IN_PART": rf"(?:[ ,]+(?:in the |at )?{part})?",
        "UNIT": rf"(?P<unit>{_any(calendar('unit'))})",
        "HOLIDAY": rf"(?P<holiday>{_any(calendar('holiday'))})\b",
        "DECADE": _any(calendar("decade")),
        "ZONE": rf"(?: ?\(?(?P<zone>{zones})\b(?: ?(?P<offset>[+-]\d{{1,2}}(?::?\d\d)?))?\)?)",
        "HALF": r"[ap]\.?m\b\.?",
        "ON_DAY": rf"(?: local(?: time)?)?{_ELSEWHERE.format(zones=zones)}"
        rf"(?:,? (?:on )?(?P<tail>today|yesterday|tomorrow|{weekdays})\b)?",
        "YEAR": _YEAR,
        "WHICH_YEAR": _WHICH_YEAR,
        "OF_YEAR": rf"(?:,? (?:of |in )?(?:the (?:fiscal |financial )?year )?(?:{_YEAR}|{_WHICH_YEAR}))?",
        "DAY": r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d)",
        "FIGURE": FIGURES,
        "NUMBERS": NUMBER_WORDS,
        "NUMBER": rf"(?P<number>{VAGUE}|(?:a )?half an?|(?:{FIGURES})(?: million)?|{NUMBER_WORDS}|an?)",
        "ADJECTIVE": f"(?:{_any(_ADJECTIVES.split())} )*",
        "ORDINAL": rf"(?P<ordinal>\d{{1,3}}(?:st|nd|rd|th)|{ORDINAL_WORDS})",
        "REFERENCE": rf"(?:{_any(references())})\b",
    }

"""Numbers as they stand in a text, with their units: where each begins and ends, and what it says.

Dates, ages, scores, phone numbers and the numbers inside numbered things ("Article 5") are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from watchfloor.extract.quantities.numerals import FIGURES, GROUPING, NUMBER_WORDS, SCALES, number_of
from watchfloor.extract.quantities.parts import is_age, is_corrected, is_share
from watchfloor.tables import Pattern, read_table

# A vague number stands for what a reader takes it to mean: two or more of its unit, below the next unit.
_VAGUE: dict[str, tuple[float, float]] = {
    "tens of millions": (2e7, 9.9e7),
    "hundreds of millions": (2e8, 9.9e8),
    "hundreds of thousands": (2e5, 9.9e5),
    "tens of thousands": (2e4, 9.9e4),
    "millions": (2e6, 9.9e6),
    "billions": (2e9, 9.9e9),
    "thousands": (2e3, 9.9e3),
    "hundreds": (200, 990),
    "scores": (40, 99),
    "dozens": (24, 99),
    "several dozen": (36, 99),
    "a few dozen": (36, 99),
    "several hundred": (300, 990),
    "a few hundred": (300, 990),
    "several thousand": (3e3, 9.9e3),
    "a few thousand": (3e3, 9.9e3),
    "several": (3, 9),
}
_VAGUE_WORDS = "|".join(sorted(_VAGUE, key=len, reverse=True))
_WORDS = (
    rf"(?:(?:half a|a|two|three|four|five|six) dozen|half an?(?= (?:million|billion|trillion))|"
    rf"{NUMBER_WORDS}|"
    r"an?(?= (?:million|billion|trillion|thousand|hundred)))"
)
_CALENDAR_AFTER = re.compile(
    r"[- ]?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur\w+)\b", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"\b(?:nos?|number|page|pages|chapter|article|section|flight|route|highway|room|grade|level|phase|type|"
    r"covid|channel|act|volume|issue|aged?|rule|resolution|unit|block|gate|zone|line|class|day|week|"
    r"year|group of|g|under|u|top|world war|formula|windows|version|apollo|boeing|airbus|mig|su|f|m|ak)"
    r"[ .-]{1,2}$",
    re.IGNORECASE,
)
_GROUPED = re.compile(rf"[1-9]\d{{0,2}}(?:{GROUPING}\d{{3}})+")
_BELOW_ZERO = frozenset({"degree", "%"})  # units whose figures may stand below zero
_PHONE = re.compile(r"(?<!\w)\+?\(?\d{2,4}\)?(?:[ .-]\d{2,4}){2,}(?!\w)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it stands in a paragraph: its extent with unit, its values, its unit."""

    start: int
    end: int
    core: int  # where the digits or number words begin
    core_end: int
    low: float
    high: float
    vague: bool
    unit: str | None


@dataclass(frozen=True, slots=True)
class _Unit:
    kind: Literal["before", "after"]
    words: Pattern
    unit: str


@cache
def units(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the patterns of units that stand before or after a number, with their units."""
    rows = read_table("quantities/units.tsv", _Unit)
    return tuple((row.words, row.unit) for row in rows if row.kind == kind)


@cache
def _pattern() -> re.Pattern[str]:
    before = "|".join(words for words, _ in sorted(units("before"), key=lambda row: -len(row[0])))
    after = "|".join(words for words, _ in sorted(units("after"), key=lambda row: -len(row[0])))
    scales = "hundred|thousand|million|billion|trillion|lakh|crore|mn|mln|bn|bln|tn|trn"
    scale = rf"(?: ?(?P<scale>{scales})\b|(?P<short>[mbk])\b)"
    return re.compile(
        rf"(?<![\w.,/:-])(?:(?P<minus>minus |[-−–](?=\d))|(?P<before>{before}))?"
        rf"(?P<one>(?:{_VAGUE_WORDS}|{_WORDS})(?![A-Za-z])|{FIGURES})"
        r"(?P<scale1> ?(?:million|billion|trillion|thousand|bn|mn|tn|m|k)\b)?"
        rf"(?:(?P<range> ?[-–—] ?| to | and | or )(?:{before})?(?P<two>{_WORDS}|{FIGURES}))?{scale}?"
        rf"(?:(?:[- ]?| of )(?P<after>{after})(?!\w)|(?P<degree>[CF])\b)?(?![\d/:]|[.,]\d)",
        re.IGNORECASE,
    )


def readings(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Figure]:
    """Yield the numbers of a paragraph that no range of `taken` covers, in order."""
    barred = [*taken, *_phones(text)]
    for match in _matches(text, barred):
        reading = _read(match)
        if reading is None or _bar(barred, reading) is not None:
            continue
        if reading.unit is None and _barred_by_words(text, reading):
            continue
        yield reading


def _phones(text: str) -> Iterator[tuple[int, int]]:
    """Yield where figures stand in groups as those of telephones do, and not as thousands."""
    return (match.span() for match in _PHONE.finditer(text) if not _GROUPED.fullmatch(match[0]))


def _bar(barred: Sequence[tuple[int, int]], reading: Figure) -> tuple[int, int] | None:
    return next(((s, e) for s, e in barred if s < reading.core_end and reading.core < e), None)


def _matches(text: str, barred: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield the numbers of `text`; where two that stood together are no range, the second one again alone.

    So is one that runs out of a range of `barred`: "On March 3 300 people marched".
    """
    place = 0
    while match := _pattern().search(text, place):
        yield match
        reading = _read(match)
        place = match.end() if reading is None else max(reading.end, match.end("one"))
        bar = _bar(barred, reading) if reading is not None else None
        if bar is not None and match.start("one") < bar[1] < place:
            place = bar[1]


_DATING = re.compile(r"\b(?:in|since|until|till|during|of)\s$", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")  # "In 2015 floods killed 103 people": a year, though a noun follows


def _barred_by_words(text: str, reading: Figure) -> bool:
    start, end = reading.core, reading.core_end
    if is_share(text, start, end, reading.high) or is_corrected(text, start):
        return True
    if is_age(text, start, end, reading.high):
        return True
    before, after = text[max(0, reading.start - 16) : reading.start], text[reading.end : reading.end + 12]
    return bool(
        _NUMBERED.search(before)
        or (_DATING.search(before) and _YEAR.fullmatch(text[start:end]))
        or _CALENDAR_AFTER.match(after)
        or re.match(r"(?:st|nd|rd|th)\b|[-–]\d", after)
    )


def _amounts_of(words: str) -> tuple[float, float] | None:
    """Return the least and the most that the words of a number may mean: "dozens", "half a dozen", "12"."""
    if words in _VAGUE:
        return _VAGUE[words]
    dozen = re.fullmatch(r"(half a|a|two|three|four|five|six) dozen", words)
    if dozen:
        number: float | None = 12.0 * (0.5 if dozen[1] == "half a" else number_of(dozen[1]) or 1)
    else:
        number = {"a": 1.0, "an": 1.0, "half a": 0.5}.get(words, number_of(words))
    return None if number is None else (number, number)


def _read(match: re.Match[str]) -> Figure | None:
    words = match["one"].lower()
    vague = words in _VAGUE
    amounts = _amounts_of(words)
    if amounts is None:
        return None
    low, high = amounts
    last = (match["scale"] or match["short"] or "").lower()
    first = (match["scale1"] or "").strip().lower()
    unit, end = _unit_of(match), match.end()
    if match["minus"]:
        return _below_zero(match, low, unit)
    if match["degree"]:
        return None  # "15C" is a seat as often
    if match["short"] and unit is None:
        return None  # "5 m" without a currency is no million
    if match["two"]:
        two = number_of(match["two"])
        if two is None or not _is_range(match, low, two, last or first):
            return _single(match, low, first, vague)
        high = two * SCALES.get(last or first, 1)
        inner = match["two"].lower().split()[-1]  # "two to three million" is said of both
        low *= SCALES.get(first or last or inner, 1)
        if high <= low:
            return _single(match, low, "", vague)
    else:
        low, high = low * SCALES.get(first or last, 1), high * SCALES.get(first or last, 1)
    return Figure(match.start(), end, match.start("one"), end, low, high, vague, unit)


def _below_zero(match: re.Match[str], value: float, unit: str | None) -> Figure | None:
    """Read "minus ten degrees", "-15C", "-3.5 per cent"; a dash before a count is a mark of its own."""
    if match["two"] or match["scale"] or match["scale1"]:
        return None
    unit = "degree" if match["degree"] else unit
    below, start = unit in _BELOW_ZERO, match.start() if unit in _BELOW_ZERO else match.start("one")
    value = -value if below else value
    return Figure(start, match.end(), match.start("one"), match.end(), value, value, vague=False, unit=unit)


def _single(match: re.Match[str], low: float, scale: str, vague: bool) -> Figure | None:  # noqa: FBT001
    """Read only the first of two numbers that are no range ("one or two" is, "5 and 3 others" is none)."""
    if match["range"].strip() in ("-", "–", "—"):
        return None  # a score, a part number
    end = match.end("scale1") if match["scale1"] else match.end("one")
    unit = _before_unit(match)
    value = low * SCALES.get(scale, 1)
    return Figure(match.start(), end, match.start("one"), end, value, value, vague, unit)


def _is_range(match: re.Match[str], low: float, high: float, scale: str) -> bool:
    link = match["range"].strip()
    if link == "and":
        return bool(
            re.search(
                r"\bbetween (?:\S{1,3} ?)?$",
                match.string[max(0, match.start() - 12) : match.start()],
                re.IGNORECASE,
            )
        )
    if link in ("-", "–", "—"):
        after = match.string[match.end() : match.end() + 20]
        return low < high and (
            bool(match["after"] or scale or match["before"])
            or bool(re.match(r" [a-z]+s\b| people| men| women", after))
        )
    before = match.string[max(0, match.start() - 6) : match.start()]
    return low < high and not before.lower().endswith("from ")


def _before_unit(match: re.Match[str]) -> str | None:
    words = (match["before"] or "").lower()
    return next((unit for pattern, unit in units("before") if words and re.fullmatch(pattern, words)), None)


def _unit_of(match: re.Match[str]) -> str | None:
    unit = _before_unit(match)
    words = (match["after"] or "").lower()
    return unit or next(
        (unit for pattern, unit in units("after") if words and re.fullmatch(pattern, words)), None
    )

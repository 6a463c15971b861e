"""Dates in texts of languages whose grammar is not read: in digits, and with the months' names of CLDR."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from watchfloor.extract.times.finder import resolve_time
from watchfloor.model import Span, TimeMention

_FREE = r"(?<![\w./-])"
_END = r"(?![\w/-]|[.,]\d)"
# Day before month wherever points part them; with slashes only where one of the two cannot be a month.
_DIGITS = (
    re.compile(rf"{_FREE}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){_END}"),
    re.compile(rf"{_FREE}(?P<day>\d{{1,2}})\. ?(?P<month>\d{{1,2}})\. ?(?P<year>\d{{4}}){_END}"),
    re.compile(rf"{_FREE}(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/(?P<year>\d{{4}}){_END}"),
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
    re.compile(r"(?P<year>\d{4})년 ?(?P<month>\d{1,2})월 ?(?P<day>\d{1,2})일"),
    re.compile(r"(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
)
_OF = r"(?:de |del |d['’]|di )?"
_LETTERS = r"[^\W\d_]+"
_NAMED = re.compile(
    rf"(?<![\w.,])(?P<day>\d{{1,2}})(?:\.|er|º|°|-го)?[ \u00a0]{_OF}(?P<name>{_LETTERS})\.?"
    rf"(?:[ \u00a0](?:de |del )?(?P<year>\d{{4}}))?(?!\w)"
)
_SHORTEST_NAME = 3


def find_dates(
    text: str, parts: tuple[Span, ...], language: str, published: str | None
) -> Iterator[TimeMention]:
    """Yield the dates of the paragraphs `parts` that are written out, in order, without overlaps."""
    taken = 0
    found = sorted(
        ((match, pattern is _DIGITS[2]) for part in parts for pattern in (*_DIGITS, _NAMED)
         for match in pattern.finditer(text, part.start, part.end)),
        key=lambda pair: (pair[0].start(), -pair[0].end()),
    )  # fmt: skip
    for match, slashed in found:
        if match.start() < taken:
            continue
        expression = _expression(match, language, slashed=slashed)
        if expression:
            taken = match.end()
            sure = not expression.startswith("pub")
            time = TimeMention(
                span=_bare(text, match),
                type="DATE",
                value="",
                expression=expression,
                confidence=0.9 if sure else 0.6,
                grade="strong" if sure else "weak",
            )
            yield resolve_time(time, published)


def _bare(text: str, match: re.Match[str]) -> Span:
    start, end = match.span()
    return Span(start, end - 1 if text[end - 1] == "." else end)


def _expression(match: re.Match[str], language: str, *, slashed: bool) -> str:
    """Return the meaning of a date in the notation of extract/times/values.py, "" where it is none."""
    parts = match.groupdict()
    day = int(parts["day"])
    month = _months(language).get(_folded(parts["name"]), 0) if "name" in parts else int(parts["month"])
    if slashed and day <= 12 and day != month:
        if month <= 12:
            return ""  # the day or the month may come first
        day, month = month, day
    elif slashed and month > 12:
        day, month = month, day
    year = int(parts["year"]) if parts.get("year") else 0
    try:
        whole = date(year or 2000, month, day)
    except ValueError:
        return ""
    return whole.isoformat() if year else f"pub near:{month:02d}-{day:02d}"


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def _months(language: str) -> Mapping[str, int]:
    """Return the numbers of the months by their names in a language, folded."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - wanted only where a text is not English

    try:
        tables = Locale.parse(language).months
    except (UnknownLocaleError, ValueError):
        return {}
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in tables[context][width].items():
                key = _folded(str(name).rstrip("."))
                if len(key) >= _SHORTEST_NAME and not key.isdigit():
                    found.setdefault(key, number)
    return found

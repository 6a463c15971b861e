"""Dates in the notation of the finders, and moments of publication, as numbers of days; nothing is raised."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from watchfloor.model import DateRange

_IN_YEAR = re.compile(r"^\W*(?:Back )?[Ii]n (?P<year>(?:1[89]|20)\d\d)\b(?!\s*(?:per|%|-))")

Days = tuple[int, int]
"""First and last day, as proleptic ordinals: what is added to them never leaves the calendar."""

# A quarter, a half or a season is so many months from its first; a winter begins in the December of its year.
_MONTHS: dict[str, tuple[int, int]] = {
    "Q1": (1, 3), "Q2": (4, 3), "Q3": (7, 3), "Q4": (10, 3),
    "H1": (1, 6), "H2": (7, 6),
    "SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "WI": (12, 3),
}  # fmt: skip
_WEEK = re.compile(r"W(\d\d)")
_YEARS = re.compile(r"\d{2,4}", re.ASCII)
_MONTH = re.compile(r"\d\d", re.ASCII)


def days_of(value: str) -> Days | None:
    """Return the days of a value: a century, decade, year, half, quarter, season, month, week or day.

    None where it is none of these or not in the calendar.
    """
    head, _, rest = value.partition("T")[0].partition("-")
    try:
        return _days(head, rest) if _YEARS.fullmatch(head) else None
    except (ValueError, OverflowError):
        return None


def _days(head: str, rest: str) -> Days | None:
    if not rest:
        span: int = 10 ** (4 - len(head))
        year = int(head) * span
        return date(max(year, 1), 1, 1).toordinal(), date(year + span - 1, 12, 31).toordinal()
    if len(head) != 4:
        return None
    year = int(head)
    if rest in _MONTHS:
        return _months(year, *_MONTHS[rest])
    if _MONTH.fullmatch(rest):
        return _months(year, int(rest), 1)
    if week := _WEEK.fullmatch(rest):
        first = date.fromisocalendar(year, int(week[1]), 1).toordinal()
        return first, first + 6
    day = date.fromisoformat(f"{head}-{rest}").toordinal()
    return day, day


def _months(year: int, first: int, count: int) -> Days:
    over, last = divmod(first + count - 2, 12)
    end = date(year + over, last + 1, monthrange(year + over, last + 1)[1])
    return date(year, first, 1).toordinal(), end.toordinal()


def days_of_range(when: DateRange | None) -> Days | None:
    """Return the days of a range; one with an open end is as long as its beginning says."""
    first = days_of(when.start) if when and when.start else None
    last = days_of(when.end) if when and when.end else first
    if first is None or last is None:
        return first or last
    return first[0], max(first[0], last[1])


def day_of(moment: str | None) -> int | None:
    """Return the day of an ISO 8601 moment, None where it holds none."""
    try:
        return date.fromisoformat((moment or "")[:10]).toordinal()
    except ValueError:
        return None


def year_told(sentence: str) -> str | None:
    """Return the year that a sentence begins with: "In 2015 floods killed 103 people"."""
    found = _IN_YEAR.match(sentence)
    return found["year"] if found else None


_ORDINALS = {
    word: number
    for number, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 1
    )
}
_LASTING = re.compile(
    r"\b(?:in|into|enter(?:s|ed|ing)?|on)\s+(?:its|their|the)\s+"
    rf"(?:(?P<figure>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))\s+(?P<unit>day|week)\b",
    re.I,
)


def begun_by(sentence: str, published: str | None) -> DateRange | None:
    """Return when what a sentence calls so many days or weeks old began: "the strike is in its fifth day".

    A night may lie between the telling and its publication, so a day more is left.
    """
    found, written = _LASTING.search(sentence), day_of(published)
    if found is None or written is None:
        return None
    word = (found["word"] or "").casefold()
    number = int(found["figure"] or _ORDINALS.get(word, 0))
    if not number:
        return None
    length = 7 if found["unit"].casefold() == "week" else 1
    last = date.fromordinal(written) - timedelta(days=length * (number - 1))
    first = last - timedelta(days=length)
    return DateRange(
        start=first.isoformat(), end=last.isoformat(), precision="day" if length == 1 else "week"
    )

"""What an expression of time means: a short notation, and its arithmetic.

A time is stored before anybody knows when the text was published. Its `expression` is a line of steps, taken
from left to right, so that a date learned later needs neither the text nor its parse:

    pub                      the day of publication (always the first step where it stands)
    2025-06   P2D   PAST_REF a TIMEX3 value as it is (always the first step where it stands)
    0Y  -1M  +2D             this year, last month, two days later; the unit is the new precision:
                             D day, W week, E weekend, M month, Q quarter, H half, Y year, A decade, C century
    last:TARGET next:TARGET  the latest TARGET up to now, the earliest from now on (what is going on counts)
    before:TARGET            the latest TARGET that is over;  after:TARGET the earliest that has not begun
    near:TARGET              the nearest TARGET, where the text does not tell past from future
    ahead:MM-DD              as next, but one that has just passed rather than one nearly a year away
    behind:MM-DD             as last, but one that is near ahead rather than one nearly a year ago
    -1y                      a year earlier in the same precision: from 2009-Q3 to 2008-Q3
    in:TARGET                the TARGET inside the period reached so far
    at:TMO  at:T18:00Z       a part or an hour of that day
    mod:START|MID|END        early, middle, late: kept for the reader, without effect on the value
    mod:INTO                 a night that leads into that day: it may have begun the day before
    anniversary:30           the period marks an anniversary: `derive` gives the year it leads to

A TARGET is a weekday `w2` (Tuesday), a month `06`, a day `12-28` or `d15` (the 15th), a season `SU`, a
quarter `Q3`, a half `H1`, a weekend `WE`, or a holiday whose date moves (`easter-2`, `thanksgiving`). A day
`12-284` is one that its text calls a Thursday: where it is one within a year, before or behind, that one is
meant, whatever the step.

So "Tuesday" in a past tense is `pub last:w2`, "June last year" is `pub -1Y in:06`, "two days later" after
"December 28" is `pub last:12-28 +2D`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from watchfloor.model import Derived

# Days of publication that share no digit in any part: what comes out the same for all of them does not
# depend on the day of publication, and the rest is written X.
_PROBES = (date(1357, 2, 3), date(2468, 11, 29), date(3681, 8, 14), date(4779, 5, 26))
_SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_LITERAL = re.compile(r"(\d{4})(?:-(?:(\d\d)(?:-(\d\d))?|W(\d\d)|Q([1-4])))?")
_DAY = re.compile(r"(?:(?P<year>\d{4})-|:)(?P<month>\d\d)-(?P<day>\d\d)$")
_NAMED_DAY = re.compile(r"(?P<day>\d\d-\d\d)(?P<weekday>[1-7])")
_YEAR = 366  # days
_LEAP_YEAR = 2000  # in which every day of any year exists
_SHIFT = re.compile(r"([+-]?)(\d+)([DWEMQHYACy])")
# Days. "Will run from 23 January", five days after it, is no word about next year; "dropped the May 9 vote"
# in April is none about last year.
_JUST_PASSED = 45
_EASTER = re.compile(r"easter([+-]\d+)?")
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class PeriodValue:
    """A stretch of days with its precision (`grain`, as in the notation; S is a season)."""

    start: date
    end: date
    grain: str

    @property
    def value(self) -> str:
        """Return the TIMEX3 value."""
        return _WRITTEN.get(self.grain, date.isoformat)(self.start)


def _season_of(day: date) -> str:
    return next(season for season, month in _SEASON_STARTS.items() if month == day.month)


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


_WRITTEN: dict[str, Callable[[date], str]] = {
    "Y": lambda day: f"{day.year:04d}",
    "M": lambda day: f"{day.year:04d}-{day.month:02d}",
    "W": _week,
    "E": lambda day: f"{_week(day)}-WE",
    "Q": lambda day: f"{day.year:04d}-Q{(day.month + 2) // 3}",
    "H": lambda day: f"{day.year:04d}-H{1 if day.month < 7 else 2}",
    "S": lambda day: f"{day.year:04d}-{_season_of(day)}",
    "A": lambda day: f"{day.year // 10:03d}",
    "C": lambda day: f"{day.year // 100:02d}",
}


def resolve_expression(expression: str, published: str | None) -> str:
    """Return the TIMEX3 value of `expression` for a text of the day `published` (ISO 8601, longer is cut).

    Parts that stay unknown are written X ("XXXX-12-28"). An expression that leads out of the calendar or is
    not in the notation gives "XXXX-XX-XX".
    """
    head, *steps = expression.split(" ")
    if head != "pub":
        return _walk(head, steps, None) or "XXXX-XX-XX"
    day = day_of(published)
    if day is not None:
        return _walk("pub", steps, day) or "XXXX-XX-XX"
    return _masked([_walk("pub", steps, probe) or "" for probe in _PROBES])


def derive(expression: str, published: str | None) -> Derived | None:
    """Return the year that an anniversary leads to, or None."""
    match = re.search(r" anniversary:(\d+)$", expression)
    if match is None:
        return None
    value, number = resolve_expression(expression, published)[:4], int(match[1])
    if not value.isdigit() or int(value) <= number:
        return None
    return Derived(value=f"{int(value) - number:04d}", how=f"{ordinal(number)} anniversary")


def ordinal(number: int) -> str:
    """Return "1st", "2nd", "30th"."""
    ending = "th" if number % 100 in (11, 12, 13) else _ORDINALS.get(number % 10, "th")
    return f"{number}{ending}"


def day_of(published: str | None) -> date | None:
    """Return the day of an ISO 8601 moment, None where it holds none."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def exists(value: str) -> bool:
    """Tell whether a day stands in the calendar: "2024-02-30" does not, nor does "pub ?:06-31"."""
    match = _DAY.search(value)
    if match is None:
        return True
    return any(_days(int(match["year"] or _LEAP_YEAR), int(match["month"]), int(match["day"])))


def grain_of(expression: str) -> str:
    """Return the precision that `expression` ends with (T, D, W, E, M, Q, S, H, Y, A, C), "" for no date."""
    head, *steps = expression.split(" ")
    if any(step.startswith("at:") for step in steps):
        return "T"
    period = _period(head, steps, _PROBES[0])
    return period.grain if period else ""


def _walk(head: str, steps: list[str], published: date | None) -> str:
    if not steps and head != "pub":
        return head
    period = _period(head, steps, published)
    if period is None:
        return ""
    at = next((step[3:] for step in steps if step.startswith("at:")), "")
    return period.value + at if period.grain == "D" else period.value


def _period(head: str, steps: list[str], published: date | None) -> PeriodValue | None:
    period = _literal(head)
    if head == "pub" and published is not None:
        period = PeriodValue(published, published, "D")
    for step in steps:
        if period is None:
            return None
        name, _, target = step.partition(":")
        try:
            if not target:
                period = _shift(period, step)
            elif name not in ("at", "mod", "anniversary"):
                period = _find(period, name, target)
        except (OverflowError, ValueError):  # beyond the years 1 to 9999, or a 30 February
            return None
    return period


def _literal(value: str) -> PeriodValue | None:
    match = _LITERAL.fullmatch(value)
    if match is None:
        return None
    year, month, day, week, quarter = (int(part) if part else 0 for part in match.groups())
    try:
        if week:
            monday = date.fromisocalendar(year, week, 1)
            return PeriodValue(monday, monday + timedelta(6), "W")
        if quarter:
            return _months(year, quarter * 3 - 2, 3, "Q")
        if day:
            return PeriodValue(date(year, month, day), date(year, month, day), "D")
        return _months(year, month, 1, "M") if month else _months(year, 1, 12, "Y")
    except (ValueError, OverflowError):
        return None


def _months(year: int, month: int, count: int, grain: str) -> PeriodValue:
    first, after = year * 12 + month - 1, year * 12 + month - 1 + count
    return PeriodValue(
        date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(1), grain
    )


def _same_of_year(period: PeriodValue, count: int) -> PeriodValue | None:
    """Return the period of the same name `count` years on; a week keeps month and day of its start."""
    if period.grain in _MONTHS:
        return _shift(period, f"{count * 12 // _MONTHS[period.grain]:+d}{period.grain}")
    day = period.start.replace(year=period.start.year + count)
    return _shift(PeriodValue(day, day, "D"), f"0{period.grain}")


_MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12, "A": 120, "C": 1200}


def _shift(period: PeriodValue, step: str) -> PeriodValue | None:
    match = _SHIFT.fullmatch(step)
    if match is None:
        return None
    count, unit = int(match[1] + match[2]), match[3]
    if unit == "y":
        return _same_of_year(period, count)
    if unit == "D":
        day = (period.start if count <= 0 else period.end) + timedelta(count)
        return PeriodValue(day, day, "D")
    if unit in "WE":
        monday = period.start - timedelta(period.start.weekday()) + timedelta(7 * count)
        first = monday if unit == "W" else monday + timedelta(5)
        return PeriodValue(first, monday + timedelta(6), unit)
    size = _MONTHS[unit]
    index = (period.start.year * 12 + period.start.month - 1) // size * size + count * size
    return _months(index // 12, index % 12 + 1, size, unit)


def _find(period: PeriodValue, name: str, target: str) -> PeriodValue | None:
    choose = _CHOICES.get(name)
    if named := _NAMED_DAY.fullmatch(target):
        target = named["day"]
        fits = [c for c in _candidates(period, target) if c.start.isoweekday() == int(named["weekday"])]
        meant = _near(period, fits)
        if meant is not None and _distance(meant, period) <= _YEAR:
            return meant
    return choose(period, list(_candidates(period, target))) if choose else None


Choices = list[PeriodValue]


def _inside(period: PeriodValue, choices: Choices) -> PeriodValue | None:
    return next((c for c in choices if period.start <= c.start <= period.end), None)


def _last(period: PeriodValue, choices: Choices) -> PeriodValue | None:
    return max((c for c in choices if c.start <= period.end), key=_start, default=None)


def _next(period: PeriodValue, choices: Choices) -> PeriodValue | None:
    return min((c for c in choices if c.end >= period.start), key=_start, default=None)


def _before(period: PeriodValue, choices: Choices) -> PeriodValue | None:
    return max((c for c in choices if c.end < period.start), key=_start, default=None)


def _after(period: PeriodValue, choices: Choices) -> PeriodValue | None:
    return min((c for c in choices if c.start > period.end), key=_start, default=None)


def _near(period: PeriodValue, choices: Choices) -> PeriodValue | None:
    return min(choices, key=lambda c: (_distance(c, period), c.start), default=None)


def _ahead(period: PeriodValue, choices: Choices) -> PeriodValue | None:
    latest = _last(period, choices)
    passed = latest is not None and _distance(latest, period) <= _JUST_PASSED
    return latest if passed else _next(period, choices)


def _behind(period: PeriodValue, choices: Choices) -> PeriodValue | None:
    coming = _next(period, choices)
    soon = coming is not None and _distance(coming, period) <= _JUST_PASSED
    return coming if soon else _last(period, choices)


_CHOICES: dict[str, Callable[[PeriodValue, Choices], PeriodValue | None]] = {
    "in": _inside,
    "last": _last,
    "next": _next,
    "before": _before,
    "after": _after,
    "near": _near,
    "ahead": _ahead,
    "behind": _behind,
}


def _start(period: PeriodValue) -> date:
    return period.start


def _distance(candidate: PeriodValue, period: PeriodValue) -> int:
    if candidate.start <= period.end and candidate.end >= period.start:
        return 0
    return min(abs((candidate.start - period.end).days), abs((candidate.end - period.start).days))


def _candidates(period: PeriodValue, target: str) -> Iterator[PeriodValue]:
    """Yield every `target` in and around `period`, in order, the impossible ones left out."""
    if target[0] == "w" or target == "WE":
        monday = period.start - timedelta(period.start.weekday())
        for week in range(-2, (period.end - period.start).days // 7 + 4):
            first = monday + timedelta(7 * week + (5 if target == "WE" else int(target[1:]) - 1))
            yield PeriodValue(
                first, first + timedelta(1 if target == "WE" else 0), "E" if target == "WE" else "D"
            )
        return
    if target[0] == "d":
        months = [(period.start.year, period.start.month + offset) for offset in (-2, -1, 0, 1, 2)]
        for year, month in months:
            yield from _days(year + (month - 1) // 12, (month - 1) % 12 + 1, int(target[1:]))
        return
    reach = 8 if target == "02-29" else 2  # 1700, 1800 and 1900 had no leap day
    for year in range(period.start.year - reach, period.end.year + reach + 1):
        yield from _in_year(year, target)


def _days(year: int, month: int, day: int) -> Iterator[PeriodValue]:
    try:
        found = date(year, month, day)
    except ValueError:
        return
    yield PeriodValue(found, found, "D")


def _in_year(year: int, target: str) -> Iterator[PeriodValue]:
    if easter := _EASTER.fullmatch(target):
        day = easter_sunday(year) + timedelta(int(easter[1] or 0))
        yield PeriodValue(day, day, "D")
    elif target in _NTH_WEEKDAYS:
        yield from _nth_weekday(year, *_NTH_WEEKDAYS[target])
    elif target in _SEASON_STARTS:
        yield _months(year, _SEASON_STARTS[target], 3, "S")
    elif target[0] in "QH":
        size = 3 if target[0] == "Q" else 6
        yield _months(year, (int(target[1]) - 1) * size + 1, size, target[0])
    elif len(target) == 2:
        yield _months(year, int(target), 1, "M")
    else:
        yield from _days(year, int(target[:2]), int(target[3:]))


# Feasts on a weekday of a month: month, weekday (Monday 0), which of them (-1 the last). American.
_NTH_WEEKDAYS = {
    "kingday": (1, 0, 3),
    "presidents": (2, 0, 3),
    "mothers": (5, 6, 2),
    "memorial": (5, 0, -1),
    "fathers": (6, 6, 3),
    "labor": (9, 0, 1),
    "columbus": (10, 0, 2),
    "thanksgiving": (11, 3, 4),
}


def _nth_weekday(year: int, month: int, weekday: int, which: int) -> Iterator[PeriodValue]:
    first = 1 + (weekday - date(year, month, 1).weekday()) % 7
    last = first + 28 if any(True for _ in _days(year, month, first + 28)) else first + 21
    yield from _days(year, month, last if which < 0 else first + 7 * (which - 1))


def easter_sunday(year: int) -> date:
    """Return the Easter Sunday of the western churches (the Gregorian computus)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _masked(values: list[str]) -> str:
    if len({len(value) for value in values}) > 1 or not values[0]:
        return "XXXX-XX-XX"
    letters = [one if len({one, *others}) == 1 else "X" for one, *others in zip(*values, strict=True)]
    parts = re.split(r"([-T])", "".join(letters))
    return "".join(re.sub(r"\d", "X", part) if "X" in part else part for part in parts)

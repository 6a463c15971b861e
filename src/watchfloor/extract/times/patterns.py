"""The forms that expressions of time take in English, each with what it means.

A text is walked word by word; a word that can begin a time is tried with the patterns of its families
(data/times/patterns.tsv). A pattern's builder gives type and expression (the notation stands in
extract/times/values.py) with three blanks that extract/times/finder.py fills from the surroundings: the step
`?:TARGET` waits for the tense, the head `ref` for the date the text last spoke of, `year` for its year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from watchfloor.extract.quantities.numerals import (
    ORDINALS,
    SMALL,
    TENS,
    number_of,
    ordinal_of,
)
from watchfloor.extract.times.pieces import VAGUE, calendar, pieces, references
from watchfloor.extract.times.values import exists
from watchfloor.model import TimeType
from watchfloor.tables import Parted, read_table


@dataclass(frozen=True, slots=True)
class TimeCandidate:
    """A stretch of text that reads like a time; `form` is the name of the pattern that found it."""

    start: int
    end: int
    type: TimeType
    expression: str
    form: str


Match = re.Match[str]
Built = tuple[TimeType, str] | None

# ------------------------------------------------------------------------------------------------ builders

_YEAR_SHIFTS = {
    "last": "pub -1Y",
    "this": "pub 0Y",
    "next": "pub +1Y",
    "the past": "pub -1Y",
    "the current": "pub 0Y",
    "the same": "ref 0Y",
    "the previous": "ref -1Y",
    "the following": "ref +1Y",
}
_MONTH_SHIFTS = {
    "this": "pub 0M",
    "last": "pub -1M",
    "next": "pub +1M",
    "the same": "ref 0M",
    "the previous": "ref -1M",
    "the following": "ref +1M",
}
_WEEK_SHIFTS = {which: shift.replace("M", "W") for which, shift in _MONTH_SHIFTS.items()}
_UNIT_SHIFTS = {
    "last": "pub -1",
    "past": "pub -1",
    "this past": "pub -1",
    "this": "pub 0",
    "current": "pub 0",
    "next": "pub +1",
    "coming": "pub +1",
    "this coming": "pub +1",
    "previous": "ref -1",
    "preceding": "ref -1",
    "same": "ref 0",
    "that": "ref 0",
    "following": "ref +1",
}
_DIRECTIONS = {
    "last": "before",
    "past": "before",
    "this past": "before",
    "this": "next",
    "next": "after",
    "this coming": "next",
    "coming": "next",
}
_PART_DAYS = {
    "this": "pub 0D",
    "today": "pub 0D",
    "last": "pub -1D",
    "yesterday": "pub -1D",
    "tomorrow": "pub +1D",
    "the": "ref 0D",
    "that": "ref 0D",
    "the same": "ref 0D",
    "the next": "ref +1D",
    "the following": "ref +1D",
    "the previous": "ref -1D",
}
_DURATION_UNITS = {"N": "M", "E": "WE", "A": "DE", "C": "CE", "K": "ML"}


def _group(match: Match, name: str) -> str:
    return (match.groupdict().get(name) or "").lower()


def _piece(match: Match, kind: str) -> str:
    word = _group(match, kind)
    return calendar(kind)[word.removesuffix(".") if kind in ("weekday", "month") else word] if word else ""


def _timed(match: Match, expression: str) -> Built:
    part = _piece(match, "part")
    return ("TIME", f"{expression} at:{part}") if part else ("DATE", expression)


def _in_year(match: Match, piece: str) -> str:
    """Return the expression of a piece of a year: of the one named, else of one the tense will tell."""
    if year := _group(match, "year") or (_full_year(match["short"]) if _group(match, "short") else ""):
        return f"{year}-{piece}"
    base = _YEAR_SHIFTS.get(_group(match, "which"))
    return f"{base} in:{piece}" if base else f"pub ?:{piece}"


def day_month(match: Match) -> Built:
    """Read "28 December", "Tuesday, March 12, 2013", "June 3 last year"."""
    month, day = _piece(match, "month"), int(match["day"])
    written = _in_year(match, f"{month}-{day:02d}")
    if not exists(written):  # "31 June 2025": the month is all that can be meant
        return "DATE", _in_year(match, month)
    # "Thursday, December 3": of the years that the tense leaves open, the one in which that is a Thursday.
    return _timed(match, f"{written}{_piece(match, 'weekday')}" if "?:" in written else written)


def day_of_month(match: Match) -> Built:
    """Read "the 2nd of this month", "the 28th of last month"."""
    return "DATE", f"{_MONTH_SHIFTS[_group(match, 'deictic')]} in:d{int(match['day']):02d}"


def month_year(match: Match) -> Built:
    """Read "June", "June 2013", "June last year", "the last week of June"."""
    return "DATE", _in_year(match, _piece(match, "month"))


def weekday(match: Match) -> Built:
    """Read "Tuesday", "Friday morning"."""
    return _timed(match, f"pub ?:w{_piece(match, 'weekday')}")


def weekday_of_week(match: Match) -> Built:
    """Read "Tuesday last week", "Monday of next week", "last week on Friday"."""
    return _timed(match, f"{_WEEK_SHIFTS[_group(match, 'deictic')]} in:w{_piece(match, 'weekday')}")


def weekday_weeks_ago(match: Match) -> Built:
    """Read "a week ago on Monday", "two weeks ago Thursday"."""
    amount = _amount(match)
    if amount is None or not amount.isdigit():
        return None
    return _timed(match, f"pub -{amount}W in:w{_piece(match, 'weekday')}")


def weekday_week(match: Match) -> Built:
    """Read the British "Monday week"."""
    return "DATE", f"pub next:w{_piece(match, 'weekday')} +7D"


def weekday_before_last(match: Match) -> Built:
    """Read "the Tuesday before last"."""
    return "DATE", f"pub before:w{_piece(match, 'weekday')} -7D"


def weekday_set(match: Match) -> Built:
    """Read "Sundays"."""
    return "SET", f"XXXX-WXX-{_piece(match, 'weekday')}"


def season(match: Match) -> Built:
    """Read "the summer", "winter 2012", "spring of last year"."""
    return "DATE", _in_year(match, _piece(match, "season"))


def holiday(match: Match) -> Built:
    """Read "Christmas Eve", "Easter 2013"."""
    day, year = _piece(match, "holiday"), _group(match, "year")
    return "DATE", f"{year} in:{day}" if year else f"pub ?:{day}"


def iso(match: Match) -> Built:
    """Read "2013-03-12", "2013-03-12T18:00Z"."""
    value = f"{match['year']}-{match['m']}-{match['d']}"
    if not exists(value):
        return "DATE", value[:7]
    hour = _group(match, "time")
    return ("TIME", f"{value} at:T{hour}{match['zulu'] or ''}") if hour else ("DATE", value)


def slashes(match: Match) -> Built:
    """Read "3/12/2013" and "12.3.2013": American order with strokes, unless that cannot be."""
    one, two, year = int(match["one"]), int(match["two"]), match["y"]
    month, day = (one, two) if one <= 12 and match["sep"] == "/" else (two, one)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    value = f"{_full_year(year)}-{month:02d}-{day:02d}"
    return "DATE", value if exists(value) else value[:7]


def _full_year(year: str) -> str:
    return year if len(year) == 4 else ("19" if int(year) > 40 else "20") + year


def _on_day(match: Match) -> str:
    """Return the expression of the day that follows an hour ("on Monday"), else of the day last spoken of."""
    tail = _group(match, "tail")
    if not tail:
        return "ref 0D"
    return f"pub ?:w{calendar('weekday')[tail]}" if tail in calendar("weekday") else references()[tail][1]


def clock(match: Match) -> Built:
    """Read "6:40 p.m. on Monday", "0800 UTC", "18:00 GMT+2"."""
    half, hour = _group(match, "half")[:1], int(match["hour"])
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = _piece(match, "zone")
    if offset := _group(match, "offset"):
        digits = offset[1:].replace(":", "")
        zone = f"{offset[0]}{int(digits[:2]):02d}:{digits[2:] or '00'}"
    return "TIME", f"{_on_day(match)} at:T{hour:02d}:{match['minute'] or '00'}{zone}"


def noon(match: Match) -> Built:
    """Read "noon", "midnight on Thursday"."""
    return "TIME", f"{_on_day(match)} at:{_piece(match, 'part')}"


def oclock(match: Match) -> Built:
    """Read "nine o'clock in the evening"."""
    hour = number_of(match["number"])
    if hour is None or not 1 <= hour <= 24:
        return None
    late = _piece(match, "part") in ("TAF", "TEV", "TNI") and hour < 12
    return "TIME", f"ref 0D at:T{int(hour) + (12 if late else 0):02d}:00"


def _amount(match: Match) -> str | None:
    """Return the number of a duration as TIMEX3 writes it: "2", "2.5", "X" where vague."""
    words = _group(match, "number")
    if re.fullmatch(VAGUE, words):
        return "X"
    number = 0.5 if "half" in words.split() else 1.0 if words in ("a", "an") else number_of(words)
    if number is None or number >= 1e10:
        return None
    if _group(match, "half") or _group(match, "half2"):
        number += 0.5
    return str(int(number)) if number == int(number) else f"{number:g}"


def measure(amount: str, unit: str) -> str:
    """Return the TIMEX3 value of so many units ("P2D", "PT30M", "PXY")."""
    if unit == "F":
        amount, unit = ("X" if amount == "X" else f"{float(amount) * 2:g}"), "W"
    return f"P{'T' if unit in 'SNH' else ''}{amount}{_DURATION_UNITS.get(unit, unit)}"


def _away(amount: str, unit: str, tail: str) -> Built:
    """Return the date that lies so many units off, by the word that follows them."""
    back = tail in ("ago", "earlier", "previously", "back")
    if unit == "H" and amount.isdigit() and int(amount) % 24 == 0:
        amount, unit = str(int(amount) // 24), "D"
    if not amount.isdigit() or unit not in "DWMQYACF":
        return ("TIME" if unit in "SNH" else "DATE"), "PAST_REF" if back else "FUTURE_REF"
    count, unit = (int(amount) * 2, "W") if unit == "F" else (int(amount), unit)
    head = "pub" if tail in ("ago", "back", "from now", "hence") else "ref"
    return "DATE", f"{head} {'-' if back else '+'}{count}{unit}"


def duration(match: Match) -> Built:
    """Read "two and a half years", "a 12-hour", "several months", "two years ago", "a day later"."""
    amount, unit, tail = _amount(match), _piece(match, "unit"), _group(match, "tail").strip()
    if amount is None or (_group(match, "number") in ("a", "an", "some") and unit in "QS"):
        return None  # "a quarter of them", "a second chance"
    if amount.isdigit() and int(amount) > 999 and f" {match['unit']}s" not in match[0]:
        return None  # "2018 day five"
    return _away(amount, unit, tail) if tail else ("DURATION", measure(amount, unit))


def vague_span(match: Match) -> Built:
    """Read "two or three years", "60 to 90 days": the lower number counts."""
    amount, unit, tail = _amount(match), _piece(match, "unit"), _group(match, "tail").strip()
    if amount is None or amount == "X" or _group(match, "number") in ("a", "an"):
        return None
    return _away("X", unit, tail) if tail else ("DURATION", measure(amount, unit))


def running(match: Match) -> Built:
    """Read "the last three years", "the next few weeks", "a 34-year-old"."""
    amount = _amount(match)
    return ("DURATION", measure(amount, _piece(match, "unit"))) if amount else None


def bare_units(match: Match) -> Built:
    """Read "years", "decades ago", "hours later"."""
    tail = _group(match, "tail").strip()
    return (
        _away("X", _piece(match, "unit"), tail) if tail else ("DURATION", measure("X", _piece(match, "unit")))
    )


def unit_long(match: Match) -> Built:
    """Read "decades-long", "the day-long"."""
    return "DURATION", measure("X" if "s-" in match[0].lower() else "1", _piece(match, "unit"))


def which_unit(match: Match) -> Built:
    """Read "last year", "this week", "the next day", "the same month", "the past decade"."""
    which, unit = _group(match, "deictic"), _piece(match, "unit")
    if unit in "SNFK" or (unit == "H" and which not in ("past", "last", "next")):
        return None
    if unit == "H" or (which == "past" and match["article"]):
        return "DURATION", measure("1", unit)
    if which == "next" and unit == "D":
        return "DATE", "ref +1D"
    return "DATE", _UNIT_SHIFTS[which] + unit


def unit_previous(match: Match) -> Built:
    """Read "the year before", "the day after"."""
    after = match["way"].lower() in ("after", "following", "later")
    return "DATE", f"ref {'+1' if after else '-1'}{_piece(match, 'unit')}"


def same_of_year(match: Match) -> Built:
    """Read "the same month a year ago", "the same period last year"."""
    return "DATE", f"ref -{_group(match, 'back') or '1'}Y"


def recent_units(match: Match) -> Built:
    """Read "recent weeks", "the coming days"."""
    return "DATE", "FUTURE_REF" if _group(match, "deictic") == "coming" else "PAST_REF"


def which_named(match: Match) -> Built:
    """Read "last Tuesday", "next June", "this summer", "next Christmas"."""
    direction = _DIRECTIONS[_group(match, "deictic")]
    if day := _piece(match, "weekday"):
        return _timed(match, f"pub {direction}:w{day}")
    target = _piece(match, "month") or _piece(match, "season") or _piece(match, "holiday")
    # "this summer" is the one of this year, behind or ahead.
    return _timed(match, f"pub 0Y in:{target}" if direction == "next" else f"pub {direction}:{target}")


def which_part(match: Match) -> Built:
    """Read "this morning", "last night", "that evening"."""
    return "TIME", f"{_PART_DAYS[_group(match, 'deictic')]} at:{_piece(match, 'part')}"


def every(match: Match) -> Built:
    """Read "every day", "each Monday", "every two years", "every winter"."""
    if day := _piece(match, "weekday"):
        return "SET", f"XXXX-WXX-{day}{_piece(match, 'part')}"
    if piece := _piece(match, "month") or _piece(match, "season"):
        return "SET", f"XXXX-{piece}"
    if part := _piece(match, "part"):
        return "SET", f"XXXX-XX-XX{part}"
    count = _group(match, "count")
    number = number_of(count or "one")
    amount = {"other": "2", "few": "X", "couple of": "2"}.get(count, f"{number:g}" if number else "1")
    return "SET", measure(amount, _piece(match, "unit"))


def rate(match: Match) -> Built:
    """Read the "a day" of "ten barrels a day"."""
    unit = _piece(match, "unit")
    return ("SET", measure("1", unit)) if unit else None


def quarter(match: Match) -> Built:
    """Read "the third quarter of 2009", "second half of last year", "Q3"."""
    words = _group(match, "ordinal")
    index = 4 if words == "final" else int(words) if words.isdigit() else ordinal_of(words) or 0
    letter = "H" if _group(match, "kind") in ("half", "h") else "Q"
    if "-quarter" in match[0].lower() and not (_group(match, "year") or _group(match, "which")):
        return "DATE", f"pub before:Q{index}"  # "third-quarter earnings" are of one that is over
    return (
        ("DATE", _in_year(match, f"{letter}{index}")) if 1 <= index <= (2 if letter == "H" else 4) else None
    )


def day_only(match: Match) -> Built:
    """Read "the 15th"."""
    return "DATE", f"ref near:d{int(match['day']):02d}"


def year(match: Match) -> Built:
    """Read "2013"."""
    return "DATE", match["year"]


def fiscal(match: Match) -> Built:
    """Read "fiscal 2013", "FY13"."""
    return "DATE", "FY" + (_group(match, "year") or _full_year(match["short"]))


def short_year(match: Match) -> Built:
    """Read "'82"."""
    return "DATE", _full_year(match["short"])


def decade(match: Match) -> Built:
    """Read "the 1990s", "the 80s", "the sixties", "the 1800s"."""
    figures = _group(match, "figures")
    if len(figures) == 4:
        return "DATE", figures[:2] if figures.endswith("00") and figures < "2000" else figures[:3]
    return "DATE", f"19{figures[0]}" if figures else calendar("decade")[_group(match, "word")]


def century(match: Match) -> Built:
    """Read "the 20th century"."""
    number = ordinal_of(match["ordinal"])
    return ("DATE", f"{number - 1:02d}") if number and number <= 30 else None


def anniversary(match: Match) -> Built:
    """Read "the 30th anniversary"."""
    number = ordinal_of(match["ordinal"])
    return ("DATE", f"year anniversary:{number}") if number else None


def definite(match: Match) -> Built:
    """Read the "the year" of "the end of the year"."""
    unit = _piece(match, "unit")
    if unit == "E":
        return "DATE", "pub ?:WE"
    return ("DATE", f"ref 0{unit}" if unit == "D" else f"pub 0{unit}") if unit not in "SNHFK" else None


def nine_eleven(match: Match) -> Built:
    """Read "9/11"."""
    return "DATE", "2001-09-11"


def reference(match: Match) -> Built:
    """Read "today", "currently", "soon"."""
    return references()[match[0].lower()]


# ----------------------------------------------------------------------------------------------- the walk


@dataclass(frozen=True, slots=True)
class _Form:
    name: str
    pattern: re.Pattern[str]
    build: Callable[[Match], Built]


_NUMBER_STARTERS = "a an several some many few couple half per countless dozens hundreds"
_DEICTICS = (
    "this last next past previous preceding following coming current same that every each recent first final"
)
_WORD = re.compile(r"(?<![\w$€£#])(?:[A-Za-z]+|\d+)")


def _compiled(pattern: str) -> re.Pattern[str]:
    for name, piece in pieces().items():
        pattern = pattern.replace(f"<{name}>", piece)
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _FormRow:
    form: str
    families: Annotated[tuple[str, ...], Parted(" ")]
    pattern: str
    builder: str


@cache
def _families() -> dict[str, tuple[_Form, ...]]:
    families: defaultdict[str, list[_Form]] = defaultdict(list)
    for row in read_table("times/patterns.tsv", _FormRow):
        form = _Form(row.form, _compiled(row.pattern), globals()[row.builder])
        for family in row.families:
            families[family].append(form)
    return {family: tuple(forms) for family, forms in families.items()}


@cache
def _starters() -> dict[str, tuple[_Form, ...]]:
    """Return the words that can begin a time, with the forms to try there."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    for kind in ("weekday", "month", "season"):
        for word in calendar(kind):
            words[word].add(kind)
    for word in calendar("weekday"):
        words[f"{word}s"].add("weekdays")
    for word in calendar("unit"):
        words[word].add("units")
        words[f"{word}s"].add("units")
    for word in calendar("holiday"):
        words[re.split(r"\W", word)[0]].add("holiday")
    families = {
        "number": (*SMALL, *TENS, *_NUMBER_STARTERS.split()),
        "deictic": _DEICTICS.split(),
        "ordinal": (*ORDINALS, *TENS, "final"),
        "reference": [word.split()[0] for word in references()],
        "fiscal": ("fiscal", "financial"),
        "q": ("q", "h", "fy"),
        "noon": ("noon", "midnight", "midday"),
        "the": ("the",),
    }
    for family, starting in families.items():
        for word in starting:
            words[word].add(family)
    return {word: _forms(wanted) for word, wanted in words.items()}


def _forms(families: Iterable[str]) -> tuple[_Form, ...]:
    unique = {id(form): form for family in sorted(families) for form in _families().get(family, ())}
    return tuple(unique.values())


def candidates(text: str) -> Iterator[TimeCandidate]:
    """Yield what reads like a time in `text`, by the place where it begins, overlapping ones included."""
    starters, figures = _starters(), _forms(("figure", "ordinal"))
    for word in _WORD.finditer(text):
        for form in figures if word[0].isdigit() else starters.get(word[0].lower(), ()):
            found = _candidate_at(text, word.start(), form)
            if found is not None:
                yield found


def _candidate_at(text: str, start: int, form: _Form) -> TimeCandidate | None:
    """Return what a form finds at `start`, up to a bracket that was not opened in it."""
    match = form.pattern.match(text, start)
    built = form.build(match) if match is not None else None
    if match is None or built is None:
        return None
    bracket = match[0].find(")") if "(" not in match[0] else -1
    end = match.end() if bracket < 0 else start + bracket
    return TimeCandidate(start, end, built[0], built[1], form.name)

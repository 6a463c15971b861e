"""The forms that expressions of time take in English, each with what it means.

A text is walked word by word; a word that can begin a time (`STARTERS`) is tried with the patterns of its
family, and the longest match stands. A pattern's builder gives type and expression (extract/time_values.py has
the notation) with two blanks that times.py fills from the sentence: the step `?:TARGET` waits for the tense,
the head `ref` for the date the text last spoke of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from watchfloor.extract.numerals import (
    FIGURES,
    NUMBER_WORDS,
    ORDINAL_WORDS,
    SMALL,
    TENS,
    number_of,
    ordinal_of,
)
from watchfloor.model import TimeType


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that reads like a time; `form` is the name of the pattern that found it."""

    start: int
    end: int
    type: TimeType
    expression: str
    form: str


Built = tuple[TimeType, str] | None
Builder = Callable[[re.Match[str]], Built]


def _rows(name: str) -> list[list[str]]:
    text = (resources.files("watchfloor") / "data" / "times" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def calendar(kind: str) -> dict[str, str]:
    """Return the words of one kind (weekday, month, season, part, unit, holiday, decade, zone)."""
    return {word: piece for row_kind, word, piece in _rows("calendar.tsv") if row_kind == kind}


@cache
def references() -> dict[str, tuple[TimeType, str]]:
    """Return the words that point at past, present or future, with their type and expression."""
    kinds: dict[str, TimeType] = {"DATE": "DATE", "TIME": "TIME", "SET": "SET"}
    return {words: (kinds[kind], expression) for words, kind, expression in _rows("references.tsv")}


def _any(words: Iterator[str] | list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) + ")"


_WEEKDAY = rf"(?P<weekday>{_any(list(calendar('weekday')))})\b\.?"
_MONTH = rf"(?P<month>{_any(list(calendar('month')))})\b\.?"
_SEASON = rf"(?P<season>{_any(list(calendar('season')))})\b"
_PART = rf"(?P<part>{_any(list(calendar('part')))})\b"
_UNIT = rf"(?P<unit>{_any([u for u in calendar('unit') if u not in ('sec', 'min', 'yr')])})"
_HOLIDAY = rf"(?P<holiday>{_any(list(calendar('holiday')))})\b"
_ZONE = rf"(?: ?\(?(?P<zone>{_any(list(calendar('zone')))})\b(?: ?(?P<offset>[+-]\d{{1,2}}(?::?\d\d)?))?\)?)"
_YEAR = r"(?P<year>(?:1[4-9]|20|21)\d\d)(?!\d|[.,]\d|%)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d)"
_VAGUE = r"several|some|many|a few|few|a couple of|couple of|a number of|countless|a handful of|dozens of|hundreds of"
_NUMBER = rf"(?P<number>{_VAGUE}|(?:a )?half an?|(?:{FIGURES})(?: million| billion)?|{NUMBER_WORDS}|an?)"
_ADJECTIVE = r"(?:(?:full|whole|consecutive|straight|more|further|additional|long|trading|working|business|calendar|short|successive|other) )*"
_PARTDAY = rf"(?:[ ,]+(?:in the |at )?{_PART})?"
_CLOCK = r"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?)?"
_WHICH_YEAR = r"(?P<which>last|this|next|the (?:same|previous|following|past|current)) year"
_OF_YEAR = rf"(?:,? (?:of |in )?(?:the (?:fiscal |financial )?year )?(?:{_YEAR}|{_WHICH_YEAR})\b)?"

_SHIFTS = {
    "last": "-1",
    "this": "0",
    "next": "+1",
    "the past": "-1",
    "the current": "0",
    "current": "0",
    "coming": "+1",
    "the coming": "+1",
}
_DIRECTIONS = {
    "last": "before",
    "this past": "before",
    "past": "before",
    "next": "after",
    "this": "next",
    "this coming": "next",
    "coming": "next",
}


def _piece(match: re.Match[str], kind: str) -> str | None:
    word = match.groupdict().get(kind)
    return calendar(kind)[word.lower()] if word else None


def _at(match: re.Match[str]) -> str:
    part = _piece(match, "part")
    return f" at:{part}" if part else ""


def _timed(match: re.Match[str], expression: str) -> Built:
    at = _at(match)
    return ("TIME" if at else "DATE"), expression + at


def _year_base(match: re.Match[str]) -> str | None:
    """Return the expression of the year the match names, None where it names none."""
    groups = match.groupdict()
    if groups.get("year"):
        return str(groups["year"])
    which = (groups.get("which") or "").lower()
    if not which:
        return None
    if which in _SHIFTS:
        return f"pub {_SHIFTS[which]}Y"
    return {"the same": "ref 0Y", "the previous": "ref -1Y", "the following": "ref +1Y"}.get(which)


def _day_month(match: re.Match[str]) -> Built:
    month, day = _piece(match, "month"), int(match["day"])
    base = _year_base(match)
    if base and base.isdigit():
        return _timed(match, f"{base}-{month}-{day:02d}")
    return _timed(match, f"{base} in:{month}-{day:02d}" if base else f"pub ?:{month}-{day:02d}")


def _month_year(match: re.Match[str]) -> Built:
    base, month = _year_base(match), _piece(match, "month")
    if base and base.isdigit():
        return "DATE", f"{base}-{month}"
    return "DATE", f"{base} in:{month}" if base else f"pub ?:{month}"


def _weekday(match: re.Match[str]) -> Built:
    return _timed(match, f"pub ?:w{_piece(match, 'weekday')}")


def _season(match: re.Match[str]) -> Built:
    base, season = _year_base(match), _piece(match, "season")
    if base and base.isdigit():
        return "DATE", f"{base}-{season}"
    return "DATE", f"{base} in:{season}" if base else f"pub ?:{season}"


def _holiday(match: re.Match[str]) -> Built:
    base, day = _year_base(match), _piece(match, "holiday")
    if base and base.isdigit() and day and day[0].isdigit():
        return "DATE", f"{base}-{day}"
    return "DATE", f"{base} in:{day}" if base else f"pub ?:{day}"


def _iso(match: re.Match[str]) -> Built:
    value = f"{match['year']}-{match['m']}-{match['d']}"
    return ("TIME", f"{value} at:T{match['time'][:5]}") if match["time"] else ("DATE", value)


def _slashes(match: re.Match[str]) -> Built:
    one, two, year = int(match["one"]), int(match["two"]), match["y"]
    if len(year) == 2:
        year = ("19" if int(year) > 40 else "20") + year
    # American order unless it cannot be; with dots the order is the European one.
    month, day = (one, two) if one <= 12 and match["sep"] == "/" else (two, one)
    if month > 12 or day > 31:
        return None
    return "DATE", f"{year}-{month:02d}-{day:02d}"


def _clock(match: re.Match[str]) -> Built:
    groups = match.groupdict()
    half, zone = (groups.get("half") or "").replace(".", "").lower(), _piece(match, "zone") or ""
    if groups.get("four"):
        hour, minute = int(groups["four"][:2]), groups["four"][2:]
    else:
        hour, minute = int(match["hour"]), match["minute"] or "00"
    if hour > 24 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if offset := groups.get("offset"):
        sign, digits = offset[0], offset[1:].replace(":", "")
        zone = f"{sign}{int(digits[:2]):02d}:{digits[2:] or '00'}"
    base = "ref 0D"
    if tail := groups.get("tail"):
        word = tail.lower().rstrip(".")
        base = f"pub ?:w{calendar('weekday')[word]}" if word in calendar("weekday") else references()[word][1]
        base = base.removesuffix(" at:TNI")
    return "TIME", f"{base} at:T{hour:02d}:{minute}{zone}"


def _amount(match: re.Match[str]) -> str | None:
    """Return the number of a duration as TIMEX3 writes it: "2", "2.5", "X" where vague."""
    words = match["number"].lower()
    if re.fullmatch(_VAGUE, words):
        return "X"
    if "half" in words.split():
        number: float | None = 0.5
    else:
        number = 1.0 if words in ("a", "an") else number_of(words)
    if number is None or number >= 1e9:
        return None
    if (match.groupdict().get("half") or "").strip():
        number += 0.5
    return f"{number:g}" if number < 1e6 else str(int(number))


_DURATION_UNITS = {
    "S": "S",
    "N": "M",
    "H": "H",
    "D": "D",
    "W": "W",
    "E": "WE",
    "M": "M",
    "Q": "Q",
    "Y": "Y",
    "A": "DE",
    "C": "CE",
    "K": "ML",
}


def duration(amount: str, unit: str) -> str:
    """Return the TIMEX3 value of so many units ("P2D", "PT30M", "PXY")."""
    if unit == "F":
        amount, unit = ("X" if amount == "X" else f"{float(amount) * 2:g}"), "W"
    return f"P{'T' if unit in 'SNH' else ''}{amount}{_DURATION_UNITS[unit]}"


def _duration(match: re.Match[str]) -> Built:
    amount, unit = _amount(match), _piece(match, "unit")
    if amount is None or unit is None:
        return None
    words, tail = match["number"].lower(), (match.groupdict().get("tail") or "").lower().strip()
    if words in ("a", "an", "some") and unit in "QS" and not tail:
        return None  # "a quarter of", "a second chance"
    if not tail:
        return "DURATION", duration(amount, unit)
    back = tail in ("ago", "earlier", "previously", "back", "before that", "prior")
    if amount == "X" or "." in amount or unit not in "DWMQYACF":
        hours = unit in "SNH"
        return ("TIME" if hours else "DATE"), "PAST_REF" if back else "FUTURE_REF"
    count, unit = (int(amount) * 2, "W") if unit == "F" else (int(amount), unit)
    head = "pub" if tail in ("ago", "back", "from now", "hence") else "ref"
    return "DATE", f"{head} {'-' if back else '+'}{count}{unit}"


def _age(match: re.Match[str]) -> Built:
    amount, unit = _amount(match), _piece(match, "unit")
    return ("DURATION", duration(amount, unit)) if amount and unit else None


def _bare_units(match: re.Match[str]) -> Built:
    unit = _piece(match, "unit") or "Y"
    tail = (match["tail"] or "").lower()
    if tail:
        return "DATE", "FUTURE_REF" if tail == "later" else "PAST_REF"
    return "DURATION", duration("X", unit)


def _running(match: re.Match[str]) -> Built:
    """Read "the last three years", "the next few weeks"."""
    amount, unit = _amount(match), _piece(match, "unit")
    return ("DURATION", duration(amount, unit)) if amount and unit else None


def _which_unit(match: re.Match[str]) -> Built:
    which, unit = match["deictic"].lower(), _piece(match, "unit") or "D"
    if unit in "SNHFK":
        return None
    article = bool(match["article"])
    if which in ("past",) and article:
        return "DURATION", duration("1", unit)
    if unit == "D" and which in ("next", "following"):
        return "DATE", "ref +1D"
    if which in ("following", "previous", "same", "that", "preceding"):
        sign = {"following": "+1", "previous": "-1", "preceding": "-1"}.get(which, "0")
        return "DATE", f"ref {sign}{unit}"
    sign = _SHIFTS.get(
        which, {"past": "-1", "current": "0", "this past": "-1", "this coming": "+1"}.get(which, "0")
    )
    return "DATE", f"pub {sign}{unit}"


def _unit_previous(match: re.Match[str]) -> Built:
    unit = _piece(match, "unit") or "Y"
    return "DATE", f"ref {'+1' if match['way'].lower() in ('after', 'following', 'later') else '-1'}{unit}"


def _recent_units(match: re.Match[str]) -> Built:
    return "DATE", "FUTURE_REF" if match["deictic"].lower() == "coming" else "PAST_REF"


def _which_named(match: re.Match[str]) -> Built:
    """Read "last Tuesday", "next June", "this summer", "last weekend", "next Christmas"."""
    name = _DIRECTIONS[match["deictic"].lower()]
    weekday, month = _piece(match, "weekday"), _piece(match, "month")
    target = f"w{weekday}" if weekday else month or _piece(match, "season") or _piece(match, "holiday")
    if name == "next" and not weekday:
        # "this June", "this summer": the one of this year, before or behind.
        return _timed(match, f"pub 0Y in:{target}")
    return _timed(match, f"pub {name}:{target}")


def _which_part(match: re.Match[str]) -> Built:
    which = match["deictic"].lower()
    base = {
        "this": "pub 0D",
        "last": "pub -1D",
        "yesterday": "pub -1D",
        "tomorrow": "pub +1D",
        "that": "ref 0D",
        "the same": "ref 0D",
        "the next": "ref +1D",
        "the following": "ref +1D",
        "the previous": "ref -1D",
        "today": "pub 0D",
        "the": "ref 0D",
        "early": "ref 0D",
        "late": "ref 0D",
    }[which]
    return "TIME", f"{base} at:{_piece(match, 'part')}"


def _every(match: re.Match[str]) -> Built:
    if weekday := _piece(match, "weekday"):
        return "SET", f"XXXX-WXX-{weekday}" + (_piece(match, "part") or "")
    if month := _piece(match, "month"):
        return "SET", f"XXXX-{month}"
    if season := _piece(match, "season"):
        return "SET", f"XXXX-{season}"
    if part := _piece(match, "part"):
        return "SET", f"XXXX-XX-XX{part}"
    unit, number = _piece(match, "unit"), match["count"]
    if unit is None:
        return None
    amount = {"other": "2", "few": "X", "couple of": "2"}.get((number or "one").lower())
    value = f"{number_of(number or 'one') or 1:g}" if amount is None else amount
    return "SET", duration(value, unit)


def _rate(match: re.Match[str]) -> Built:
    unit = _piece(match, "unit")
    return ("SET", duration("1", unit)) if unit else None


def _weekday_set(match: re.Match[str]) -> Built:
    return "SET", f"XXXX-WXX-{_piece(match, 'weekday')}"


def _quarter(match: re.Match[str]) -> Built:
    number = match["ordinal"].lower() if match.groupdict().get("ordinal") else match["figure"]
    index = (
        {"final": 4, "last": 4}.get(number) or ordinal_of(number) or (int(number) if number.isdigit() else 0)
    )
    letter = "H" if match["kind"].lower() in ("half", "h") else "Q"
    if not 1 <= index <= (2 if letter == "H" else 4):
        return None
    base = _year_base(match)
    if base and base.isdigit():
        return "DATE", f"{base}-{letter}{index}"
    return "DATE", f"{base} in:{letter}{index}" if base else f"pub ?:{letter}{index}"


def _year(match: re.Match[str]) -> Built:
    return "DATE", match["year"]


def _fiscal(match: re.Match[str]) -> Built:
    year = match["year"] or ("20" + match["short"] if match["short"] else "")
    return "DATE", f"FY{year}"


def _short_year(match: re.Match[str]) -> Built:
    return "DATE", ("19" if int(match["short"]) > 40 else "20") + match["short"]


def _decade(match: re.Match[str]) -> Built:
    figures = match["figures"]
    if figures and len(figures) == 4:
        return "DATE", figures[:2] if figures.endswith("00") and int(figures) < 2000 else figures[:3]
    if figures:
        return "DATE", ("20" if int(figures) < 20 else "19") + figures[0]
    return "DATE", calendar("decade")[match["word"].lower()]


def _century(match: re.Match[str]) -> Built:
    number = ordinal_of(match["ordinal"])
    return ("DATE", f"{number - 1:02d}") if number and 1 <= number <= 30 else None


def _anniversary(match: re.Match[str]) -> Built:
    number = ordinal_of(match["ordinal"])
    return ("DATE", f"year anniversary:{number}") if number else None


def _reference(match: re.Match[str]) -> Built:
    return references()[match[0].lower()]


def _definite(match: re.Match[str]) -> Built:
    """Read "the end of the year", "later in the day", "over the weekend"."""
    unit = _piece(match, "unit") or "D"
    if unit == "E":
        return "DATE", "pub ?:WE"
    return "DATE", f"ref 0{unit}" if unit == "D" else f"pub 0{unit}"


def _of_month(match: re.Match[str]) -> Built:
    return _month_year(match)


def _day_only(match: re.Match[str]) -> Built:
    return "DATE", f"ref near:d{int(match['day']):02d}"


_DEICTIC = r"(?P<deictic>this past|this coming|this|last|next|past|previous|preceding|following|coming|current|same|that)"
_THE = r"(?P<article>the )?"
_ORDINAL = rf"(?P<ordinal>\d{{1,3}}(?:st|nd|rd|th)|{ORDINAL_WORDS})"
_NOT_UNIT = r"(?!\w)"

# name, families of first words, pattern, builder
_TABLE: tuple[tuple[str, str, str, Builder], ...] = (
    (
        "month day",
        "month weekday",
        rf"(?:{_WEEKDAY},? (?:the )?)?{_MONTH} ?{_DAY}(?:,? {_YEAR}|,? (?:of )?{_WHICH_YEAR}\b)?{_PARTDAY}",
        _day_month,
    ),
    (
        "day month",
        "figure weekday the",
        rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of | day of | |-){_MONTH}(?:,? {_YEAR}|,? (?:of )?{_WHICH_YEAR}\b|-{_YEAR.replace('year', 'year2')})?{_PARTDAY}",
        _day_month,
    ),
    ("weekday bracket", "weekday", rf"{_WEEKDAY} \({_DAY} {_MONTH}\)", _day_month),
    ("weekday bracket", "weekday", rf"{_WEEKDAY} \({_MONTH} {_DAY}\)", _day_month),
    ("month year", "month", rf"{_MONTH},? (?:of )?(?:{_YEAR}|{_WHICH_YEAR}\b)", _month_year),
    ("month", "month", rf"{_MONTH}", _month_year),
    ("weekday", "weekday", rf"{_WEEKDAY}{_PARTDAY}", _weekday),
    ("weekdays", "weekdays", rf"(?P<weekday>{_any(list(calendar('weekday')))})s\b", _weekday_set),
    ("season year", "season the", rf"(?:the )?{_SEASON},? (?:of )?(?:{_YEAR}|{_WHICH_YEAR}\b)", _season),
    ("season", "season the", rf"(?:the )?{_SEASON}", _season),
    ("holiday", "holiday", rf"{_HOLIDAY}(?:,? {_YEAR})?", _holiday),
    (
        "iso",
        "figure",
        r"(?P<year>\d{4})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?:[T ](?P<time>\d\d:\d\d)(?::\d\d)?Z?)?\b",
        _iso,
    ),
    (
        "slashes",
        "figure",
        r"(?P<one>\d{1,2})(?P<sep>[/.])(?P<two>\d{1,2})(?P=sep)(?P<y>(?:19|20)?\d\d)\b",
        _slashes,
    ),
    (
        "clock",
        "figure",
        rf"(?=\d\d?[:.]\d\d(?!\d|[.,]\d)|\d\d? ?[ap]\.?m)(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?)?(?![\d%])(?: ?(?P<half>[ap]\.?m\b\.?))?{_ZONE}?(?:,? (?:on )?(?P<tail>today|yesterday|tomorrow|{_any(list(calendar('weekday')))})\b)?",
        _clock,
    ),
    (
        "clock",
        "figure",
        rf"(?P<four>[012]\d[0-5]\d)(?: hours)?{_ZONE}(?:,? (?:on )?(?P<tail>today|yesterday|tomorrow|{_any(list(calendar('weekday')))})\b)?",
        _clock,
    ),
    (
        "duration",
        "figure number",
        rf"{_NUMBER}(?P<half> and a half)?[- ]{_ADJECTIVE}{_UNIT}s?{_NOT_UNIT}(?P<half2> and a half)?(?:-long)?(?P<tail> ago| earlier| later| previously| back| from now| hence| afterwards)?\b",
        _duration,
    ),
    ("age", "figure number", rf"{_NUMBER}[- ]{_UNIT}s?[- ]old(?:er)?s?\b", _age),
    ("units", "units", rf"{_UNIT}s\b(?P<tail> ago| later| earlier)?", _bare_units),
    (
        "long",
        "units",
        rf"{_UNIT}s?-long\b",
        lambda m: ("DURATION", duration("X" if "s-" in m[0].lower() else "1", _piece(m, "unit") or "Y")),
    ),
    (
        "running",
        "the deictic",
        rf"{_THE}(?P<deictic>last|past|previous|next|coming|following|first|final) {_NUMBER} {_ADJECTIVE}{_UNIT}s\b",
        _running,
    ),
    (
        "which unit",
        "the deictic",
        rf"{_THE}(?:very )?{_DEICTIC} (?:calendar |fiscal |financial )?{_UNIT}{_NOT_UNIT}",
        _which_unit,
    ),
    (
        "unit previous",
        "the",
        rf"the {_UNIT} (?P<way>before|previous|earlier|after|following|later)\b",
        _unit_previous,
    ),
    ("recent units", "deictic the", rf"(?:the )?(?P<deictic>recent|coming) {_UNIT}s\b", _recent_units),
    (
        "which named",
        "deictic",
        rf"(?P<deictic>this past|this coming|this|last|next|past|coming) (?:{_WEEKDAY}|{_MONTH}|{_SEASON}|{_HOLIDAY}){_PARTDAY}",
        _which_named,
    ),
    (
        "which part",
        "deictic the reference",
        rf"(?P<deictic>this|last|yesterday|tomorrow|today|that|the same|the next|the following|the previous) {_PART}",
        _which_part,
    ),
    ("the part", "the", rf"(?P<deictic>the) {_PART}", _which_part),
    (
        "every",
        "deictic",
        rf"(?:every|each) (?:(?P<count>other|few|couple of|{NUMBER_WORDS}|\d+) )?(?:{_UNIT}s?{_NOT_UNIT}|{_WEEKDAY}(?: {_PART})?|{_MONTH}|{_SEASON})",
        _every,
    ),
    ("every", "deictic", rf"(?:every|each) (?P<count>)(?P<part>{_any(list(calendar('part')))})\b", _every),
    ("rate", "number", rf"(?:an?|per) {_UNIT}{_NOT_UNIT}", _rate),
    (
        "quarter",
        "ordinal the deictic",
        rf"(?:the )?(?P<ordinal>first|second|third|fourth|final|1st|2nd|3rd|4th)(?: fiscal| financial)?[- ](?P<kind>quarter){_NOT_UNIT}{_OF_YEAR}",
        _quarter,
    ),
    (
        "half",
        "ordinal the",
        rf"(?:the )?(?P<ordinal>first|second|1st|2nd) (?P<kind>half) (?:of )(?:the year )?(?:{_YEAR}|{_WHICH_YEAR}\b)",
        _quarter,
    ),
    ("half", "ordinal the", r"(?:the )?(?P<ordinal>first|second) (?P<kind>half) of the year", _quarter),
    ("q1", "q", rf"(?P<kind>[QH])(?P<figure>[1-4])\b(?:,? (?:of )?{_YEAR})?", _quarter),
    (
        "of month",
        "ordinal the deictic",
        rf"(?:the )?(?:first|second|third|fourth|last|final|1st|2nd|3rd|4th) (?:week|weekend|days|weeks) (?:of|in) {_MONTH}(?:,? {_YEAR})?",
        _of_month,
    ),
    ("day only", "the", rf"the {_DAY.replace('(?:st|nd|rd|th)?', '(?:st|nd|rd|th)')}\b", _day_only),
    ("year", "figure", rf"{_YEAR}", _year),
    ("fiscal", "fiscal", rf"(?:fiscal|financial)(?: year)? {_YEAR}(?P<short>)", _fiscal),
    ("fiscal", "fiscal", r"FY(?:(?P<year>20\d\d)|(?P<short>\d\d))\b", _fiscal),
    ("short year", "figure", r"(?P<short>\d\d)\b", _short_year),
    (
        "decade",
        "figure the word",
        r"(?:the )?(?:(?P<figures>\d\d[0-9]0)['’]?s\b|['’]?(?P<figures2>\d0)['’]?s\b)",
        lambda m: _decade_figures(m),
    ),
    ("decade", "the", rf"the (?P<figures>)(?P<word>{_any(list(calendar('decade')))})\b", _decade),
    ("century", "ordinal the", rf"(?:the )?{_ORDINAL}[- ]century\b", _century),
    ("anniversary", "ordinal the", rf"(?:the )?{_ORDINAL}[- ](?:[a-z]+ )?anniversary\b", _anniversary),
    ("definite", "the", rf"the {_UNIT}{_NOT_UNIT}", _definite),
    ("nine eleven", "figure", r"9/11\b", lambda _: ("DATE", "2001-09-11")),
)


def _decade_figures(match: re.Match[str]) -> Built:
    figures = match["figures"] or match["figures2"]
    if len(figures) == 4:
        return "DATE", figures[:2] if figures.endswith("00") and figures[:2] < "20" else figures[:3]
    return "DATE", ("20" if figures in ("00", "10") else "19") + figures[0]


_REFERENCE = re.compile(rf"(?:{_any(list(references()))})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """One pattern with its name and its builder."""

    name: str
    pattern: re.Pattern[str]
    build: Builder


def _starters() -> dict[str, set[str]]:
    words: defaultdict[str, set[str]] = defaultdict(set)
    for kind in ("weekday", "month", "season"):
        for word in calendar(kind):
            words[word].add(kind)
    for word in calendar("weekday"):
        words[word + "s"].add("weekdays")
    for word in calendar("unit"):
        words[word + "s"].add("units")
        words[word].add("units")
    for word in calendar("holiday"):
        words[word.split()[0].split("'")[0]].add("holiday")
    for word in (
        *SMALL,
        *TENS,
        "a",
        "an",
        "several",
        "some",
        "many",
        "few",
        "couple",
        "half",
        "per",
        "countless",
        "dozens",
        "hundreds",
    ):
        words[word].add("number")
    for word in (
        "this last next past previous preceding following coming current same that every each recent".split()
    ):
        words[word].add("deictic")
    for word in (
        "first second third fourth final fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thirty forty fifty sixty seventy eighty ninety"
    ).split():
        words[word].add("ordinal")
    for word in references():
        words[word.split()[0]].add("reference")
    for word in ("fiscal", "financial"):
        words[word].add("fiscal")
    words["the"].add("the")
    return dict(words)


STARTERS = _starters()
_FAMILIES: dict[str, list[Form]] = defaultdict(list)
for _name, _families, _pattern, _builder in _TABLE:
    _form = Form(_name, re.compile(_pattern, re.IGNORECASE), _builder)
    for _family in _families.split():
        _FAMILIES[_family].append(_form)
_FAMILIES["reference"].append(Form("reference", _REFERENCE, _reference))
_FAMILIES["the"].append(Form("reference", _REFERENCE, _reference))
_WORD = re.compile(r"[A-Za-z]+|\d[\d.,]*\w*")
_FIGURE_FAMILIES = ("figure", "ordinal")


def _families_of(word: str) -> tuple[str, ...]:
    if word[0].isdigit():
        return _FIGURE_FAMILIES
    if word[0] in "qhf" and len(word) == 1 or word[:2] == "fy":
        return ("q", "fiscal")
    return tuple(sorted(STARTERS.get(word, ())))


def candidates(text: str) -> Iterator[Candidate]:
    """Yield what reads like a time in `text`, left to right, overlapping ones included."""
    for word in re.finditer(r"[A-Za-z]+|\d+", text):
        if word.start() and (text[word.start() - 1].isalnum() or text[word.start() - 1] in "$€£#"):
            if not (word[0][0].isdigit() is False and text[word.start() - 1].isdigit()):
                continue
            continue
        lower = word[0].lower()
        families = _families_of(lower)
        if lower[0] in "qh" and len(lower) == 1 and text[word.end() : word.end() + 1].isdigit():
            families = ("q",)
        for family in families:
            for form in _FAMILIES.get(family, ()):
                match = form.pattern.match(text, word.start())
                if match is None or match.end() == match.start():
                    continue
                built = form.build(match)
                if built is not None:
                    yield Candidate(match.start(), match.end(), built[0], built[1], form.name)

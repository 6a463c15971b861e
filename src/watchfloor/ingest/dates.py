"""Written dates -> moments, and whether a moment can be true.

A moment is a date ("2026-01-27") or a UTC time ("2026-01-27T08:00:00Z"). The day is always the one that was
printed: a time whose UTC day differs from its own, or that names no zone, becomes its date alone, because
"Tuesday" in an article means the outlet's Tuesday.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from watchfloor.tables import Parted, read_table

_FIRST_YEAR, _LAST_YEAR = 1700, 2199  # outside: a default or a typing error, never a day of publication
_AMERICAN = (-240, -300, -300, -360, -360, -420, -420, -480)
_ZONES = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("bst", "cet", "mez", "wat", "west"), 60),
    **dict.fromkeys(("cest", "mesz", "eet", "cat", "sast"), 120),
    **dict.fromkeys(("eest", "msk", "eat", "trt"), 180),
    **dict(zip(("edt", "est", "cdt", "cst", "mdt", "mst", "pdt", "pst"), _AMERICAN, strict=True)),
    **dict.fromkeys(("brt", "art"), -180),
    **dict.fromkeys(("sgt", "hkt", "myt", "awst", "wita"), 480),
    **dict.fromkeys(("jst", "kst"), 540),
    **dict(zip(("akdt", "akst", "hst"), (-480, -540, -600), strict=True)),
    "irst": 210,
    "pkt": 300,
    "npt": 345,
    **dict.fromkeys(("ict", "wib"), 420),
    "acst": 570,
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
}
_ALL_YEAR = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
_PLACE = r"[a-z]{2,10}/[a-z_]{2,20}(?:/[a-z_]{2,20}|[+-]\d{1,2})?"  # Europe/Berlin, Etc/GMT+3
_CLOCK = (
    r"""(?P<hour>[01]?\d|2[0-3]|24(?=[:.h]00(?:[:.]00)?(?![\d:])))[:.h](?P<minute>[0-5]\d)
    (?:[:.](?P<second>[0-5]\d|(?<=59[:.])60)(?:[.,]\d+)?)?
    (?:\s*(?P<half>[ap])\.?\s?m\b\.?)?(?:\s*(?:uhr|hrs?|h)\b)?
    (?:\s*\[?(?P<place>"""
    + _PLACE
    + r""")\b\]?)?
    (?:\s*\(?(?P<zone>Z\b|(?:gmt|utc)\s?[+\-−]\s?\d{1,2}(?::?\d\d)?\b|[+\-−]\d\d:?\d\d\b|[+\-−]\d\d\b
    |\+\d{1,2}(?::?\d\d)?\b|[a-z]{3,4}\b(?:\s?[+\-−]\d\d:?\d\d)?|(?:[ecmp]|u)t\b))?(?:\s?\["""
    + _PLACE
    + r"""\])?"""
)
_GAP = r"[\s,;|·•–—-]*(?:(?:at|um|à|a\s+las|alle|kl\.?|às|o|klo|pukul|в)\b|t(?=\d))?[\s,;|·•:–—-]*"
_DAY = r"(?P<day>[0-3]?\d)"
_YEAR = r"(?P<year>[12]\d{3})"
_INDIC = r"[\u0900-\u0df4\u0e00-\u109f\u1780-\u17ff]"  # letters and their vowel signs, which are no \w
_NAME = (
    r"(?P<name>[\u0e00-\u0e7f]{1,3}\.[\u0e00-\u0e7f]{1,2}|"
    + _INDIC
    + r"[\u200c\u200d"
    + _INDIC[1:]
    + r"{1,17}"
    r"|[^\W\d_]{3,14})\.?"
)
_SHORT_YEAR = r"(?P<short>[0-4]\d)(?![\d:.,/-]*\d)"
_SMALL_WORD = r"(?:(?:of|de|del|di|d['’]|m\.|na|ta['’])\s*)?"
_WRITTEN = (
    r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
    r"(?<!\d)(?P<year>[12]\d{3})(?:[/.]\s?|-)(?P<month>\d{1,2})(?:[/.]\s?|-)(?P<day>\d{1,2})(?!\d)",
    r"(?<!\d)(?P<year>[12]\d{3})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]",
    rf"(?P<era>令和|平成|民[國国])(?P<year>\d{{1,3}}|元)年\s?(?P<month>\d{{1,2}})月\s?{_DAY}日",
    rf"(?<!\d){_DAY}\s+tháng\s+(?P<month>\d{{1,2}})(?:\s*,|\s+năm)?\s*{_YEAR}(?!\d)",
    rf"(?<!\d){_YEAR}\s+оны\s+(?P<month>\d{{1,2}})\S{{0,8}}\s+сарын\s+{_DAY}(?!\d)",
    (
        rf"(?<!\d){_DAY}(?:st|nd|rd|th|er|º|ª|(?P<dot>\.)|\s?-?ви)?[\s/-]*{_SMALL_WORD}{_NAME}"
        rf"(?:\s?/\s?[^\W\d_]{{3,12}})?[\s,/-]*(?:(?:de[l']?|ta['’]|năm|พ\.ศ\.)\s*)?{_YEAR}(?!\d)"
    ),
    rf"(?<!\w){_NAME}\s*{_DAY}(?:st|nd|rd|th)?[\s,-]+{_YEAR}(?!\d)",
    rf"(?<!\d){_YEAR}(?:\(?e?\)?ko|\.)?[\s,]*(?:(?:m\.|[^\W\d_]{{1,6}})\s+)??{_NAME}\s*{_DAY}(?![\d:])",
    rf"(?<!\d){_YEAR}\.?[\s,]*(?:[^\W\d_]{{1,6}}\s+)?{_DAY}\.?[\s-]+{_NAME}(?!\w)",
    r"(?<![\d./-])(?P<day>\d{1,2})(?P<cut>[./-])\s?(?P<month>\d{1,2})(?P=cut)\s?(?P<year>[12]\d{3})(?!\d)",
    r"(?<![\d/])(?P<year>[12]\d{3})(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)",
)
_SHORTENED = (  # only where no date with a whole year is written
    rf"(?<![\d./:-])(?P<day>\d{{1,2}})(?P<cut>[./-])(?P<month>\d{{1,2}})(?P=cut){_SHORT_YEAR}",
    rf"(?<![\d./:-]){_DAY}(?:-(?=\w+-)|\s(?=\w+\s?['’])){_NAME}[\s-]?['’]?{_SHORT_YEAR}",
)
_WRITTEN_BY_MAIL = (  # RFC 822 of 1982 has two digits of the year
    rf"(?<!\w)(?:mon|tue|wed|thu|fri|sat|sun),\s?{_DAY}\s(?P<name>[a-z]{{3}})\s(?P<short>[0-4]\d)(?=\s\d\d:\d\d)"
)
_WRITTEN_BY_C = re.compile(  # and by Java: Fri Apr 28 19:20:36 CEST 2023
    r"\b[A-Z][a-z]{2}\s(?P<name>[A-Z][a-z]{2})\s+(?P<day>\d{1,2})\s(?P<hour>\d\d):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d))?(?P<half>)(?:\s(?P<zone>[A-Z+\-\d:]{1,6}))?\s(?P<year>\d{4})"
)


def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form + rf"(?:{_GAP}{_CLOCK})?", re.I | re.X)


_FORMS = (*map(_compiled, _WRITTEN), _WRITTEN_BY_C)
_SHORT_FORMS = tuple(map(_compiled, (_WRITTEN_BY_MAIL, *_SHORTENED)))
_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}  # the year before the era's first
_BUDDHIST_YEARS = range(2500, 2601)  # as Thailand counts: 543 more
_SOLAR_YEARS = range(1370, 1415)  # of the Persian calendar: 1991 to 2035; 1440 is of the Hijri calendar
_SOLAR_LEAP = (1, 5, 9, 13, 17, 22, 26, 30)  # of 33 years; right for all of these
_SOLAR_START = date(1991, 3, 21)  # the first day of 1370
_ZEROS = "٠۰०০੦૦୦௦౦೦൦๐໐༠၀០０"  # the other nine digits of each script follow its zero
_DIGITS = {ord(zero) + n: str(n) for zero in _ZEROS for n in range(10)}
_OFFSET = re.compile(r"([+\-−])\s?(\d{1,2}?)(?::?(\d\d))?$")
_LONGEST = 400  # characters that a date is looked for in: where one is meant it stands at the beginning
_FIRST_READ = "1995"  # what pages and feeds date before is a default: there were no news sites
_SECONDS = re.compile(r"-?\d{1,12}(?:\.\d{1,9})?")
_DIGITS_OF_DATES = (len("2026"), len("202602"), len("20260203"))  # no seconds of 1970
_MILLISECONDS = re.compile(r"-?\d{13}")
_DAY_OF_YEAR = re.compile(r"\d{4}-\d{3}")
_COMMENT = re.compile(r"(?:(?<!\s)\s+)?\([^()]*\)$")
_ZONE_NAME = re.compile(r"\s*[A-Z]{0,5}")
_WEEKDAY = re.compile(r"[^\W\d]{2,9}\.?,?\s+")
_DAY_OR_MONTH = re.compile(r"(?<!\d)\d{1,2}([./-])\d{1,2}\1\d{2,4}(?!\d)")
_STAMP = re.compile(r"1\d{9}(?:\d{3})?")


class FoundMoment(NamedTuple):
    """A moment and where in the string it was written."""

    moment: str
    start: int
    end: int


def parse_moment(raw: str, *, month_first: bool = False) -> str | None:
    """Return the moment that `raw` writes, in any of the usual forms and some fifty languages, else None."""
    found = find_moment(raw.strip()[:200], month_first=month_first)
    return found.moment if found else None


def find_moment(text: str, *, month_first: bool = False) -> FoundMoment | None:
    """Return the first date written at the beginning of `text`, with its time of day where that has a zone.

    03/04/2026 is 3 April, with `month_first` 4 March; days above 12 tell it by themselves.
    """
    if _STAMP.fullmatch(text):
        moment = datetime.fromtimestamp(int(text[:10]), UTC)
        return FoundMoment(f"{moment:%Y-%m-%dT%H:%M:%SZ}", 0, len(text))
    text = text[:_LONGEST].translate(_DIGITS)
    if not any(character in text for character in "0123456789"):
        return None
    return _first(text, _FORMS, month_first) or _first(text, _SHORT_FORMS, month_first)


def _first(text: str, forms: tuple[re.Pattern[str], ...], month_first: bool) -> FoundMoment | None:  # noqa: FBT001
    best: FoundMoment | None = None
    for form in forms:
        if best is not None and best.start == 0:
            break
        for match in form.finditer(text):
            if best is not None and match.start() >= best.start:
                break
            moment = _moment_of(match, month_first=month_first)
            if moment is not None:
                best = FoundMoment(moment, *match.span())
                break
    return best


def iso_moment(raw: str) -> str | None:
    """Return `raw` as a moment if it is an ISO 8601 date or time of a day that exists, else None."""
    raw = raw.strip()
    match = _FORMS[0].fullmatch(raw)
    return _moment_of(match, month_first=False) if match else None


def given_moment(raw: str) -> str | None:
    """Return the moment that somebody gives as a date: in a form of ISO 8601 or RFC 822, or as an epoch.

    None is returned for what is no such form, for a day that does not exist, and where day and month could
    be either way round.
    """
    raw = raw.strip()
    if _SECONDS.fullmatch(raw) and len(raw.split(".")[0].lstrip("-")) not in _DIGITS_OF_DATES:
        return _of_epoch(float(raw))
    if _MILLISECONDS.fullmatch(raw):
        return _of_epoch(int(raw) / 1000)
    if _DAY_OR_MONTH.search(raw):
        return None
    if (iso := _iso_moment(raw)) is not None:
        return iso
    raw = _COMMENT.sub("", raw)
    weekday = _WEEKDAY.match(raw)
    for words in (raw, raw[weekday.end() :] if weekday else ""):
        found = find_moment(words)
        if found is not None and found.start == 0 and _ZONE_NAME.fullmatch(words[found.end :]):
            return found.moment
    return None


def _iso_moment(raw: str) -> str | None:
    """Return a moment in any form of ISO 8601: extended or basic, by month, week or day of the year."""
    try:
        of_year = _DAY_OF_YEAR.fullmatch(raw) is not None
        # A day alone has no zone.
        moment = datetime.strptime(raw, "%Y-%j") if of_year else datetime.fromisoformat(raw)  # noqa: DTZ007
    except ValueError:
        return None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    printed = moment.date()
    if moment.tzinfo is None or len(raw) <= len("2026-W06-2"):
        return printed.isoformat()
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%SZ}" if utc.date() == printed else printed.isoformat()


def _of_epoch(seconds: float) -> str | None:
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None


def is_far_ahead(moment: str, arrived: str) -> bool:
    """Tell whether `moment` lies more than a day after `arrived`: no clock is so wrong."""
    return is_future(moment, _later(arrived, days=1))


def _later(moment: str, *, days: int) -> str:
    if len(moment) == len("2026-01-27"):
        return (date.fromisoformat(moment) + timedelta(days=days)).isoformat()
    return f"{datetime.fromisoformat(moment) + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


def is_default(moment: str) -> bool:
    """Tell whether a date that was read from a page or feed is of before there were any."""
    return moment < _FIRST_READ


def is_future(moment: str, arrived: str) -> bool:
    """Tell whether `moment` lies after `arrived`; a date begins 14 hours before it does in UTC (UTC+14)."""
    if len(moment) > 10 and len(arrived) > 10:
        return moment > arrived
    reach = arrived
    if len(arrived) > 10:
        reach = (datetime.fromisoformat(arrived) + timedelta(hours=14)).date().isoformat()
    return moment[:10] > reach[:10]


def _moment_of(match: re.Match[str], *, month_first: bool) -> str | None:
    parts = match.groupdict()
    name = parts.get("name")
    day, year = int(parts["day"]), _year(parts)
    if year in _SOLAR_YEARS:
        solar = _solar_months().get(_fold(name)) if name else int(parts["month"])
        printed = _solar_date(year, solar, day) if solar else None
        return _with_time(printed, parts) if printed else None
    month = _month(name, dotted=parts.get("dot") is not None) if name else int(parts["month"])
    if month is None:
        return None
    cut = parts.get("cut")
    if cut and ((month > 12 >= day) or (month_first and cut != "." and day <= 12)):
        day, month = month, day
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        printed = date(year, month, day)
    except ValueError:
        return None
    return _with_time(printed, parts)


def _year(parts: dict[str, str | None]) -> int:
    """Return the year of our calendar; years of the Persian one are left as they are."""
    if short := parts.get("short"):
        return 2000 + int(short)
    written = parts["year"] or ""
    if era := parts.get("era"):
        return _ERAS[era] + (1 if written == "元" else int(written))
    year = int(written)
    return year - 543 if year in _BUDDHIST_YEARS else year


def _month(name: str, *, dotted: bool) -> int | None:
    """Return the month's number; "12. listopada" is Croatian for October, without "." Polish for November."""
    return 10 if dotted and _fold(name) == "listopada" else month_number(name)


def _solar_date(year: int, month: int, day: int) -> date | None:
    """Return the day of a date of the Persian calendar: six months of 31 days, five of 30, the last of 29."""
    longest = 31 if month <= 6 else 30 if month < 12 or year % 33 in _SOLAR_LEAP else 29
    if not (1 <= month <= 12 and 1 <= day <= longest):
        return None
    years = range(_SOLAR_YEARS.start, year)
    before = 365 * len(years) + sum(passed % 33 in _SOLAR_LEAP for passed in years)
    return _SOLAR_START + timedelta(days=before + 31 * (month - 1) - max(0, month - 7) + day - 1)


def _with_time(printed: date, parts: dict[str, str | None]) -> str:
    if parts["hour"] is None:
        return printed.isoformat()
    hour = int(parts["hour"])
    if parts["half"]:
        hour = hour % 12 + (12 if parts["half"].lower() == "p" else 0)
    second = min(59, int(parts["second"] or 0))  # a leap second is told as the one before it
    midnight = datetime(printed.year, printed.month, printed.day, tzinfo=UTC)
    local = midnight + timedelta(hours=hour, minutes=int(parts["minute"] or 0), seconds=second)
    moment = _in_utc(local, parts.get("zone"), parts.get("place"))
    if moment is None or moment.date() != printed:
        return printed.isoformat()
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _in_utc(local: datetime, zone: str | None, place: str | None) -> datetime | None:
    """Return a local time in UTC by its zone, or by the place whose clocks show it; None for unknown ones."""
    offset = _offset(zone) if zone else None
    if offset is not None:
        return local - timedelta(minutes=offset)
    place = place or _ALL_YEAR.get((zone or "").lower())
    clocks = _clocks_of(place.casefold()) if place else None
    return local.replace(tzinfo=clocks).astimezone(UTC) if clocks else None


@cache
def _clocks() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def _clocks_of(place: str) -> ZoneInfo | None:
    name = _clocks().get(place)
    return ZoneInfo(name) if name else None


def _offset(zone: str) -> int | None:
    """Return the zone's distance from UTC in minutes."""
    digits = _OFFSET.search(zone)
    if not digits:
        return _ZONES.get(zone.lower())
    minutes = int(digits[2]) * 60 + int(digits[3] or 0)
    return -minutes if digits[1] != "+" else minutes


def month_number(name: str) -> int | None:
    """Return the number of the month that `name` names in any language of months.tsv."""
    return _months().get(_fold(name))


def _months() -> dict[str, int]:
    return _named("months.tsv")


def _solar_months() -> dict[str, int]:
    return _named("solar_months.tsv")


@dataclass(frozen=True, slots=True)
class _MonthNames:
    number: int
    languages: str
    names: Annotated[tuple[str, ...], Parted(" ")]


@cache
def _named(table_name: str) -> dict[str, int]:
    rows = read_table(f"ingest/{table_name}", _MonthNames)
    return {_fold(name): row.number for row in rows for name in row.names}


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(c for c in plain if not unicodedata.combining(c)).strip(". ")

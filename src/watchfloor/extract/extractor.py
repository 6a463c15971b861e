"""Reading one text: the reader of its language finds, then times are bound to the day of publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from watchfloor.extract import languages
from watchfloor.extract.article import Context, Parser
from watchfloor.extract.contract import EXTRACTOR_VERSION, LanguageReader, read_opened
from watchfloor.extract.finders import TellFailure, tell_nobody
from watchfloor.extract.lang.en.reader import English
from watchfloor.extract.languages import ENGLISH, language_of_text
from watchfloor.extract.times.finder import resolve_time
from watchfloor.extract.times.zones import is_moment_in_utc, local_day
from watchfloor.model import (
    DatePrecision,
    DateRange,
    EventMention,
    Findings,
    Flag,
    FlagCode,
    Span,
    TimeMention,
    Uncoded,
)

__all__ = ["EXTRACTOR_VERSION", "Extractor", "resolve"]


class Extractor:
    """Reads texts; one per process, as its readers keep what is dear to load. `tell` is told of failures."""

    def __init__(self, parser: Parser | None = None, *, tell: TellFailure = tell_nobody) -> None:
        self.parser = parser or Parser()
        self._tell = tell
        made = {code: make() for code, make in languages.LANGUAGES.items()}
        self._readers: dict[str, LanguageReader[Any, Any]] = {**made, ENGLISH: English(self.parser)}
        self._other = languages.OTHER()

    def read(
        self, text: str, paragraphs: Sequence[Span] | None = None, *, context: Context | None = None
    ) -> Findings:
        """Return the findings of `text`; only `paragraphs` are read where they are given."""
        context = context or Context()
        language = language_of_text(text, context)
        reader = self._readers.get(language, self._other)
        if language != ENGLISH:  # of English it stays as it is stated
            context = replace(context, language=language)
        with reader.open(text, paragraphs, context) as opened:
            return resolve(read_opened(reader, opened, self._tell), context.published)

    def reasons(
        self, text: str, paragraphs: Sequence[Span] | None, findings: Findings
    ) -> tuple[Uncoded, ...]:
        """Return why words of `text` that look like events are none of `findings`, reading it again."""
        context = Context(language=findings.language)
        reader = self._readers.get(language_of_text(text, context), self._other)
        with reader.open(text, paragraphs, context) as opened:
            return reader.uncoded(opened, findings)


def resolve(findings: Findings, published: str | None) -> Findings:
    """Return `findings` with every time, and what is dated by one, bound to the day of publication.

    That is the day in the zone of the text, where its moment is told in UTC; where no zone is known, what
    counts from that day is flagged.
    """
    local = local_day(published, findings.zone)
    times = tuple(resolve_time(time, local) for time in findings.times)
    quotes = tuple(
        quote if quote.said_time is None else replace(quote, said=_said(times[quote.said_time], local))
        for quote in findings.quotes
    )
    events = tuple(replace(event, date=_dated(event, times, local)) for event in findings.events)
    flags = tuple(flag for flag in findings.flags if flag.code is not FlagCode.DAYS_IN_UTC)
    if findings.zone is None and is_moment_in_utc(published) and _counts_from_publication(findings):
        flags += (Flag(FlagCode.DAYS_IN_UTC),)
    return replace(findings, published=published, times=times, quotes=quotes, events=events, flags=flags)


def _counts_from_publication(findings: Findings) -> bool:
    """Tell whether a day in a text hangs on the day of its publication ("today", "on Monday")."""
    return any(time.expression.startswith("pub") for time in findings.times) or any(
        event.recent for event in findings.events
    )


def _dated(event: EventMention, times: tuple[TimeMention, ...], published: str | None) -> DateRange | None:
    """Return when an event happened: the day its clause names, else the report's if that tells it as news."""
    if event.time is not None and times[event.time].type == "DURATION":
        return _gone_by(times[event.time].value, published)
    if event.time is not None:
        return _range(times[event.time], since=event.since)
    if not event.recent or published is None or _precision(published[:10]) != "day":
        return None
    day = published[:10]
    return DateRange(start=_day_before(day), end=day, precision="day", basis="report")


_UNITS: dict[str, tuple[int, DatePrecision]] = {"Y": (12, "year"), "M": (1, "month")}
_PASSED = re.compile(r"P(\d+)([YM])")


def _gone_by(duration: str, published: str | None) -> DateRange | None:
    """Return the year or month that lies a duration before the report ("ten years after")."""
    passed = _PASSED.fullmatch(duration)
    if passed is None or published is None or not published[:4].isdigit():
        return None
    months, precision = _UNITS[passed[2]]
    month = int(published[:4]) * 12 + int(published[5:7] or 1) - 1 - months * int(passed[1])
    if month < 12:
        return None
    start = f"{month // 12:04d}" if precision == "year" else f"{month // 12:04d}-{month % 12 + 1:02d}"
    return DateRange(start=start, end=start, precision=precision)


def _said(time: TimeMention, published: str | None) -> str | None:
    """Return the day on which something was said; a day that is yet to come is what is spoken of."""
    day = time.value[:10] if _precision(time.value) in ("day", "time") else None
    return None if day and published and day > published[:10] else day


_PRECISIONS: dict[int, DatePrecision] = {4: "year", 7: "month", 8: "week", 10: "day"}
_SEASONS = ("SP", "SU", "FA", "WI", "Q1", "Q2", "Q3", "Q4", "H1", "H2")


def _precision(value: str) -> DatePrecision:
    if "X" in value or not value[:4].isdigit():
        return "unknown"
    if "T" in value:
        return "time"
    if value[5:7] in _SEASONS:
        return "season"
    return _PRECISIONS.get(len(value), "unknown")


def _range(time: TimeMention, *, since: bool) -> DateRange | None:
    precision = _precision(time.value)
    if precision == "unknown":
        return None
    day = time.value[:10] if precision == "time" else time.value
    start = _day_before(day) if time.expression.endswith(" mod:INTO") else day
    return DateRange(
        start=start, end=None if since else day, precision="day" if precision == "time" else precision
    )


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()

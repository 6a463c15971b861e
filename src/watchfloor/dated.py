"""Which sentences of a text tell of a date: what timelines are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from watchfloor.model import DatePrecision, Event, Findings, Span, TimeMention

# What happened longer before a story's first report is told as background.
_BACKGROUND = timedelta(days=2)
_PRECISIONS: dict[int, DatePrecision] = {3: "decade", 4: "year", 7: "month", 8: "week", 10: "day"}


def dated_sentences(findings: Findings) -> Iterator[tuple[str, DatePrecision, Span]]:
    """Yield each date that a text tells of, how precise it is, and the sentence that tells it.

    A derived date (the year an anniversary leads to) is told as well.
    """
    for value, precision, sentence, _ in dated_spans(findings):
        yield value, precision, sentence


def dated_spans(findings: Findings) -> Iterator[tuple[str, DatePrecision, Span, Span]]:
    """Yield what `dated_sentences` does, with the span of the expression of time beside its sentence."""
    for time in findings.times:
        sentence = next((span for span in findings.sentences if span.contains(time.span)), time.span)
        for value, precision in _dates(time):
            yield value, precision, sentence, time.span


def happened_before(event: Event, began: str | None) -> bool:
    """Tell whether an event happened before the story that tells of it began, at a moment or on a day."""
    dates = [event.date] if event.date else [it.date for it in event.members if it.date]
    day = max((it.end or it.start or "" for it in dates), default="")
    if not began or not day:
        return False
    began = began[:10]
    if len(day) < len(began):  # a month or a year is over when the story's own is another
        return day < began[: len(day)]
    try:
        return date.fromisoformat(began) - date.fromisoformat(day[:10]) > _BACKGROUND
    except ValueError:  # a week or a season
        return False


def same_words(words: str) -> str:
    """Return `words` as they are compared: without regard to case and white space."""
    return " ".join(words.casefold().split())


def _dates(time: TimeMention) -> Iterable[tuple[str, DatePrecision]]:
    values = [time.value] if time.type in ("DATE", "TIME") and time.grade == "strong" else []
    if time.derived:
        values.append(time.derived.value)
    for value in values:
        day = value.partition("T")[0]
        if "X" not in value and day[:4].isdigit() and len(day) in _PRECISIONS:
            yield day, "season" if day[5:6].isalpha() and day[5] != "W" else _PRECISIONS[len(day)]

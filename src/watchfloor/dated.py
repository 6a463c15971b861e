"""Which sentences of a text tell of a date: what timelines are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from watchfloor.model import DatePrecision, Findings, Span, TimeMention

_PRECISIONS: dict[int, DatePrecision] = {3: "decade", 4: "year", 7: "month", 8: "week", 10: "day"}


def dated_sentences(findings: Findings) -> Iterator[tuple[str, DatePrecision, Span]]:
    """Yield each date that a text tells of, how precise it is, and the sentence that tells it.

    A derived date (the year an anniversary leads to) is told as well.
    """
    for time in findings.times:
        sentence = next((span for span in findings.sentences if span.contains(time.span)), time.span)
        for value, precision in _dates(time):
            yield value, precision, sentence


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

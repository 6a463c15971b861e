"""Dated statements in order of time, each in the words of its report."""

from __future__ import annotations

from collections.abc import Iterable

from watchfloor.model import DatePrecision, Evidence, Findings, Span, TimelineEntry, TimeMention

_PRECISIONS: dict[int, DatePrecision] = {3: "decade", 4: "year", 7: "month", 8: "week", 10: "day"}
_LONGEST = 300  # characters of one report's words that an entry shows


def timeline(readings: Iterable[tuple[str, str, Findings]]) -> tuple[TimelineEntry, ...]:
    """Return the entries of `readings` (report id, its text, its findings) by date, then by report and span.

    One entry a sentence and date; a derived date (the year an anniversary leads to) is an entry of its own.
    """
    entries: dict[tuple[str, str, Span], TimelineEntry] = {}
    for report, text, findings in readings:
        for time in findings.times:
            sentence = next((span for span in findings.sentences if span.contains(time.span)), time.span)
            for value, precision in _dates(time):
                entries.setdefault(
                    (value, report, sentence),
                    TimelineEntry(
                        date=value,
                        precision=precision,
                        text=_shown(sentence.of(text)),
                        evidence=(Evidence(report=report, text_id=findings.text_id, span=sentence),),
                    ),
                )
    return tuple(entry for _, entry in sorted(entries.items(), key=lambda item: item[0]))


def _dates(time: TimeMention) -> Iterable[tuple[str, DatePrecision]]:
    values = [time.value] if time.type in ("DATE", "TIME") and time.grade == "strong" else []
    if time.derived:
        values.append(time.derived.value)
    for value in values:
        day = value.partition("T")[0]
        if "X" not in value and day[:4].isdigit() and len(day) in _PRECISIONS:
            yield day, "season" if day[5:6].isalpha() and day[5] != "W" else _PRECISIONS[len(day)]


def _shown(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"

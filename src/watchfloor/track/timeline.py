"""Dated statements in order of time, each in the words of its report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from watchfloor.model import DatePrecision, Evidence, Findings, Span, TimelineEntry, TimeMention

_PRECISIONS: dict[int, DatePrecision] = {3: "decade", 4: "year", 7: "month", 8: "week", 10: "day"}
_LONGEST = 300  # characters of one report's words that an entry shows


def timeline(readings: Iterable[tuple[str, str, Findings]]) -> tuple[TimelineEntry, ...]:
    """Return the entries of `readings` (report id, its text, its findings) by date, then by report and span.

    One entry a sentence and date, with the evidence of all reports that have it in the same words; a derived
    date (the year an anniversary leads to) is an entry of its own.
    """
    found: dict[tuple[str, str, Span], tuple[DatePrecision, str, Evidence]] = {}
    for report, text, findings in readings:
        for time in findings.times:
            sentence = next((span for span in findings.sentences if span.contains(time.span)), time.span)
            for value, precision in _dates(time):
                evidence = Evidence(report=report, text_id=findings.text_id, span=sentence)
                found.setdefault((value, report, sentence), (precision, sentence.of(text), evidence))
    entries: dict[tuple[str, str], TimelineEntry] = {}
    for (date, _, _), (precision, words, evidence) in sorted(found.items(), key=lambda item: item[0]):
        key = (date, " ".join(words.casefold().split()))
        known = entries.get(key)
        entries[key] = (
            replace(known, evidence=(*known.evidence, evidence))
            if known
            else TimelineEntry(date=date, precision=precision, text=_shown(words), evidence=(evidence,))
        )
    return tuple(entries.values())


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

"""Dated statements in order of time, each in the words of its report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from watchfloor.dated import dated_sentences, same_words
from watchfloor.disclosure import excerpt
from watchfloor.model import DatePrecision, Evidence, Findings, ReportId, Span, TimelineEntry


def timeline(readings: Iterable[tuple[ReportId, str, Findings]]) -> tuple[TimelineEntry, ...]:
    """Return the entries of `readings` (report id, its text, its findings) by date, then by report and span.

    One entry a sentence and date, with the evidence of all reports that have it in the same words; a derived
    date (the year an anniversary leads to) is an entry of its own.
    """
    found: dict[tuple[str, ReportId, Span], tuple[DatePrecision, str, Evidence]] = {}
    for report, text, findings in readings:
        for value, precision, sentence in dated_sentences(findings):
            evidence = Evidence(report=report, text_id=findings.text_id, span=sentence)
            found.setdefault((value, report, sentence), (precision, sentence.of(text), evidence))
    entries: dict[tuple[str, str], TimelineEntry] = {}
    for (date, _, _), (precision, words, evidence) in sorted(found.items(), key=lambda item: item[0]):
        key = (date, same_words(words))
        known = entries.get(key)
        entries[key] = (
            replace(known, evidence=(*known.evidence, evidence))
            if known
            else TimelineEntry(date=date, precision=precision, text=excerpt(words), evidence=(evidence,))
        )
    return tuple(entries.values())

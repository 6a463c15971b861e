"""What is due in a story, and what became of it as later reports tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from watchfloor.brief.due import dues_in
from watchfloor.brief.fate import Fate, fate_of, moved_to, same_matter
from watchfloor.brief.material import Material, published
from watchfloor.dated import dated_sentences, same_words
from watchfloor.model import Due, Evidence, Findings, ReportReading, Span, TextId


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFate:
    """What a later report tells of something due: moved to another day (where one is told), or called off."""

    due: Due
    fate: Fate
    day: str | None
    at: str
    outlet: str | None
    evidence: Evidence


def dues_of(material: Material, moment: str) -> tuple[Due, ...]:
    """Return what is due after a moment in a story, by day; what copies repeat stands once.

    What was moved or called off since is not.
    """
    found: dict[tuple[str, str], Due] = {}
    for due in _dues(material.readings, material.texts):
        if due.day >= moment[: len(due.day)]:
            words = due.evidence.span.of(material.texts.get(due.evidence.text_id, ""))
            found.setdefault((due.day, same_words(words)), due)
    gone = {fate.due for fate in fates_of(material)} if found else set()
    return tuple(
        sorted(
            (due for due in found.values() if due not in gone),
            key=lambda due: (due.day, due.evidence.span.start),
        )
    )


def fates_of(material: Material) -> tuple[DueFate, ...]:
    """Return what became of what was due in a story, as later reports tell it."""
    telling = [reading for reading in material.readings if _tells_fate(reading, material)]
    if not telling:
        return ()
    dues = list(_dues(material.readings, material.texts))
    told = {reading.report.id: published(reading.report) for reading in material.readings}
    return tuple(
        fate
        for reading in telling
        for fate in fates_in(
            reading,
            material.texts.get(reading.findings.text_id, ""),
            [due for due in dues if told[due.evidence.report] < told[reading.report.id]],
            material.texts,
        )
    )


def fates_in(
    reading: ReportReading, text: str, dues: Iterable[Due], texts: Mapping[TextId, str]
) -> Iterator[DueFate]:
    """Yield what a report tells of things that were due before it; `texts` hold the words of those."""
    at = published(reading.report)
    held = [(due, due.evidence.span.of(texts.get(due.evidence.text_id, ""))) for due in dues]
    coming = [(due, words) for due, words in held if due.day >= at[:10]]
    for sentence, named in _days_by_sentence(reading.findings):
        if fate_of(sentence.of(text)) is not None:
            yield from _fates(reading, sentence, sentence.of(text), named, coming)


def _fates(
    reading: ReportReading, sentence: Span, words: str, named: list[str], coming: list[tuple[Due, str]]
) -> Iterator[DueFate]:
    """Yield what one sentence tells of what is still to come."""
    fate, at = fate_of(words), published(reading.report)
    later = {day for day in named if day >= at[:10]}
    for due, was in coming:
        if fate and same_matter(words, was, day_named=due.day in named):
            yield DueFate(
                due=due,
                fate=fate,
                day=moved_to(words, later - {due.day}) if fate == "moved" else None,
                at=at,
                outlet=reading.report.outlet,
                evidence=Evidence(report=reading.report.id, text_id=reading.findings.text_id, span=sentence),
            )


def _days_by_sentence(findings: Findings) -> Iterator[tuple[Span, list[str]]]:
    """Yield every sentence with the days that it names."""
    days: dict[Span, list[str]] = {}
    for value, precision, sentence in dated_sentences(findings):
        if precision == "day":
            days.setdefault(sentence, []).append(value)
    for sentence in findings.sentences:
        yield sentence, days.get(sentence, [])


def _tells_fate(reading: ReportReading, material: Material) -> bool:
    return fate_of(material.texts.get(reading.findings.text_id, "")) is not None


def _dues(readings: Iterable[ReportReading], texts: Mapping[TextId, str]) -> Iterator[Due]:
    """Yield what reports tell of days after their own."""
    for reading in readings:
        report, findings = reading.report, reading.findings
        text = texts.get(findings.text_id, "")
        yield from dues_in(report.id, report.outlet, text, findings, published(report)[:10])

"""What a store holds as of a moment, as one situation report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from watchfloor.engine.answer.coverage import coverage
from watchfloor.model import WITHHELD, Findings, Report, ReportReading, SituationReport, Story, Text
from watchfloor.store import Store
from watchfloor.store.readers import AsOf
from watchfloor.track import chapters_of, disagreements, timeline


def situation(store: Store, *, as_of: AsOf = None, now: str | None = None) -> SituationReport:
    """Return everything that `store` knew as of a moment, in the order in which it came to know it.

    `now` is the present moment, for a floor whose sources are followed.
    """
    with store.snapshot():
        readings = tuple(
            ReportReading(report=report, findings=findings or _unread(report.text_id, report.language))
            for report, findings in store.readings(as_of=as_of)
        )
        text_ids = dict.fromkeys(
            text_id
            for reading in readings
            for text_id in (reading.report.text_id, *(m.text_id for m in reading.report.renditions))
        )
        texts = {text_id: store.text(text_id) or Text(id=text_id, text=WITHHELD) for text_id in text_ids}
        events = tuple(event for event in store.events(as_of=as_of) if event.members)
        for text_id in dict.fromkeys(it.text_id for event in events for it in event.evidence):
            if text_id not in texts and store.tombstone(text_id) is not None:
                texts[text_id] = Text(id=text_id, text=WITHHELD)
        reports = {reading.report.id: reading.report for reading in readings}
        return SituationReport(
            texts=tuple(texts.values()),
            reports=readings,
            stories=tuple(_in_chapters(story, reports, texts) for story in store.stories(as_of=as_of)),
            actors=tuple(store.actors(as_of=as_of)),
            events=events,
            timeline=timeline(
                (reading.report.id, texts[reading.report.text_id].text, reading.findings)
                for reading in readings
                if texts[reading.report.text_id].text != WITHHELD
            ),
            disagreements=tuple(item for event in events for item in disagreements(event)),
            changes=tuple(store.changes(as_of=as_of)),
            alerts=tuple(store.alerts(as_of=as_of)),
            quarantined=tuple(store.quarantine(as_of=as_of)),
            coverage=coverage(store, as_of=as_of, now=now),
            judgements=tuple(store.judgements(as_of=as_of)),
        )


def _in_chapters(story: Story, reports: Mapping[str, Report], texts: Mapping[str, Text]) -> Story:
    held = [reports[report] for report in story.reports if report in reports]
    words = {report.text_id: texts[report.text_id].text for report in held}
    return replace(story, chapters=chapters_of(held, words))


def _unread(text_id: str, language: str | None) -> Findings:
    return Findings(text_id=text_id, language=language or "und", extractor="none")

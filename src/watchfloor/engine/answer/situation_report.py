"""What a store holds as of a moment, as one situation report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from watchfloor.engine.answer.briefs import with_briefs
from watchfloor.engine.answer.coverage import coverage
from watchfloor.engine.answer.linked_events import LinkedEvents, linked_events
from watchfloor.engine.answer.told_by import with_labels
from watchfloor.model import (
    WITHHELD,
    Actor,
    Change,
    ChangeId,
    Disagreement,
    Event,
    Findings,
    Judgement,
    NumberSeries,
    NumberUsed,
    Report,
    ReportId,
    ReportReading,
    Scope,
    SituationReport,
    Story,
    StoryId,
    Text,
    TextId,
)
from watchfloor.store import Store, unshared
from watchfloor.store.held_values import AsOf
from watchfloor.track import (
    ReportNumbers,
    chapters_of,
    claim_of,
    disagreements,
    lead_of,
    number_series,
    series_disagreements,
    timeline,
    who_counted,
    without_series,
)

_MOST_CHANGES = 1000  # of one story


def situation(
    store: Store, *, as_of: AsOf = None, now: str | None = None, story: StoryId | None = None
) -> SituationReport:
    """Return everything that `store` knew as of a moment, or what it knew of one story.

    Lists are in the order in which it came to know them, stories by news value. `now` is the present moment,
    for a floor whose sources are followed.
    """
    with store.snapshot():
        readings = tuple(
            ReportReading(report=report, findings=findings or _unread(report.text_id, report.language))
            for report, findings in store.readings(story=story, as_of=as_of)
        )
        text_ids = dict.fromkeys(
            text_id
            for reading in readings
            for text_id in (reading.report.text_id, *(m.text_id for m in reading.report.renditions))
        )
        texts = {text_id: store.text(text_id) or Text(id=text_id, text=WITHHELD) for text_id in text_ids}
        events = tuple(event for event in store.events(story=story, as_of=as_of) if event.members)
        for text_id in dict.fromkeys(it.text_id for event in events for it in event.evidence):
            if text_id not in texts and store.tombstone(text_id) is not None:
                texts[text_id] = Text(id=text_id, text=WITHHELD)
        reports = {reading.report.id: reading.report for reading in readings}
        stories = tuple(store.stories(ids=None if story is None else [story], as_of=as_of))
        by_story = _by_story(events)
        by_id = {reading.report.id: reading for reading in readings}
        linked = linked_events(store, stories, by_story, by_id, texts, as_of=as_of)
        numbers = _numbers(store, stories, readings, by_story, texts, as_of=as_of)
        return with_briefs(
            SituationReport(
                texts=tuple(texts.values()),
                reports=readings,
                stories=with_labels(
                    store,
                    (_shown(story, reports, texts, by_story.get(story.id, ())) for story in stories),
                    as_of=as_of,
                ),
                actors=_actors(store, story, events, numbers, as_of=as_of),
                events=tuple(linked.events.get(event.id, event) for event in events),
                timeline=timeline(
                    (reading.report.id, texts[reading.report.text_id].text, reading.findings)
                    for reading in readings
                    if texts[reading.report.text_id].text != WITHHELD
                ),
                disagreements=_disagreements(events, numbers, linked),
                numbers=numbers,
                changes=_changes(store, story, as_of=as_of),
                kept_back=unshared(store).ids,
                **({} if story else _of_the_floor(store, as_of=as_of, now=now)),
            )
        )


def _of_the_floor(store: Store, *, as_of: AsOf, now: str | None) -> dict[str, Any]:
    """Return what is told beside the stories: of the work, of what is followed, of what people decided."""
    return {
        "alerts": tuple(store.alerts(as_of=as_of)),
        "quarantined": tuple(store.quarantine(as_of=as_of)),
        "coverage": coverage(store, as_of=as_of, now=now),
        "judgements": tuple(store.judgements(as_of=as_of)),
    }


def _actors(
    store: Store,
    story: StoryId | None,
    events: Sequence[Event],
    numbers: Sequence[NumberSeries],
    *,
    as_of: AsOf,
) -> tuple[Actor, ...]:
    """Return all actors, or those that the events and numbers of one story name."""
    if story is None:
        return tuple(store.actors(as_of=as_of))
    ids: set[str] = {id_ for event in events for id_ in (*event.source, *event.target, *event.attributed_to)}
    ids |= {member.claimant for event in events for member in event.members if member.claimant}
    claims = [claim for event in events for claim in event.quantities]
    claims += [point.claim for series in numbers for point in series.points]
    ids |= {claim.claimant for claim in claims if claim.claimant}
    last = store.sequence_at(as_of) if isinstance(as_of, str) else as_of
    return tuple(store.held_values("actor", Actor, sorted(ids), last).values())


def _changes(store: Store, story: StoryId | None, *, as_of: AsOf) -> tuple[Change, ...]:
    """Return all changes, or the newest of one story; the oldest first."""
    if story is None:
        return tuple(store.changes(as_of=as_of))
    found = store.answers.page("changes", Scope(stories=(story,), as_of=as_of), limit=_MOST_CHANGES)
    return tuple(change for change, _ in store.answers.changes([ChangeId(it.id) for it in found[::-1]]))


def _by_story(events: Iterable[Event]) -> dict[StoryId, list[Event]]:
    found: dict[StoryId, list[Event]] = {}
    for event in events:
        found.setdefault(event.story, []).append(event)
    return found


def _disagreements(
    events: Sequence[Event], numbers: Sequence[NumberSeries], linked: LinkedEvents
) -> tuple[Disagreement, ...]:
    """Return where reports say otherwise whether, how many, and who."""
    return (
        *linked.unless_told(it for event in events for it in disagreements(without_series(event))),
        *(item for series in numbers for item in series_disagreements(series)),
        *linked.disagreements,
    )


def _numbers(
    store: Store,
    stories: Sequence[Story],
    readings: Sequence[ReportReading],
    by_story: Mapping[StoryId, Sequence[Event]],
    texts: Mapping[TextId, Text],
    *,
    as_of: AsOf,
) -> tuple[NumberSeries, ...]:
    """Return the series of numbers of each story, in the order of the stories."""
    told = {reading.report.id: report_numbers(store, reading, texts, as_of=as_of) for reading in readings}
    found = (
        series
        for story in stories
        for series in number_series(
            story.id, [told[it] for it in story.reports if it in told], by_story.get(story.id, ())
        )
    )
    return with_used(store, found, as_of=as_of)


def with_used(store: Store, found: Iterable[NumberSeries], *, as_of: AsOf = None) -> tuple[NumberSeries, ...]:
    """Return series with the numbers that people chose of them."""
    found = tuple(found)
    acts = store.answers.judged("number", [series.id for series in found], as_of=as_of)
    return tuple(replace(it, used=_used(acts[it.id])) if it.id in acts else it for it in found)


def _used(acts: Sequence[Judgement]) -> NumberUsed | None:
    """Return the number that was chosen last and not taken back."""
    undone = {act.undoes for act in acts if act.undoes}
    chosen = [act for act in acts if act.kind == "use" and act.value and act.id not in undone]
    if not chosen:
        return None
    last = chosen[-1]
    return NumberUsed(
        value=float(last.value or 0), by=last.by, at=last.at, note=last.reason, known=last.members
    )


def report_numbers(
    store: Store, reading: ReportReading, texts: Mapping[TextId, Text], *, as_of: AsOf
) -> ReportNumbers:
    """Return what a report tells in numbers, each with who answers for it."""
    report, findings = reading.report, reading.findings
    text = texts[report.text_id].text
    # Only who answers for a number is looked up, not the others of the cast.
    claimants = {who_counted(findings, it.span, text) for it in findings.quantities if it.grade == "strong"}
    ids = {
        speaker: actor_id
        for speaker in sorted(filter(None, claimants))
        if (actor_id := store.actor_of(report.id, speaker, as_of=as_of)) is not None
    }
    return ReportNumbers(
        report.id,
        text,
        findings,
        tuple(
            claim_of(report, findings, quantity, ids=ids, text=text)
            if quantity.grade == "strong" and report.is_actual
            else None
            for quantity in findings.quantities
        ),
    )


def _shown(
    story: Story, reports: Mapping[ReportId, Report], texts: Mapping[TextId, Text], events: Sequence[Event]
) -> Story:
    """Return a story with its chapters, and with what stands first."""
    held = [reports[report] for report in story.reports if report in reports]
    words = {report.text_id: texts[report.text_id].text for report in held}
    return replace(story, chapters=chapters_of(held, words), lead=lead_of(events, story.first))


def _unread(text_id: TextId, language: str | None) -> Findings:
    return Findings(text_id=text_id, language=language or "und", extractor="none")

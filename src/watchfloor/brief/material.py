"""What a brief of one story is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from watchfloor.dated import happened_before
from watchfloor.model import (
    Change,
    Disagreement,
    Event,
    EventMember,
    NumberSeries,
    Report,
    ReportReading,
    SituationReport,
    Story,
    StoryId,
    TextId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A story with its reports in order of publication, and with all that was made of them.

    `texts` are the words by text id, of all reports.
    """

    story: Story
    readings: tuple[ReportReading, ...]
    events: tuple[Event, ...]
    numbers: tuple[NumberSeries, ...]
    disagreements: tuple[Disagreement, ...]
    changes: tuple[Change, ...]
    texts: Mapping[TextId, str]

    @property
    def lead(self) -> Event | None:
        """Return the happening that stands first."""
        return next((event for event in self.events if event.id == self.story.lead), None)

    @property
    def originals(self) -> tuple[ReportReading, ...]:
        """Return the first report of each family of texts."""
        seen: set[str] = set()
        found = []
        for reading in self.readings:
            if reading.report.origin not in seen:
                seen.add(reading.report.origin)
                found.append(reading)
        return tuple(found)

    def is_background(self, event: Event) -> bool:
        """Tell whether an event happened before the story began."""
        return event.id != self.story.lead and happened_before(event, self.story.first)


def published(report: Report) -> str:
    """Return when a report was published; "" where nobody knows."""
    return report.published.value if report.published else ""


def moment_of(situation: SituationReport) -> str:
    """Return the moment a situation speaks of where none is given: that of its last report."""
    return max((published(reading.report) for reading in situation.reports), default="")


def telling(members: tuple[EventMember, ...]) -> set[str]:
    """Return the families of texts that tell of an event, and not only against it."""
    return {member.origin for member in members if not member.denied}


def materials(situation: SituationReport) -> list[Material]:
    """Return what is known of each story, in the order of the situation."""
    readings = {reading.report.id: reading for reading in situation.reports}
    texts = {text.id: text.text for text in situation.texts}
    events: dict[StoryId, list[Event]] = defaultdict(list)
    home: dict[str, str] = {}
    for event in situation.events:
        events[event.story].append(event)
        home[event.id] = event.story
    for story in situation.stories:
        home |= dict.fromkeys((story.id, *story.reports), story.id)
    numbers: dict[str, list[NumberSeries]] = defaultdict(list)
    for series in situation.numbers:
        numbers[home.get(series.about.id, "")].append(series)
    disagreements: dict[str, list[Disagreement]] = defaultdict(list)
    for item in situation.disagreements:
        disagreements[home.get(item.event, "")].append(item)
    changes: dict[str, list[Change]] = defaultdict(list)
    for change in situation.changes:
        changes[home.get(change.about.id, "")].append(change)
    return [
        Material(
            story=story,
            readings=tuple(
                sorted(
                    (readings[it] for it in story.reports if it in readings),
                    key=lambda reading: (published(reading.report) or "~", reading.report.id),
                )
            ),
            events=tuple(events[story.id]),
            numbers=tuple(numbers[story.id]),
            disagreements=tuple(disagreements[story.id]),
            changes=tuple(changes[story.id]),
            texts=texts,
        )
        for story in situation.stories
    ]

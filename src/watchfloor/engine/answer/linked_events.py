"""The events of stories with how they hang together, and where reports say otherwise who did a deed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from watchfloor.model import (
    WITHHELD,
    Actor,
    ActorId,
    Disagreement,
    Event,
    EventId,
    Findings,
    Report,
    ReportId,
    ReportReading,
    Story,
    StoryId,
    Text,
    TextId,
)
from watchfloor.store import Store
from watchfloor.store.held_values import AsOf
from watchfloor.track import doer_disagreements, links_of
from watchfloor.track.events.disagreements import WHETHER


@dataclass(frozen=True, slots=True)
class LinkedEvents:
    """A floor's events with their links, by id, and the disagreements over who did a deed."""

    events: Mapping[EventId, Event]
    disagreements: tuple[Disagreement, ...]

    def unless_told(self, items: Iterable[Disagreement]) -> Iterator[Disagreement]:
        """Yield those that are not told better as who did it: a denial is of the deed or of the doer."""
        better = {item.event for item in self.disagreements}
        return (item for item in items if item.about != WHETHER or item.event not in better)


def linked_events(
    store: Store,
    stories: Sequence[Story],
    by_story: Mapping[StoryId, Sequence[Event]],
    readings: Mapping[ReportId, ReportReading],
    texts: Mapping[TextId, Text],
    *,
    as_of: AsOf,
) -> LinkedEvents:
    """Return the events of `stories` with their links; `by_story` holds events, `texts` words by id."""
    found: dict[EventId, Event] = {}
    disputed: list[Disagreement] = []

    @cache
    def actor_of(actor_id: ActorId) -> Actor | None:
        return store.held_values("actor", Actor, [actor_id], as_of).get(actor_id)

    def id_of(report_id: ReportId, local: str) -> str | None:
        return store.actor_of(report_id, local, as_of=as_of)

    for story in stories:
        events = by_story.get(story.id, ())
        if len(events) > 1:
            told = _told(story, readings, texts)
            links = links_of(events, told)
            found |= {event.id: replace(event, links=links.get(event.id, ())) for event in events}
            disputed += doer_disagreements(events, links, told, actor_of=actor_of, id_of=id_of)
    return LinkedEvents(found, tuple(disputed))


def _told(
    story: Story, readings: Mapping[ReportId, ReportReading], texts: Mapping[TextId, Text]
) -> list[tuple[Report, Findings, str]]:
    """Return the reports of a story whose words may be shown, with what was read in them."""
    held = [readings[id_] for id_ in story.reports if id_ in readings]
    return [
        (reading.report, reading.findings, text)
        for reading in held
        if (text := texts[reading.report.text_id].text) != WITHHELD
    ]

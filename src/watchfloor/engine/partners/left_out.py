"""What no share tells: what people rejected or keep back, and all that rests on it alone.

What rests on other reports too is told as those tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from watchfloor.engine.answer.asking import places_meant
from watchfloor.engine.answer.numbers import story_numbers
from watchfloor.gazetteer.places import gazetteer
from watchfloor.model import (
    Event,
    EventId,
    NumberSeries,
    NumberTold,
    QuoteTold,
    Report,
    ReportId,
    Scope,
    StoryId,
    Subject,
)
from watchfloor.store import Store, judged_ids
from watchfloor.store.queries import PageEnd
from watchfloor.track import decided, fold_event

_STEP = 500


class LeftOut:
    """What people decided of a floor that keeps values out of what is given, as of now."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rejected = judged_ids(store, "reject")
        self._unshared = judged_ids(store, "unshare")
        self._series: dict[StoryId, Mapping[str, NumberSeries]] = {}

    @cached_property
    def reports(self) -> frozenset[ReportId]:
        """The reports that nothing given may rest on: of rejected stories, and those that name a place."""
        stories = self._rejected.get("story", ())
        of_stories = (id_ for story in stories for id_ in self._store.members("report", StoryId(story)))
        return frozenset((*of_stories, *map(ReportId, self._ids("report")), *self._naming))

    @cached_property
    def _naming(self) -> frozenset[ReportId]:
        found = (
            self._all("reports", Scope(words=f'"{name}"', weak=True))
            for place in self._unshared.get("place", ())
            for name in _names(place)
        )
        return frozenset(ReportId(id_) for some in found for id_ in some)

    @cached_property
    def events(self) -> frozenset[str]:
        """The events that are not given, those at a place that is kept back among them."""
        at_places = (
            self._all("events", Scope(places=places_meant((place,)), weak=True))
            for place in self._unshared.get("place", ())
        )
        return frozenset((*self._ids("event"), *(id_ for some in at_places for id_ in some)))

    def _ids(self, kind: str) -> set[str]:
        return self._rejected.get(kind, set()) | self._unshared.get(kind, set())

    def _all(self, what: str, scope: Scope) -> Iterator[str]:
        after: PageEnd | None = None
        while found := self._store.answers.page(what, scope, limit=_STEP, after=after):
            yield from (row.id for row in found)
            after = PageEnd(found[-1].born, found[-1].id)

    def why(self, table: str, any_id: str, report: str | None) -> str | None:
        """Return why a row is given no more, where people decided so."""
        kind = _KIND_OF_TABLE.get(table, "")
        if any_id in self._rejected.get(kind, ()) or report in self._rejected.get("report", ()):
            return "rejected"
        is_kept_back = report in self.reports or (table == "events" and any_id in self.events)
        return "taken back" if is_kept_back else None

    def kept(self, value: Any) -> Any | None:
        """Return a listed value as it may be given; None where it may not."""
        return _KEPT[type(value)](self, value)

    def event(self, event: Event) -> Event | None:
        """Return an event as the reports tell it that may be used."""
        if event.id in self.events or not event.members:
            return None
        left = tuple(member for member in event.members if member.report not in self.reports)
        if len(left) < len(event.members):
            if not any(member.grade == "strong" for member in left) and event.grade == "strong":
                return None
            acts = self._store.judgements(Subject("event", event.id))
            event = replace(decided(fold_event(event.id, event.story, left), acts), grade=event.grade)
        return self._without_numbers(event)

    def _without_numbers(self, event: Event) -> Event:
        """Return an event without the numbers of a series that is kept back."""
        if not self._ids("number"):
            return event
        held = {point.claim.evidence for series in self._kept_back(event) for point in series.points}
        left = tuple(claim for claim in event.quantities if claim.evidence not in held)
        return event if len(left) == len(event.quantities) else replace(event, quantities=left)

    def _kept_back(self, event: Event) -> Iterator[NumberSeries]:
        hidden = self._ids("number")
        yield from (series for id_, series in self._of_story(event.story).items() if id_ in hidden)

    def number(self, told: NumberTold) -> NumberTold | None:
        """Return a series of numbers with the tellings that may be used."""
        series = told.series
        if series.id in self._ids("number"):
            return None
        if series.about.kind == "event":
            event = self._store.event(EventId(series.about.id))
            if event is None or self.event(event) is None:
                return None
        if not any(point.claim.evidence.report in self.reports for point in series.points):
            return told
        left = self._of_story(told.story).get(series.id)
        return None if left is None else replace(told, series=left)

    def _of_story(self, story_id: StoryId) -> Mapping[str, NumberSeries]:
        if story_id not in self._series:
            story = self._store.story(story_id)
            found = story_numbers(self._store, story, without=self.reports) if story else ()
            self._series[story_id] = {series.id: series for series in found}
        return self._series[story_id]

    def report(self, report: Report) -> Report | None:
        """Return a report that may be given."""
        return None if report.id in self.reports else report

    def quote(self, quote: QuoteTold) -> QuoteTold | None:
        """Return a quote of a report that may be given."""
        return None if quote.report in self.reports else quote


def _names(place: str) -> tuple[str, ...]:
    """Return the names of a place, as texts may have them."""
    if place.isdecimal():
        found = gazetteer().by_geonames(int(place))
        return (found.name,) if found is not None else ()
    return tuple(name for name in places_meant((place,)) if not name.isdecimal())


_KIND_OF_TABLE = {"events": "event", "reports": "report", "numbers": "number"}
_KEPT: Mapping[type[Any], Callable[[LeftOut, Any], Any | None]] = {
    Event: LeftOut.event,
    NumberTold: LeftOut.number,
    Report: LeftOut.report,
    QuoteTold: LeftOut.quote,
}

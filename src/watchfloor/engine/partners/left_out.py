"""What no share tells: what people rejected or keep back, and all that rests on it alone.

What rests on other reports too is told as those tell it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from watchfloor.engine.answer.numbers import story_numbers
from watchfloor.model import (
    Event,
    EventId,
    GivenRow,
    NumberSeries,
    NumberTold,
    QuantityClaim,
    QuoteTold,
    Report,
    ReportId,
    StoryId,
    Subject,
)
from watchfloor.store import Store
from watchfloor.store.kept_places import KeptPlaces
from watchfloor.store.shares import kept_back, rejected
from watchfloor.track import decided, fold_event, series_id

_MERGED_KINDS = ("story", "event")  # what may live on under another id


class LeftOut:
    """What people decided of a floor that keeps values out of what is given, as of now."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rejected = self._with_heirs(rejected(store))
        self._unshared = self._with_heirs(kept_back(store))
        self._places = KeptPlaces(store, frozenset(it.id for it in self._unshared if it.kind == "place"))
        self._series: dict[StoryId, Mapping[str, NumberSeries]] = {}

    def _with_heirs(self, subjects: Collection[Subject]) -> frozenset[Subject]:
        """Return what is decided of, and what it was merged into since."""
        heirs = (
            Subject(it.kind, self._store.resolve(it.kind, it.id))
            for it in subjects
            if it.kind in _MERGED_KINDS
        )
        return frozenset((*subjects, *heirs))

    @property
    def decided(self) -> tuple[frozenset[Subject], frozenset[Subject]]:
        """What people rejected and what they keep back, with what that was merged into."""
        return self._rejected, self._unshared

    @cached_property
    def _rejected_reports(self) -> frozenset[str]:
        """The rejected reports, those of rejected stories among them."""
        stories = (StoryId(it.id) for it in self._rejected if it.kind == "story")
        of_stories = (id_ for story in stories for id_ in self._store.members("report", story))
        return frozenset((*of_stories, *(it.id for it in self._rejected if it.kind == "report")))

    def hides_report(self, report_id: ReportId) -> bool:
        """Tell whether nothing given may rest on a report."""
        return (
            report_id in self._rejected_reports
            or Subject("report", report_id) in self._unshared
            or self._places.are_named_in(report_id)
        )

    def _hides_event(self, event_id: str) -> bool:
        about = Subject("event", event_id)
        return about in self._rejected or about in self._unshared or event_id in self._places.events

    def _hides_number(self, series: NumberSeries) -> bool:
        """Tell whether a series is kept back, under the id of what it was told of then."""
        hidden = {it.id for it in self._unshared if it.kind == "number"}
        return bool(hidden) and any(
            series_id(about, series.role, series.scope) in hidden for about in self._told_of(series.about)
        )

    def _told_of(self, about: Subject) -> Iterator[Subject]:
        """Yield what a series is or was told of: also events of a story that were merged away since."""
        yield about
        yield from self._former[about]
        if about.kind == "story":
            for event in self._store.events(story=StoryId(about.id)):
                yield from self._former[Subject("event", event.id)]

    @cached_property
    def _former(self) -> Mapping[Subject, list[Subject]]:
        """What was merged into another."""
        found: dict[Subject, list[Subject]] = defaultdict(list)
        for it in self._store.redirects():
            heir = Subject(it.kind, self._store.resolve(it.kind, it.old_id))
            found[heir].append(Subject(it.kind, it.old_id))
        return found

    def why(self, row: GivenRow) -> str | None:
        """Return why a row that was given is given no more, where people decided so."""
        subjects = _subjects(row)
        if not self._rejected.isdisjoint(subjects) or row.report in self._rejected_reports:
            return "rejected"
        is_kept_back = (
            not self._unshared.isdisjoint(subjects)
            or any(it.kind == "event" and it.id in self._places.events for it in subjects)
            or (row.report is not None and self.hides_report(ReportId(row.report)))
        )
        return "taken back" if is_kept_back else None

    def kept(self, value: Any) -> Any | None:
        """Return a listed value as it may be given; None where it may not."""
        return _KEPT[type(value)](self, value)

    def event(self, event: Event) -> Event | None:
        """Return an event as the reports tell it that may be used."""
        if self._hides_event(event.id):
            return None
        left = tuple(member for member in event.members if not self.hides_report(member.report))
        if not left:
            return None
        if len(left) < len(event.members):
            if not any(member.grade == "strong" for member in left) and event.grade == "strong":
                return None
            acts = self._store.judgements(Subject("event", event.id))
            event = replace(decided(fold_event(event.id, event.story, left), acts), grade=event.grade)
        return self._without_numbers(event)

    def _without_numbers(self, event: Event) -> Event:
        """Return an event without the numbers of a series that is kept back."""
        held = {point.claim.evidence for series in self._kept_back(event) for point in series.points}
        left = tuple(claim for claim in event.quantities if claim.evidence not in held)
        return event if len(left) == len(event.quantities) else replace(event, quantities=left)

    def _kept_back(self, event: Event) -> Iterator[NumberSeries]:
        if any(it.kind == "number" for it in self._unshared):
            yield from filter(self._hides_number, self._of_story(event.story).values())

    def number(self, told: NumberTold) -> NumberTold | None:
        """Return a series of numbers with the tellings that may be used."""
        series = told.series
        if self._hides_number(series):
            return None
        if series.about.kind == "event":
            event = self._store.event(EventId(series.about.id))
            if event is None or self.event(event) is None:
                return None
        if not any(self.hides_report(point.claim.evidence.report) for point in series.points):
            return told
        left = self._of_story(told.story).get(series.id)
        if left is None:
            return None
        is_hidden = self._is_hidden_choice(left, [point.claim for point in series.points])
        return replace(told, series=replace(left, used=None) if is_hidden else left)

    def chosen(self, series: NumberSeries) -> NumberSeries | None:
        """Return the number of an event that a person chose, where it may be given."""
        event = self._store.event(EventId(series.about.id))
        claims = event.quantities if event is not None else ()
        hidden = self._hides_number(series) or self._is_hidden_choice(series, claims)
        return None if hidden else series

    def _is_hidden_choice(self, series: NumberSeries, claims: Collection[QuantityClaim]) -> bool:
        """Tell whether the number that a person chose is one that only reports tell that are left out."""
        telling = [claim for claim in claims if series.used and claim.value == series.used.value]
        return bool(telling) and all(self.hides_report(claim.evidence.report) for claim in telling)

    def _of_story(self, story_id: StoryId) -> Mapping[str, NumberSeries]:
        if story_id not in self._series:
            story = self._store.story(story_id)
            found = story_numbers(self._store, story, without=self.hides_report) if story else ()
            self._series[story_id] = {series.id: series for series in found}
        return self._series[story_id]

    def report(self, report: Report) -> Report | None:
        """Return a report that may be given."""
        return None if self.hides_report(report.id) else report

    def quote(self, quote: QuoteTold) -> QuoteTold | None:
        """Return a quote of a report that may be given."""
        return None if self.hides_report(quote.report) else quote


def _subjects(row: GivenRow) -> frozenset[Subject]:
    """Return what a row tells of, as people decide of it."""
    cells = row.cells or {}
    told = (
        (_KIND_OF_TABLE.get(row.table), row.id),
        ("report", row.report),
        ("story", cells.get("story")),
        (cells.get("about"), cells.get("about_id")),
        ("number", cells.get("series")),
    )
    return frozenset(Subject(str(kind), str(id_)) for kind, id_ in told if kind and id_)


_KIND_OF_TABLE = {"events": "event", "reports": "report"}
_KEPT: Mapping[type[Any], Callable[[LeftOut, Any], Any | None]] = {
    Event: LeftOut.event,
    NumberTold: LeftOut.number,
    NumberSeries: LeftOut.chosen,
    Report: LeftOut.report,
    QuoteTold: LeftOut.quote,
}

"""The series of numbers over the floor, by story: first that of which something was told last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from watchfloor.disclosure import name_of
from watchfloor.engine.answer.queries import Listed, Page
from watchfloor.engine.answer.situation_report import report_numbers, with_used
from watchfloor.errors import UsageError
from watchfloor.model import (
    WITHHELD,
    Actor,
    NumberSeries,
    NumberTold,
    ReportId,
    ReportReading,
    Scope,
    Story,
    StoryId,
    Text,
    TextId,
)
from watchfloor.store import AsOf, Store
from watchfloor.store.queries import FoundRow, PageEnd
from watchfloor.track import number_series

_STEP = 100  # reports that are looked at at a time
_MOST_REPORTS = 2000  # that one page looks at; the next goes on
_MOST_FRUITLESS = 40  # stories that one page reads for nothing; the next goes on
_MOST_EVENTS = 10_000


def numbers(store: Store, scope: Scope, *, limit: int, cursor: str | None) -> Page[NumberTold]:
    """Return a page of series: whole stories, as many as have at most `limit` of them, but at least one."""
    with store.snapshot():
        rows: list[Listed[NumberTold]] = []
        last: FoundRow | None = None
        walked = fruitless = 0
        for report, story in _stories(store, _without_days(scope), PageEnd.read(cursor) if cursor else None):
            told = list(_told(store, story, report, scope)) if story else []
            if rows and len(rows) + len(told) > limit:
                break
            rows += told
            last, walked = report, walked + 1
            fruitless += story is not None and not told
            if walked >= _MOST_REPORTS or fruitless >= _MOST_FRUITLESS:
                break
        else:
            last = None
    return Page(
        rows=tuple(rows),
        cursor=PageEnd(last.born, last.id).written() if last else None,
        actors={},
        judgements={},
    )


def story_numbers(
    store: Store,
    story: Story,
    *,
    as_of: AsOf = None,
    without: Callable[[ReportId], bool] = lambda report: False,
) -> tuple[NumberSeries, ...]:
    """Return the series of one story, as the reports tell them but those of `without`."""
    readings = [
        ReportReading(report=report, findings=findings)
        for report, findings in store.readings(story=story.id, as_of=as_of)
        if findings is not None and findings.quantities and not without(report.id)
    ]
    words = store.answers.texts(reading.report.text_id for reading in readings)
    texts = {it.report.text_id: _text(it.report.text_id, words.get(it.report.text_id)) for it in readings}
    told = [report_numbers(store, reading, texts, as_of=as_of) for reading in readings]
    events = [event for event in store.events(story=story.id, as_of=as_of) if event.members] if told else []
    return with_used(store, number_series(story.id, told, events), as_of=as_of)


def series_of(store: Store, number_id: str) -> NumberSeries:
    """Return the series of an id; raise UsageError where the floor has none."""
    with store.snapshot():
        for _, story in _stories(store, Scope(), None):
            for series in story_numbers(store, story) if story else ():
                if series.id == number_id:
                    return series
    raise UsageError(f"{number_id} is no series of numbers here; list them with: watchfloor show numbers")


def _text(text_id: TextId, words: str | None) -> Text:
    return Text(id=text_id, text=WITHHELD if words is None else words)


def _stories(store: Store, scope: Scope, after: PageEnd | None) -> Iterator[tuple[FoundRow, Story | None]]:
    """Yield the reports in scope, newest known first, with the story of each that is the newest of one."""
    seen: set[str] = set()
    is_first_page = after is None
    while found := store.answers.page("reports", scope, limit=_STEP, after=after):
        stories = store.wholes("report", [report.id for report in found], as_of=scope.as_of)
        for report in found:
            story = StoryId(stories.get(report.id, ""))
            is_fresh = bool(story) and story not in seen
            seen.add(story)
            # On the first page nothing newer of a story can have stood before.
            is_newest = is_fresh and (is_first_page or _is_newest(store, scope, story, report))
            yield report, store.story(story, as_of=scope.as_of) if is_newest else None
        after = PageEnd(found[-1].born, found[-1].id)


def _is_newest(store: Store, scope: Scope, story: StoryId, report: FoundRow) -> bool:
    if scope.stories and story not in scope.stories:
        return True
    newest = store.answers.page("reports", replace(scope, stories=(story,)), limit=1)
    return bool(newest) and newest[0].id == report.id


def _told(store: Store, story: Story, report: FoundRow, scope: Scope) -> Iterator[Listed[NumberTold]]:
    """Yield the series of a story, those in scope where the question asks for events or days."""
    found = _inside(store, story, scope)
    claimants = {series.id: _claimants(series) for series in found}
    ids = sorted({id_ for some in claimants.values() for id_ in some})
    actors = store.held_values("actor", Actor, ids, scope.as_of)
    known = store.answers.known([report.born])[report.born]
    for series in found:
        names = tuple((id_, name_of(actors[id_])) for id_ in claimants[series.id] if id_ in actors)
        told = NumberTold(series=series, story=story.id, title=story.title, names=names)
        yield Listed(value=told, known=known)


def _inside(store: Store, story: Story, scope: Scope) -> list[NumberSeries]:
    found = [it for it in story_numbers(store, story, as_of=scope.as_of) if _is_within(it, scope)]
    if not found or not (scope.countries or scope.places or scope.actors or scope.types or scope.contexts):
        return found
    asked = replace(_without_days(scope), stories=(story.id,), since=None, until=None)
    inside = {it.id for it in store.answers.page("events", asked, limit=_MOST_EVENTS)}
    return [series for series in found if series.about.id in inside]


def _claimants(series: NumberSeries) -> list[str]:
    return list(dict.fromkeys(it.claim.claimant for it in series.points if it.claim.claimant))


def _without_days(scope: Scope) -> Scope:
    return replace(scope, happened_from=None, happened_to=None)


def _is_within(series: NumberSeries, scope: Scope) -> bool:
    """Tell whether a number of the series is of the days that are asked about."""
    begin = scope.happened_from.day if scope.happened_from else ""
    end = scope.happened_to.day if scope.happened_to else "~"
    days = [point.day for point in series.points if point.day]
    return any(begin <= day <= end for day in days) or not (scope.happened_from or scope.happened_to)

"""How a situation stands: what happened, in figures against what is usual, what is due, what is not read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from watchfloor.engine.answer.ahead import ahead
from watchfloor.engine.answer.history import History, Point, history, pairs_of
from watchfloor.engine.answer.queries import Listed, ask
from watchfloor.engine.answer.situations import Situation
from watchfloor.engine.answer.story_order import stories_by_value
from watchfloor.engine.answer.times import Clock
from watchfloor.language import READ_WHOLE, UNKNOWN
from watchfloor.model import Alert, Coverage, DueTold, Event, Scope, Story, Subject, TimeBound, as_moment
from watchfloor.store import Store
from watchfloor.store.moments import instant

_MOST = 1_000  # events that are counted in one span
_PERIODS: Mapping[str, timedelta] = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}
_LONGEST = max(_PERIODS.values())
_BASELINE_DAYS = 28
_STORIES, _HAPPENINGS, _DUES, _PAIRS = 20, 10, 10, 10
_AHEAD = 30  # days that what is due is looked for in


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many events of a type became known in the last day, week and month, and before that a day."""

    type: str
    day: int
    week: int
    month: int
    usual_a_day: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """How many people of a role were told of in the last day, week and month, and before that a day.

    It sums the highest number that is told of each happening.
    """

    role: str
    day: float
    week: float
    month: float
    usual_a_day: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationCounts:
    """What happened in a situation, in figures, and the alerts that are open about it."""

    tallies: tuple[Tally, ...]
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intensity:
    """How hostile or cooperative a pair of parties is, or a place: the mean of a week and of a month.

    `usual` is the mean of the weeks before; `events` are what the month's is made of, newest first.
    """

    of: tuple[str, ...]
    week: float | None
    month: float
    usual: float | None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationNow:
    """A situation as it stands; `unread` are languages of its reports of which only names and dates are read.

    `full` is False where there was more than could be counted.
    """

    stories: tuple[Listed[Story], ...]
    happenings: tuple[Listed[Event], ...]
    tallies: tuple[Tally, ...]
    tolls: tuple[Toll, ...]
    pairs: tuple[Intensity, ...]
    places: tuple[Intensity, ...]
    alerts: tuple[Alert, ...]
    due: tuple[DueTold, ...]
    unread: tuple[str, ...]
    history: History
    coverage: Coverage
    full: bool = True


def situation_now(
    store: Store, situation: Situation, *, clock: Clock, coverage: Coverage, as_of: str | None = None
) -> SituationNow:
    """Return how a situation stands, or stood at `as_of`, the moment of `clock` then.

    What is usual is told only where there is a baseline.
    """
    scope, now = replace(situation.scope(clock), as_of=as_of), as_moment(clock.now)
    with store.snapshot():
        rows = _rows(store, scope, clock)
        events = _events(rows)
        before = _between(store, scope, clock, rows["month"]) if coverage.baseline else None
        stories = stories_by_value(store, scope, now=now, limit=_STORIES, cursor=None)
        held = history(store, scope, now=now)
        due = ahead(store, _coming(scope, clock), today=now[:10], limit=_DUES, cursor=None)
        alerts = _alerts(store, situation, events["month"], as_of=as_of)
    return SituationNow(
        stories=stories.rows,
        happenings=tuple(rows["month"][:_HAPPENINGS]),
        tallies=tuple(_tallies(events, before)),
        tolls=tuple(_tolls(held, clock)),
        pairs=tuple(_intensities(held, pairs_of(held.points), clock)),
        places=tuple(_intensities(held, (((it.place,), it) for it in held.points if it.place), clock)),
        alerts=alerts,
        due=tuple(row.value for row in due.rows),
        unread=tuple(it for it in coverage.languages if it not in READ_WHOLE and it != UNKNOWN),
        history=held,
        coverage=coverage,
        full=len(rows["month"]) < _MOST and held.full,
    )


def situation_counts(
    store: Store, situation: Situation, *, clock: Clock, as_of: str | None = None
) -> SituationCounts:
    """Return the figures of a situation alone, which cost least."""
    scope = replace(situation.scope(clock), as_of=as_of)
    with store.snapshot():
        events = _events(_rows(store, scope, clock))
        alerts = _alerts(store, situation, events["month"], as_of=as_of)
    return SituationCounts(tallies=tuple(_tallies(events, None)), alerts=alerts)


def _alerts(
    store: Store, situation: Situation, events: Sequence[Event], *, as_of: str | None
) -> tuple[Alert, ...]:
    about = {Subject("situation", situation.name), *(Subject("event", event.id) for event in events)}
    about |= {Subject("story", event.story) for event in events}
    return tuple(alert for alert in store.alerts(about=sorted(about), as_of=as_of) if alert.state == "open")


def _coming(scope: Scope, clock: Clock) -> Scope:
    begin, end = clock.now, clock.now + timedelta(days=_AHEAD)
    bounds = [TimeBound(instant=as_moment(it), day=it.date().isoformat()) for it in (begin, end)]
    return replace(scope, happened_from=bounds[0], happened_to=bounds[1])


def _rows(store: Store, scope: Scope, clock: Clock) -> Mapping[str, Sequence[Listed[Event]]]:
    """Return what became known in the last day, week and month, each the begin of the next."""
    month = ask(store, "events", replace(scope, since=as_moment(clock.now - _LONGEST)), limit=_MOST).rows
    begins = {name: instant(as_moment(clock.now - span)) for name, span in _PERIODS.items()}
    return {name: [row for row in month if instant(row.known) >= begin] for name, begin in begins.items()}


def _events(spans: Mapping[str, Sequence[Listed[Event]]]) -> Mapping[str, Sequence[Event]]:
    return {name: [row.value for row in rows] for name, rows in spans.items()}


def _between(store: Store, scope: Scope, clock: Clock, month: Sequence[Listed[Event]]) -> Sequence[Event]:
    """Return the events of the four weeks before the last day; those of the `month` where that is all."""
    end = clock.now - _PERIODS["day"]
    begin = end - timedelta(days=_BASELINE_DAYS)
    if len(month) < _MOST:
        first, last = instant(as_moment(begin)), instant(as_moment(end))
        return [row.value for row in month if first <= instant(row.known) <= last]
    asked = replace(scope, since=as_moment(begin), until=as_moment(end))
    return [row.value for row in ask(store, "events", asked, limit=_MOST).rows]


def _tallies(spans: Mapping[str, Sequence[Event]], before: Sequence[Event] | None) -> Iterator[Tally]:
    counts = {name: Counter(event.type.value for event in events) for name, events in spans.items()}
    usual = Counter(event.type.value for event in before or ())
    for type_, _ in counts["month"].most_common():
        yield Tally(
            type=type_,
            day=counts["day"][type_],
            week=counts["week"][type_],
            month=counts["month"][type_],
            usual_a_day=round(usual[type_] / _BASELINE_DAYS, 2) if before is not None else None,
        )


def _tolls(held: History, clock: Clock) -> Iterator[Toll]:
    """Yield the tolls of a day, a week and a month, largest first; and the usual before the week."""
    spans: Mapping[str, Counter[str]] = defaultdict(Counter)
    week, first = _earlier(clock, 7), _earlier(clock, 7 + _BASELINE_DAYS)
    begins = {name: as_moment(clock.now - span) for name, span in _PERIODS.items()}
    for it in held.points:
        for name, begin in begins.items():
            if it.known > begin:
                spans[name].update(it.tolls)
        if first < it.known <= week:
            spans["before"].update(it.tolls)
    for role, _ in spans["month"].most_common():
        usual = round(spans["before"][role] / _BASELINE_DAYS, 2) if held.state.baseline else None
        counts = {name: float(spans[name][role]) for name in _PERIODS}
        yield Toll(role=role, **counts, usual_a_day=usual)


def _intensities(
    held: History, told: Iterable[tuple[tuple[str, ...], Point]], clock: Clock
) -> Iterator[Intensity]:
    """Yield the pairs or places with most in a month."""
    by: dict[tuple[str, ...], list[Point]] = defaultdict(list)
    for name, it in told:
        by[name].append(it)
    week, month = _earlier(clock, 7), _earlier(clock, 30)
    months = {name: [it for it in them if it.known > month] for name, them in by.items()}
    ranked = sorted((name for name in months if months[name]), key=lambda it: (-len(months[it]), it))
    for name in ranked[:_PAIRS]:
        yield Intensity(
            of=name,
            week=_mean(it for it in months[name] if it.known > week),
            month=_mean(months[name]) or 0.0,
            usual=_mean(it for it in by[name] if it.known <= week) if held.state.baseline else None,
            events=tuple(it.event for it in reversed(months[name])),
        )


def _earlier(clock: Clock, days: int) -> str:
    return as_moment(clock.now - timedelta(days=days))


def _mean(points: Iterable[Point]) -> float | None:
    values = [it.intensity for it in points]
    return round(sum(values) / len(values), 1) if values else None

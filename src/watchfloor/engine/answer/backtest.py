"""A rule tried on the past: which alerts it would have opened, how many a week, how right people found them.

Stored changes are given to it in the order of their arrival, with what stood around each at that moment;
alerts rest and close by the clock as in a running floor, so that what comes later is as new or as known as
it would have been.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from watchfloor.disclosure import excerpt
from watchfloor.engine.answer.coverage import coverage, stretches
from watchfloor.engine.answer.told_by import labels_told
from watchfloor.engine.tick import CLOSED_AFTER, QUIET_AFTER
from watchfloor.errors import UsageError
from watchfloor.gazetteer.places import regions_of
from watchfloor.model import Alert, Change, Subject, TextId, instant_of
from watchfloor.store import Store
from watchfloor.store.moments import instant, last_instant, shown
from watchfloor.store.replay import Replay, ReplayedChange, days_admitted, labels
from watchfloor.watch import ChangeContext, ChangeWords, Watch, context_of, corrects, evaluate
from watchfloor.watch.expressions import compiled

_PER_HOUR = 24 * 7  # alerts a week beyond which nobody reads them: one an hour
_QUANTILE = 1.96  # of the normal distribution, for 95 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A figure with the number that it rests on and the bounds of its 95 % interval (Wilson's)."""

    value: float
    n: int
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysCovered:
    """On how many of the days asked about something was read, and the stretches (first, last) without."""

    days: int
    of: int
    gaps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldAlert:
    """An alert that the rule would have opened: when, on what, in which words, and how often told again."""

    id: str
    at: str
    event: str
    subject: str
    about: Subject
    updates: int = 0
    corrections: int = 0
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """What people said of the alerts: `recall` is of all that they called hits in the time asked about."""

    hits: Measured | None = None
    misses: Measured | None = None
    precision: Measured | None = None
    recall: Measured | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What a watch would have told between two moments; `changes` is how many it was shown.

    `per_week` is of the days on which something was read.
    """

    watch: str
    since: str
    until: str
    coverage: DaysCovered
    changes: int
    alerts: tuple[WouldAlert, ...]
    per_week: float
    labels: Labelled

    @property
    def too_many(self) -> bool:
        """Whether it would have fired more than once an hour."""
        return self.per_week > _PER_HOUR

    def weeks(self) -> list[tuple[str, int]]:
        """Return how many alerts each week with something read would have had, by its first day."""
        first, last = date.fromisoformat(self.since[:10]), date.fromisoformat(self.until[:10])
        unread = set(_days(self.coverage.gaps))
        asked = (first + timedelta(days=day) for day in range((last - first).days + 1))
        counts = {_week(day, first): 0 for day in asked if day not in unread}
        counts.update(Counter(_week(date.fromisoformat(alert.at[:10]), first) for alert in self.alerts))
        return sorted(counts.items())


def backtest(store: Store, watch: Watch, *, since: str | None, until: str | None, now: str) -> Backtest:
    """Try a watch on the changes that became known from `since` to `until` (None: all that there are).

    Raises UsageError where nothing became known, or `until` lies before `since`.
    """
    with store.snapshot():
        first = since or store.moment_of(1)
        if first is None:
            raise UsageError("the floor knows nothing yet; add articles first")
        begin, end = shown(instant(first)), shown(last_instant(until) if until else instant(now))
        if end < begin:
            raise UsageError(f"{until} lies before {since}; give the earlier moment with --since")
        needs = set(compiled(watch.condition).variables())
        tried = _Tried(watch, labels_told(store))
        for one in Replay(store, needs).changes(since=begin, until=end):
            tried.see(one)
        said = labels(store, watch.name)
        alerts = tuple(_told(store, tried, said))
        covered = _covered(store, begin, end, now)
        hits = {about for about, label in said.items() if label == "hit"}
        seen = hits & tried.subjects
    weeks = max(covered.days, 1) / 7  # a day on which nothing was read could not have told anything
    return Backtest(
        watch=watch.name,
        since=begin,
        until=end,
        coverage=covered,
        changes=tried.count,
        alerts=alerts,
        per_week=round(len(alerts) / weeks, 2),
        labels=_labelled(alerts, seen),
    )


LabelsTold = Callable[[ReplayedChange], tuple[str, ...]]


class _Tried:
    """A watch as it sees changes one by one, with the alerts that it has by then."""

    def __init__(self, watch: Watch, labels: LabelsTold) -> None:
        self._watch = watch
        self._labels = labels
        self._live: dict[Subject, Alert] = {}
        self.opened: list[tuple[ReplayedChange, Alert]] = []
        self.told: dict[str, list[bool]] = {}  # for each alert, whether each later message was a correction
        self.subjects: set[Subject] = set()
        self.count = 0

    def see(self, one: ReplayedChange) -> None:
        """Evaluate the watch on one change, with the alerts that it has by then."""
        self.count += 1
        change = one.change
        self.subjects.add(change.about)
        if one.rejected and not corrects(change):
            return
        held = _rested(self._live.get(change.about), one.known)
        live = [held] if held is not None else []
        around = context_then(one, self._labels(one))
        for alert in evaluate([change], {change.id: around}, [self._watch], live, one.known):
            if held is None:
                self.opened.append((one, alert))
                self.told.setdefault(alert.id, [])
            else:
                self.told[alert.id].append(alert.corrects)
            self._live[change.about] = alert
        if change.type == "merged" and change.after and (gone := self._live.pop(change.about, None)):
            into = Subject(change.about.kind, change.after)  # as alerts of the floor follow what is merged
            self._live.setdefault(into, replace(gone, about=into))


def context_then(one: ReplayedChange, labels: tuple[str, ...] = ()) -> ChangeContext:
    """Return what a watch saw of a change when it became known."""
    told = ChangeWords(
        title=one.title,
        words=one.words,
        labels=labels,
        places=tuple(dict.fromkeys((*one.place_names, *regions_of(one.scope.places)))),
        claimants=one.claimant_names,
        sources=one.source_names,
        targets=one.target_names,
    )
    return context_of(one.scope, told)


def _rested(alert: Alert | None, now: str) -> Alert | None:
    """Return an alert as the clock left it by `now`; None where it is closed."""
    if alert is None:
        return None
    idle = instant_of(now) - instant_of(alert.updated)
    if idle >= QUIET_AFTER + CLOSED_AFTER:
        return None
    return replace(alert, state="quiet") if idle >= QUIET_AFTER else alert


def _told(store: Store, tried: _Tried, said: Mapping[Subject, str]) -> Iterator[WouldAlert]:
    words = store.answers.texts(item.text_id for one, _ in tried.opened for item in one.change.evidence)
    for one, alert in tried.opened:
        later = tried.told[alert.id]
        yield WouldAlert(
            id=alert.id,
            at=one.known,
            event=one.change.about.id,
            subject=_subject(one.change, words) or one.title,
            about=one.change.about,
            updates=later.count(False),
            corrections=later.count(True),
            label=said.get(one.change.about),
        )


def _subject(change: Change, words: Mapping[TextId, str]) -> str:
    here = next((item for item in change.evidence if item.text_id in words), None)
    return excerpt(" ".join(here.span.of(words[here.text_id]).split())) if here else ""


def _covered(store: Store, begin: str, end: str, now: str) -> DaysCovered:
    """Return on which days something was read: by visits, else by what was added."""
    first, last = date.fromisoformat(begin[:10]), date.fromisoformat(end[:10])
    asked = [first + timedelta(days=day) for day in range((last - first).days + 1)]
    read = {date.fromisoformat(day) for day in days_admitted(store, begin, end)}
    visited = coverage(store, now=now, since=begin)
    if visited.since:
        gone = set(_days(visited.gaps))
        followed = date.fromisoformat(visited.since)
        read |= {day for day in asked if followed <= day and day not in gone}
    return DaysCovered(
        days=sum(day in read for day in asked),
        of=len(asked),
        gaps=stretches([day.toordinal() for day in asked if day not in read]),
    )


def _week(day: date, first: date) -> str:
    """Return the first day of the week of `day`; weeks are counted from `first`."""
    return (day - timedelta(days=(day - first).days % 7)).isoformat()


def _days(stretches: Iterable[tuple[str, str]]) -> Iterator[date]:
    for first, last in stretches:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            yield day
            day += timedelta(days=1)


def _labelled(alerts: Sequence[WouldAlert], hits: set[Subject]) -> Labelled:
    """Return how right people found the alerts; `hits` are all that they called hits and that were seen."""
    right = sum(alert.label == "hit" for alert in alerts)
    judged = sum(alert.label is not None for alert in alerts)
    found = hits & {alert.about for alert in alerts}
    return Labelled(
        hits=_measured(right, len(alerts), counted=True) if judged else None,
        misses=_measured(judged - right, len(alerts), counted=True) if judged else None,
        precision=_measured(right, judged) if judged else None,
        recall=_measured(len(found), len(hits)) if hits else None,
    )


def interval(part: int, whole: int) -> tuple[float, float]:
    """Return the bounds of the 95 % interval of a share (Wilson 1927)."""
    z2 = _QUANTILE**2
    share = part / whole
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    around = _QUANTILE * math.sqrt(share * (1 - share) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    return max(middle - around, 0.0), min(middle + around, 1.0)


def _measured(part: int, whole: int, *, counted: bool = False) -> Measured:
    """Return a share of `whole`, or with `counted` a number of it, with Wilson's interval."""
    low, high = interval(part, whole)
    scale = whole if counted else 1
    return Measured(
        value=part if counted else round(part / whole, 3),
        n=whole,
        low=round(low * scale, 3),
        high=round(high * scale, 3),
    )

"""What happened when, as a drawing: bars by years, months, weeks, days or hours, and a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from watchfloor.exchange.brief_words import day_words
from watchfloor.model import Event
from watchfloor.plover import intensity_of
from watchfloor.web.pages.maps import Tone, tone_of

TimeScale = Literal["years", "months", "weeks", "days", "hours"]
SCALES: Sequence[TimeScale] = ("years", "months", "weeks", "days", "hours")
WIDTH, HEIGHT = 720, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 8, 10, 24
_MOST_BARS = 120
TimedEvent = tuple[Event, datetime | date]
_TONES: Sequence[Tone] = ("hostile", "neutral", "cooperative")


@dataclass(slots=True)
class Bucket:
    """A span of time with the events that happened in it; `first` and `last` are its days."""

    key: str
    words: str
    first: str
    last: str
    counts: dict[Tone, int] = field(default_factory=lambda: dict.fromkeys(_TONES, 0))

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A part of a bar: so many events of a tone."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineDrawn:
    """A timeline at one scale, with what it leaves out."""

    scale: TimeScale
    bars: tuple[Bar, ...]
    rows: tuple[Bucket, ...]
    most: int
    ticks: tuple[tuple[float, str, str], ...]
    undated: int
    outside: int


def timeline_of(events: Sequence[Event], scale: TimeScale | None, zone: ZoneInfo) -> TimelineDrawn | None:
    """Return the timeline of some events, at the finest scale that has room where none is asked for.

    An event stands where it happened; by hours, where it was told first. What has no room is left out where
    there is least. None where nothing has a day.
    """
    chosen = scale or _fitting(events)
    dated = [(event, at) for event in events if (at := _moment(event, chosen, zone)) is not None]
    if not dated:
        return None
    make, step = _BUCKETS[chosen]
    held = _held(sorted(dated, key=lambda it: it[1].isoformat()), step * (_MOST_BARS - 2))
    buckets = _buckets(held, make, step)
    most = max(it.total for it in buckets)
    return TimelineDrawn(
        scale=chosen,
        bars=tuple(_bars(buckets, most)),
        rows=tuple(it for it in buckets if it.total),
        most=most,
        ticks=tuple(_ticks(buckets)),
        undated=len(events) - len(dated),
        outside=len(dated) - len(held),
    )


def _fitting(events: Sequence[Event]) -> TimeScale:
    """Return the finest scale of days or coarser at which what happened has room."""
    days = sorted(it for event in events if (it := _day(event)) is not None)
    if not days:
        return "days"
    # What is remembered of long ago, or due in years, shall not press the present into one bar.
    beyond = (len(days) + 5) // 10
    span = (days[len(days) - 1 - beyond] - days[beyond]).days
    fits: Sequence[tuple[int, TimeScale]] = ((62, "days"), (400, "weeks"), (3000, "months"))
    return next((scale for most, scale in fits if span <= most), "years")


def _day(event: Event) -> date | None:
    """Return the day on which an event happened, or was told where it says none; a month is none."""
    start = event.date.start if event.date else None
    if start is not None:
        return _as_day(start)
    return _as_day(min((it.published for it in event.members if it.published), default="")[:10])


def _as_day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10]) if len(written) >= len("2026-01-01") else None
    except ValueError:
        return None


def _moment(event: Event, scale: TimeScale, zone: ZoneInfo) -> datetime | date | None:
    """Return when an event stands on a scale; what is known by its year alone stands on that of years."""
    if scale == "hours":
        moments = [it.published for it in event.members if it.published and len(it.published) > 10]
        told = min(moments, default=None)
        return _instant(told, zone) if told else None
    start = event.date.start if event.date else None
    coarse: Mapping[TimeScale, int] = {"years": len("2026"), "months": len("2026-01")}
    if start is not None and len(start) >= coarse.get(scale, len("2026-01-01")):
        return _as_day(f"{start}-01-01"[:10] if len(start) == 4 else f"{start}-01"[:10])
    return _day(event)


def _instant(written: str, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.fromisoformat(written).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def _hour(at: datetime | date) -> Bucket:
    key = at.strftime("%Y-%m-%dT%H")
    return Bucket(key, f"{day_words(key[:10])} {key[11:]}:00", key[:10], key[:10])


def _of_day(at: datetime | date) -> Bucket:
    key = at.isoformat()[:10]
    return Bucket(key, day_words(key), key, key)


def _week(at: datetime | date) -> Bucket:
    monday = date(at.year, at.month, at.day) - timedelta(days=at.weekday())
    key = monday.isoformat()
    return Bucket(key, f"week of {day_words(key)}", key, (monday + timedelta(days=6)).isoformat())


def _month(at: datetime | date) -> Bucket:
    first = date(at.year, at.month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Bucket(first.isoformat()[:7], first.strftime("%b %Y"), first.isoformat(), last.isoformat())


def _year(at: datetime | date) -> Bucket:
    return Bucket(f"{at.year:04}", f"{at.year:04}", f"{at.year:04}-01-01", f"{at.year:04}-12-31")


_BUCKETS: Mapping[TimeScale, tuple[Callable[[datetime | date], Bucket], timedelta]] = {
    "hours": (_hour, timedelta(hours=1)),
    "days": (_of_day, timedelta(days=1)),
    "weeks": (_week, timedelta(days=7)),
    "months": (_month, timedelta(days=28)),
    "years": (_year, timedelta(days=365)),
}


def _held(dated: Sequence[TimedEvent], span: timedelta) -> Sequence[TimedEvent]:
    """Return the events, of some in order, that lie in the last span of time with most of them."""
    first, best = 0, (0, 0)
    for last, (_, at) in enumerate(dated):
        while at - dated[first][1] > span:  # type: ignore[operator]  # of one scale, all are days or all moments
            first += 1
        if last - first >= best[1] - best[0]:
            best = first, last
    return dated[best[0] : best[1] + 1]


def _buckets(
    dated: Sequence[TimedEvent], make: Callable[[datetime | date], Bucket], step: timedelta
) -> list[Bucket]:
    """Return the spans of time from the first to the last event, the empty ones too."""
    found: dict[str, Bucket] = {}
    for event, at in dated:
        bucket = make(at)
        tone = tone_of(intensity_of(event.type, event.mode))
        found.setdefault(bucket.key, bucket).counts[tone] += 1
    at = dated[0][1]
    while (at := at + step) < dated[-1][1]:
        bucket = make(at)
        found.setdefault(bucket.key, bucket)
    return [found[key] for key in sorted(found)]


def _bars(buckets: Sequence[Bucket], most: int) -> Iterable[Bar]:
    step = _step(buckets)
    room = HEIGHT - _TOP - _BOTTOM
    for at, bucket in enumerate(buckets):
        y = float(HEIGHT - _BOTTOM)
        for tone in _TONES:
            count = bucket.counts[tone]
            height = room * count / most
            y -= height
            if count:
                yield Bar(
                    x=round(_LEFT + at * step + step * 0.1, 1),
                    y=round(y, 1),
                    width=round(step * 0.8, 1),
                    height=round(height, 1),
                    tone=tone,
                    words=f"{bucket.words}: {count} {tone}",
                )


def _step(buckets: Sequence[Bucket]) -> float:
    return min((WIDTH - _LEFT - _RIGHT) / len(buckets), 40.0)


def _ticks(buckets: Sequence[Bucket]) -> Iterable[tuple[float, str, str]]:
    """Yield places on the axis, how the words there stand, and the words: of the first and the last bar."""
    step = _step(buckets)
    yield _LEFT, "start", buckets[0].words
    end = _LEFT + len(buckets) * step
    if len(buckets) * step > 300:
        yield round(end, 1), "end", buckets[-1].words

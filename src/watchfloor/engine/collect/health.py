"""How a source does after a visit, and when to come again. Never a change of the world."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from watchfloor.ingest.fetch import LONGEST_WAIT, UNKNOWN, Validators
from watchfloor.model import Source, SourceHealth, as_moment, digest

SHORTEST = 300  # seconds between visits: desks that need less take a wire
LONGEST = 43_200  # a source that never changes is still looked at twice a day
_LONGEST_OF = {"folder": SHORTEST, "file": SHORTEST}  # looking at our own files is nobody's burden
_FASTER, _SLOWER = 2 / 3, 1.25  # what a visit with and without anything new makes of the interval
_HASTENED = 0.5  # of the interval: a visit that comes sooner was asked for
_LONGEST_FRESHNESS = 3_600  # seconds of Cache-Control that we grant; some sites call feeds fresh for a year
_FIRST_BACKOFF = 300
_BROKEN_AFTER = 8  # failures in a row: with the back-off below, nearly a day
_MOVED_AFTER = 3  # visits in a row that were sent to the same new address for good
_JITTER = 0.1  # of the time to wait, both ways: a thousand sources added at once part company
_DAY = 86_400
CLOCKS_DIFFER = 120  # seconds that a clock may be set back by without notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Success:
    """A visit that was answered: `fresh` items are new, `complete` tells that none were left for later.

    `again` are the seconds after which what was left is taken, where that is nobody's burden.
    """

    fresh: int = 0
    complete: bool = True
    validators: Validators = UNKNOWN
    fresh_for: int | None = None
    again: int | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A visit that brought nothing; `wait` are the seconds that the site asks for."""

    error: str
    remedy: str
    wait: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A source that must not be read: we come again tomorrow to see whether we still must not."""

    error: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEnd:
    """A source that says that it has ended."""

    error: str
    remedy: str


VisitOutcome = Success | Failure | Refusal | SourceEnd


def after(source: Source, health: SourceHealth, outcome: VisitOutcome, *, now: str) -> SourceHealth:
    """Return how `source` is doing after a visit that ended in `outcome` at `now`."""
    hastened = health.tried is not None and _seconds(health.tried, now) < health.interval * _HASTENED
    health = replace(health, tried=now)
    if isinstance(outcome, Success):
        return _read(source, health, outcome, now, hastened=hastened)
    told = replace(health, error=outcome.error, remedy=outcome.remedy)
    if isinstance(outcome, SourceEnd):
        return replace(told, status="gone", due=None)
    if isinstance(outcome, Refusal):
        return replace(told, status="refused", due=_later(source, now, _DAY))
    failures = health.failures + 1
    pause = min(_FIRST_BACKOFF * 2 ** min(failures - 1, 20), LONGEST_WAIT)
    return replace(
        told,
        status="broken" if failures >= _BROKEN_AFTER else "failing",
        failures=failures,
        # The new address may be what fails; the old one is asked again.
        moved_times=0,
        due=_later(source, now, max(pause, outcome.wait or 0), earlier=False),
    )


def _read(
    source: Source, health: SourceHealth, outcome: Success, now: str, *, hastened: bool
) -> SourceHealth:
    # That nothing is new a minute after the last visit says nothing of how often something is.
    slower = 1 if hastened else _SLOWER
    interval = round(health.interval * (_FASTER if outcome.fresh else slower))
    interval = max(interval, min(outcome.fresh_for or 0, _LONGEST_FRESHNESS))
    interval = min(max(interval, SHORTEST), _LONGEST_OF.get(source.kind, LONGEST))
    interval = source.every or interval
    left = SHORTEST if outcome.again is None else outcome.again
    moved_to, moved_times = _moved(health, outcome.moved_to)
    return replace(
        health,
        status="healthy",
        failures=0,
        error=None,
        remedy=None,
        read=now,
        fresh=now if outcome.fresh else health.fresh,
        interval=interval,
        due=_later(source, now, interval if outcome.complete else left),
        # What is left for later must come again, so nothing is called known.
        etag=outcome.validators.etag if outcome.complete else None,
        modified=outcome.validators.modified if outcome.complete else None,
        moved_to=moved_to,
        moved_times=moved_times,
    )


def _moved(health: SourceHealth, moved_to: str | None) -> tuple[str | None, int]:
    """Return the new address that a source sends us to, and how often in a row it has."""
    if moved_to is None:
        return (health.moved_to, health.moved_times) if has_moved(health) else (None, 0)
    if moved_to == health.moved_to:
        return moved_to, health.moved_times + 1
    return moved_to, _MOVED_AFTER if has_moved(health) else 1


def rebased(source: Source, health: SourceHealth, *, now: str) -> SourceHealth | None:
    """Return the health of a source whose last visit lies ahead of the clock; None where none does.

    The clock was put back, by an hour or by years: when the source is due is not known any more, so it is
    visited within its interval, each at a moment of its own.
    """
    if health.tried is None or health.due is None or _seconds(now, health.tried) <= CLOCKS_DIFFER:
        return None
    share = int(digest("clock", source.id, now)[:8], 16) / 0xFFFFFFFF
    return replace(health, tried=now, due=_later(source, now, health.interval * share, earlier=False))


def _seconds(earlier: str, later: str) -> float:
    first, last = (
        moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        for moment in map(datetime.fromisoformat, (earlier, later))
    )
    return (last - first).total_seconds()


def has_moved(health: SourceHealth) -> bool:
    """Tell whether a source is asked for at its new address from now on."""
    return health.moved_to is not None and health.moved_times >= _MOVED_AFTER


def address(source: Source, health: SourceHealth) -> str:
    """Return where a source is asked for: where it moved to for good, else where it was added."""
    return health.moved_to if has_moved(health) and health.moved_to else source.url


def _later(source: Source, now: str, seconds: float, *, earlier: bool = True) -> str:
    """Return the moment so many seconds after `now`, give or take a tenth, by the source and the moment."""
    share = int(digest("jitter", source.id, now)[:8], 16) / 0xFFFFFFFF
    shifted = seconds * (1 + _JITTER * (2 * share - 1 if earlier else share))
    try:
        moment = datetime.fromisoformat(now) + timedelta(seconds=shifted)
    except OverflowError:
        return now
    return as_moment(moment)

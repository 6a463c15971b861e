"""Moments as the store compares them: one fixed-width UTC form, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from watchfloor.errors import UsageError
from watchfloor.model import Moment, as_moment, instant_of

_REMEDY = "give a date (2026-01-27) or a time (2026-01-27T06:00:00Z)"


def instant(moment: str) -> Moment:
    """Return `moment` as `YYYY-MM-DDTHH:MM:SS.ffffffZ`; a bare date is its first instant.

    A time without a zone is UTC. Raises UsageError for what is no ISO 8601 date or time.
    """
    return as_moment(_read(moment, time.min), "microseconds")


def last_instant(moment: str) -> Moment:
    """Return `moment` like `instant`, but a bare date is its last instant: as of a day includes the day."""
    return as_moment(_read(moment, time.max), "microseconds")


def shown(known: str) -> str:
    """Return a stored instant as people read it: without a fraction of zero."""
    return known.replace(".000000Z", "Z")


def now() -> Moment:
    """Return the present instant."""
    return as_moment(datetime.now(UTC), "microseconds")


def _read(moment: str, if_bare: time) -> datetime:
    try:
        day = date.fromisoformat(moment)
    except ValueError:
        pass
    else:
        return datetime.combine(day, if_bare, UTC)
    try:
        return instant_of(moment)
    except ValueError as error:
        raise UsageError(f"{moment!r} is no moment; {_REMEDY}") from error

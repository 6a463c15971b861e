"""Moments as the store compares them: one fixed-width UTC form, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from watchfloor.errors import UsageError

_REMEDY = "give a date (2026-01-27) or a time (2026-01-27T06:00:00Z)"


def instant(moment: str) -> str:
    """Return `moment` as `YYYY-MM-DDTHH:MM:SS.ffffffZ`; a bare date is its first instant.

    A time without a zone is UTC. Raises UsageError for what is no ISO 8601 date or time.
    """
    return _written(_read(moment, time.min))


def last_instant(moment: str) -> str:
    """Return `moment` like `instant`, but a bare date is its last instant: as of a day includes the day."""
    return _written(_read(moment, time.max))


def shown(known: str) -> str:
    """Return a stored instant as people read it: without a fraction of zero."""
    return known.replace(".000000Z", "Z")


def now() -> str:
    """Return the present instant."""
    return _written(datetime.now(UTC))


def _read(moment: str, if_bare: time) -> datetime:
    try:
        day = date.fromisoformat(moment)
    except ValueError:
        pass
    else:
        return datetime.combine(day, if_bare, UTC)
    try:
        found = datetime.fromisoformat(moment)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{moment!r} is no moment; {_REMEDY}") from error


def _written(found: datetime) -> str:
    return found.replace(tzinfo=None).isoformat("T", "microseconds") + "Z"

"""What an instant is: UTC, written in ISO 8601 with a Z, so that the order of the text is that of time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal, NewType

Moment = NewType("Moment", str)


def instant_of(written: str) -> datetime:
    """Return the instant that is written: of a day its first, of a time without a zone that of UTC.

    Raises ValueError for what is neither a day nor a time.
    """
    found = datetime.fromisoformat(written)
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{written!r} lies outside of what a calendar holds") from error


def to_the_minute(moment: str) -> str:
    """Return a moment as people read it, in the zone that it is written in; a bare day stays."""
    return moment[:16].replace("T", " ")


def as_moment(at: datetime, digits: Literal["seconds", "microseconds"] = "seconds") -> Moment:
    """Return an instant as it is written everywhere.

    Raises ValueError for a time without a zone: nobody could tell which instant it is.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return Moment(at.astimezone(UTC).replace(tzinfo=None).isoformat("T", digits) + "Z")

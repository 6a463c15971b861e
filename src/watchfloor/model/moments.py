"""What an instant is: UTC, written in ISO 8601 with a Z, so that the order of the text is that of time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal, NewType

Moment = NewType("Moment", str)


def as_moment(at: datetime, digits: Literal["seconds", "microseconds"] = "seconds") -> Moment:
    """Return an instant as it is written everywhere.

    Raises ValueError for a time without a zone: nobody could tell which instant it is.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return Moment(at.astimezone(UTC).replace(tzinfo=None).isoformat("T", digits) + "Z")


def instant_of(moment: str) -> datetime:
    """Return the instant of a moment of the floor; one without a zone is of UTC, and a bare day begins it."""
    found = datetime.fromisoformat(moment)
    return found if found.tzinfo else found.replace(tzinfo=UTC)

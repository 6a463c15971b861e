"""How the events of a story that may be one happening with what a report tells are looked up."""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.model.ids import EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKey:
    """What an event can be found by: a type or a telling, and the days (ordinals) that are told of with it.

    Without days it may be of any; a telling is found whatever its day.
    """

    key: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSearch:
    """The events that a report's mentions may be of: by key and days, by `ids`, as the `latest` of a key."""

    keys: tuple[EventKey, ...] = ()
    ids: tuple[EventId, ...] = ()
    latest: tuple[str, ...] = ()


def type_key(event_type: str) -> str:
    """Return the key of the events of a type."""
    return f"type:{event_type}"


def telling_key(telling: str) -> str:
    """Return the key of the events that hold a sentence, in whatever report."""
    return f"telling:{telling}"

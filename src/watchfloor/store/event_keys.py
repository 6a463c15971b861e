"""What the events of a story are found by, kept beside them: derived, of what is held now alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from watchfloor.model import Event, EventId, StoryId
from watchfloor.model.event_search import EventKey, EventSearch, telling_key, type_key
from watchfloor.store import schema

MOST_LATEST = 40  # events of a kind that words can point at without naming a day: those told of last
_CHUNK = 500  # most ids in one condition


def keep_keys(
    connection: sa.Connection, event: Event, keys: Iterable[EventKey] | None, *, sequence: int
) -> None:
    """Keep what an event is found by; without `keys` it is found by its types and tellings on any day."""
    table = schema.event_key
    connection.execute(sa.delete(table).where(table.c.event == event.id))
    rows = [
        {
            "event": event.id,
            "story": event.story,
            "key": it.key,
            "first": it.first,
            "last": it.last,
            "told": sequence,
        }
        for it in (_any_day(event) if keys is None else keys)
    ]
    if rows:
        connection.execute(sa.insert(table), rows)


def _any_day(event: Event) -> Iterator[EventKey]:
    for kind in dict.fromkeys(member.type for member in event.members if not member.pointing):
        yield EventKey(key=type_key(kind.value))
    for telling in dict.fromkeys(member.telling for member in event.members if member.telling):
        yield EventKey(key=telling_key(telling))


def found_by(connection: sa.Connection, story: StoryId, search: EventSearch) -> list[EventId]:
    """Return the ids of a story's events that a search may be of; some may be held no longer."""
    table = schema.event_key
    found: dict[EventId, None] = dict.fromkeys(search.ids)
    of_story = sa.select(table.c.event).where(table.c.story == story)
    whole = sorted({it.key for it in search.keys if it.first is None})
    for start in range(0, len(whole), _CHUNK):
        some = of_story.where(table.c.key.in_(whole[start : start + _CHUNK]))
        found |= dict.fromkeys(connection.scalars(some))
    for it in search.keys:
        if it.first is not None and it.key not in whole:
            of_key = of_story.where(table.c.key == it.key)
            dated = of_key.where(table.c.last >= it.first, table.c.first <= it.last)
            found |= dict.fromkeys(connection.scalars(dated))
            found |= dict.fromkeys(connection.scalars(of_key.where(table.c.last.is_(None))))
    for key in search.latest:
        latest = of_story.where(table.c.key == key).order_by(table.c.told.desc(), table.c.event)
        found |= dict.fromkeys(connection.scalars(latest.limit(MOST_LATEST)))
    return list(found)

"""The desk's list of happenings with one row for what articles and a note of our own both tell.

"Reported by 3 separately written texts, 1 our own": the row is that of the articles, unaltered, with what the
note tells beside it. What leaves the desk is made elsewhere, of happenings as they are held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from watchfloor.engine.answer.queries import Page
from watchfloor.model import OWN_STAFF, Event, EventId, Scope
from watchfloor.store import AsOf, Store
from watchfloor.track.events.beside import told_beside

_MOST = 500  # happenings that are compared with those of a page


def with_notes(store: Store, page: Page[Event], scope: Scope) -> Page[Event]:
    """Return a page of happenings, what our own people tell of too beside them, and not listed again."""
    types = _types(row.value for row in page.rows)
    pairs = _pairs(store, types, as_of=scope.as_of, weak=scope.weak)
    if not pairs:
        return page
    beside = _beside(pairs)
    # A note's row is left out where the row of the articles is in the same answer, on whatever page.
    places = scope.places or _places(own for own, _ in pairs)
    there = _ids(store, replace(scope, types=_both(scope.types, types), places=places))
    again = {own.id for own, found in pairs if found.id in there}
    rows = tuple(
        replace(row, beside=beside.get(row.value.id, ())) for row in page.rows if row.value.id not in again
    )
    return replace(page, rows=rows)


def noted_beside(
    store: Store, events: Iterable[Event], *, as_of: AsOf = None
) -> Mapping[EventId, tuple[Event, ...]]:
    """Return what our own people tell of some happenings too, by the id of each that they do."""
    held = tuple(events)
    found = _beside(_pairs(store, _types(held), as_of=as_of, weak=True))
    return {event.id: found[event.id] for event in held if event.id in found}


def _pairs(store: Store, types: tuple[str, ...], *, as_of: AsOf, weak: bool) -> Sequence[tuple[Event, Event]]:
    """Return what our own people tell of some types of happenings, each with the one that it is."""
    whole = Scope(types=types, as_of=as_of, weak=weak)
    noted = _events(store, replace(whole, outlets=(OWN_STAFF,))) if types else []
    others = _events(store, replace(whole, places=_places(noted))) if noted else []
    return [(own, found) for own in noted if (found := told_beside(own, others)) is not None]


def _beside(pairs: Iterable[tuple[Event, Event]]) -> Mapping[EventId, tuple[Event, ...]]:
    beside: defaultdict[EventId, tuple[Event, ...]] = defaultdict(tuple)
    for own, found in pairs:
        beside[found.id] += (own,)
    return beside


def _types(events: Iterable[Event]) -> tuple[str, ...]:
    return tuple(sorted({event.type.value for event in events}))


def _both(asked: Sequence[str], told: Sequence[str]) -> tuple[str, ...]:
    return tuple(it for it in told if not asked or it in asked)


def _places(events: Iterable[Event]) -> tuple[str, ...]:
    return tuple(sorted({event.place.name for event in events if event.place is not None}))


def _ids(store: Store, scope: Scope) -> list[EventId]:
    return [EventId(it.id) for it in store.answers.page("events", scope, limit=_MOST)]


def _events(store: Store, scope: Scope) -> list[Event]:
    ids = _ids(store, scope)
    return store.events(ids=ids, as_of=scope.as_of) if ids else []

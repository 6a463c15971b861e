"""The desk's list of happenings with one row for what articles and a note of our own both tell.

"Reported by 3 separately written texts, 1 our own": the row is that of the articles, unaltered, with what the
note tells beside it. What leaves the desk is made elsewhere, of happenings as they are held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from watchfloor.engine.answer.queries import Page
from watchfloor.model import OWN_STAFF, Event, EventId, Scope
from watchfloor.store import Store
from watchfloor.track.events.beside import told_beside

_MOST = 500  # happenings that are compared with those of a page


def with_notes(store: Store, page: Page[Event], scope: Scope) -> Page[Event]:
    """Return a page of happenings, what our own people tell of too beside them, and not listed again."""
    types = tuple(sorted({row.value.type.value for row in page.rows}))
    whole = Scope(types=types, as_of=scope.as_of, weak=scope.weak)
    noted = _events(store, replace(whole, outlets=(OWN_STAFF,))) if types else []
    if not noted:
        return page
    others = _events(store, replace(whole, places=_places(noted)))
    pairs = [(own, found) for own in noted if (found := told_beside(own, others)) is not None]
    beside: defaultdict[EventId, list[Event]] = defaultdict(list)
    for own, found in pairs:
        beside[found.id].append(own)
    # A note's row is left out where the row of the articles is in the same answer, on whatever page.
    there = _ids(
        store, replace(scope, types=_both(scope.types, types), places=scope.places or _places(noted))
    )
    again = {own.id for own, found in pairs if found.id in there}
    rows = tuple(
        replace(row, beside=tuple(beside[row.value.id])) for row in page.rows if row.value.id not in again
    )
    return replace(page, rows=rows)


def _both(asked: Sequence[str], told: Sequence[str]) -> tuple[str, ...]:
    return tuple(it for it in told if not asked or it in asked)


def _places(events: Iterable[Event]) -> tuple[str, ...]:
    return tuple(sorted({event.place.name for event in events if event.place is not None}))


def _ids(store: Store, scope: Scope) -> list[EventId]:
    return [EventId(it.id) for it in store.answers.page("events", scope, limit=_MOST)]


def _events(store: Store, scope: Scope) -> list[Event]:
    ids = _ids(store, scope)
    return store.events(ids=ids, as_of=scope.as_of) if ids else []

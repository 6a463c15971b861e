"""Lists in which what sources with a label of the desk tell comes first, and then the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from watchfloor.engine.answer.asking import label_meant
from watchfloor.engine.answer.queries import Page, page_of
from watchfloor.errors import UsageError, nearest
from watchfloor.model import Scope, SourceLabel
from watchfloor.store import Store
from watchfloor.store.queries import FoundRow, PageEnd

LISTS = ("reports", "stories", "events", "quotes", "changes", "actors", "timeline")
_MOST = 500  # rows that are looked at together: where nearly all bear the label, the rest stand far apart
_LABELLED = "l."  # begins the cursor of a page that ends among what bears the label
_REST = "r."


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that was found, and whether a source with the label tells it."""

    found: FoundRow
    is_labelled: bool


def order_label(name: str) -> str:
    """Return the label that a list is to be put in order by; raise UsageError for what is none."""
    found = label_meant(name)
    if found is None:
        known = ("value", "newest", *(one.value for one in SourceLabel))
        raise UsageError(f"{name!r} is no order, and no label of sources; {nearest(name, known)}")
    return found


def labelled_first(
    store: Store, what: str, scope: Scope, label: str, *, limit: int, cursor: str | None
) -> Page[Any]:
    """Return a page of a list, what sources with a label tell before the rest.

    Raise UsageError for what is no label, no cursor of this order, or a list that no outlet tells.
    """
    if what not in LISTS:
        raise UsageError(f"{what} stand in an order of their own; a label orders {', '.join(LISTS)}")
    labelled = replace(scope, labels_too=(order_label(label),))
    begins_in_rest, after = _read(cursor) if cursor else (False, None)
    with store.snapshot():
        rows = (
            _rest(store, what, scope, labelled, after)
            if begins_in_rest
            else _both(store, what, scope, labelled, after)
        )
        found = list(islice(rows, limit + 1))
        end = found[limit - 1] if len(found) > limit else None
        return page_of(
            store, what, scope, [row.found for row in found[:limit]], cursor=_written(end) if end else None
        )


def _both(store: Store, what: str, scope: Scope, labelled: Scope, after: PageEnd | None) -> Iterator[_Row]:
    for found in _walked(store, what, labelled, after):
        yield from (_Row(row, is_labelled=True) for row in found)
    yield from _rest(store, what, scope, labelled, None)


def _rest(store: Store, what: str, scope: Scope, labelled: Scope, after: PageEnd | None) -> Iterator[_Row]:
    """Yield what no source with the label tells: of each stretch of the list, all but what does."""
    for found in _walked(store, what, scope, after):
        told = {row.id for row in _as_far_as(found[-1], _walked(store, what, labelled, after))}
        yield from (_Row(row, is_labelled=False) for row in found if row.id not in told)
        after = PageEnd(found[-1].born, found[-1].id)


def _as_far_as(last: FoundRow, pieces: Iterator[list[FoundRow]]) -> Iterator[FoundRow]:
    for piece in pieces:
        yield from piece
        if (-piece[-1].born, piece[-1].id) >= (-last.born, last.id):
            return


def _walked(store: Store, what: str, scope: Scope, after: PageEnd | None) -> Iterator[list[FoundRow]]:
    """Yield a list piece by piece, newest known first."""
    while found := store.answers.page(what, scope, limit=_MOST, after=after):
        yield found
        after = PageEnd(found[-1].born, found[-1].id)


def _written(end: _Row) -> str:
    place = PageEnd(end.found.born, end.found.id).written()
    return f"{_LABELLED if end.is_labelled else _REST}{place}"


def _read(cursor: str) -> tuple[bool, PageEnd]:
    """Return whether a page begins in the rest, and after which row."""
    if not cursor.startswith((_LABELLED, _REST)):
        raise UsageError(f"{cursor!r} is no cursor of this order; give the one below the last page")
    return cursor.startswith(_REST), PageEnd.read(cursor[len(_REST) :])

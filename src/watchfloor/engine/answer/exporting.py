"""The values of an export, part by part: never more in memory than one page of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from watchfloor.engine.answer.numbers import numbers
from watchfloor.engine.answer.queries import Listed, Page, ask, known_of
from watchfloor.engine.answer.situation_report import with_used
from watchfloor.model import (
    Actor,
    ActorId,
    Event,
    NumberSeries,
    Scope,
    SituationReport,
    Subject,
)
from watchfloor.store import Store
from watchfloor.track import series_id

_PAGE = 200


@dataclass(frozen=True, slots=True)
class ExportPart:
    """Some values in the order of their list, and what is known of them."""

    rows: tuple[Listed[Any], ...]
    known: SituationReport


def export_parts(store: Store, what: str, scope: Scope, *, page: int = _PAGE) -> Iterator[ExportPart]:
    """Yield everything of a list that is in scope, newest known first."""
    for found in _pages(store, what, scope, page):
        if found.rows:
            yield _part(store, found.rows, found.actors, scope)


def parts_oldest_first(
    store: Store, what: str, scope: Scope, *, kept: Callable[[Any], Any | None]
) -> Iterator[ExportPart]:
    """Yield everything in scope, oldest known first, as `kept` leaves it (None: not at all).

    Numbers that people chose are left out in the same way. What came first keeps its words when more comes,
    however many of one report may be shown.
    """
    rows: list[Listed[Any]] = []
    actors: dict[ActorId, Actor] = {}
    for found in _pages(store, what, scope, _PAGE):
        changed = ((row, kept(row.value)) for row in found.rows)
        rows += (replace(row, value=value) for row, value in changed if value is not None)
        actors |= found.actors
    rows.reverse()
    for start in range(0, len(rows), _PAGE):
        part = _part(store, rows[start : start + _PAGE], actors, scope)
        chosen = tuple(series for it in part.known.numbers if (series := kept(it)) is not None)
        yield replace(part, known=replace(part.known, numbers=chosen))


def _pages(store: Store, what: str, scope: Scope, limit: int) -> Iterator[Page[Any]]:
    cursor: str | None = None
    list_of = numbers if what == "numbers" else partial(ask, what=what)
    while True:
        found: Page[Any] = list_of(store, scope=scope, limit=limit, cursor=cursor)
        yield found
        cursor = found.cursor
        if cursor is None:
            return


def _part(
    store: Store, rows: Sequence[Listed[Any]], actors: Mapping[ActorId, Actor], scope: Scope
) -> ExportPart:
    values = [row.value for row in rows]
    known = known_of(store, values, as_of=scope.as_of)
    used = tuple(_used(store, [it for it in values if isinstance(it, Event)], scope))
    return ExportPart(tuple(rows), replace(known, actors=tuple(actors.values()), numbers=used))


def _used(store: Store, events: list[Event], scope: Scope) -> Iterator[NumberSeries]:
    """Yield the tolls of events of which a person chose the number, without their points."""
    series = [
        NumberSeries(
            id=series_id(Subject("event", event.id), "killed", None),
            about=Subject("event", event.id),
            role="killed",
            scope=None,
            unit=None,
            points=(),
            low=0,
            high=0,
            latest=0,
            state="agreed",
        )
        for event in events
    ]
    yield from (it for it in with_used(store, series, as_of=scope.as_of) if it.used)

"""The values of an export, part by part: never more in memory than one page of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from watchfloor.engine.answer.numbers import numbers
from watchfloor.engine.answer.queries import Listed, Page, ask, known_of
from watchfloor.engine.answer.situation_report import with_used
from watchfloor.model import Event, NumberSeries, Scope, SituationReport, Subject, digest
from watchfloor.store import Store

_PAGE = 200


@dataclass(frozen=True, slots=True)
class ExportPart:
    """Some values in the order of their list, and what is known of them."""

    rows: tuple[Listed[Any], ...]
    known: SituationReport


def export_parts(store: Store, what: str, scope: Scope, *, page: int = _PAGE) -> Iterator[ExportPart]:
    """Yield everything of a list that is in scope, newest known first."""
    cursor: str | None = None
    while True:
        list_of = numbers if what == "numbers" else partial(ask, what=what)
        found: Page[Any] = list_of(store, scope=scope, limit=page, cursor=cursor)
        if found.rows:
            values = [row.value for row in found.rows]
            known = known_of(store, values, as_of=scope.as_of)
            used = tuple(_used(store, [it for it in values if isinstance(it, Event)], scope))
            yield ExportPart(found.rows, replace(known, actors=tuple(found.actors.values()), numbers=used))
        cursor = found.cursor
        if cursor is None:
            return


def _used(store: Store, events: list[Event], scope: Scope) -> Iterator[NumberSeries]:
    """Yield the tolls of events of which a person chose the number, without their points."""
    series = [
        NumberSeries(
            id=digest("series", "event", event.id, "killed", ""),
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

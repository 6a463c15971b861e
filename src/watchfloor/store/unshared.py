"""What people keep back from others: reports, events and numbers, and what a place stands for."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from watchfloor.model import ReportId
from watchfloor.store import schema
from watchfloor.store.held_values import CHUNK
from watchfloor.store.shares import kept_back
from watchfloor.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Unshared:
    """What is kept back by its ids; `actors` are those that no other report names."""

    reports: frozenset[ReportId] = frozenset()
    events: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()

    @property
    def ids(self) -> frozenset[str]:
        """All of it."""
        return self.reports | self.events | self.numbers | self.actors


def unshared(store: Store) -> Unshared:
    """Return what nothing that leaves the desk may tell, as of now."""
    subjects = kept_back(store)
    if not subjects:
        return Unshared()
    # The table of places is loaded by those who keep something back alone.
    from watchfloor.store.kept_places import KeptPlaces  # noqa: PLC0415

    by_kind: dict[str, set[str]] = {}
    for it in subjects:
        by_kind.setdefault(it.kind, set()).update((it.id, store.resolve(it.kind, it.id)))
    places = KeptPlaces(store, frozenset(by_kind.get("place", ())))
    reports = frozenset(map(ReportId, (*by_kind.get("report", ()), *places.reports)))
    return Unshared(
        reports=reports,
        events=frozenset((*by_kind.get("event", ()), *places.events)),
        numbers=frozenset(by_kind.get("number", ())),
        actors=frozenset(_actors_of(store, reports)),
    )


def _actors_of(store: Store, reports: frozenset[ReportId]) -> set[str]:
    """Return the actors that these reports name and no other does."""
    table = schema.member
    chains = sa.select(table.c.whole, table.c.member).where(
        table.c.kind == "actor", table.c.known_until.is_(None)
    )
    named: set[str] = set()
    for report in sorted(reports):
        found = store.rows(chains.where(table.c.member >= f"{report}#", table.c.member < f"{report}$"))
        named |= {row.whole for row in found}
    every, others = sorted(named), set[str]()
    for start in range(0, len(every), CHUNK):
        for row in store.rows(chains.where(table.c.whole.in_(every[start : start + CHUNK]))):
            if row.member.partition("#")[0] not in reports:
                others.add(row.whole)
    return named - others

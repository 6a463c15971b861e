"""Places that are kept back: what happened there, and which reports name them, however they spell them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from watchfloor.gazetteer.places import gazetteer, meant_places
from watchfloor.model import OwnPlace, ReportId, Scope
from watchfloor.store.own_tables import own_table_of
from watchfloor.store.queries import PageEnd
from watchfloor.store.store import Store
from watchfloor.store.terms import asked_place, folded, mention_places

_STEP = 500


class KeptPlaces:
    """Some places of a floor, by name or GeoNames number, its own places by name, alias or code."""

    def __init__(self, store: Store, places: frozenset[str]) -> None:
        self._store = store
        self._places = places
        self._named: dict[ReportId, bool] = {}

    @cached_property
    def events(self) -> frozenset[str]:
        """The events at one of the places."""
        if not self._meant:
            return frozenset()
        return frozenset(self._all("events", Scope(places=self._meant, weak=True)))

    def are_named_in(self, report_id: ReportId) -> bool:
        """Tell whether a report names one of the places: in its words, or as its places were read."""
        if not self._places:
            return False
        if report_id not in self._named:
            self._named[report_id] = report_id in self._worded or self._is_read_in(report_id)
        return self._named[report_id]

    def _is_read_in(self, report_id: ReportId) -> bool:
        report = self._store.report(report_id)
        findings = self._store.findings_of(report) if report is not None else None
        return findings is not None and not self._terms.isdisjoint(mention_places(findings))

    @cached_property
    def reports(self) -> frozenset[str]:
        """The reports that have one of the names among their words, or that are about such a place."""
        if not self._places:
            return frozenset()
        return self._worded | frozenset(self._all("reports", Scope(places=self._meant, weak=True)))

    @cached_property
    def _own(self) -> tuple[OwnPlace, ...]:
        """The rows of the floor's own table that are meant."""
        wanted = set(map(folded, self._places))
        return tuple(
            row
            for row in (own_table_of(self._store, "places").places if wanted else ())
            if not wanted.isdisjoint(map(folded, (row.name, row.code or "", *row.aliases)))
        )

    @cached_property
    def _meant(self) -> tuple[str, ...]:
        """The places as they are asked for."""
        own = (name for row in self._own for name in (row.name, row.code) if name)
        return tuple(dict.fromkeys((*meant_places(sorted(self._places)), *own)))

    @cached_property
    def _terms(self) -> frozenset[str]:
        return frozenset(term for name in self._meant for term in asked_place(name))

    @cached_property
    def _worded(self) -> frozenset[str]:
        """The reports that have one of the names among their words."""
        names = {folded(name): name for name in self._names()}
        found = (self._all("reports", Scope(words=f'"{name}"', weak=True)) for name in names.values())
        return frozenset(id_ for some in found for id_ in some)

    def _names(self) -> Iterator[str]:
        for name in self._meant:
            if not name.isdecimal():
                yield name
            elif name in self._places and (place := gazetteer().by_geonames(int(name))) is not None:
                yield place.name
        yield from (name for row in self._own for name in (row.name, *row.aliases))

    def _all(self, what: str, scope: Scope) -> Iterator[str]:
        after: PageEnd | None = None
        while found := self._store.answers.page(what, scope, limit=_STEP, after=after):
            yield from (row.id for row in found)
            after = PageEnd(found[-1].born, found[-1].id)

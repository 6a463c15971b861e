"""A floor's own places, looked up before the packaged ones: what a name may mean, ours first.

A place of both, under one name and near by, is one place: ours, with its number and people of GeoNames.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from watchfloor.gazetteer.countries import countries, country_of
from watchfloor.gazetteer.names import key_of
from watchfloor.gazetteer.places import Gazetteer, GazetteerPlace, OwnPart, gazetteer
from watchfloor.model import OwnPlace, OwnTable

_SAME = 25.0  # kilometres between a place of ours and the same one in the packaged table
_DEEPEST = 8  # parents above each other
_REGIONS = ("region", "county", "area")


class OwnGazetteer:
    """The packaged gazetteer with a floor's own places before it; its look-ups are pure."""

    def __init__(self, rows: Sequence[OwnPlace], base: Gazetteer) -> None:
        self._rows, self._base, self._first = rows, base, len(base)
        self._keys = _keys(rows)
        self._named = _named(rows)
        holding = (self._row_of(parent) for row in rows for parent in row.parents)
        self._regions = frozenset(at for at in holding if at is not None)

    def known(self, keys: Sequence[str]) -> list[bool]:
        """Return for each key (see `key_of`) whether some place has it."""
        return [
            own or packaged for own, packaged in zip(self._ours(keys), self._base.known(keys), strict=True)
        ]

    def _ours(self, keys: Sequence[str]) -> Iterator[bool]:
        return (key in self._keys for key in keys)

    def find(self, name: str) -> tuple[GazetteerPlace, ...]:
        """Return the places a name may mean, ours first."""
        return self.find_key(key_of(name))

    def find_key(self, key: str) -> tuple[GazetteerPlace, ...]:
        """Return the places that a key (see `key_of`) may mean, ours first."""
        packaged = self._base.find_key(key)
        if key not in self._keys:
            return packaged
        found, rest = [], list(packaged)
        for at, is_lesser in self._keys[key]:
            ours = self._place(at, is_lesser=is_lesser)
            twin = next((place for place in rest if _is_same(ours, place)), None)
            if twin is not None:
                rest.remove(twin)
                ours = _joined(ours, twin)
            found.append(ours)
        return (*found, *rest)

    def by_geonames(self, geonames: int) -> GazetteerPlace | None:
        """Return the place of a GeoNames id."""
        return self._base.by_geonames(geonames)

    def place(self, number: int, *, lesser: bool = False) -> GazetteerPlace:
        """Return the place of a row; ours stand behind those of the packaged table."""
        if number < self._first:
            return self._base.place(number, lesser=lesser)
        return self._place(number - self._first, is_lesser=lesser)

    def meanings(self) -> Mapping[str, tuple[GazetteerPlace, ...]]:
        """Return what each key means by the floor's own table, whatever the numbers of its rows."""
        return {
            key: tuple(
                replace(self._place(at, is_lesser=is_lesser), number=0, regions=())
                for at, is_lesser in places
            )
            for key, places in self._keys.items()
        }

    def _place(self, at: int, *, is_lesser: bool) -> GazetteerPlace:
        row = self._rows[at]
        above = list(self._above(at))
        regions = [self._first + upper for upper in above]
        within = [
            name for upper in above for name in (self._rows[upper].code, self._rows[upper].name) if name
        ]
        country = None
        for parent in self._unknown(at, above):
            country = country or _country(parent)
            meant = _region(parent)
            regions += [meant.number, *meant.regions] if meant else []
            within += [str(meant.geonames)] if meant and meant.geonames else [parent]
            country = country or (meant.country if meant else None)
        is_region = at in self._regions
        return GazetteerPlace(
            number=self._first + at,
            name=row.name,
            kind="county" if is_region else "city",
            country=country,
            lat=row.lat,
            lon=row.lon,
            geonames=None,
            people=0,
            precision="region" if is_region else "town",
            regions=tuple(dict.fromkeys(regions)),
            lesser=is_lesser,
            own=OwnPart(row.code, tuple(dict.fromkeys(within))),
        )

    def _above(self, at: int) -> Iterator[int]:
        """Yield the rows that hold a row, the nearest first."""
        seen, level = {at}, [at]
        for _ in range(_DEEPEST):
            upper = (self._row_of(parent) for row in level for parent in self._rows[row].parents)
            level = [row for row in dict.fromkeys(upper) if row is not None and row not in seen]
            seen.update(level)
            yield from level

    def _unknown(self, at: int, above: Iterable[int]) -> Iterator[str]:
        """Yield the parents of a row, and of those that hold it, which are no rows: countries and regions."""
        for row in (at, *above):
            yield from (parent for parent in self._rows[row].parents if self._row_of(parent) is None)

    def _row_of(self, code_or_name: str) -> int | None:
        return self._named.get(code_or_name.casefold())


def own_gazetteer(table: OwnTable) -> Gazetteer | OwnGazetteer:
    """Return the gazetteer that a floor's own table of places stands before; the packaged one for none."""
    return _indexed(table) if table.places else gazetteer()


def changed_keys(before: OwnTable, now: OwnTable) -> frozenset[str]:
    """Return the keys of names that mean something else in one table of places than in another."""
    held, said = (_indexed(table).meanings() if table.places else {} for table in (before, now))
    return frozenset(key for key in {*held, *said} if held.get(key) != said.get(key))


@lru_cache(maxsize=2)
def _indexed(table: OwnTable) -> OwnGazetteer:
    return OwnGazetteer(table.places, gazetteer())


def _keys(rows: Sequence[OwnPlace]) -> Mapping[str, tuple[tuple[int, bool], ...]]:
    """Return the rows by the keys of their names, and whether it is one of their other names."""
    names = ((name, at, False) for at, row in enumerate(rows) for name in (row.name,))
    others = ((name, at, True) for at, row in enumerate(rows) for name in row.aliases)
    found: dict[str, dict[int, bool]] = defaultdict(dict)
    for name, at, is_lesser in (*names, *others):
        if key := key_of(name):
            found[key].setdefault(at, is_lesser)
    return {key: tuple(places.items()) for key, places in found.items()}


def _named(rows: Sequence[OwnPlace]) -> Mapping[str, int]:
    """Return the rows by code and name, as parents name them; a code counts before a name."""
    found: dict[str, int] = {}
    for at, row in enumerate(rows):
        found.setdefault(row.name.casefold(), at)
    found.update({row.code.casefold(): at for at, row in enumerate(rows) if row.code is not None})
    return found


@lru_cache(maxsize=1024)
def _country(name: str) -> str | None:
    return name.upper() if name.upper() in countries() else country_of(name)


@lru_cache(maxsize=1024)
def _region(name: str) -> GazetteerPlace | None:
    """Return the region of the packaged table that a parent names; None for a country, and for none."""
    if _country(name) is not None:
        return None
    found = (place for place in gazetteer().find(name) if place.kind in _REGIONS)
    return next(found, None)


def _is_same(ours: GazetteerPlace, packaged: GazetteerPlace) -> bool:
    """Tell whether a place of the packaged table is ours: of one name, near by, and not its district."""
    if packaged.kind == "country" or (ours.kind == "county") != (packaged.kind in _REGIONS):
        return False
    other_land = None not in (ours.country, packaged.country) and ours.country != packaged.country
    return not other_land and _kilometres(ours, packaged) < _SAME


def _joined(ours: GazetteerPlace, packaged: GazetteerPlace) -> GazetteerPlace:
    assert ours.own is not None, "ours comes from the floor's table"
    around = [gazetteer().place(number) for number in packaged.regions]
    numbers = (str(region.geonames) for region in around if region.geonames)
    return replace(
        ours,
        country=ours.country or packaged.country,
        kind=packaged.kind,
        precision=packaged.precision,
        geonames=packaged.geonames,
        people=packaged.people,
        regions=tuple(dict.fromkeys((*ours.regions, *packaged.regions))),
        own=replace(ours.own, within=tuple(dict.fromkeys((*ours.own.within, *numbers)))),
    )


def _kilometres(one: GazetteerPlace, other: GazetteerPlace) -> float:
    middle = math.radians((one.lat + other.lat) / 2)
    wide = (one.lon - other.lon + 180) % 360 - 180
    return 111.2 * math.hypot(one.lat - other.lat, wide * math.cos(middle))

"""The baked table of places: what a name may mean, and where that lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np

from watchfloor.gazetteer.countries import countries
from watchfloor.gazetteer.names import hash_of, key_of
from watchfloor.model import Place, PlacePrecision

KINDS = ("country", "region", "county", "city", "area")
PRECISIONS: tuple[PlacePrecision, ...] = ("point", "town", "region", "country")
_REGIONS = ("region", "county")
_NONE = 65535


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What a floor's own table says of a place: its code, and what holds it by name and code."""

    code: str | None
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """A place of the gazetteer.

    `number` is its row; `kind` one of country, region (first level), county (second level), city, area
    (of a table beside GeoNames: seas, sites, parts of the world); `people` its population (0 where unknown);
    `regions` the rows of the regions that hold it, smallest first; `lesser` whether it was found by one of
    its other names; `own` is what the floor's own table says of it, if it stands there.
    """

    number: int
    name: str
    kind: str
    country: str | None
    lat: float
    lon: float
    geonames: int | None
    people: int
    precision: PlacePrecision
    regions: tuple[int, ...]
    lesser: bool = False
    own: OwnPart | None = None


def place_of(found: GazetteerPlace) -> Place:
    """Return a place of the gazetteer as events carry it."""
    return Place(
        name=found.name,
        country=found.country,
        lat=found.lat,
        lon=found.lon,
        geonames=found.geonames,
        code=found.own.code if found.own else None,
        within=found.own.within if found.own else (),
        precision=found.precision,
    )


class Gazetteer:
    """The table, loaded at once; its look-ups are pure."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self._columns = columns
        self._names: bytes = columns["names"].tobytes()
        self._codes = sorted(countries())

    def __len__(self) -> int:
        return len(self._columns["name_ends"])

    def known(self, keys: Sequence[str]) -> list[bool]:
        """Return for each key (see `key_of`) whether some place has it; one look-up for all of them."""
        if not keys:
            return []
        wanted = np.array([hash_of(key) for key in keys], dtype=np.uint64)
        hashes = self._columns["hashes"]
        at = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
        return [bool(same) for same in hashes[at] == wanted]

    def find(self, name: str) -> tuple[GazetteerPlace, ...]:
        """Return the places a name may mean: by main name before other names, larger before smaller."""
        return self.find_key(key_of(name))

    def find_key(self, key: str) -> tuple[GazetteerPlace, ...]:
        """Return the places that a key (see `key_of`) may mean."""
        wanted = np.uint64(hash_of(key))
        hashes = self._columns["hashes"]
        at = int(np.searchsorted(hashes, wanted))
        if not key or at >= len(hashes) or hashes[at] != wanted:
            return ()
        starts = self._columns["starts"]
        found = self._columns["places"][int(starts[at]) : int(starts[at + 1])].tolist()
        return tuple(self.place(value >> 1, lesser=bool(value & 1)) for value in found)

    def by_geonames(self, geonames: int) -> GazetteerPlace | None:
        """Return the place of a GeoNames id."""
        rows = np.flatnonzero(self._columns["geonames"] == geonames)
        return self.place(int(rows[0])) if len(rows) else None

    def place(self, number: int, *, lesser: bool = False) -> GazetteerPlace:
        """Return the place of a row."""
        column = self._columns
        ends = column["name_ends"]
        start = int(ends[number - 1]) if number else 0
        code = int(column["country"][number])
        return GazetteerPlace(
            number=number,
            name=self._names[start : int(ends[number])].decode(),
            kind=KINDS[int(column["kind"][number])],
            country=self._codes[code] if code < len(self._codes) else None,
            lat=int(column["lat"][number]) / 100,
            lon=int(column["lon"][number]) / 100,
            geonames=int(column["geonames"][number]) or None,
            people=round(10 ** (int(column["people"][number]) / 25)) - 1,
            precision=PRECISIONS[int(column["precision"][number])],
            regions=self._regions(number),
            lesser=lesser,
        )

    def _regions(self, number: int) -> tuple[int, ...]:
        parents = self._columns["parent"]
        found: list[int] = []
        at = int(parents[number])
        while at != _NONE and len(found) < 3:
            found.append(at)
            at = int(parents[at])
        return tuple(found)


@cache
def gazetteer() -> Gazetteer:
    """Return the packaged gazetteer, loaded at first use."""
    with as_file(files("watchfloor") / "data" / "gazetteer" / "places.npz") as path, np.load(path) as table:
        return Gazetteer({name: table[name] for name in table.files})


def main_names(name: str) -> tuple[str, ...]:
    """Return under which names the gazetteer has what `name` may mean: Kyiv for Kiev, Yangon for Rangoon.

    A place that has the name beside its own counts where no place that is called so is as large.
    """
    found = gazetteer().find(name)
    largest = max((place.people or 0 for place in found if not place.lesser), default=-1)
    meant = (place.name for place in found if not place.lesser or (place.people or 0) > largest)
    return tuple(dict.fromkeys(meant))


def region_numbers(name: str) -> tuple[int, ...]:
    """Return the GeoNames ids of the regions that `name` may mean, as `main_names` understands it."""
    table = gazetteer()
    found = (place for meant in (name, *main_names(name)) for place in table.find(meant))
    return tuple(
        dict.fromkeys(it.geonames for it in found if it.geonames and it.kind in _REGIONS and not it.lesser)
    )


def meant_places(names: Iterable[str]) -> tuple[str, ...]:
    """Return places as they were asked for, the names that the floor has them by, and regions by number.

    A region stands for all that lies in it, so that a question means what a watch for the same name does.
    """
    every = tuple(names)
    named = (meant for name in every for meant in (name, *main_names(name)))
    regions = (str(number) for name in every for number in region_numbers(name))
    return tuple(dict.fromkeys((*named, *regions)))


def regions_of(geonames: Iterable[int]) -> tuple[str, ...]:
    """Return the names of the regions that hold the places of some GeoNames ids, smallest first."""
    return tuple(dict.fromkeys(region.name for number in geonames for region in regions_around(number)))


@lru_cache(maxsize=4096)
def regions_around(geonames: int) -> tuple[GazetteerPlace, ...]:
    """Return the regions that hold the place of a GeoNames id, smallest first."""
    place = gazetteer().by_geonames(geonames)
    return tuple(gazetteer().place(number) for number in place.regions) if place else ()


def lying_in(places: Iterable[str], regions: Iterable[str]) -> tuple[str, ...]:
    """Return those of some places (by name or GeoNames id) that lie in one of some regions (by id)."""
    wanted = {int(region) for region in regions if region.isdecimal()}
    return tuple(place for place in places if wanted & set(_numbers_around(place)))


def _numbers_around(name: str) -> Iterator[int]:
    """Yield the GeoNames ids of the regions that hold what a name or a GeoNames id may mean."""
    if name.isdecimal():
        yield from (region.geonames for region in regions_around(int(name)) if region.geonames)
        return
    for place in gazetteer().find(name):
        if not place.lesser and place.geonames:
            yield from _numbers_around(str(place.geonames))

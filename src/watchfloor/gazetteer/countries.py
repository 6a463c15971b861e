"""Countries by name, adjective, people, capital and metonym of their government."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from watchfloor.tables import Parted, read_table

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country or territory with an ISO 3166-1 code (XK for Kosovo, as GeoNames has it).

    `governments` are names that stand for its government: capitals, palaces, ministries' streets.
    """

    code: str
    alpha3: str
    geonames: int
    name: str
    capital: str | None
    variants: Annotated[tuple[str, ...], Parted("|")]
    parts: Annotated[tuple[str, ...], Parted("|")]
    adjectives: Annotated[tuple[str, ...], Parted("|")]
    people: Annotated[tuple[str, ...], Parted("|")]
    governments: Annotated[tuple[str, ...], Parted("|")]
    continent: str
    neighbours: Annotated[tuple[str, ...], Parted("|")]
    lat: float
    lon: float


@cache
def countries() -> Mapping[str, Country]:
    """Return all countries by ISO code, in the order of their codes."""
    return {country.code: country for country in read_table("gazetteer/countries.tsv", Country)}


def country_of(name: str) -> str | None:
    """Return the ISO code of a country by name, variant, adjective or people, or None.

    "Iran", "Iranian", "Israelis", "the U.S." and "Russia's" are known; a capital is not (`government_of`).
    Names are known in any accents; short forms only in capitals ("US", not "us").
    """
    key = fold(name)
    return _names().get(key) or _demonyms().get(key)


def demonym_of(name: str) -> str | None:
    """Return the ISO code of a country by adjective or people ("Iranian", "Turks"), not by name, or None."""
    return _demonyms().get(fold(name))


def government_of(metonym: str) -> str | None:
    """Return the ISO code of the government that a metonym stands for ("Moscow", "the Kremlin"), or None."""
    return _governments().get(fold(metonym))


def capital_of(code: str) -> str | None:
    """Return the English name of a country's capital (the seat of its government where they differ)."""
    country = countries().get(code)
    return country.capital if country else None


def country_name(code: str) -> str | None:
    """Return the English short name of a country by its ISO code."""
    country = countries().get(code)
    return country.name if country else None


def neighbours_of(code: str) -> tuple[str, ...]:
    """Return the ISO codes of the countries that share a land border."""
    country = countries().get(code)
    return country.neighbours if country else ()


def fold(name: str) -> str:
    """Return `name` as a key: no accents, article or possessive ending; case folded beyond four letters.

    Short names keep their case: "us" is a pronoun, "Chad" and "chad" are two words.
    """
    plain = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES).strip())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = " ".join(plain.split())
    if plain[:4].lower() == "the ":
        plain = plain[4:]
    plain = plain.removesuffix("'s").removesuffix("'")
    return plain.casefold() if len(plain) > 4 else plain


@cache
def _names() -> Mapping[str, str]:
    every = countries().values()
    return _index((c.code, (c.name, *c.variants, *c.parts)) for c in every)


@cache
def _demonyms() -> Mapping[str, str]:
    # The country first met keeps a shared demonym: those that the press means less often come last.
    order = sorted(countries().values(), key=lambda c: (c.code in ("DM", "CG", "KP"), c.code))
    names = _names()
    found = _index((c.code, (*c.adjectives, *c.people)) for c in order)
    return {key: code for key, code in found.items() if key not in names}


@cache
def _governments() -> Mapping[str, str]:
    return _index((c.code, c.governments) for c in countries().values())


def _index(entries: Iterable[tuple[str, tuple[str, ...]]]) -> Mapping[str, str]:
    index: dict[str, str] = {}
    for code, names in entries:
        for name in names:
            index.setdefault(fold(name), code)
            if name.isupper() and len(name) > 2:
                continue
            if len(fold(name)) <= 4:
                index.setdefault(name.upper(), code)
    return index

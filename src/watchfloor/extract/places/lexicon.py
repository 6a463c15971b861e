"""The word lists of the places, from data/places and data/gazetteer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Literal

from watchfloor.gazetteer.places import GazetteerPlace, gazetteer
from watchfloor.tables import Parted, read_table, read_words


@dataclass(frozen=True, slots=True)
class _Cues:
    name: Literal[
        "auxiliaries", "blows", "civic nouns", "directions", "first words", "inside", "motion", "of places",
        "parties", "prepositions", "struck", "titles", "travels", "weak prepositions",
    ]  # fmt: skip
    members: Annotated[tuple[str, ...], Parted(" ")]


@dataclass(frozen=True, slots=True)
class _OutletHome:
    names: Annotated[tuple[str, ...], Parted("|")]
    geonames: int
    town: str


@dataclass(frozen=True, slots=True)
class _Facility:
    word: str
    kind: Literal["street", "nature", "site"]


@dataclass(frozen=True, slots=True)
class _Abbreviated:
    code: str
    geonames: int
    short: str
    others: Annotated[tuple[str, ...], Parted("|")]


@cache
def _cues() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_table("places/cues.tsv", _Cues):
        found[row.name] |= set(row.members)
    found["inside"].add("-")  # a cell of a table says "nothing" by it
    return {name: frozenset(members) for name, members in found.items()}


def cues(name: str) -> frozenset[str]:
    """Return a class of words that stand around places (see data/places/cues.tsv)."""
    return _cues()[name]


@cache
def words(table: str) -> frozenset[str]:
    """Return the words of one of the lists in data/places."""
    return read_words(f"places/{table}.txt")


@cache
def _outlets() -> Mapping[str, int]:
    rows = read_table("places/outlets.tsv", _OutletHome)
    return {name: row.geonames for row in rows for name in row.names}


@lru_cache(maxsize=1024)
def outlet_home(outlet: str) -> GazetteerPlace | None:
    """Return the town where a well-known outlet is at home, by its name or domain."""
    parts = outlet.lower().removeprefix("www.").removeprefix("the ").split(".")
    whole = "".join(letter for letter in "".join(parts) if letter.isalnum())
    first = "".join(letter for letter in parts[0] if letter.isalnum())
    known = _outlets()
    geonames = known.get(first) or known.get(whole) or known.get(first.removeprefix("the"))
    return gazetteer().by_geonames(geonames) if geonames else None


@cache
def facilities() -> Mapping[str, str]:
    """Return the last words of facilities' names with their kinds (street, nature, site)."""
    return {row.word: row.kind for row in read_table("places/facilities.txt", _Facility)}


@cache
def abbreviations() -> tuple[Mapping[str, GazetteerPlace], Mapping[str, GazetteerPlace]]:
    """Return regions by the post's and by the newspapers' abbreviation."""
    post: dict[str, GazetteerPlace] = {}
    press: dict[str, GazetteerPlace] = {}
    for row in read_table("gazetteer/abbreviations.tsv", _Abbreviated):
        region = gazetteer().by_geonames(row.geonames)
        if region is not None:
            post.setdefault(row.short, region)
            press.update({other.replace(" ", ""): region for other in row.others})
    return post, press

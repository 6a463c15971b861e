"""The word lists of the places, from data/places and data/gazetteer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from watchfloor.gazetteer.places import Place, gazetteer


@cache
def _cues() -> Mapping[str, frozenset[str]]:
    text = (files("watchfloor") / "data" / "places" / "cues.tsv").read_text("utf-8")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in text.splitlines():
        if line and line[0] != "#":
            name, members = line.split("\t")
            found[name] |= set(members.split())
    return {name: frozenset(members) for name, members in found.items()}


def cues(name: str) -> frozenset[str]:
    """Return a class of words that stand around places (see data/places/cues.tsv)."""
    return _cues()[name]


@cache
def words(table: str) -> frozenset[str]:
    """Return the words of one of the lists in data/places."""
    text = (files("watchfloor") / "data" / "places" / f"{table}.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


@cache
def _outlets() -> Mapping[str, int]:
    text = (files("watchfloor") / "data" / "places" / "outlets.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return {name: int(row[1]) for row in rows for name in row[0].split("|")}


@lru_cache(maxsize=1024)
def outlet_home(outlet: str) -> Place | None:
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
    text = (files("watchfloor") / "data" / "places" / "facilities.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return {row[0]: row[1] for row in rows}


@cache
def abbreviations() -> tuple[Mapping[str, Place], Mapping[str, Place]]:
    """Return regions by the post's and by the newspapers' abbreviation."""
    text = (files("watchfloor") / "data" / "gazetteer" / "abbreviations.tsv").read_text("utf-8")
    post: dict[str, Place] = {}
    press: dict[str, Place] = {}
    for line in text.splitlines():
        if line and line[0] != "#":
            _, geonames, short, others = line.split("\t")
            region = gazetteer().by_geonames(int(geonames))
            if region is not None:
                post.setdefault(short, region)
                press.update({other.replace(" ", ""): region for other in others.split("|") if other})
    return post, press

"""What speaks for a place before the text around its name is looked at: how large and well known it is."""

from __future__ import annotations

import math
from collections.abc import Collection

from watchfloor.extract.places.names import PlaceName
from watchfloor.gazetteer.countries import capital_of
from watchfloor.gazetteer.names import key_of
from watchfloor.gazetteer.places import GazetteerPlace

# Weights found on the Local-Global Lexicon, dev part (see evals/places.py).
PEOPLE = 1.0  # a tenfold population
MISSPELLED = -1.5  # its own name is the text's, written otherwise ("Saint-Louis" for "St. Louis")
LESSER = -2.0  # found by one of its other names
OWN = 3.0  # it stands in the floor's own table: before any namesake that is no city
CAPITAL = 3.0  # the capital of a country
_KIND = {"country": 4.0, "region": 1.0, "county": -1.5, "city": 0.0, "area": 3.0}
_TENFOLD = {"area": 6.0, "country": 7.0}  # of kinds that are known whatever their people


def prior(place: GazetteerPlace) -> float:
    """Return what speaks for a place by itself."""
    score = PEOPLE * _fame(place) + _KIND[place.kind] + (LESSER if place.lesser else 0.0)
    return (
        score + CAPITAL if place.kind == "city" and not place.lesser and has_name_of_capital(place) else score
    )


def _fame(place: GazetteerPlace) -> float:
    """Return how well known a place is, as the power of ten of its people."""
    if place.kind in _TENFOLD:
        return _TENFOLD[place.kind]
    people = math.log10(place.people + 30) + (OWN if place.own is not None else 0.0)
    if place.kind == "region":
        people += 1.0 if place.people > 1_000_000 and not place.lesser else -1.0
    return people


def has_name_of_capital(place: GazetteerPlace) -> bool:
    """Tell whether a place is called as the capital of its country is."""
    return place.country is not None and capital_of(place.country) == place.name


def spelling(place: GazetteerPlace, key: str, spelled: Collection[str]) -> float:
    """Return what it costs a saint's town that the text writes the saint otherwise."""
    if not key.startswith("saint ") or key_of(place.name) != key:
        return 0.0
    short = place.name.startswith("St")
    return (
        MISSPELLED if all(name.startswith("St") != short for name in spelled if key_of(name) == key) else 0.0
    )


def most_likely(name: PlaceName) -> GazetteerPlace | None:
    """Return what a name means where nothing else is known; a qualifier means a country or a region."""
    if name.qualifies:
        larger = next((place for place in name.meanings if place.kind in ("country", "region")), None)
        if larger is not None:
            return larger
    return max(
        name.meanings,
        key=lambda place: (prior(place) + spelling(place, name.key, (name.text,)), -place.number),
        default=None,
    )

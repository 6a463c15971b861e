"""How near places stand to each other, and how much one speaks for another."""

from __future__ import annotations

import math

from watchfloor.gazetteer.places import GazetteerPlace

# Weights found on the Local-Global Lexicon, dev part (see evals/places.py).
TIE_COUNTRY = 0.3
TIE_REGION = 1.0
TIE_SAME_REGION = 0.4
TIE_SAME_COUNTRY = 0.05
REACH = 80.0  # kilometres over which support falls to a third
_SPOT = 60.0  # kilometres between a town and the middle of its district of the same name


def tie(place: GazetteerPlace, other: GazetteerPlace) -> float:
    """Return how much one place speaks for another: one holds the other, or they stand near."""
    if "country" in (place.kind, other.kind):
        return TIE_COUNTRY if place.country == other.country else 0.0
    if place.number in other.regions or other.number in place.regions:
        return TIE_REGION
    near = math.exp(-kilometres(place, other) / REACH)
    if place.regions and other.regions and place.regions[-1] == other.regions[-1]:
        near += TIE_SAME_REGION
    elif place.country and place.country == other.country:
        near += TIE_SAME_COUNTRY
    return near


def is_same_spot(place: GazetteerPlace, other: GazetteerPlace) -> bool:
    """Tell whether two meanings of a name are a town and its own district: neither is a wrong place."""
    if place.country != other.country or "country" in (place.kind, other.kind):
        return False
    holds = place.number in other.regions or other.number in place.regions
    return holds and kilometres(place, other) < _SPOT


def kilometres(place: GazetteerPlace, other: GazetteerPlace) -> float:
    """Return the distance of two places, good to a few percent below 2,000 km."""
    middle = math.radians((place.lat + other.lat) / 2)
    wide = (place.lon - other.lon + 180) % 360 - 180
    return 111.2 * math.hypot(place.lat - other.lat, wide * math.cos(middle))

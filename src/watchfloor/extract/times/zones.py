"""The day on which a text was published where it was written: the zone of its dateline or of its outlet.

A moment in UTC may fall on another day than the one that "today" and "on Monday" count from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from math import hypot
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from watchfloor.extract.article import Article
from watchfloor.extract.places.lexicon import outlet_home
from watchfloor.gazetteer.countries import countries
from watchfloor.gazetteer.places import GazetteerPlace, gazetteer
from watchfloor.hosts import host_of
from watchfloor.model import PlaceMention, Span
from watchfloor.tables import Parted, read_table

_FEWEST = 100_000  # people of a town that an outlet's name means
_LONGEST = 3  # words of a place within an outlet's name
_FOR_EVERYBODY = frozenset({"AI", "CC", "CO", "FM", "GG", "IO", "LA", "LY", "ME", "NU", "TO", "TV", "WS"})
_DASH = re.compile(r" ?(?:—|–|--|-) ?")
_WORD = re.compile(r"[A-Z][\w’'.-]*")


@dataclass(frozen=True, slots=True)
class _Row:
    country: str
    zone: str
    regions: Annotated[tuple[str, ...], Parted(";")]


def local_day(published: str | None, zone: str | None) -> str | None:
    """Return `published` as it reads in a zone; only a moment in UTC can be another day there."""
    if published is None or zone is None or not is_moment_in_utc(published):
        return published  # told with an offset of its own, or with none
    try:
        moment = datetime.fromisoformat(published)
        local = ZoneInfo(zone)
    except (ValueError, ZoneInfoNotFoundError):
        return published
    return moment.replace(tzinfo=UTC).astimezone(local).isoformat()


def is_moment_in_utc(published: str | None) -> bool:
    """Tell a moment in UTC, whose day may be another where it was written."""
    if published is None or "T" not in published:
        return False
    try:
        return datetime.fromisoformat(published).utcoffset() == timedelta(0)
    except ValueError:
        return False


def zone_of(article: Article, places: Sequence[PlaceMention]) -> str | None:
    """Return the zone in which an article's days count: that of its dateline, else of its outlet or host."""
    dateline = _dateline(article)
    inside = (place for place in places if dateline is not None and dateline.contains(place.span))
    known = (gazetteer().by_geonames(place.geonames) for place in inside if place.geonames is not None)
    found = next((place for place in known if place is not None), None)
    if found is not None and found.kind != "country":
        return zone_at(found)
    return zone_at_home(article.context.outlet, article.context.url)


def zone_at_home(outlet: str | None, url: str | None = None) -> str | None:
    """Return the zone where an outlet is at home.

    Its known home tells it, else the country of the host where that has one zone, else its name or domain.
    """
    host = host_of(url)
    known = next((home for name in (outlet, host) if name and (home := outlet_home(name))), None)
    if known is not None:
        return zone_at(known)
    return _only_zone(_country_of(host)) or (zone_of_outlet(outlet) if outlet else None)


def _country_of(host: str) -> str | None:
    """Return the country of a host's last part, but for those that are sold to everybody ("news.tv")."""
    last = host.rpartition(".")[2].upper() if "." in host else ""
    code = "GB" if last == "UK" else last
    return code if code in countries() and code not in _FOR_EVERYBODY else None


def _only_zone(country: str | None) -> str | None:
    """Return the zone of a country that has one for all of it."""
    if country is None or len(_rows(country)) > 1:
        return None
    return _zone_of_country(country)


def _dateline(article: Article) -> Span | None:
    """Return the words before the dash that opens an article: "KYIV, May 24 (Wire) -"."""
    if len(article.paragraphs) < 2:
        return None
    first, second = article.paragraphs[:2]
    end = first.start + len(first.text)
    led = _DASH.fullmatch(article.text[end : second.start])
    return Span(first.start, end) if led else None


@lru_cache(maxsize=4096)
def zone_of_outlet(outlet: str) -> str | None:
    """Return the zone where an outlet is at home, by its known home, its name or its domain."""
    home = outlet_home(outlet)
    places = iter([home]) if home is not None else _places_named(outlet)
    place = next(places, None)
    if place is not None:
        return zone_at(place)
    country = _country_of(outlet)
    return _zone_of_country(country) if country is not None else None


def _places_named(outlet: str) -> Iterator[GazetteerPlace]:
    """Yield the places that an outlet's name holds, what stands behind a comma first."""
    for part in reversed(outlet.split(",")):
        words = _WORD.findall(part)
        for length in range(min(_LONGEST, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                yield from _sure(" ".join(words[start : start + length]))


def _sure(name: str) -> Iterator[GazetteerPlace]:
    found = [place for place in gazetteer().find(name) if not place.lesser and place.country is not None]
    large = [
        p for p in found if p.kind in ("country", "region") or (p.kind == "city" and p.people >= _FEWEST)
    ]
    yield from large[:1]


def zone_at(place: GazetteerPlace) -> str | None:
    """Return the zone of a place: its country's, its region's, or that of the nearest town that names one."""
    if place.country is None:
        return None
    regions = {gazetteer().place(number).name for number in place.regions} | {place.name}
    rest = None
    for row in _rows(place.country):
        if regions & set(row.regions):
            return row.zone
        rest = row.zone if not row.regions else rest
    if rest is not None:
        return rest
    towns = [(hypot(lat - place.lat, lon - place.lon), zone) for zone, lat, lon in _towns(place.country)]
    return min(towns)[1] if towns else _zone_of_country(place.country)


@cache
def _rows(country: str) -> tuple[_Row, ...]:
    return tuple(row for row in read_table("times/zones.tsv", _Row) if row.country == country)


def _zone_of_country(country: str) -> str | None:
    """Return the zone of most of a country, None where no zone is that of most."""
    rest = next((row.zone for row in _rows(country) if not row.regions), None)
    zones = get_global("territory_zones").get(country, [])
    return rest or (zones[0] if len(zones) == 1 else None)


@cache
def _towns(country: str) -> tuple[tuple[str, float, float], ...]:
    """Return the zones of a country that a town names, with where that town lies."""
    found = []
    for zone in get_global("territory_zones").get(country, []):
        name = zone.rpartition("/")[2].replace("_", " ")
        town = next((place for place in gazetteer().find(name) if place.country == country), None)
        if town is not None:
            found.append((zone, town.lat, town.lon))
    return tuple(found)

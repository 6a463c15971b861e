"""Where it happened as a drawing: countries as shapes, regions and towns as circles of their precision.

A place is never a pin: how wide a circle is says how closely the place is known, and how it is drawn how
hostile or cooperative what happened there was. Places too near to one another to be told apart are one link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from watchfloor.gazetteer import country_name
from watchfloor.model import Event, Place, PlacePrecision
from watchfloor.plover import intensity_of, type_facts
from watchfloor.web.atlas import WIDTH, DrawnShape, Extent, Position, Projection, outlines, shapes_by_code

Tone = Literal["hostile", "neutral", "cooperative"]
_KILOMETRES: Mapping[PlacePrecision, float] = {"point": 3.0, "town": 12.0, "region": 90.0, "country": 0.0}
_LEAST_RADIUS, _HAND = 4.0, 14.0  # of a circle, and of what a finger hits
_MOST_NAMED = 14
_TONE_EDGE = 1.0  # of the scale of intensity, from -10 to 10


@dataclass(slots=True)
class PlaceTold:
    """A place with the events that happened there."""

    place: Place
    events: list[Event] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return what it is called, with its country."""
        name = self.place.name
        country = country_name(self.place.country) if self.place.country else None
        return name if not country or country == name else f"{name}, {country}"

    @property
    def types(self) -> Sequence[tuple[str, int]]:
        """Return what happened there in plain words, the most frequent first."""
        return Counter(type_facts(it.type).heading.lower() for it in self.events).most_common()

    @property
    def intensity(self) -> float:
        """Return how hostile (-10) or cooperative (10) it was in the mean."""
        return sum(intensity_of(it.type, it.mode) for it in self.events) / len(self.events)

    @property
    def tone(self) -> Tone:
        """Return the intensity as a word."""
        return tone_of(self.intensity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A town or region as it is drawn; `name` where there is room for it."""

    x: float
    y: float
    radius: float
    tone: Tone
    is_region: bool
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Places that lie together, as one link to their rows in the list."""

    x: float
    y: float
    radius: float
    count: int
    tone: Tone
    words: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDrawn:
    """A map: its outlines, which countries are told of as a whole, its circles and links, and the list."""

    width: int
    height: float
    outlines: tuple[DrawnShape, ...]
    countries: Mapping[str, PlaceTold]
    circles: tuple[Circle, ...]
    clusters: tuple[Cluster, ...]
    rows: tuple[PlaceTold, ...]
    without: int


def tone_of(intensity: float) -> Tone:
    """Return whether something is hostile, cooperative, or neither."""
    if intensity <= -_TONE_EDGE:
        return "hostile"
    return "cooperative" if intensity >= _TONE_EDGE else "neutral"


def map_of(events: Iterable[Event]) -> MapDrawn | None:
    """Return the map of some events; None where no place was read that can be drawn."""
    told, without = _by_place(events)
    rows = sorted(told, key=lambda it: (-len(it.events), it.name))
    spots = [it for it in rows if _spot(it.place) is not None]
    known = shapes_by_code()
    whole = {
        it.place.country: it for it in rows if it.place.precision == "country" and it.place.country in known
    }
    if not spots and not whole:
        return None
    points = [at for it in spots if (at := _spot(it.place)) is not None]
    points += [corner for code in whole if code for corner in known[code].mainland.corners]
    projection = Projection.of(Extent.around(points).widened())
    return MapDrawn(
        width=WIDTH,
        height=projection.height,
        outlines=outlines(projection),
        countries={code: it for code, it in whole.items() if code},
        circles=tuple(_circles(spots, projection)),
        clusters=tuple(_clusters(spots, projection, rows)),
        rows=tuple(rows),
        without=without,
    )


def _by_place(events: Iterable[Event]) -> tuple[list[PlaceTold], int]:
    """Return the places of events, and how many events have none."""
    found: dict[tuple[object, ...], PlaceTold] = {}
    without = 0
    for event in events:
        place = event.place
        if place is None:
            without += 1
            continue
        # Two villages of one name are told apart by the desk's own codes.
        key = (place.code or place.geonames or place.name, place.country, place.precision)
        found.setdefault(key, PlaceTold(place)).events.append(event)
    return list(found.values()), without


def _spot(place: Place) -> Position | None:
    """Return where a circle stands; None for a country, which is a shape, and for what has no position."""
    if place.precision == "country" or place.lat is None or place.lon is None:
        return None
    return place.lon, place.lat


def _circles(spots: Sequence[PlaceTold], projection: Projection) -> Iterable[Circle]:
    """Yield circles, the widest first, so that none hides another."""
    named = {id(it) for it in spots[:_MOST_NAMED]}
    for it in sorted(spots, key=lambda it: -_KILOMETRES[it.place.precision]):
        x, y = _placed(it, projection)
        yield Circle(
            x=x,
            y=y,
            radius=round(max(projection.radius(_KILOMETRES[it.place.precision]), _LEAST_RADIUS), 1),
            tone=it.tone,
            is_region=it.place.precision == "region",
            name=it.place.name if id(it) in named else "",
        )


def _placed(it: PlaceTold, projection: Projection) -> Position:
    spot = _spot(it.place)
    assert spot is not None, "what has no position is not drawn as a circle"
    x, y = projection.at(spot)
    return round(x, 1), round(y, 1)


def _clusters(
    spots: Sequence[PlaceTold], projection: Projection, rows: Sequence[PlaceTold]
) -> Iterable[Cluster]:
    """Yield the links of a map: a place takes those in that a finger could not tell from it."""
    held: list[tuple[Position, list[PlaceTold]]] = []
    for it in spots:
        at = _placed(it, projection)
        near = (members for middle, members in held if _apart(at, middle) < 2 * _HAND)
        members = next(near, None)
        if members is None:
            held.append((at, [it]))
        else:
            members.append(it)
    for (x, y), members in held:
        count = sum(len(it.events) for it in members)
        names = ", ".join(it.place.name for it in members)
        yield Cluster(
            x=x,
            y=y,
            radius=_HAND,
            count=count,
            tone=tone_of(sum(it.intensity * len(it.events) for it in members) / count),
            words=f"{count} {'happening' if count == 1 else 'happenings'} at {names}",
            row=next(at for at, row in enumerate(rows) if row is members[0]),
        )


def _apart(one: Position, other: Position) -> float:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))

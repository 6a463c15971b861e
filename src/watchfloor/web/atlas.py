"""The shapes of countries, and how a part of the world is drawn: plain outlines, no tiles, no requests.

Shapes and borders are those of `assets/world.json` (`make assets`), which follows the United Nations' view.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from watchfloor.gazetteer import countries

Position = tuple[float, float]  # degrees of longitude and latitude, or places in a drawing

WIDTH = 720
_HIGHEST, _LOWEST = 460, 260
_LEAST_DEGREES = 5.0
_KM_OF_DEGREE = 111.2
_NEAR = 1.2  # of the drawing: points of an outline that lie nearer to the one before are left out
_SMALL = 1.5
_BEYOND = 30.0  # how far outlines go on outside of the drawing
# Where a line on a map takes a side in a dispute: drawn with broken lines, and named by nobody.
_DISPUTED = frozenset(["SOL", "CYN", "KAS", "ESH", "XKX"])


@dataclass(frozen=True, slots=True)
class Shape:
    """A country or territory: its code of two letters ("" where it has none) and its outlines."""

    code: str
    rings: tuple[tuple[Position, ...], ...]
    is_disputed: bool

    @property
    def mainland(self) -> Extent:
        """Return the frame of the largest outline."""
        return Extent.around(max(self.rings, key=lambda it: Extent.around(it).area))


@dataclass(frozen=True, slots=True)
class Extent:
    """A part of the world in degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, points: Iterable[Position]) -> Extent:
        """Return the smallest frame that holds some points."""
        longitudes, latitudes = zip(*points, strict=True)
        return cls(min(longitudes), min(latitudes), max(longitudes), max(latitudes))

    @property
    def area(self) -> float:
        """Return how many square degrees it holds."""
        return (self.east - self.west) * (self.north - self.south)

    @property
    def corners(self) -> tuple[Position, Position]:
        """Return two opposite corners."""
        return (self.west, self.south), (self.east, self.north)

    def widened(self) -> Extent:
        """Return the frame with a margin, at least some degrees wide, in whole degrees."""
        wide = max((self.east - self.west) * 1.2, _LEAST_DEGREES)
        high = max((self.north - self.south) * 1.2, _LEAST_DEGREES / 2)
        x, y = (self.west + self.east) / 2, (self.south + self.north) / 2
        return Extent(
            max(math.floor(x - wide / 2), -180),
            max(math.floor(y - high / 2), -85),
            min(math.ceil(x + wide / 2), 180),
            min(math.ceil(y + high / 2), 85),
        )


@dataclass(frozen=True, slots=True)
class Projection:
    """Where degrees stand in a drawing of a frame: equirectangular, true to scale in its middle."""

    frame: Extent
    scale: float  # of the drawing in a degree of latitude
    squeeze: float  # how much shorter a degree of longitude is
    height: float

    @classmethod
    def of(cls, frame: Extent) -> Projection:
        """Return the projection of a frame that fills the width of a drawing, or its height."""
        squeeze = max(math.cos(math.radians((frame.south + frame.north) / 2)), 0.15)
        wide, high = (frame.east - frame.west) * squeeze, frame.north - frame.south
        height = min(max(WIDTH * high / wide, _LOWEST), _HIGHEST)
        scale = min(WIDTH / wide, height / high)
        return cls(frame, scale, squeeze, round(height))

    def at(self, point: Position) -> Position:
        """Return where a point stands."""
        frame = self.frame
        x = (point[0] - (frame.west + frame.east) / 2) * self.squeeze * self.scale + WIDTH / 2
        y = ((frame.south + frame.north) / 2 - point[1]) * self.scale + self.height / 2
        return x, y

    def radius(self, kilometres: float) -> float:
        """Return how long a distance is in the drawing."""
        return kilometres / _KM_OF_DEGREE * self.scale


@cache
def shapes() -> tuple[Shape, ...]:
    """Return all shapes."""
    written = json.loads((resources.files("watchfloor.web") / "assets" / "world.json").read_text("utf-8"))
    lines = [tuple(_points(steps)) for steps in written["arcs"]]
    codes = {country.alpha3: country.code for country in countries().values()}
    return tuple(
        Shape(
            codes.get(code, ""),
            tuple(tuple(_ring(ring, lines)) for polygon in polygons for ring in polygon),
            code in _DISPUTED,
        )
        for code, polygons in written["shapes"]
    )


@cache
def shapes_by_code() -> dict[str, Shape]:
    """Return the shapes of countries by their codes."""
    return {shape.code: shape for shape in shapes() if shape.code and shape.rings}


def _points(steps: Sequence[int]) -> Iterator[Position]:
    x = y = 0
    for at in range(0, len(steps), 2):
        x, y = x + steps[at], y + steps[at + 1]
        yield x / 100, y / 100


def _ring(numbers: Sequence[int], lines: Sequence[tuple[Position, ...]]) -> Iterator[Position]:
    """Yield the points of an outline, whose lines meet in a point each; ~n is line n backward."""
    for at, number in enumerate(numbers):
        line = lines[number] if number >= 0 else lines[~number][::-1]
        yield from line if at == 0 else line[1:]


@dataclass(frozen=True, slots=True)
class DrawnShape:
    """A shape as it is drawn: the code of its country, and what a `path` of SVG takes."""

    code: str
    path: str
    is_disputed: bool


@lru_cache(maxsize=64)
def outlines(projection: Projection) -> tuple[DrawnShape, ...]:
    """Return the shapes that lie in the frame of a projection; disputed lines last, over the others."""
    found = [
        DrawnShape(shape.code, path, shape.is_disputed)
        for shape in shapes()
        if (path := "".join(_path(ring, projection) for ring in shape.rings))
    ]
    return tuple(sorted(found, key=lambda it: it.is_disputed))


def _path(ring: Sequence[Position], projection: Projection) -> str:
    placed = [projection.at(point) for point in ring]
    held = Extent.around(placed)
    outside = held.east < 0 or held.west > WIDTH or held.north < 0 or held.south > projection.height
    if outside or max(held.east - held.west, held.north - held.south) < _SMALL:
        return ""
    kept: list[Position] = []
    for x, y in placed:
        x_kept = min(max(x, -_BEYOND), WIDTH + _BEYOND)
        y_kept = min(max(y, -_BEYOND), projection.height + _BEYOND)
        if not kept or abs(kept[-1][0] - x_kept) + abs(kept[-1][1] - y_kept) >= _NEAR:
            kept.append((x_kept, y_kept))
    if len(kept) < 3:
        return ""
    return _written(kept)


def _written(points: Sequence[Position]) -> str:
    """Return an outline in steps, which are shorter than places."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = (f"{(x - a) / 10:g} {(y - b) / 10:g}" for (a, b), (x, y) in pairwise(tenths))
    return f"M{tenths[0][0] / 10:g} {tenths[0][1] / 10:g}l{' '.join(steps)}Z"

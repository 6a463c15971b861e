"""What the screen shows that is not ours is what was built, from packages that are locked and named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import build_assets

ROOT = Path(__file__).parents[2]
LICENCES = (ROOT / "src" / "watchfloor" / "web" / "assets" / "LICENCES.txt").read_text("utf-8")


def test_the_files_are_those_that_were_built() -> None:
    written = build_assets.DIGESTS.read_text("utf-8")
    names = [line.partition("  ")[2] for line in written.splitlines()]
    assert names == ["world.json"]
    assert build_assets.digests(build_assets.BUILT, names) == written


def test_every_package_is_locked_and_its_licence_named() -> None:
    lock = json.loads((ROOT / "tools" / "assets" / "package-lock.json").read_text("utf-8"))
    packages = {name: it for name, it in lock["packages"].items() if name}
    assert packages
    for name, it in packages.items():
        assert it["integrity"].startswith("sha512-")
        assert f"{name.removeprefix('node_modules/')} {it['version']}" in LICENCES
        assert it["license"] in LICENCES


TOPOLOGY = {
    "transform": {"scale": [0.5, 0.25], "translate": [-10.0, 40.0]},
    "arcs": [[[0, 0], [4, 0], [0, 8]], [[4, 8], [-4, -8]]],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"a3": "SRL"}},
                {"type": "MultiPolygon", "arcs": [[[0, 1]], [[-1]]], "properties": {"a3": "NRL"}},
            ]
        }
    },
}


def test_an_atlas_is_rounded_and_keeps_its_lines() -> None:
    built = json.loads(build_assets.world(TOPOLOGY))
    assert built["arcs"] == [[-1000, 4000, 200, 0, 0, 200], [-800, 4200, -200, -200]]
    assert built["shapes"] == [["NRL", [[[0, 1]], [[-1]]]], ["SRL", [[[0, 1]]]]]


@pytest.mark.parametrize("step", [[0, 0], [1e-9, 0]])
def test_points_that_fall_together_are_one(step: list[float]) -> None:
    topology = {**TOPOLOGY, "arcs": [[[0, 0], step, [4, 0]]]}
    assert [*build_assets.arcs_of(topology)] == [[-1000, 4000, 200, 0]]

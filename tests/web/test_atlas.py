"""Shapes of countries, and where degrees stand in a drawing."""

from __future__ import annotations

import re

import pytest

from watchfloor.web.atlas import WIDTH, Extent, Projection, outlines, shapes, shapes_by_code

IRELAND = Extent(-11, 51, -5, 56)


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [("IE", -8.0, 53.2), ("ES", -3.7, 40.4), ("UA", 34.1, 45.0), ("NO", 10.7, 59.9), ("XK", 20.9, 42.6)],
)
def test_a_country_is_where_it_is(code: str, longitude: float, latitude: float) -> None:
    frame = shapes_by_code()[code].mainland
    assert frame.west < longitude < frame.east
    assert frame.south < latitude < frame.north


def test_outlines_are_closed_and_disputed_ones_marked() -> None:
    for shape in shapes():
        for ring in shape.rings:
            assert ring[0] == pytest.approx(ring[-1])
    assert sum(it.is_disputed for it in shapes()) == 5
    assert len(shapes_by_code()) > 220


def test_a_frame_is_drawn_without_what_lies_outside() -> None:
    projection = Projection.of(IRELAND)
    codes = [it.code for it in outlines(projection)]
    assert {"IE", "GB"} <= {*codes}
    assert "ES" not in codes
    for it in outlines(projection):
        assert re.fullmatch(r"(M-?[\d.]+ -?[\d.]+l[-\d. ]+Z)+", it.path)
    assert sum(len(it.path) for it in outlines(projection)) < 40_000


def test_the_whole_world_stays_small() -> None:
    assert sum(len(it.path) for it in outlines(Projection.of(Extent(-180, -60, 180, 80)))) < 160_000


def test_north_is_up_east_is_right_and_the_middle_in_the_middle() -> None:
    projection = Projection.of(IRELAND)
    assert projection.at((-8, 53.5)) == pytest.approx((WIDTH / 2, projection.height / 2))
    assert projection.at((-7, 54))[0] > WIDTH / 2 > projection.at((-9, 54))[0]
    assert projection.at((-8, 55))[1] < projection.at((-8, 52))[1]
    assert projection.radius(111.2) == pytest.approx(projection.scale)


def test_a_frame_of_one_point_has_room_and_stays_on_the_globe() -> None:
    assert Extent.around([(-8.4, 54.6)]).widened() == Extent(-11, 53, -5, 56)
    far = Extent.around([(179.5, -84.9), (-179.5, 84.9)]).widened()
    assert (far.west, far.south, far.east, far.north) == (-180, -85, 180, 85)

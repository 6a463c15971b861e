"""A floor's own places are looked up before the packaged ones."""

from __future__ import annotations

from watchfloor.gazetteer.own import changed_keys, own_gazetteer
from watchfloor.gazetteer.places import gazetteer
from watchfloor.model import NO_OWN_TABLES, OwnPlace, OwnTable, digest


def table(*rows: OwnPlace) -> OwnTable:
    return OwnTable(name="places", digest=digest(*map(repr, rows)), places=rows)


DISTRICT = OwnPlace(name="Tarvel district", code="NL01", parents=("Norland",), lat=14.1, lon=21.3)
VILLAGE = OwnPlace(name="Tarvel", aliases=("Tarvil",), code="NL0101", parents=("NL01",), lat=14.11, lon=21.32)


def test_a_place_is_found_by_its_names_and_lies_in_what_holds_it() -> None:
    known = own_gazetteer(table(DISTRICT, VILLAGE))

    [found] = known.find("Tarvil")

    assert (found.name, found.lat, found.lon, found.precision, found.lesser) == (
        "Tarvel", 14.11, 21.32, "town", True,
    )  # fmt: skip
    assert found.own is not None
    assert (found.own.code, found.own.within) == ("NL0101", ("NL01", "Tarvel district", "Norland"))
    assert [known.place(number).name for number in found.regions] == ["Tarvel district"]
    assert known.find("Tarvel district")[0].precision == "region"
    assert known.known(["tarvel", "tarvil", "paris", "nowhere at all"]) == [True, True, True, False]


def test_the_country_and_the_regions_of_the_packaged_table_hold_ones_own_places() -> None:
    known = own_gazetteer(table(OwnPlace(name="Oudval", parents=("Bavaria", "Germany"), lat=48.5, lon=11.9)))

    [found] = known.find("Oudval")

    assert found.country == "DE"
    assert found.own is not None
    assert str(gazetteer().find("Bavaria")[0].geonames) in found.own.within


def test_a_place_of_both_tables_is_one_place_with_the_number_of_the_packaged_one() -> None:
    known = own_gazetteer(table(OwnPlace(name="Graz", code="AT6", lat=47.07, lon=15.44)))
    packaged = gazetteer().find("Graz")

    found = known.find("Graz")

    assert len(found) == len(packaged)
    assert found[0].own is not None
    assert (found[0].own.code, found[0].geonames, found[0].country, found[0].people) == (
        "AT6", packaged[0].geonames, "AT", packaged[0].people,
    )  # fmt: skip


def test_a_namesake_far_away_stays_another_place() -> None:
    known = own_gazetteer(table(OwnPlace(name="Paris", code="NL7", lat=14.0, lon=21.0)))

    found = known.find("Paris")

    assert found[0].own is not None
    assert len(found) == len(gazetteer().find("Paris")) + 1


def test_without_a_table_it_is_the_packaged_one() -> None:
    assert own_gazetteer(NO_OWN_TABLES.places) is gazetteer()


def test_what_changed_are_the_names_that_mean_something_else() -> None:
    before = table(DISTRICT, VILLAGE)
    moved = OwnPlace(name="Tarvel district", code="NL01", parents=("Sorland",), lat=14.1, lon=21.3)
    new = OwnPlace(name="Lirn", lat=3.0, lon=4.0)

    assert changed_keys(before, before) == frozenset()
    assert changed_keys(before, table(new, DISTRICT, VILLAGE)) == {"lirn"}
    assert changed_keys(before, table(moved, VILLAGE)) == {
        "tarvel district", "tarvel", "tarvil",
    }  # fmt: skip
    assert changed_keys(before, table(VILLAGE)) == {"tarvel district", "tarvel", "tarvil"}
    assert changed_keys(NO_OWN_TABLES.places, before) == {"tarvel district", "tarvel", "tarvil"}

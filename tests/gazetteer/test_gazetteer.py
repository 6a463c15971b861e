from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.gazetteer import capital_of, countries, country_name, country_of, demonym_of, government_of
from watchfloor.gazetteer.names import key_of
from watchfloor.gazetteer.places import gazetteer, lying_in, region_numbers


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Iran", "IR"),
        ("Iranian", "IR"),
        ("Israelis", "IL"),
        ("the US", "US"),
        ("U.S.", "US"),
        ("the United States", "US"),
        ("Russia's", "RU"),
        ("Russia’s", "RU"),
        ("Türkiye", "TR"),
        ("Cote d'Ivoire", "CI"),
        ("DR Congo", "CD"),
        ("Congolese", "CD"),
        ("South Korean", "KR"),
        ("North Koreans", "KP"),
        ("the Netherlands", "NL"),
        ("Scotland", "GB"),
        ("Gaza", "PS"),
        ("UAE", "AE"),
        ("CHAD", "TD"),
        ("Oman", "OM"),
        ("Dominican", "DO"),
        ("RUSSIA", "RU"),
        ("Poles", "PL"),
    ],
)
def test_country_of(name: str, code: str) -> None:
    assert country_of(name) == code


@pytest.mark.parametrize("name", ["us", "Moscow", "", "the", "Springfield", "chad", "\x00", "\ud800"])
def test_country_of_nothing(name: str) -> None:
    assert country_of(name) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [("Moscow", "RU"), ("the Kremlin", "RU"), ("Beijing", "CN"), ("Tehran", "IR"), ("Washington", "US"),
     ("the White House", "US"), ("Downing Street", "GB"), ("The Hague", "NL"), ("Brussels", None),
     ("Springfield", None)],
)  # fmt: skip
def test_government_of(name: str, code: str | None) -> None:
    assert government_of(name) == code


def test_capital_and_name() -> None:
    assert capital_of("VE") == "Caracas"
    assert country_name("VE") == "Venezuela"
    assert capital_of("ZZ") is None
    assert country_name("ZZ") is None


def test_demonym_is_no_name() -> None:
    assert demonym_of("Iranian") == "IR"
    assert demonym_of("Iran") is None


def test_every_country_is_found_by_its_own_names() -> None:
    for code, country in countries().items():
        assert country_of(country.name) == code
        for neighbour in country.neighbours:
            assert neighbour in countries()


def test_a_name_means_places_largest_first() -> None:
    tehran = gazetteer().find("Tehran")
    assert {place.geonames for place in tehran} >= {112931}
    assert gazetteer().find("Springfield")[0].country == "US"
    assert gazetteer().find("No Such Place At All") == ()
    assert gazetteer().find("") == ()


@pytest.mark.parametrize("name", ["São Paulo", "Sao Paulo", "SAO PAULO", "sao-paulo"])
def test_names_are_folded(name: str) -> None:
    assert 3448439 in {place.geonames for place in gazetteer().find(name)}


def test_every_town_lies_in_its_country_s_regions() -> None:
    paris = next(place for place in gazetteer().find("Paris") if place.geonames == 4717560)
    names = [gazetteer().place(number).name for number in paris.regions]
    assert names == ["Lamar County", "Texas"]


def test_many_keys_at_once() -> None:
    names = ["Baghdad", "Zzyxvale", "Strait of Hormuz"]
    assert gazetteer().known([key_of(name) for name in names]) == [True, False, True]
    assert gazetteer().known([]) == []


def test_the_table_is_small() -> None:
    table = files("watchfloor") / "data" / "gazetteer"
    assert sum(len(part.read_bytes()) for part in table.iterdir()) < 12_000_000


@given(st.text(max_size=40))
def test_keys_are_stable(name: str) -> None:
    assert key_of(key_of(name)) == key_of(name)


def test_a_region_is_known_by_its_names_and_by_what_lies_in_it() -> None:
    antofagasta, bavaria, lisbon = 3899537, 2951839, (6458923, 2267056)
    for name, regions in (
        ("Antofagasta", (antofagasta,)),
        ("Región de Antofagasta", (antofagasta,)),
        ("Bayern", (bavaria,)),
        ("Lisbon", lisbon),  # a county, and the region that holds it
        ("Calama", ()),
        ("", ()),
    ):
        assert region_numbers(name) == regions, name
    inside = lying_in(("Calama", "Temuco", "3897347", "nowhere", "Munich"), ("3899537", "x", "2951839"))
    assert inside == ("Calama", "3897347", "Munich")

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from watchfloor.extract.article import Context, Parser
from watchfloor.extract.places.finder import find_places
from watchfloor.model import PlaceMention


@cache
def parser() -> Parser:
    return Parser()


def places(text: str, **context: Any) -> tuple[PlaceMention, ...]:
    with parser().parse(text, context=Context(**context)) as article:
        return find_places(article)


def found(text: str, **context: Any) -> dict[str, PlaceMention]:
    return {place.span.of(text): place for place in places(text, **context)}


def near(place: PlaceMention, lat: float, lon: float) -> bool:
    assert place.lat is not None
    assert place.lon is not None
    return abs(place.lat - lat) < 1.0 and abs(place.lon - lon) < 1.0


@pytest.mark.parametrize(
    ("text", "name", "country", "geonames"),
    [
        ("Rescuers reached the outskirts of Tehran on Monday.", "Tehran", "IR", 112931),
        ("The mayor of Paris, Texas, resigned.", "Paris", "US", 4717560),
        ("A teenager was shot in north St. Louis on Monday.", "St. Louis", "US", 4407066),
        ("Fishermen marched in Saint-Louis on Monday.", "Saint-Louis", "SN", 2246452),
        ("The mayor of Paris said the Seine was too high.", "Paris", "FR", 2988507),
        ("The minister left for the US and Israel.", "Israel", "IL", 294640),
        ("The minister left for the US and Israel.", "US", "US", 6252001),
        ("Fighting spread in eastern Congo, and Kinshasa sent troops.", "Congo", "CD", 203312),
        ("A Springfield, Ill., man was held on Friday.", "Springfield", "US", 4250542),
        ("Deputies of the Rapides Parish sheriff searched the barn.", "Rapides Parish", "US", 4338356),
    ],
)
def test_known_places(text: str, name: str, country: str, geonames: int) -> None:
    place = found(text)[name]
    assert (place.country, place.geonames) == (country, geonames)


def test_own_places_have_a_precision() -> None:
    text = "A tanker was stopped in the Strait of Hormuz; shops closed at the Grand Bazaar in Tehran."
    places_found = found(text)
    assert places_found["Strait of Hormuz"].precision == "region"
    bazaar = places_found["Grand Bazaar"]
    assert (bazaar.precision, bazaar.country) == ("point", "IR")
    assert near(bazaar, 35.7, 51.4)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Iranian officials met Russian diplomats.", "Iranian"),
        ("Paris Hilton sang at the gala.", "Paris"),
        ("The Boston Globe reported the deal first.", "Boston"),
        ("The Bank of England kept its rate.", "England"),
        ("Mr. Jordan said he was tired.", "Jordan"),
        ("Tell us what you think.", "us"),
        ("May I come in March?", "March"),
    ],
)
def test_names_of_other_things(text: str, absent: str) -> None:
    assert absent not in found(text)


def test_a_country_within_the_name_of_a_race_is_no_place() -> None:
    assert not places("He doubts that he will ride in the Tour de France in July.")
    assert "Rio de Janeiro" in found("Two men were hurt in Rio de Janeiro on Friday.")


def test_country_or_state_by_company() -> None:
    state = found("Deputies in Georgia searched a farm near Macon. The suspect came from Atlanta.")
    land = found("Georgia accused Russia of moving border posts near Gori, officials in Tbilisi said.")
    assert state["Georgia"].geonames == 4197000
    assert land["Georgia"].geonames == 614540


def test_one_sense_a_text() -> None:
    text = "The council of Alexandria, Virginia, met on Monday. Alexandria has no stadium."
    assert {place.geonames for place in places(text) if place.span.of(text) == "Alexandria"} == {4744091}


def test_a_street_is_weak_and_has_its_town() -> None:
    street = found("A car hit a wall on Elm Street in Amman on Tuesday.")["Elm Street"]
    assert street.grade == "weak"
    assert street.country == "JO"


def test_unknown_town_gets_the_region_that_qualifies_it() -> None:
    place = found("She was born in Zzyxvale, Ohio, and moved to Cleveland, Ohio.").get("Zzyxvale")
    assert place is None or place.precision == "region"


def test_counties_of_a_list() -> None:
    names = found("The storm hit Dane and Rock counties in Wisconsin.")
    assert names["Rock"].geonames == 5268853 or near(names["Rock"], 42.7, -89.1)


def test_without_an_english_parse() -> None:
    names = found("Der Minister reiste am Montag nach Warschau und Kyjiw.", language="de")
    assert names["Warschau"].country == "PL"


def test_order_and_determinism() -> None:
    text = "Talks in Geneva, then Vienna, then Doha. Qatar and Austria paid for them; Geneva did not."
    first = places(text)
    assert list(first) == sorted(first, key=lambda place: place.span)
    assert first == places(text)


def _hostile() -> Iterator[str]:
    yield ""
    yield "\x00\x00"
    yield "\ufffd in Paris\ufffd"
    yield "P\u200baris and \u202eTehran"
    yield "!!! ??? ,,, ((("
    yield "Paris, " * 1200
    yield "東京で会談。Москва 北京 طهران"
    yield "A" * 8000
    yield "PARIS" + "-" * 500 + "Texas's's"


@pytest.mark.parametrize("text", list(_hostile()))
def test_hostile_text(text: str) -> None:
    for place in places(text):
        assert 0 <= place.span.start < place.span.end <= len(text)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet=st.sampled_from("aA ,.'’()-\n\x00\u200bPÎ東U.S.Ohio"), max_size=80))
def test_any_text(text: str) -> None:
    for place in places(text):
        assert place.span.of(text).strip()
        assert 0.0 <= place.confidence <= 1.0


def test_a_day_behind_a_feature_is_no_part_of_its_name() -> None:
    text = "Four people were shot in Mount Orlo Friday night."
    with Parser().parse(text) as article:
        assert [place.name for place in find_places(article)] == ["Mount Orlo"]

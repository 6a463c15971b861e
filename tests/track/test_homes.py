"""Where a deed happened that no clause places: in the town that its reports are about, or nobody knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.track.events.test_events import VIGO
from tests.track.events.test_identity import shooting
from watchfloor.model import (
    EventMention,
    EventType,
    Findings,
    Place,
    PlaceMention,
    PlacePrecision,
    Span,
    TextId,
)
from watchfloor.track.homes import home_of, may_be_at, placed

BILBAO = replace(VIGO, name="Bilbao", lat=43.26, lon=-2.93, geonames=2)
HOME = replace(VIGO, geonames=1)


def found(text: str, *places: str) -> Findings:
    mentions = tuple(
        PlaceMention(
            span=Span(text.index(name), text.index(name) + len(name)), name=name, country="ES",
            lat=42.2, lon=-8.7, geonames=place + 1,
        )
        for place, name in enumerate(places)
    )  # fmt: skip
    return Findings(text_id=TextId("t"), language="en", extractor="1", places=mentions)


@pytest.mark.parametrize(
    ("text", "title", "places", "home"),
    [
        ("VIGO, Spain - A man was shot on Friday, Vigo police said.", None, ("Vigo",), "Vigo"),
        ("A man was shot on Friday. Vigo officers found him.", "Man shot in Vigo", ("Vigo",), "Vigo"),
        ("A man was shot. He had come from Vigo and worked in Bilbao.", None, ("Vigo", "Bilbao"), None),
        ("Vigo denied the attack. A village near Vigo was shelled.", None, ("Vigo",), None),  # a government
        ("A man was shot on Friday.", "Man shot in Vigo", (), None),
    ],
)
def test_the_town_that_a_report_is_about(
    text: str, title: str | None, places: tuple[str, ...], home: str | None
) -> None:
    town = home_of(found(text.replace("VIGO", "Vigo"), *places), text, title)
    assert (town.name if town else None) == home


def test_a_town_is_counted_as_the_text_writes_it() -> None:
    text = "A bomb hit Bouake on Monday. Bouake mourns. Two of the dead were from Vigo."
    places = found(text, "Bouake", "Vigo")
    named = replace(places, places=(replace(places.places[0], name="Bouaké"), places.places[1]))
    town = home_of(named, text)
    assert town is not None
    assert town.name == "Bouaké"


def test_a_deed_whose_sentence_names_another_town_was_not_done_at_home() -> None:
    text = "A man was shot in Bilbao."
    mention = EventMention(type=EventType.ASSAULT, mode=None, trigger=(), sentence=Span(0, len(text)))
    assert not may_be_at(HOME, mention, found(text, "Bilbao"))
    assert may_be_at(HOME, mention, found(text))
    assert not may_be_at(HOME, replace(mention, type=EventType.ACCUSE), found(text))
    assert not may_be_at(HOME, replace(mention, modality="planned"), found(text))


def place_of(*told: Place | None, homes: tuple[Place | None, ...]) -> Place | None:
    members = [
        replace(shooting(f"m{index}", f"r{index}"), place=place, home=home)
        for index, (place, home) in enumerate(zip(told, homes, strict=True))
    ]
    return placed(members, members)


def street(precision: PlacePrecision = "town") -> Place:
    return Place(name="Rua do Principe", precision=precision)


def test_what_a_clause_places_stays_there() -> None:
    assert place_of(BILBAO, homes=(HOME,)) == BILBAO
    assert place_of(BILBAO, VIGO, VIGO, homes=(None, None, None)) == VIGO  # as most tell it


def test_what_no_clause_places_is_at_home_and_says_so() -> None:
    assert place_of(None, None, homes=(HOME, HOME)) == replace(HOME, basis="report")
    assert place_of(None, None, homes=(HOME, BILBAO)) is None
    assert place_of(None, None, None, homes=(HOME, HOME, BILBAO)) == replace(HOME, basis="report")
    assert place_of(None, None, homes=(HOME, None)) == replace(HOME, basis="report")
    assert place_of(None, None, None, homes=(HOME, None, None)) is None


def test_the_town_is_finer_than_the_county_or_state_that_holds_it() -> None:
    town = replace(HOME, name="LaGrange", country="US", geonames=4204230)
    county = Place(name="Troup County", country="US", precision="region")
    assert place_of(county, None, homes=(None, town)) == replace(town, basis="report")
    elsewhere = replace(county, name="Bartow County")
    assert place_of(elsewhere, None, homes=(None, town)) == elsewhere


def test_a_street_lies_in_the_town_of_its_report_whatever_town_was_taken_for_it() -> None:
    taken = replace(street(), lat=50.0, lon=9.0)
    assert place_of(taken, homes=(HOME,)) == replace(HOME, name="Rua do Principe, Vigo")
    assert place_of(taken, None, homes=(None, HOME)) == taken  # its sentence names another town


def test_a_street_that_is_called_like_a_town_is_no_home() -> None:
    text = "A man was shot on Vigo Street on Friday. Vigo Street was closed."
    assert home_of(found(text, "Vigo Street"), text) is None


def test_a_street_that_no_gazetteer_knows_is_a_street_of_the_town() -> None:
    assert place_of(street(), homes=(HOME,)) == replace(HOME, name="Rua do Principe, Vigo")
    assert place_of(street(), homes=(None,)) == street()

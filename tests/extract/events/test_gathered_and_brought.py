"""Whom a protest mourns, where the hurt are brought, lists of places, shots by people; all invented."""

from __future__ import annotations

import pytest

from tests.extract.events.test_slots_of_news import of_type, told


@pytest.mark.parametrize(
    "deed",
    [
        "the recent killing of Minister Ivo Lund",
        "the arrest of the opposition leader",
        "the dismissal of the judge",
        "the detention of the union's leaders",
        "the death of the party's chairman",
    ],
)
def test_whom_a_protest_is_about_is_not_whom_it_is_against(deed: str) -> None:
    assert of_type(f"Students have been gathering in Lirn to protest {deed}.", "PROTEST").target == ()


@pytest.mark.parametrize(
    "brought",
    [
        "taken to a medical centre in Oakland",
        "airlifted to a clinic in Denver",
        "rushed to a hospital in Boston",
        "driven by his brother to a station in Chicago",
        "transported to a centre near Houston",
    ],
)
def test_where_the_hurt_are_brought_is_not_where_they_were_shot(brought: str) -> None:
    assert of_type(f"A man was shot in the leg and {brought}, police said.", "ASSAULT").place is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Nurses in England, Wales and Northern Ireland have started a nationwide strike.", "England"),
        ("Rebels attacked soldiers in Chad and Niger on Monday.", "Chad"),
        ("Police arrested nine men in Boston, Denver and Chicago.", "Boston"),
        ("Farmers protested in Lyon and Paris on Monday.", "Lyon"),
        ("Bombs killed nine people in Baghdad and Basra.", "Baghdad"),
    ],
)
def test_the_first_of_a_list_of_places_stands_for_it(text: str, place: str) -> None:
    assert {event.place for event in told(text)} == {place}


@pytest.mark.parametrize(
    "text",
    [
        "Police said a party was going on inside and four people were struck by bullets.",
        "The talks were going on when a strike was called off in Lirn.",
        "A sale went on as two cars struck a wall.",
        "Work is going on after lightning struck the tower.",
        "The show is on, though a stone struck the singer.",
    ],
)
def test_what_goes_on_beside_a_blow_is_no_strike(text: str) -> None:
    assert [event for event in told(text) if event.type == "PROTEST"] == []


@pytest.mark.parametrize(
    "text",
    [
        "The nurses went on strike on Monday.",
        "Teachers are on strike in Lirn.",
        "The pilots went on a two-day strike.",
        "Miners have been on strike since May.",
        "Drivers will go on strike on Friday.",
    ],
)
def test_who_is_on_strike_protests(text: str) -> None:
    assert of_type(text, "PROTEST").source != ()


@pytest.mark.parametrize(
    "text",
    [
        "Four armed males opened fire outside a shop.",
        "Two men fired shots at an apartment in Lirn.",
        "Three youths opened fire on a bus on Monday.",
        "A woman fired several shots into a crowd.",
        "Two armed brothers opened fire in a market.",
    ],
)
def test_people_who_fire_shots_attack(text: str) -> None:
    assert [event.grade for event in told(text) if event.type == "ASSAULT"] == ["strong"]


@pytest.mark.parametrize(
    "text",
    [
        "The authorities will arrest and detain anyone who is caught.",
        "Police will shoot anybody who loots.",
        "The army will detain anyone without papers.",
        "Guards will shoot anyone near the fence.",
        "The court will jail anyone who lies to it.",
    ],
)
def test_what_will_be_done_to_anybody_is_no_event(text: str) -> None:
    assert [event for event in told(text) if event.type in ("COERCE", "ASSAULT")] == []

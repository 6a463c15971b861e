"""Headlines and inversions, what was filmed, feasts before nouns, names the article knows; all invented."""

from __future__ import annotations

import pytest

from tests.extract.events.test_slots_of_news import of_type, told


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("Man charged with murder after company CEO gunned down at office party", "ASSAULT", "company CEO"),
        ("Teacher gunned down at bus stop", "ASSAULT", "Teacher"),
        ("Two held after mayor kidnapped in Lirn", "ASSAULT", "mayor"),
        ("Officers wounded in clash near Goma", "ASSAULT", "Officers"),
        ("Crowds gather after opposition leader jailed in Chad", "COERCE", "opposition leader"),
    ],
)
def test_who_stands_before_a_verb_that_needs_an_object_undergoes_it_in_a_headline(
    text: str, kind: str, target: str
) -> None:
    found = [event for event in told(text) if event.type == kind and target in event.target]
    assert [event.source for event in found] == [()]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Also arrested were Tom Varr, 19, and his brother.", ("Tom Varr", "brother")),
        ("Also arrested were two brothers of the suspect.", ("two brothers of the suspect",)),
        ("Also detained was a teacher from Lirn.", ("teacher",)),
        ("Arrested on Monday were three nurses.", ("three nurses",)),
        ("Also arrested was Ana Brel, 34.", ("Ana Brel",)),
    ],
)
def test_who_stands_behind_a_passive_undergoes_it(text: str, target: tuple[str, ...]) -> None:
    assert of_type(text, "COERCE").target == target


@pytest.mark.parametrize(
    "text",
    [
        "Jurors on Thursday watched video of the moment a mother was gunned down outside a school.",
        "Jurors watched a video on Thursday of the moment he shot two nurses.",
        "The court on Tuesday saw footage that shows how a guard beat an inmate.",
        "Police on Friday released a recording of the moment two boys were stabbed.",
        "Reporters were shown pictures on Monday of soldiers who were killed by rebels.",
    ],
)
def test_the_day_a_recording_was_seen_is_not_that_of_what_it_shows(text: str) -> None:
    assert [event.day for event in told(text) if event.type == "ASSAULT"] == [None]


@pytest.mark.parametrize(
    "feast", ["Christmas party", "Easter dinner", "Halloween dance", "Thanksgiving meal", "Christmas market"]
)
def test_a_feast_before_a_noun_dates_nothing(feast: str) -> None:
    assert of_type(f"The boss was gunned down by a guard at the {feast}.", "ASSAULT").day is None


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The boy suspected of the theft has turned himself in.", "boy"),
        ("Two suspects turned themselves in to police on Monday.", "Two suspects"),
        ("A guard turned herself in on Friday.", "guard"),
        ("The driver later turned himself in at a station.", "driver"),
        ("Tom Varr turned himself in on Sunday.", "Tom Varr"),
    ],
)
def test_who_turns_himself_in_gives_up(text: str, source: str) -> None:
    assert source in of_type(text, "RETREAT").source[0]


@pytest.mark.parametrize("verb", ["rip", "bash", "roast"])
def test_rough_words_of_headlines_are_criticism(verb: str) -> None:
    event = of_type(f"Senators {verb} President Ivo Lund over the budget", "ACCUSE")
    assert (event.source, event.target) == (("Senators",), ("Ivo Lund",))


@pytest.mark.parametrize(
    "text",
    [
        "Rodrigo Ferguson, 4, was playing. Ferguson died on Saturday after being shot in the head.",
        "Ana Houston, 31, was walking home. Houston was stabbed on Monday, police said.",
        "Tom Preston, 50, owned a bar. Preston was beaten on Friday.",
        "Ivo Lincoln, 22, was driving. Lincoln was shot in the arm.",
        "Mara Florence, 19, was at a party. Florence was shot on Sunday.",
    ],
)
def test_a_person_named_like_a_town_is_hurt(text: str) -> None:
    assert of_type(text, "ASSAULT").target == (text.split(",", maxsplit=1)[0],)


@pytest.mark.parametrize(
    "text",
    [
        "The gang is engaged in a turf battle with its neighbours.",
        "The army has been engaged in heavy fighting near Goma.",
        "Rebels are engaged in combat with soldiers.",
    ],
)
def test_who_is_engaged_in_a_fight_fights(text: str) -> None:
    assert of_type(text, "ASSAULT").source != ()

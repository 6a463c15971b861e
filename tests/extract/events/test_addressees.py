"""Whom words and deeds are turned to, not what is asked for, thrown or gathered at. Invented sentences."""

from __future__ import annotations

import pytest

from tests.extract.events.test_slots_of_news import of_type, told


@pytest.mark.parametrize(
    "thing",
    [
        "the arrest of the bank's manager",
        "action against the police officers",
        "the mayor's dismissal",
        "compensation for the widows of the soldiers",
        "the release of their leader Ivo Lund",
        "a probe into the death of the minister",
        "the suspension of the judge",
    ],
)
def test_whom_a_demanded_deed_would_meet_is_not_asked(thing: str) -> None:
    event = of_type(f"Farmers demanded {thing} on Monday.", "REQUEST")
    assert (event.source, event.target) == (("Farmers",), ())


@pytest.mark.parametrize(
    ("thing", "asked"),
    [
        ("that the government free their leader", "government"),
        ("the arrest of the manager from the police", "police"),
        ("the resignation of the president", "president"),
        ("an apology from the army", "army"),
        ("support from the parliament", "parliament"),
    ],
)
def test_who_would_do_what_is_demanded_is_asked(thing: str, asked: str) -> None:
    assert of_type(f"The teachers demanded {thing} on Monday.", "REQUEST").target == (asked,)


@pytest.mark.parametrize("thrown", ["stones", "petrol bombs", "bricks", "bottles", "rocks"])
def test_what_is_thrown_is_not_whom_it_meets(thrown: str) -> None:
    (event,) = told(f"Protesters hurled {thrown} at the police on Monday.")
    assert (event.type in ("PROTEST", "ASSAULT"), event.target) == (True, ("police",))


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("Protesters pelted stones on Monday.", "PROTEST", ()),
        ("Rioters pelted the police with stones.", "PROTEST", ("police",)),
        ("Police fired tear gas at the students.", "COERCE", ("students",)),
        ("Police fired tear gas after students barricaded the gate.", "COERCE", ()),
        ("The rebels detonated a landmine on Monday.", "ASSAULT", ()),
    ],
)
def test_what_is_fired_or_set_off_is_not_whom_it_meets(text: str, kind: str, target: tuple[str, ...]) -> None:
    assert [event.target for event in told(text) if event.type == kind] == [target]


@pytest.mark.parametrize(
    "text",
    [
        "Farmers staged a sit-in in Lirn on Monday.",
        "Residents staged a protest at Vorn Square on Monday.",
        "Workers held a demonstration near Harbour Circle on Monday.",
        "Students started protesting about a water shortage in Mardin.",
        "Teachers joined the rally organised by the Harbour Union on Monday.",
    ],
)
def test_a_crowd_is_not_against_the_place_where_it_gathers_or_who_called_it(text: str) -> None:
    assert [event.target for event in told(text) if event.type == "PROTEST"] == [()]


@pytest.mark.parametrize(
    ("where", "met"),
    [
        ("outside the ministry", "the ministry"),
        ("outside the embassy of Chad", "the embassy of Chad"),
        ("at the High Court", "the High Court"),
        ("outside the police station", "the police station"),
        ("at the parliament", "parliament"),
    ],
)
def test_a_crowd_at_a_seat_of_power_is_against_it(where: str, met: str) -> None:
    (target,) = of_type(f"Farmers staged a protest {where} on Monday.", "PROTEST").target
    assert met.removeprefix("the ").lower() in target.lower()


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("The miners' strike at the Varn pit entered its second week.", "PROTEST"),
        ("Bank employees struck work on Monday.", "PROTEST"),
        ("Villagers staged a road blockade on Monday.", "PROTEST"),
        ("The nurses struck work for a second day.", "PROTEST"),
        ("Farmers staged a rail blockade near Lirn on Monday.", "PROTEST"),
    ],
)
def test_who_does_not_work_or_stops_the_traffic_protests(text: str, mode: str) -> None:
    assert {event.type for event in told(text)} == {mode}


@pytest.mark.parametrize(
    "text",
    [
        "The strike hit work at many offices on Monday.",
        "The walkout badly hit banking services in Lirn.",
        "The storm of orders hit transactions at the bank.",
    ],
)
def test_what_a_strike_makes_stand_still_is_not_attacked(text: str) -> None:
    assert [event for event in told(text) if event.type == "ASSAULT"] == []


@pytest.mark.parametrize(
    "who",
    ["Officials from the Harbour Union", "Members of the council", "Officers of the navy"],
)
def test_people_of_one_body_do_not_agree_with_themselves(who: str) -> None:
    assert [event.target for event in told(f"{who} agreed to go back to work.") if event.type == "AGREE"] in (
        [()],
        [],
    )


@pytest.mark.parametrize(
    "who",
    ["Leaders of the two countries", "The two sides", "France and Chad", "Ministers of both governments"],
)
def test_parties_agree_with_each_other(who: str) -> None:
    event = of_type(f"{who} agreed to hold talks.", "AGREE")
    assert event.source == event.target != ()


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("France agreed to contribute up to 400 troops to the mission.", ("the mission",)),
        ("The Kenyan government promised to send soldiers.", ()),
        ("France agreed to lease two tankers.", ()),
        ("Germany promised to send soldiers to Chad.", ("Chad",)),
        ("The Kenyan government agreed to open an office in Peru.", ()),
    ],
)
def test_what_is_promised_is_not_to_whom(text: str, target: tuple[str, ...]) -> None:
    assert of_type(text, "AGREE").target == target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Three youths from Chad, who were kidnapped by rebels last month, came home.", ("Three youths",)),
        ("Two nurses from Kenya, who were abducted by gunmen, were found.", ("Two nurses",)),
        ("The widows from Kenya, who were kidnapped in May, came home.", ("widows",)),
        ("The widow of Tom Varr, who was kidnapped by rebels, called for help.", ("Tom Varr",)),
        ("A teacher from Peru, who was abducted by soldiers, is missing.", ("teacher",)),
    ],
)
def test_who_means_people_and_not_where_they_are_from(text: str, target: tuple[str, ...]) -> None:
    assert [event.target for event in told(text) if event.type == "ASSAULT"] == [target]


@pytest.mark.parametrize(
    "text",
    [
        "Three rebels were killed in a gunfight between militants and soldiers near Goma.",
        "Ten constables were injured in a clash between students and police in Goma.",
        "Two farmers were wounded in fighting between herders and soldiers.",
        "A child was killed in clashes between the army and rebels.",
        "Six traders were killed in a battle between soldiers and gunmen.",
    ],
)
def test_of_two_who_fight_nobody_knows_who_hurt_a_third(text: str) -> None:
    assert [event.source for event in told(text) if event.type == "ASSAULT"] == [()]


@pytest.mark.parametrize(
    "who", ["The Northern and Southern sides of Lirn", "Both sides of the strait", "The armies of the plain"]
)
def test_sides_of_a_divided_land_agree_with_each_other(who: str) -> None:
    event = of_type(f"{who} have agreed to share water from May.", "AGREE")
    assert event.source == event.target != ()


@pytest.mark.parametrize(
    "whom",
    [
        "President Ivo Lund and his ruling party",
        "the governor and his council",
        "Minister Ana Brel and her deputies",
        "the general and the officers",
        "the mayor and his police chief",
    ],
)
def test_none_of_those_whose_removal_is_demanded_is_asked_for_it(whom: str) -> None:
    assert of_type(f"Rebels demanded the removal of {whom} on Monday.", "REQUEST").target == ()


@pytest.mark.parametrize(
    "beside",
    [
        "as street battles raged between insurgents and security forces",
        "while rebels and the army fought in the capital",
        "after militants attacked the police",
        "because the opposition defied the courts",
        "when protesters surrounded the parliament",
    ],
)
def test_who_acts_in_another_clause_is_not_threatened(beside: str) -> None:
    event = of_type(f"The government said it is prepared to impose martial law {beside}.", "THREATEN")
    assert event.target == ()


@pytest.mark.parametrize(
    ("text", "hurt"),
    [
        ("Ten people were injured after herders and the police clashed in Goma on Monday.", "Ten people"),
        ("A child was killed when soldiers and rebels clashed in Goma.", "child"),
        ("Six traders were wounded as the army and militants clashed near Goma.", "Six traders"),
        ("Four nurses were hurt after students and police clashed.", "Four nurses"),
        ("Two drivers were injured when rioters and troops clashed on Monday.", "Two drivers"),
    ],
)
def test_a_fight_in_a_clause_of_its_own_is_told_beside_whom_it_hurt(text: str, hurt: str) -> None:
    harm, fight = (event for event in told(text) if event.type == "ASSAULT")
    assert (harm.source, harm.target) == ((), (hurt,))
    assert fight.source == fight.target
    assert len(fight.source) == 2

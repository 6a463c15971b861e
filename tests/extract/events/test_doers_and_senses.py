"""Doers, sufferers and senses that fresh news showed wrong, a class a test; all sentences are invented."""

from __future__ import annotations

import pytest

from tests.extract.events.test_slots_of_news import Told, of_type, told


def strong(text: str, kind: str) -> list[Told]:
    """Return the strong events of a type in a text."""
    return [event for event in told(text) if event.type == kind and event.grade == "strong"]


@pytest.mark.parametrize(
    "text",
    [
        "The family of a man killed after a gunman opened fire on a trail says he was a gentle person.",
        "A man died after a gunman opened fire at a mill. Neighbours say he was a quiet loner.",
        "A gunman killed two men at a mill. He is a former soldier, police said.",
        "A gunman shot two farmers near Lirn. He was a good neighbour, they said.",
        "Police say a gunman killed a farmer. He was a heavy drinker.",
    ],
)
def test_what_somebody_is_said_to_be_like_is_no_name_of_the_doer(text: str) -> None:
    names = {name for event in told(text) for name in event.source}
    assert names <= {"gunman", "A gunman", "a gunman", "former soldier"}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("On Channel Nine, Marsh called on the Weber family to leave.", "Channel Nine"),
        ("On Radio Lirn, the mayor called upon farmers to stay.", "Radio Lirn"),
        ("In Tarvel, the minister appealed to rebels for calm.", "Tarvel"),
        ("At the Lirn Hall, Weber spoke to voters and urged the council to act.", "Lirn Hall"),
        ("On the Sarland Show, the president called on Norland to withdraw.", "Sarland Show"),
    ],
)
def test_where_one_speaks_is_not_whom_one_calls_on(text: str, target: str) -> None:
    assert not [event for event in told(text) if any(target in name for name in event.target)]


def test_whom_one_calls_on_stands_behind_the_verb() -> None:
    event = of_type("On Monday the president called on Norland to withdraw its troops.", "REQUEST")
    assert event.target == ("Norland",)


@pytest.mark.parametrize(
    "text",
    [
        "The affidavit alleges that Varr then took a car, shooting a woman in the process.",
        "Prosecutors allege that Varr broke into a house, stabbing a guard.",
        "Prosecutors allege that Varr fled the mill, shooting two guards.",
        "The army is suspected of storming Lirn, killing nine farmers.",
        "Police allege that two brothers ran from a bank, shooting a guard.",
    ],
)
def test_what_is_alleged_of_a_verb_is_alleged_of_its_participle(text: str) -> None:
    assert {event.modality for event in told(text) if event.type == "ASSAULT"} == {"alleged"}


def test_a_participle_beside_what_is_done_is_done() -> None:
    event = of_type("Gunmen ran from a bank in Lirn on Friday, shooting a guard.", "ASSAULT")
    assert event.modality == "actual"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("The person who killed the young Navy officer worked at the base.", "Navy"),
        ("A gunman shot a retired FBI agent in Lirn on Friday.", "FBI"),
        ("Police arrested a senior UNICEF clerk on Monday.", "UNICEF"),
        ("A man stabbed an off-duty NYPD officer on Friday.", "NYPD"),
        ("Rebels abducted the local BBC reporter on Friday.", "BBC"),
    ],
)
def test_one_person_of_a_body_is_not_the_body(text: str, body: str) -> None:
    assert all(body not in event.target for event in told(text))


@pytest.mark.parametrize(
    "text",
    [
        "Varr struck Ana Ruiz with his Toyota as he was driving north on Friday.",
        "Varr allegedly struck Ana Ruiz as she walked along parked cars when the car struck her.",
        "A driver hit a farmer with his truck on the highway and fled the scene.",
        "Ruiz was hit by Varr in a pickup at a crosswalk in Lirn on Friday.",
        "Varr, who was speeding, struck two women with his van on Mill Street.",
    ],
)
def test_who_is_struck_by_a_car_is_not_assaulted(text: str) -> None:
    assert not strong(text, "ASSAULT")


def test_who_is_run_down_on_purpose_is_assaulted() -> None:
    assert strong(
        "A man deliberately drove a truck into protesters in a terror attack, killing two.", "ASSAULT"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Sarland has committed to destroy its chemical weapons by February.",
        "The rebels promised to destroy their arsenal.",
        "The army pledged to destroy its stockpile of landmines.",
        "Norland vowed to eliminate all of its nuclear weapons.",
        "The two sides agreed to destroy their ammunition.",
    ],
)
def test_who_does_away_with_arms_threatens_nobody(text: str) -> None:
    assert not [event for event in told(text) if event.type in ("THREATEN", "ASSAULT")]


def test_who_vows_to_destroy_others_threatens() -> None:
    assert strong("The general vowed to destroy the rebels.", "THREATEN")


@pytest.mark.parametrize(
    "text",
    [
        "0:24 Police arrest two men in southwest Tarvel Pause",
        "1:38 Gunman kills a farmer near Lirn Pause",
        "2:26 Norland president rejects Sarland offer Pause",
    ],
)
def test_captions_of_films_beside_a_text_tell_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("08:05 Residents attacked the police station in Lirn on Friday.", "Residents"),
        ("LIRN, Norland (Courant) Gunmen killed a farmer on Friday.", "Gunmen"),
        ("16:40 Police arrested two men in Lirn.", "Police"),
    ],
)
def test_times_and_datelines_are_no_part_of_who_acts(text: str, source: str) -> None:
    assert source in {name for event in told(text) for name in event.source}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The network restricted comments on the video on Friday.", "COERCE"),
        ("He complained that marijuana arrests have strained his budget.", "COERCE"),
        ("When the clerk opened the door, he was met by a man with a gun.", "CONSULT"),
        ("Norland officials concur that the purpose of the pact is trade.", "AGREE"),
        ("The campaign would like to organize another rally with Weber.", "PROTEST"),
        ("Detectives investigated the victim's background.", "ACCUSE"),
    ],
)
def test_everyday_senses_are_no_events(text: str, kind: str) -> None:
    assert not strong(text, kind)


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("General Marsh testified before the Senate committee on Tuesday.", "CONSULT", "2026-05-19"),
        ("Lawyers for the colonel appealed the verdict on Monday.", "REJECT", "2026-05-18"),
        ("A court in Tarvel opened the trial of four officers on Monday.", "ACCUSE", "2026-05-18"),
        ("The ministry restricted access to the port on Friday.", "COERCE", "2026-05-22"),
    ],
)
def test_steps_of_a_case_are_found(text: str, kind: str, day: str) -> None:
    assert [event.day for event in strong(text, kind)] == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Parliament voted to kick out the Norland envoy on Thursday.", "2026-05-21"),
        ("The council voted to expel three members on Friday.", "2026-05-22"),
        ("Lawmakers voted to suspend two ministers on Monday.", "2026-05-18"),
    ],
)
def test_what_was_voted_for_is_planned_on_the_day_of_the_vote(text: str, day: str) -> None:
    event = of_type(text, "SANCTION")
    assert (event.modality, event.day) == ("planned", day)


def test_arrests_are_no_target_of_themselves() -> None:
    assert of_type("Dozens of arrests have been made across the continent.", "COERCE").target == ()


@pytest.mark.parametrize(
    "text",
    [
        "Police search the scene of a shooting that killed one woman and injured three men on Friday.",
        "An attack that killed a farmer and wounded two soldiers shook Lirn on Friday.",
        "A bombing killed nine and wounded forty in Lirn on Friday.",
        "The raid wounded two clerks and killed a guard.",
        "A stabbing left one dead and injured two in Tarvel.",
    ],
)
def test_what_one_deed_did_is_told_once(text: str) -> None:
    assert len([event for event in told(text) if event.type == "ASSAULT"]) == 1


def test_what_two_did_is_told_twice() -> None:
    text = "Gunmen killed a farmer near Lirn on Friday and police shot two gunmen on Saturday."
    assert len(strong(text, "ASSAULT")) == 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ms. Brandt declined to be interviewed for this article.", "REJECT"),
        ("The bank might achieve better results by coordinating with other central banks.", "COOPERATE"),
        ("All of them agreed it would prompt a second look at the plan.", "AGREE"),
        ("Weber has been committed to ending President Marsh's $716 billion raid on the fund.", "RETREAT"),
        ("Marsh is restoring a requirement that Norland agencies consult with experts.", "CONSULT"),
        ("Weber held rallies in Tarvel and Lirn last week.", "PROTEST"),
        ("The campaign organized a rally for voters in Lirn.", "PROTEST"),
        ("The bullet ripped through his knee, Martin said.", "ASSAULT"),
        (
            "Suits are allowed if a land was found to have been involved in an attack on Norland.",
            "ASSAULT",
        ),
    ],
)
def test_what_is_held_meant_or_counted_is_no_event(text: str, kind: str) -> None:
    assert not strong(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The two sides agreed that they would meet in Lirn on Friday.", "AGREE"),
        ("Farmers held a rally against the tax in Lirn on Friday.", "PROTEST"),
        ("A bomb ripped through a market in Lirn on Friday, killing nine.", "ASSAULT"),
        ("Norland and Sarland coordinated with other central banks on Friday.", "COOPERATE"),
    ],
)
def test_what_is_done_is_an_event(text: str, kind: str) -> None:
    assert strong(text, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Weber rejected reports that Marsh refused his request for a meeting.",
        "The general denied claims that Norland attacked the convoy.",
        "The ministry disputed the allegation that its troops shelled Lirn.",
        "The mayor dismissed claims that police attacked the marchers.",
        "The envoy refuted the accusation that Sarland bombed a school.",
    ],
)
def test_what_a_rejected_report_tells_was_not_done(text: str) -> None:
    inner = [event for event in told(text) if event.type in ("ASSAULT", "COERCE", "REJECT")]
    assert not [
        event for event in inner if event.source and event.source[0] in ("Marsh", "Norland", "police")
    ]


def test_who_lives_in_a_town_was_not_arrested_there() -> None:
    text = "Omar Venn, 21, of Lisbon, and Dan Mace, 26, of Vigo, were taken into custody on Monday."
    assert of_type(text, "COERCE").place is None
    assert of_type("Ana Ruiz of Lisbon was shot dead in Vigo on Monday.", "ASSAULT").place == "Vigo"


def test_what_happened_on_the_day_since_when_others_march_is_of_that_day() -> None:
    text = "Protesters have marched since May 4, when police shot Omar Venn in Lirn."
    assert of_type(text, "ASSAULT").day == "2026-05-04"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "LIRN, GA (October 16, 2015): Detectives are investigating a shooting on Mill Street.",
            "Detectives",
        ),
        ("TARVEL (Wire) — Police in Lirn arrested two men on Friday.", "Police"),
        ("UNESCO, the cultural body, condemned the attack on Friday.", "UNESCO"),
    ],
)
def test_a_dateline_is_no_doer(text: str, source: str) -> None:
    assert source in {name for event in told(text) for name in event.source}


def test_many_in_another_town_are_others() -> None:
    text = (
        "Red Coat protesters marched in Vigo on Friday. Meanwhile, protesters in Lisbon took to the streets."
    )
    assert "Red Coat protesters" not in {name for event in told(text)[1:] for name in event.source}


@pytest.mark.parametrize(
    "text",
    [
        "Three people were killed and two others were critically injured in a shooting on Sunday.",
        "Two farmers were killed and three wounded in an attack on Friday.",
        "A clerk was shot and two guards were wounded at a bank on Friday.",
    ],
)
def test_whom_one_deed_met_is_told_once(text: str) -> None:
    assert len(strong(text, "ASSAULT")) == 1


def test_who_was_hurt_in_two_towns_was_hurt_twice() -> None:
    text = "A man was shot dead in Lisbon and two women were wounded in Vigo on Friday."
    assert [event.place for event in strong(text, "ASSAULT")] == ["Lisbon", "Vigo"]


def test_a_street_that_bears_the_name_of_a_town_is_no_town() -> None:
    text = "A gunman killed a clerk in the 9500 block of South Lisbon on Friday."
    assert of_type(text, "ASSAULT").place is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norland said 13 soldiers died. Medics said soldiers shot and killed a man on Friday.", "13"),
        ("The Red Cross issued a statement condemning the shelling of the Lirn Hospital.", "Lirn Hospital"),
        ("Four people were shot in an attack on East 132nd Street and Madison Avenue.", "Avenue"),
    ],
)
def test_others_sufferers_and_streets_take_no_part(text: str, name: str) -> None:
    sides = {side for event in told(text) for side in (*event.source, *event.target) if len(side) < 30}
    assert not [side for side in sides if name in side]


@pytest.mark.parametrize(
    "text",
    [
        "Fighters tried to cross the border, looking to attack villages.",
        "The plan rests on the idea that deportation of all immigrants is impractical.",
    ],
)
def test_what_is_sought_or_judged_was_not_done(text: str) -> None:
    events = [event for event in told(text) if event.type in ("ASSAULT", "COERCE")]
    assert all(event.modality != "actual" for event in events)


@pytest.mark.parametrize(
    "text",
    [
        "Omar Venn, 44, who had been ill after shooter Hugh Allen Jr., 72, shot four men at a mill, died.",
        "Ana Ruiz, who was in hospital after Dan Mace shot three clerks, died on Tuesday.",
        "Omar Venn, who had fled after Hugh Allen, 30, stabbed two guards, returned on Monday.",
    ],
)
def test_who_is_told_of_beside_a_deed_did_not_do_it(text: str) -> None:
    doers = {name for event in told(text) if event.type == "ASSAULT" for name in event.source}
    assert not doers & {"Omar Venn", "Ana Ruiz"}


def test_whom_one_calls_on_and_where_crowds_march() -> None:
    text = "In June, the senator called on fellow Republicans to leave Weber."
    assert of_type(text, "REQUEST").target == ("Republicans",)
    assert of_type("Police said 20,000 people took to the streets of Lisbon.", "PROTEST").target == ()

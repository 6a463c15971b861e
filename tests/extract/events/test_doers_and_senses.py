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

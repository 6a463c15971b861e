"""Whom a text calls without a name, those whom gangs seize, what met an accident, criticism; all invented."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.extract.events.test_slots_of_news import EXTRACTOR, SUNDAY
from watchfloor.extract.extractor import resolve


@dataclass(frozen=True)
class Worded:
    """An event by the words of its slots."""

    type: str
    mode: str | None
    trigger: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    modality: str
    grade: str


def told(text: str) -> list[Worded]:
    """Return the events of a text, each by its own words."""
    return [
        Worded(
            event.type.value,
            event.mode,
            " ".join(it.of(text) for it in event.trigger),
            tuple(it.of(text) for it in event.source_spans),
            tuple(it.of(text) for it in event.target_spans),
            event.modality,
            event.grade,
        )
        for event in resolve(EXTRACTOR.read(text), SUNDAY).events
    ]


@pytest.mark.parametrize(
    ("text", "word", "side", "said"),
    [
        ("Oren Vale was arrested on Tuesday. He has been charged with murder.", "charged", "target", "He"),
        ("A Leeds woman was jailed after a jury convicted her of fraud.", "convicted", "target", "her"),
        (
            "A Leeds man is awaiting trial after police arrested him on charges he killed his aunt.",
            "arrested",
            "target",
            "him",
        ),
        (
            "Oren Vale, 34, was a teacher in Leeds. He was charged with fraud on Friday.",
            "charged",
            "target",
            "a teacher in Leeds",
        ),
        ("Police said the victim, Oren Vale, was walking home. He was shot twice.", "shot", "target", "He"),
        ("A 23-year-old woman stole a car. She was later convicted of theft.", "convicted", "target", "She"),
    ],
)
def test_who_is_not_named_in_a_crime_is_told_as_the_text_calls_them(
    text: str, word: str, side: str, said: str
) -> None:
    (event,) = (event for event in told(text) if event.trigger == word)
    assert event.grade == "strong"
    assert getattr(event, side) == (said,)


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("A bishop was seized by gunmen on his way to Leeds.", "ASSAULT", "abduct"),
        ("Pirates seized a tanker off Iran.", "ASSAULT", "abduct"),
        ("Kidnappers seized three aid workers in Goma on Tuesday.", "ASSAULT", "abduct"),
        ("Militants grabbed a teacher from her home in Goma.", "ASSAULT", "abduct"),
        ("Soldiers seized three men in Goma on Tuesday.", "COERCE", "arrest"),
        ("Police seized two rifles in Leeds.", "COERCE", "confiscate"),
        ("The minister came under fire from critics over the budget.", "ACCUSE", "disapprove"),
        ("The patrol came under fire near Goma.", "ASSAULT", None),
        ("Gunfire exploded in the market of Leeds, wounding two men.", "ASSAULT", "firearms"),
        ("A bomb exploded in the market of Leeds.", "ASSAULT", "explosives"),
        ("Rebels shot down a helicopter on Monday.", "ASSAULT", "heavy-weapons"),
        ("The shooting down of a Norwegian airliner over Iran shocked many.", "ASSAULT", "heavy-weapons"),
        ("Rebels shot down two villagers on Monday.", "ASSAULT", "firearms"),
    ],
)
def test_who_seizes_and_what_comes_down_decide_the_type_and_mode(
    text: str, kind: str, mode: str | None
) -> None:
    assert (kind, mode) in [(event.type, event.mode) for event in told(text) if event.grade == "strong"]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("A bus crashed on Friday.", "A bus"),
        ("A ferry sank off Cyprus on Monday.", "A ferry"),
        ("The Orlo Mill Building burned to the ground in a fire Tuesday morning.", "The Orlo Mill Building"),
        ("The crane collapsed in Leeds on Tuesday.", "The crane"),
        ("Police are investigating after a car crashed.", "a car"),
    ],
)
def test_an_accident_told_by_a_verb_met_its_subject(text: str, target: str) -> None:
    (event,) = (event for event in told(text) if event.type == "ACCIDENT")
    assert (event.grade, event.target) == ("strong", (target,))


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Police blamed the rebels for shooting two farmers in Goma.", "alleged"),
        ("The army was blamed for shelling a market in Goma.", "alleged"),
        ("Tuesday will see nurses walk out across Norway.", "planned"),
        ("Monday saw nurses walk out across Norway.", "actual"),
    ],
)
def test_what_is_blamed_is_alleged_and_what_a_day_will_see_is_planned(text: str, modality: str) -> None:
    assert modality in [event.modality for event in told(text) if event.type in ("ASSAULT", "PROTEST")]


@pytest.mark.parametrize(
    "text",
    [
        "Guards prevented the killing of a hostage.",
        "Police prevented an attack on a mosque in Leeds.",
        "Norway returned power over schools to the regions.",
        "The new bill returns control of the budget to the states.",
    ],
)
def test_deeds_prevented_and_powers_given_back_are_no_force_and_no_retreat(text: str) -> None:
    assert [it for it in told(text) if it.type in ("COERCE", "RETREAT") and it.grade == "strong"] == []


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("The ban prevented rebels from bombing the town.", ("rebels",), ("the town",)),
        ("A man was arrested for possession of a gun by a felon.", (), ("A man",)),
        ("Troops surrounded an Iranian army base in Yalta.", ("Troops",), ("an Iranian army base in Yalta",)),
        ("The Rovers striker Oren Vale was arrested on Monday.", (), ("The Rovers striker Oren Vale",)),
        ("Vale was arrested after Mira Vale, his wife, was found dead.", (), ("Vale",)),
    ],
)
def test_sides_are_those_of_the_verb(text: str, source: tuple[str, ...], target: tuple[str, ...]) -> None:
    assert (source, target) in [(event.source, event.target) for event in told(text)]


def test_a_bare_surname_is_not_whom_a_full_name_in_its_sentence_means() -> None:
    (event,) = (it for it in told("Holt told police that he shot Tessa Holt, 31.") if it.type == "ASSAULT")
    assert event.target == ("Tessa Holt, 31",)
    found = EXTRACTOR.read("Holt told police that he shot Tessa Holt, 31.")
    assert sorted(chain.name for chain in found.actors if chain.kind == "person") == ["Holt", "Tessa Holt"]

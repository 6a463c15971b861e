"""What was averted, given up or only feared, what was done besides, labels that tell nothing; invented."""

from __future__ import annotations

import pytest

from tests.extract.events.test_nameless_and_seized import told
from tests.extract.events.test_slots_of_news import EXTRACTOR, SUNDAY
from watchfloor.extract.extractor import resolve


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        (
            "The Indian Navy on Thursday thwarted an attack by pirates, apprehending 26 Somali pirates.",
            "The Indian Navy",
            "26 Somali pirates",
        ),
        ("Police foiled a plot, arresting six men.", "Police", "six men"),
        (
            "A Navy warship not only repulsed an attack on a ship, but nabbed 23 Somali pirates.",
            "A Navy warship",
            "23 Somali pirates",
        ),
    ],
)
def test_arrests_beside_what_was_foiled_were_made(text: str, source: str, target: str) -> None:
    (event,) = (event for event in told(text) if event.type == "COERCE")
    assert (event.source, event.target, event.modality) == ((source,), (target,), "actual")
    assert [it.polarity for it in EXTRACTOR.read(text).events if it.type == "COERCE"] == ["asserted"]


@pytest.mark.parametrize(
    "text",
    [
        "Orla Venn stressed that Peru has the right to prevent violence against its citizens.",
        "The coastguard launched a major search and rescue operation on Monday.",
        "The main detector provides the crew with a warning.",
        "Soldiers want to prevent the bombing of the bridge in Goma.",
    ],
)
def test_what_one_only_may_avert_and_rescues_are_no_violence(text: str) -> None:
    assert [it for it in told(text) if it.type in ("ASSAULT", "AID") and it.grade == "strong"] == []


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The pirates abandoned their plans to hijack the vessel.", "negated"),
        ("The rebels scrapped a plan to bomb the bridge.", "negated"),
        ("The pirates hijacked the vessel.", "asserted"),
    ],
)
def test_plans_that_were_given_up_are_not_carried_out(text: str, polarity: str) -> None:
    events = [it for it in EXTRACTOR.read(text).events if it.grade == "strong"]
    assert [(it.type.value, it.polarity) for it in events] == [("ASSAULT", polarity)]


@pytest.mark.parametrize(
    "text",
    [
        "Analysis: Peruvian officials condemn the attack in Lima.",
        "Thousands took to the streets and youths clashed with police in helmets, who responded with gas.",
    ],
)
def test_a_label_and_who_only_reacted_are_no_tellers(text: str) -> None:
    assert EXTRACTOR.read(text).events
    assert [it for it in EXTRACTOR.read(text).events if it.attributed_to is not None] == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A New Year's Eve shooting at a Wilson County home left four people dead.", "2025-12-31"),
        ("A Sunday night shooting at a Wilson County home left four people dead.", "2026-05-24"),
    ],
)
def test_a_deed_named_by_its_feast_was_done_at_the_last(text: str, day: str) -> None:
    (event,) = resolve(EXTRACTOR.read(text), SUNDAY).events
    assert event.date is not None
    assert (event.grade, event.date.start) == ("strong", day)
    assert [it.of(text) for it in event.target_spans] == ["four people"]


def test_who_was_told_of_far_before_is_not_whom_a_pronoun_of_a_crime_means() -> None:
    text = (
        "Vale's father, a farmer, lives in Leeds.\nA trial opened.\n"
        "Prosecutors say an officer had a history of abuse before he was charged with murder."
    )
    (event,) = (it for it in told(text) if it.type == "ACCUSE")
    assert event.target == ("an officer",)


def test_how_many_live_in_a_place_is_nobody_hurt() -> None:
    text = "The rescuers flew to Bandar Abbas, a city of 500,000 people that was jolted by the quake."
    assert [it.target for it in told(text) if it.type == "DISASTER"] == [()]


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("A man was charged after a boy shot his friend in Leeds on Wednesday.", "charged", "2026-05-23"),
        ("A man was detained Friday, five days after he shot up a cafe in Leeds.", "detained", "2026-05-22"),
        ("A woman was arrested after she shot at officers in Leeds on Wednesday.", "arrested", "2026-05-20"),
    ],
)
def test_a_step_of_a_case_has_no_day_of_the_deed_long_before(text: str, trigger: str, day: str) -> None:
    found = resolve(EXTRACTOR.read(text), SUNDAY)
    (event,) = (it for it in found.events if it.trigger[0].of(text) == trigger)
    assert event.date is not None
    assert event.date.start == day
    assert (event.place is None) == (trigger != "arrested")

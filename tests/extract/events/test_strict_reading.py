"""Classes of error that a strict second reader named, a class a test; all sentences are invented."""

from __future__ import annotations

import pytest

from tests.extract.events.test_slots_of_news import Told, told
from watchfloor.extract.extractor import Extractor


def strong(text: str, kind: str) -> list[Told]:
    """Return the strong events of a type in a text."""
    return [event for event in told(text) if event.type == kind and event.grade == "strong"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We learned that Ben Holt would not be hosting the awards.", "REJECT"),
        ("Governor Holt will not be running the marathon this year.", "REJECT"),
        ("He was fired, in part after clashing with Nancy Holt.", "ASSAULT"),
        ("Mr. Holt left the ministry after he clashed with Nancy Holt over the budget.", "ASSAULT"),
        ("The chief had clashed with Governor Mary Holt before she let him go.", "ASSAULT"),
        ("The march is for all the men and women who have fought in wars.", "ASSAULT"),
        ("He honoured those who have fought and are still fighting in wars.", "ASSAULT"),
        ("Deals should not be a requirement for cooperating with the ministry.", "COOPERATE"),
        ("There is no penalty for meeting the president.", "CONSULT"),
        ("After the collapse of the housing market, the company was left with debts.", "ACCIDENT"),
        ("The collapse of the talks left two firms without a deal.", "ACCIDENT"),
    ],
)
def test_quarrels_rules_and_affairs_are_no_deeds(text: str, kind: str) -> None:
    assert not strong(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Police clashed with protesters in Lirn on Monday.", "ASSAULT"),
        ("Rebels fought soldiers in the war near Kano.", "ASSAULT"),
        ("France will not attend the talks, its foreign minister said.", "REJECT"),
        ("Nine people died in the collapse of a bridge in Lirn.", "ACCIDENT"),
    ],
)
def test_deeds_of_these_words_stay(text: str, kind: str) -> None:
    assert strong(text, kind)


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("The president opposed a trade deal with countries of the south.", "REJECT", "a trade deal"),
        ("The government rejected a plan for villages near the river.", "REJECT", "a plan"),
        ("The Navy confiscated 14 rifles from the boat.", "COERCE", "14 rifles"),
        ("Police impounded nine trucks from the depot.", "COERCE", "nine trucks"),
        ("They want an end to a blockade imposed on the island by Norland.", "COERCE", "the island"),
        ("They spoke of a siege imposed on the valley by the army of Norland.", "COERCE", "the valley"),
    ],
)
def test_a_deed_meets_what_its_own_words_say(text: str, kind: str, target: str) -> None:
    (event,) = [event for event in told(text) if event.type == kind]
    assert event.target == (target,)


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("Sheriff Ben Holt announced on Tuesday he will endorse Governor Brel.", "AGREE", "2026-05-19"),
        ("The minister said on Monday she will help the farmers.", "AGREE", "2026-05-18"),
        ("Norland pledged on Monday that it will support Sarland.", "AGREE", "2026-05-18"),
        ("Norland said on Monday it would send aid to Sarland on Friday.", "AGREE", "2026-05-29"),
    ],
)
def test_a_promise_is_of_its_own_day_else_of_the_day_it_was_made(text: str, kind: str, day: str) -> None:
    assert {event.day for event in told(text) if event.type == kind} == {day}


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Ana Brel, 39, was convicted of fraud and was sentenced on Friday.", "SANCTION"),
        ("Ben Holt was arrested in May and was charged on Friday.", "COERCE"),
        ("A farmer was indicted last year and was convicted on Friday.", "ACCUSE"),
        ("Two men were arrested and were indicted on Friday.", "COERCE"),
        ("A clerk was convicted of theft and was jailed on Friday.", "SANCTION"),
    ],
)
def test_a_step_of_a_case_lends_no_day_to_the_one_before(text: str, mode: str) -> None:
    first = next(event for event in told(text) if event.type == mode)
    assert first.day != "2026-05-22"


@pytest.mark.parametrize(
    "text",
    [
        "The hospital came under fire at least four times and equipment was damaged.",
        "Equipment was damaged five times, the mayor said.",
        "Police shot the man four times on Monday.",
        "The road has been closed several times since May.",
        "She was arrested three times in Lirn.",
    ],
)
def test_how_often_is_no_toll(text: str) -> None:
    assert not Extractor().read(text).quantities


def test_a_body_has_the_name_that_its_text_has_for_it() -> None:
    text = (
        "Boldmart asked the court to stop the case. The suit says that a culture called the Boldmart Way "
        "helps men. Boldmart denies it. Lawyers of Boldmart spoke on Friday. Boldmart has 900 shops."
    )
    names = {chain.name for chain in Extractor().read(text).actors if chain.kind == "organisation"}
    assert "Boldmart Way" not in names


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He told the channel that he agrees Trump is a fool.", "AGREE"),
        ("The minister agreed the tax is too high.", "AGREE"),
        ("The chief issued a warning to gun owners: lock your weapons.", "THREATEN"),
        ("Police issued a warning to drivers after the storm.", "THREATEN"),
        ("The protesters were met on the curb by two security guards.", "CONSULT"),
        ("The clerk opened the door and was met by a man with a gun.", "CONSULT"),
        ("The votes helped Republicans take control of the House.", "ASSAULT"),
        ("In the wake of attacks against police she spoke about reforms.", "ASSAULT"),
        ("The paper has a history of attacks on farmers.", "ASSAULT"),
        ("She has had many relatives die of preventable diseases.", "DISASTER"),
    ],
)
def test_opinions_advice_encounters_and_kinds_are_no_deeds(text: str, kind: str) -> None:
    assert not strong(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The president was met by the prime minister of France in Lirn.", "CONSULT"),
        ("Norland gave Sarland a warning on Monday.", "THREATEN"),
        ("Rebels took control of the town on Monday.", "ASSAULT"),
        ("Rebels killed nine people in attacks on farmers in Kano.", "ASSAULT"),
    ],
)
def test_meetings_threats_and_attacks_stay(text: str, kind: str) -> None:
    assert [event for event in told(text) if event.type == kind]


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("“No,” said Kim Siegel of the Center for Diversity, which is suing the government.", "Center"),
        ("They heard Ana Weiss of Greenpeace, which accused the ministry of fraud.", "Greenpeace"),
        ("We spoke to John Holt of the Red Cross, which condemned the ministry.", "Red Cross"),
    ],
)
def test_which_is_never_a_person(text: str, doer: str) -> None:
    (event,) = [event for event in told(text) if event.type == "ACCUSE"]
    assert doer in event.source[0]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Four men were shot and two of them died early Friday at a gas station.", {2.0}),
        ("Nine were shot in Lirn and three died.", {3.0}),
        ("Five guards were stabbed on Monday and one of them died.", set()),
    ],
)
def test_of_those_shot_only_some_died(text: str, killed: set[float]) -> None:
    found = {it.value for it in Extractor().read(text).quantities if it.role == "killed"}
    assert found - {1.0} == killed


@pytest.mark.parametrize(
    "text",
    [
        "The Navy will replace the Tabar in patrolling the Gulf of Aden.",
        "The army will follow them in patrolling the Gulf of Aden.",
        "The army will begin by deploying troops in Lirn.",
    ],
)
def test_a_part_of_what_is_to_come_is_to_come(text: str) -> None:
    assert {event.modality for event in told(text) if event.type == "MOBILIZE"} == {"planned"}


def test_who_is_meant_with_others_does_not_hide_them() -> None:
    text = "A man died Tuesday night after he and four others were shot near Capitol Heights."
    assert "four others" in [name for event in told(text) for name in event.target] or any(
        span.of(text) == "four others"
        for event in Extractor().read(text).events
        for span in event.target_spans
    )


@pytest.mark.parametrize(
    "text",
    [
        "One dead, three others injured in Taunton shooting",
        "Two people wounded in Chicago shooting",
        "Four men injured in Boston stabbing",
    ],
)
def test_a_headline_may_end_with_its_deed(text: str) -> None:
    (event,) = [event for event in Extractor().read(text).events if event.type == "ASSAULT"]
    assert event.mode in ("firearms", "primitive")
    assert not event.source


def test_a_meeting_is_on_the_day_of_what_was_done_at_it() -> None:
    (event,) = [
        event
        for event in told(
            "The governor spoke about this issue on Friday at a meeting of the Care Task Force."
        )
        if event.type == "CONSULT"
    ]
    assert event.day == "2026-05-22"


def test_what_stands_after_although_is_the_report_s() -> None:
    text = "He claimed that paying no taxes was smart, although he again refused to release his returns."
    assert [event.attributed_to for event in Extractor().read(text).events if event.type == "REJECT"] == [
        None
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He sponsored the Reporting Act, requiring state police to tell the government.", "REQUEST"),
        ("The council passed a rule, requiring the ministry to act.", "REQUEST"),
        ("The forum brings together investigating organisations to work on stolen assets.", "ACCUSE"),
        ("The summit brought together investigating agencies from France.", "ACCUSE"),
        ("He arrived in Congress in 1993 and voted against the bill.", "CONSULT"),
    ],
)
def test_laws_offices_and_seats_are_no_deeds(text: str, kind: str) -> None:
    assert not strong(text, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Officials in Moscow have not condemned it - nor have they demanded the team's release.",
        "Norland has not sent troops, nor has it accused Sarland of the attack.",
        "They did not speak, nor did they arrest the mayor.",
        "The army did not fire, nor did it shell the town.",
        "France never agreed, nor did it condemn the army.",
    ],
)
def test_what_nor_opens_was_not_done(text: str) -> None:
    found = Extractor().read(text).events
    after = [event for event in found if event.trigger[0].start > text.index("nor ")]
    assert all(event.polarity == "negated" for event in after)


@pytest.mark.parametrize(
    "text",
    [
        "The source said he took out a gun and started shooting at them until an unknown person killed him.",
        "The source said she was shot by police.",
        "A source said he fired at the guards.",
        "The spokesman spoke on Monday. An unknown man killed him, people said.",
        "The source said police arrested him on Monday.",
    ],
)
def test_a_voice_is_nobody_s_doer_or_victim(text: str) -> None:
    sides = {name for event in told(text) for name in (*event.source, *event.target)}
    assert not sides & {"source", "spokesman", "The source", "A source", "The spokesman"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On Thursday, Governor Ana Brel said she would reject the aid.", "2026-05-21"),
        ("The governor said on Thursday she would reject the aid.", "2026-05-21"),
        ("The mayor announced on Monday that he will oppose the plan of the council.", "2026-05-18"),
    ],
)
def test_words_to_come_are_of_the_day_they_were_announced(text: str, day: str) -> None:
    assert {event.day for event in told(text) if event.type == "REJECT"} == {day}


@pytest.mark.parametrize("hour", ["shortly before midnight", "at 11:30 p.m.", "around 9 a.m.", "at noon"])
def test_an_hour_later_in_a_text_tells_no_day(hour: str) -> None:
    text = (
        "The trial of Ben Orozco went on. The jury met for nine days in 2007.\n\nNobody spoke of it.\n\n"
        f"Orozco was arrested on 223rd Street {hour}."
    )
    assert {event.day for event in told(text) if event.type == "COERCE"} == {None}

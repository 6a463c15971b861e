"""What is told as done, by whom and to whom: not wished for, supposed, usual or somebody else's. Invented."""

from __future__ import annotations

import pytest

from tests.extract.events.test_slots_of_news import of_type, told


@pytest.mark.parametrize(
    "text",
    [
        "A former prosecutor said it would not cost much to request an inquiry from the ministry.",
        "Norland said it would be wise to attack the rebels.",
        "The ministry offered a reward for information leading to the arrest of the bomber.",
        "Police asked for tips leading to the arrest of Tom Varr.",
        "Varland lies on a fault and is regularly struck by damaging quakes.",
        "Floods often kill villagers in the delta.",
    ],
)
def test_what_is_supposed_sought_or_usual_is_no_sure_event(text: str) -> None:
    assert [event for event in told(text) if event.grade == "strong"] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The minister said that the Palestinians want to reach a truce with Israel.", "AGREE"),
        ("The opposition wants to oust the president.", "SANCTION"),
        ("The Kenyan government hopes to meet the rebels of Chad.", "CONSULT"),
        ("Country after country flouts that treaty.", "REJECT"),
        ("The powers have backed one warring party or another.", "SUPPORT"),
    ],
)
def test_what_is_longed_for_or_of_anybody_is_weak(text: str, kind: str) -> None:
    assert of_type(text, kind).grade == "weak"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Reyes met aides of the king, vowing not to resume negotiations with Israel.", "REJECT"),
        ("The Kenyan president vowed not to negotiate with the rebels.", "REJECT"),
        ("The government vowed not to attack Israel.", "AGREE"),
        ("The Kenyan president vowed to attack the rebels.", "THREATEN"),
        ("The Kenyan president pledged to meet the rebels.", "AGREE"),
    ],
)
def test_a_promise_is_coded_by_what_is_promised(text: str, kind: str) -> None:
    assert kind in {event.type for event in told(text)}
    assert not {"REJECT", "AGREE", "THREATEN"} & {event.type for event in told(text)} - {kind}


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("Police are investigating the death of a child.", "ACCUSE", "the death of a child"),
        ("The prosecutor is investigating the minister over the death of a child.", "ACCUSE", "minister"),
        ("The Kenyan minister spoke to the president of Chad on Monday.", "CONSULT", "president of Chad"),
        (
            "The president fired the board of the central bank on Monday.",
            "SANCTION",
            "the board of the central bank",
        ),
        ("The soldiers fired the mortar at the town on Monday.", "ASSAULT", "the town"),
    ],
)
def test_who_is_meant_by_the_verb(text: str, kind: str, target: str) -> None:
    event = of_type(text, kind)
    assert (event.target, event.grade) == ((target,), "strong")


def test_a_ride_to_hospital_is_no_aid() -> None:
    assert told("The wounded soldier was airlifted to hospital on Monday.") == []


@pytest.mark.parametrize("names", ["France and Germany", "Kenya and Chad", "Peru, Chile and Bolivia"])
def test_who_announces_a_ceasefire_together_keeps_it_together(names: str) -> None:
    event = of_type(f"{names} announced a ceasefire on Monday.", "RETREAT")
    assert event.grade == "strong"
    assert event.source == event.target
    assert set(event.source) == set(names.replace(" and ", ", ").split(", "))


@pytest.mark.parametrize(
    ("text", "kind", "parties"),
    [
        (
            (
                "County Attorney Sandra Allen said the sentence was just. Pehrson was a fireman. Allen sent "
                "letters to Pehrson's employer explaining how he had been falsely accused in the case."
            ),
            "ACCUSE",
            {"Pehrson"},
        ),
        (
            "“We will wait,” said Tom Marlow. The ministry said that he had met the president of Chad.",
            "CONSULT",
            {"Tom Marlow", "president of Chad"},
        ),
        (
            "Tom Marlow was tried in May. Judge Anna Weber said he had been arrested in Lugo by soldiers.",
            "COERCE",
            {"soldiers", "he"},  # the judge is not meant; his name is kept out
        ),
        ("The rebels said they had attacked the town of Goma.", "ASSAULT", {"rebels", "the town of Goma"}),
        ("Norland said it would send troops to Chad.", "AGREE", {"Norland", "Chad"}),
    ],
)
def test_a_pronoun_is_whom_the_article_means(text: str, kind: str, parties: set[str]) -> None:
    event = of_type(text, kind)
    assert {*event.source, *event.target} <= parties


@pytest.mark.parametrize(
    "text",
    [
        "Gray met Gray's guard and attacked Gray on Monday.",
        "Police sources said that Gray has four prior arrests.",
        "Courtney Doughty, who witnessed the first shootings, said so.",
        "The holiday is a day of joy, during which Kenyans will kill and ritually sacrifice animals.",
        "More young people have been willing to join those groups than in the past.",
        "The president saw the coastal areas ravaged by Hurricane Sandy on Tuesday.",
    ],
)
def test_what_nobody_did_to_another_is_no_sure_event(text: str) -> None:
    unsure = {"ASSAULT", "COERCE", "AGREE", "DISASTER"}
    assert [event for event in told(text) if event.type in unsure and event.grade == "strong"] == []


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "A boy was shot outside a club where gunmen had killed two men.",
            [((), ("boy",)), (("gunmen",), ("two men",))],
        ),
        (
            "The minister was injured at the square where police had beaten protesters.",
            [((), ("minister",)), (("police",), ("protesters",))],
        ),
        ("Two men were killed in an attack by rebels on Monday.", [(("rebels",), ("Two men",))]),
        (
            "Ten people were killed when rebels attacked the village of Tibu.",
            [(("rebels",), ("Ten people",))],
        ),
    ],
)
def test_a_deed_that_describes_a_place_is_another(
    text: str, sides: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    assert [(event.source, event.target) for event in told(text) if event.type == "ASSAULT"] == sides


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("The director apologised on Saturday for a Facebook post about the girls.", "CONCEDE", ()),
        ("Students have taken to the streets of a dozen Greek cities this week.", "PROTEST", ()),
        ("Thousands protested in the city of Cali against the ministry.", "PROTEST", ("ministry",)),
        ("Peru saw a bombing on Monday.", "ASSAULT", ("Peru",)),
    ],
)
def test_what_only_stands_beside_is_no_target(text: str, kind: str, target: tuple[str, ...]) -> None:
    assert of_type(text, kind).target == target


@pytest.mark.parametrize(
    "text",
    [
        "The call came after rival Tom Marlow attacked the minister in early-morning tweets.",
        "The general attacked the army's chief in a speech on Monday.",
        "The president of Chad called Alicia Moreno on Friday to express gratitude.",
        "The governor said that the army and the rebels are to blame for the chaos.",
        "It could take weeks before normal service was restored.",
    ],
)
def test_words_and_what_is_to_come_are_no_deeds(text: str) -> None:
    unsure = {"ASSAULT", "REQUEST", "ACCUSE", "ACCESS"}
    assert [event for event in told(text) if event.type in unsure and event.grade == "strong"] == []


@pytest.mark.parametrize(
    "text",
    [
        "The attack on the American compound in Benghazi, Libya, which killed four soldiers, was planned.",
        "The attack on Benghazi, which killed four soldiers, was planned.",
        "The shelling of Lirn, which killed nine people, went on for two hours on Monday.",
        "Nine people died in mortar fire on Tamba Kolo, which killed farmers on Monday.",
        "The attack on Kharkiv, which killed nine people, was the third this week.",
        "The ambush of a convoy outside Dabola, which wounded three soldiers, was claimed by rebels.",
    ],
)
def test_a_place_that_was_struck_killed_nobody(text: str) -> None:
    assert {event.source for event in told(text) if event.type == "ASSAULT"} == {()}


def test_who_stands_before_which_did_it_where_no_deed_met_them() -> None:
    for text, doer in (
        ("The attack by the Tamba Front, which killed nine people, was condemned.", "Tamba Front"),
        ("The army of Norland, which killed nine people on Monday, denied it.", "army of Norland"),
    ):
        assert {event.source for event in told(text) if event.type == "ASSAULT"} == {(doer,)}


@pytest.mark.parametrize(
    "text",
    [
        "Three were held over the shooting that took place outside a Lirn school that claimed nine lives.",
        "Police looked into a row near a hospital in Lirn that killed two nurses on Monday.",
        "The blaze began behind a market in Lirn, which injured 12 traders on Monday.",
        "Nine died after a quarrel in a bar in Lirn that wounded three guests on Monday.",
        "A gas bottle blew up beside a bus station that killed four drivers on Monday.",
    ],
)
def test_the_ground_on_which_something_harmed_did_nothing(text: str) -> None:
    assert {event.source for event in told(text) if event.type in ("ASSAULT", "ACCIDENT")} <= {()}


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("The rebels have killed at least 30 people in the region in the past 10 years.", "weak"),
        ("Nine people have been killed in Lirn this year, police said.", "weak"),
        ("The rebels have killed 200 villagers since 2019.", "weak"),
        ("Militants have killed dozens of soldiers in recent months.", "weak"),
        ("The town counted 14 shootings last year, in which 11 people were killed.", "weak"),
        ("The county saw nine attacks, which killed four people.", "weak"),
        ("The rebels killed 12 villagers in the past 24 hours.", "strong"),
        ("At least 40 people have been killed in clashes since Monday.", "strong"),
        ("The army killed nine rebels last week in Dabola.", "strong"),
        ("Nine people were killed in two attacks on Monday.", "strong"),
    ],
)
def test_what_is_summed_up_of_many_times_is_weak(text: str, grade: str) -> None:
    assert {event.grade for event in told(text) if event.type == "ASSAULT"} == {grade}

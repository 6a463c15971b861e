"""A deed that one text codes so and another otherwise is one happening; two deeds of one day are two."""

from __future__ import annotations

import pytest

from tests.track.test_links import told
from watchfloor.model import EventType, SituationReport

DEALS = {EventType.AGREE, EventType.SUPPORT, EventType.COOPERATE, EventType.RETREAT}
ONE_DEED = (
    (
        "agreed and signed",
        "The government of Sudan and the rebels agreed on a ceasefire in North Darfur on Monday.",
        "Rebels and the Sudanese government signed a truce for North Darfur on Monday, the mediators said.",
    ),
    (
        "declared and signed",
        "Mali's army and the rebels declared a ceasefire around Gao on Monday.",
        "The Malian government and the rebels signed a ceasefire for Gao on Monday, mediators said.",
    ),
    (
        "announced and agreed",
        "Mali's government and the rebels announced a truce on Monday. It covers Gao.",
        "The government of Mali and the rebels agreed to a truce on Monday, the mediators said.",
    ),
    (
        "reached and inked",
        "Estonia and Latvia reached a deal on fishing in the Gulf of Riga on Monday, officials said.",
        "Estonia and Latvia inked an agreement on fishing in the Gulf of Riga on Monday, a minister said.",
    ),
)
SEVERAL_DEEDS = (
    (
        "made and broken",
        "Mali's government and the rebels announced a truce on Monday. It covers Gao.",
        "The rebels ended a truce with Mali's government on Monday, their spokesman said.",
    ),
    (
        "two matters",
        "Estonia and Latvia reached a deal on fishing on Monday.",
        "Estonia and Latvia signed a treaty on the extradition of prisoners on Monday in Riga.",
    ),
    (
        "two days",
        "Mali's government and the rebels agreed on a ceasefire on Sunday.",
        "Mali's government and the rebels signed the ceasefire on Monday in Bamako.",
    ),
    (
        "other parties",
        "Mali's government and the rebels agreed on a ceasefire on Monday.",
        "Niger and the Tuareg signed a ceasefire on Monday in Niamey.",
    ),
)


def deals(situation: SituationReport) -> list[int]:
    """Return the number of texts that tell of each deal that two sides made or broke."""
    return sorted(
        len({it.report for it in event.members})
        for event in situation.events
        if event.type in DEALS and event.source and event.target
    )


@pytest.mark.parametrize(("name", "one", "other"), ONE_DEED, ids=[case[0] for case in ONE_DEED])
def test_a_deal_told_as_several_types_is_one_happening(name: str, one: str, other: str) -> None:
    assert deals(told(one, other, title="A ceasefire and a deal")) == [2], name


@pytest.mark.parametrize(("name", "one", "other"), SEVERAL_DEEDS, ids=[case[0] for case in SEVERAL_DEEDS])
def test_two_deals_are_two_happenings(name: str, one: str, other: str) -> None:
    assert deals(told(one, other, title="A ceasefire and a deal")) == [1, 1], name


def test_a_blast_told_as_attack_and_as_accident_is_one_and_its_cause_disputed() -> None:
    situation = told(
        "A bomb exploded at the market of Kassala on Monday, killing nine people, the ministry said.",
        "A gas explosion killed nine people at the market of Kassala on Monday, the mayor said.",
        title="Nine killed at Kassala market",
    )
    [blast] = [event for event in situation.events if event.type in (EventType.ASSAULT, EventType.ACCIDENT)]
    [cause] = [it for it in situation.disagreements if it.event == blast.id]
    assert cause.about == "whether it was an attack or an accident"
    assert [version.value for version in cause.versions] == ["an accident", "an attack"]
    assert len({it.report for it in blast.members}) == 2


def test_a_bomb_and_a_gas_explosion_in_two_towns_are_two() -> None:
    situation = told(
        "A bomb exploded at the market of Kassala on Monday, killing nine people, the ministry said.",
        "A gas explosion killed two people at a bakery in Gedaref on Monday, the mayor said.",
        title="Explosions in Sudan",
    )
    kinds = [
        event.type for event in situation.events if event.type in (EventType.ASSAULT, EventType.ACCIDENT)
    ]
    assert sorted(kinds) == [EventType.ACCIDENT, EventType.ASSAULT]

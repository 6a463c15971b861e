"""What belongs to the clause of an event: means, teller, numbers; all sentences are invented."""

from __future__ import annotations

import pytest

from watchfloor.extract.extractor import Extractor, resolve
from watchfloor.model import EventMention, EventType, Findings

EXTRACTOR = Extractor()


def read(text: str) -> Findings:
    """Return what is found in a text that was published on a Sunday."""
    return resolve(EXTRACTOR.read(text), "2026-05-24")


def only(text: str, kind: EventType) -> EventMention:
    """Return the one event of a type in a text."""
    (event,) = [event for event in read(text).events if event.type is kind]
    return event


def numbers(text: str, trigger: str) -> list[tuple[float, str | None]]:
    """Return the numbers that are tied to the event of a trigger."""
    found = read(text)
    return [
        (it.value, it.role)
        for it in found.quantities
        if it.event is not None and found.events[it.event].trigger[0].of(text) == trigger
    ]


def teller(text: str, kind: EventType) -> str | None:
    """Return the words for who tells of the one event of a type."""
    found = read(text)
    (event,) = [event for event in found.events if event.type is kind]
    if event.attributed_to is None:
        return None
    return " ".join(span.of(text) for span in found.quotes[event.attributed_to].source)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        (
            "A deputy was killed Friday when he knocked on a door and someone shot him in the head.",
            "firearms",
        ),
        ("Police have named the three people killed in a shooting at a home in Lirn on Tuesday.", "firearms"),
        ("More than 15 shots were fired at a home on Wednesday, striking a girl in the leg.", "firearms"),
        ("At least eight people were killed in Lirn shootings on Wednesday.", "firearms"),
        ("An off-duty deputy shot and killed a robber on Tuesday night.", "firearms"),
        ("Four people were killed when an army shell slammed into the school.", "heavy-weapons"),
        ("Rebels killed three soldiers with a roadside bomb near Kano on Monday.", "explosives"),
        ("Nine people were wounded in Lirn on Monday by an explosion.", "explosives"),
        ("A gunman fired a rocket-propelled grenade at an army jeep near Kano.", "heavy-weapons"),
        ("Attackers killed two guards with machetes on Sunday.", "primitive"),
    ],
)
def test_what_the_clause_tells_of_the_means_is_the_mode(text: str, mode: str) -> None:
    assert only(text, EventType.ASSAULT).mode == mode


@pytest.mark.parametrize(
    "text",
    [
        "Police killed a man after he pulled a gun.",
        "Protesters killed two officers during a gun control rally.",
        "Soldiers killed a farmer who carried a knife.",
        "Rebels killed nine people with rifles and grenades in Kano.",
        "Police killed a man before he could reach a gun.",
    ],
)
def test_what_somebody_only_holds_is_no_means(text: str) -> None:
    assert {event.mode for event in read(text).events if event.type is EventType.ASSAULT} <= {None}


@pytest.mark.parametrize(
    "text",
    [
        "A bullet struck Ben Holt in the hand on Monday, police said.",
        "A bomb wounded nine soldiers near Kano on Monday.",
        "Two farmers were killed by a mortar near Kano.",
        "The two men were wounded by shrapnel in Kano on Friday, the army said.",
        "A rocket killed three villagers in Kano on Sunday.",
    ],
)
def test_a_weapon_did_not_do_it(text: str) -> None:
    event = only(text, EventType.ASSAULT)
    assert (event.source, event.source_spans) == ((), ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Family and friends mourn four children killed in a fire in Lirn.", EventType.ACCIDENT),
        ("Ben Holt cried when he saw the home ravaged by a fire that killed four.", EventType.ACCIDENT),
        ("The president called for lower taxes in a deal rejected by Norland.", EventType.REJECT),
        ("The mayor praised the two officers wounded in the attack on Lirn.", EventType.ASSAULT),
        ("Norland demanded the release of nine sailors who were arrested by Sarland.", EventType.COERCE),
    ],
)
def test_who_only_feels_or_wants_does_not_tell_what_was_done(text: str, kind: EventType) -> None:
    assert teller(text, kind) is None


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        ("The hospital said four farmers were killed in the attack.", "The hospital"),
        ("Soldiers shot a farmer near Kano, the complaint said.", "the complaint"),
        ("The army announced that it had arrested nine rebels.", "The army"),
        ("Medics said soldiers shot and killed a man near Kano.", "Medics"),
        ("Soldiers stormed a school in Kano, according to the mayor.", "the mayor"),
    ],
)
def test_who_says_so_tells(text: str, said_by: str) -> None:
    kind = EventType.COERCE if "arrested" in text else EventType.ASSAULT
    assert teller(text, kind) == said_by


@pytest.mark.parametrize(
    ("text", "trigger", "own"),
    [
        (
            "Following the death of 13 guards on Sunday, the army said seven had been killed on Monday.",
            "killed",
            [(7.0, "killed")],
        ),
        (
            "The 29 residents wounded by a bomb and the two officers shot by the suspect were bystanders.",
            "wounded",
            [(29.0, "wounded")],
        ),
        (
            "The 29 residents wounded by a bomb and the two officers shot by the suspect were bystanders.",
            "shot",
            [(2.0, "wounded")],
        ),
        (
            "A gunman killed two women on Monday, a day after 5 people died in a fire on Sunday.",
            "killed",
            [(2.0, "killed")],
        ),
        (
            "Four people were killed and 70 wounded when an army shell slammed into a school.",
            "killed",
            [(4.0, "killed"), (70.0, "wounded")],
        ),
        (
            "Army aircraft hit back on Friday, killing 10 of the rebels and wounding 20.",
            "killing",
            [(10.0, "killed"), (20.0, "wounded")],
        ),
    ],
)
def test_a_number_counts_in_the_event_whose_clause_tells_it(
    text: str, trigger: str, own: list[tuple[float, str]]
) -> None:
    assert numbers(text, trigger) == own

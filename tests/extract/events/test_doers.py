"""Who is told to have done violence: never a chief who tells of it. Texts are invented."""

from __future__ import annotations

import pytest

from watchfloor.extract.article import Context
from watchfloor.extract.extractor import Extractor

EXTRACTOR = Extractor()


def parties_of(text: str) -> tuple[set[str], set[str]]:
    """Return the names of whoever does and undergoes violence in a text, and the words that tell of them."""
    found = EXTRACTOR.read(text, context=Context(published="2026-05-24"))
    names = {chain.id: chain.name for chain in found.actors}
    events = [event for event in found.events if event.type == "ASSAULT"]
    assert events
    sources = {names[actor] for event in events for actor in event.source}
    targets = {names[actor] for event in events for actor in event.target}
    return sources, targets


@pytest.mark.parametrize(
    ("text", "teller"),
    [
        ("“He struck the child and then shot the mother,” Tarvel Police Chief Mara Lund said.", "Mara Lund"),
        ("He fired a handgun four times, first hitting Bo Venn, Sheriff Tom Arlen said.", "Tom Arlen"),
        ("They came under fire soon after they arrived, Sheriff Tom Arlen said on Monday.", "Tom Arlen"),
        (
            "Police say he was in bed when a shot came through the window, hit his head and killed him.",
            "Police",
        ),
        (
            "Court documents say that he went home, took a gun and, after some words, shot the man.",
            "Court",
        ),
        ("Tarvel police are asking whether the boy shot himself or another child shot him.", "Tarvel police"),
        (
            "“He was found,” Corporal Tom Arlen said. Bo Venn drove to Tarvel. There he shot Ida Roe.",
            "Tom Arlen",
        ),
    ],
)
def test_who_tells_of_violence_has_no_part_in_it(text: str, teller: str) -> None:
    sources, targets = parties_of(text)
    assert teller not in sources | targets


def test_whom_police_allege_shot_a_girl_did_it() -> None:
    sources, targets = parties_of(
        "Norvale police have arrested a man they allege accidentally shot a 10-year-old girl "
        "as she got off a bus."
    )
    assert (sources, targets) == ({"man"}, {"10-year-old girl"})


def test_an_age_makes_a_person_of_a_firm() -> None:
    found = EXTRACTOR.read("Ford, 38, a Tarvel man, had been served an order. Ford fired again.")
    assert [(chain.name, chain.kind) for chain in found.actors if chain.name == "Ford"] == [
        ("Ford", "person")
    ]


def test_a_chief_speaks_of_somebody_else_before_the_saying() -> None:
    with_president = EXTRACTOR.read("President Tom Arlen said he would attack the rebels on Monday.")
    names = {chain.id: chain.name for chain in with_president.actors}
    assert {names[actor] for event in with_president.events for actor in event.source} == {"Tom Arlen"}


@pytest.mark.parametrize(
    ("text", "sufferers"),
    [
        ("Gunmen abducted three nuns from a school in Tarvel on Monday.", {"three nuns"}),
        ("Police detained 14 dockers at the harbour on Friday.", {"14 dockers"}),
        ("Two sisters of the order were kidnapped in Lirn on Sunday.", {"Two sisters of the order"}),
        ("A bomb killed six market porters on Sunday.", {"six market porters"}),
        ("Officers arrested a bricklayer in Ostra on Monday.", {"bricklayer"}),
        ("Rebels shot two stallholders on Tuesday.", {"two stallholders"}),
        ("A gunman killed four pilgrims near Lirn.", {"four pilgrims"}),
    ],
)
def test_callings_are_people_to_whom_deeds_are_done(text: str, sufferers: set[str]) -> None:
    found = EXTRACTOR.read(text, context=Context(published="2026-05-24"))
    names = {chain.id: chain.name for chain in found.actors}
    told = [event for event in found.events if event.grade == "strong"]
    assert {names[actor] for event in told for actor in event.target} == sufferers


@pytest.mark.parametrize(
    "text",
    ["The company picked a new host city.", "He stood guard and was a pilot study's best example."],
)
def test_words_that_are_callings_elsewhere_make_no_doers(text: str) -> None:
    found = EXTRACTOR.read(text, context=Context(published="2026-05-24"))
    assert not found.events


@pytest.mark.parametrize(
    ("text", "sources", "targets"),
    [
        (
            "The militia freed two of the four nuns in Bria on Saturday.",
            {"militia"},
            {"two of the four nuns"},
        ),
        ("Police arrested six of the protesters in Lirn on Monday.", {"Police"}, {"six of the protesters"}),
        (
            "The port authority and the dockers' union reached an agreement in Rijeka on Saturday.",
            {"port authority", "dockers' union"},
            {"port authority", "dockers' union"},
        ),
        ("Another band carried off three miners near Bambari.", {"band"}, {"three miners"}),
    ],
)
def test_some_of_a_group_authorities_and_bands_act_and_suffer(
    text: str, sources: set[str], targets: set[str]
) -> None:
    found = EXTRACTOR.read(text)
    names = {chain.id: chain.name for chain in found.actors}
    [event] = found.events
    assert ({names[it] for it in event.source}, {names[it] for it in event.target}) == (sources, targets)


@pytest.mark.parametrize(
    ("text", "sufferer"),
    [
        ("A 28-year-old was shot on Friday in Oldham.", "28-year-old"),
        ("The 17-year-old was stabbed in the neck on Friday, police said.", "17-year-old"),
        ("Two 5-year-olds were shot on Friday in Oldham.", "Two 5-year-olds"),
        ("A gunman killed a 17-year-old in Oldham.", "17-year-old"),
        ("A toddler and an 8-month-old were wounded in the shooting in Oldham.", "8-month-old"),
    ],
)
def test_who_is_told_by_an_age_alone_is_somebody(text: str, sufferer: str) -> None:
    assert sufferer in parties_of(text)[1]


@pytest.mark.parametrize("text", ["The bridge is a 17-year-old.", "A 40-year-old treaty was signed."])
def test_an_age_of_things_is_nobody(text: str) -> None:
    assert not EXTRACTOR.read(text, context=Context(published="2026-05-24")).actors


@pytest.mark.parametrize(
    ("text", "sufferer"),
    [
        ("Masked men killed two guards in Lirn on Friday.", "two guards"),
        ("The trader Ivo Seld was killed by unidentified persons last night.", "Ivo Seld"),
        (
            "Ivo Seld, one of the best known leaders of the Civic Union, was kidnapped by unknown men.",
            "Ivo Seld",
        ),
        ("A reporter was killed in a shootout in Lirn on Friday.", "reporter"),
        ("Ivo Seld has died from gunshot wounds, his lawyer said.", "Ivo Seld"),
    ],
)
def test_violence_by_whom_nobody_knows_is_violence(text: str, sufferer: str) -> None:
    assert sufferer in parties_of(text)[1]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The commission will investigate the murder of six teachers.", "actual"),
        ("The panel will not investigate the killing of Ida Roe.", "actual"),
        ("Tom Varr is to be tried for the murder of Ida Roe.", "actual"),
        ("The army will launch the attack on Lirn.", "planned"),
        ("The rebels plan the murder of two judges.", "planned"),
    ],
)
def test_what_is_to_be_looked_into_was_done(text: str, modality: str) -> None:
    found = EXTRACTOR.read(text, context=Context(published="2026-05-24"))
    [deed] = [event for event in found.events if event.type == "ASSAULT"]
    assert (deed.modality, deed.polarity) == (modality, "asserted")


def test_who_set_a_school_on_fire_did_it() -> None:
    assert parties_of("The terrorists set two schools and several houses on fire.")[0] == {"terrorists"}

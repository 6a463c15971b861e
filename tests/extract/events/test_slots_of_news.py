"""Slots of events as local and world news tells them, a class a test; all sentences are invented."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from watchfloor.extract.extractor import Extractor, resolve
from watchfloor.model import EventMention, Findings

EXTRACTOR = Extractor()
SUNDAY = "2026-05-24"


@dataclass(frozen=True)
class Told:
    """An event in words: what stands in its slots."""

    type: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    place: str | None
    day: str | None
    modality: str
    grade: str


def told(text: str) -> list[Told]:
    """Return the events of a text that was published on a Sunday."""
    found = resolve(EXTRACTOR.read(text), SUNDAY)
    return [_told(text, found, event) for event in found.events]


def _told(text: str, found: Findings, event: EventMention) -> Told:
    names = {chain.id: chain.name for chain in found.actors}
    day = event.date if event.date is not None and event.date.basis == "stated" else None
    return Told(
        type=event.type.value,
        source=tuple(names[it] for it in event.source) or tuple(it.of(text) for it in event.source_spans),
        target=tuple(names[it] for it in event.target) or tuple(it.of(text) for it in event.target_spans),
        place=found.places[event.place].name if event.place is not None else None,
        day=day.start if day is not None else None,
        modality=event.modality,
        grade=event.grade,
    )


def of_type(text: str, kind: str) -> Told:
    """Return the one event of a type in a text."""
    (event,) = [event for event in told(text) if event.type == kind]
    return event


@pytest.mark.parametrize(
    "text",
    [
        "Police say they were gunned down outside a club on Saturday night.",
        "According to Coroner Mara Holt, the victim was shot in the chest.",
        "The victims were friends. Officers said they were stabbed in a car park.",
        "Deputies found two brothers. All of them were shot, deputies said.",
        "Investigators say they were beaten and robbed on Friday.",
    ],
)
def test_who_tells_by_office_is_no_victim(text: str) -> None:
    sides = {name for event in told(text) for name in (*event.source, *event.target)}
    assert not sides & {"Police", "Mara Holt", "Officers", "Deputies", "deputies", "Investigators"}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("The brothers said they were beaten by police in Athens on Sunday.", "brothers"),
        ("The officers said they were attacked by a mob in Karachi on Monday.", "officers"),
        ("Two nuns said they were beaten in Lagos on Friday.", "Two nuns"),
        ("The villagers said they were shelled by the army on Monday.", "villagers"),
        ("Three students said they were kidnapped by gunmen in Kano.", "Three students"),
    ],
)
def test_who_tells_of_himself_is_meant(text: str, target: str) -> None:
    assert of_type(text, "ASSAULT").target == (target,)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Police arrested a man armed with a knife in Leeds on Tuesday.", "Leeds"),
        ("Officers detained two men carrying explosives in Lyon.", "Lyon"),
        ("Soldiers shot a boy riding a bicycle in Goma on Tuesday.", "Goma"),
        ("Gunmen killed four farmers sleeping in a barn near Kano on Tuesday.", "Kano"),
        ("Police arrested a woman accused of a fraud in Leeds.", None),
    ],
)
def test_where_a_deed_met_somebody_is_its_place(text: str, place: str | None) -> None:
    assert told(text)[0].place == place


@pytest.mark.parametrize(
    ("text", "target", "place"),
    [
        ("A Sunday night shooting in Memphis claimed the life of a man.", "man", "Memphis"),
        ("A drive-by shooting in Oakland on Tuesday wounded three teenagers.", "three teenagers", "Oakland"),
        ("A shooting in Tacoma left one man dead.", "one man", "Tacoma"),
        ("Five dead in shooting in Denver", "Five", "Denver"),
        ("Two hurt in stabbing in Leeds", "Two", "Leeds"),
    ],
)
def test_deeds_named_by_a_noun_have_their_sufferers(text: str, target: str, place: str) -> None:
    event = of_type(text, "ASSAULT")
    assert (event.source, event.target, event.place) == ((), (target,), place)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Protesters tried to storm the parliament in Tbilisi on Monday.", "2026-05-18"),
        ("Rebels attempted to seize the airport on Saturday.", "2026-05-23"),
        ("Gunmen failed to kidnap the mayor on Friday.", "2026-05-22"),
        ("Police managed to arrest two gunmen on Tuesday.", "2026-05-19"),
        ("Rebels plan to attack the port on Monday.", "2026-05-25"),
    ],
)
def test_an_infinitive_turns_a_past_weekday_into_no_coming_one(text: str, day: str) -> None:
    assert told(text)[0].day == day


@pytest.mark.parametrize(
    ("text", "kind", "source", "modality"),
    [
        ("If Russia attacks Estonia, NATO will defend it.", "ASSAULT", "Russia", "conditional"),
        (
            "If the rebels attack the port, the army will withdraw from Goma.",
            "RETREAT",
            "army",
            "conditional",
        ),
        ("France asked Rwanda to withdraw its troops from Goma.", "RETREAT", "Rwanda", "requested"),
        ("Turkey called on Greece to release the detained soldiers.", "RETREAT", "Greece", "requested"),
        (
            "The president asked parliament to impose sanctions on Belarus.",
            "SANCTION",
            "parliament",
            "requested",
        ),
    ],
)
def test_what_is_supposed_or_asked_for_is_weak(text: str, kind: str, source: str, modality: str) -> None:
    event = of_type(text, kind)
    assert (event.source, event.modality, event.grade) == ((source,), modality, "weak")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The expulsion of three Russian diplomats by Norway drew anger in Moscow.", None),
        ("The arrest of the bishop in Minsk sparked protests in Vilnius.", "Minsk"),
        ("The arrest of a union leader prompted a walkout in Lima.", None),
        ("Rival clans clashed in a camp and gunmen opened fire on a patrol in Mosul.", None),
        ("The bombing of a mosque in Kano on Friday killed 30 people.", "Kano"),
    ],
)
def test_what_a_deed_calls_forth_is_elsewhere(text: str, place: str | None) -> None:
    assert told(text)[0].place == place


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        (
            "The expulsion of three Russian diplomats by Norway drew anger.",
            "Norway",
            "three Russian diplomats",
        ),
        ("The shelling of Kharkiv by Russian forces on Monday killed a woman.", "Russian forces", "Kharkiv"),
        ("The arrest of the bishop by Chadian troops angered Rome.", "Chadian troops", "bishop"),
        ("The bombardment of Goma by the rebels went on.", "rebels", "Goma"),
        ("The killing of two nuns by gunmen shocked Lagos.", "gunmen", "two nuns"),
    ],
)
def test_the_doer_of_a_noun_stands_behind_by(text: str, source: str, target: str) -> None:
    event = told(text)[0]
    assert (event.source, event.target) == ((source,), (target,))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("A court in Istanbul jailed journalist Elif Kaya for six years on Tuesday.", "Elif Kaya"),
        ("A judge in Lagos jailed editor Tunde Bello for two years.", "Tunde Bello"),
        ("A militia in Sirte freed engineer Paul Renner on Friday.", "Paul Renner"),
        ("Police in Ghent arrested activist Jan Maes on Monday.", "Jan Maes"),
        ("A gunman in Quito killed reporter Ana Ruiz on Monday.", "Ana Ruiz"),
    ],
)
def test_a_title_before_a_name_hides_no_verb(text: str, target: str) -> None:
    assert told(text)[0].target == (target,)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Hundreds of people gathered at the university for a vigil on Saturday.", ()),
        ("Teachers held a rally at Lincoln Park on Sunday.", ()),
        ("Students held a protest outside the ministry on Friday.", ("ministry",)),
    ],
)
def test_crowds_are_against_powers_only(text: str, target: tuple[str, ...]) -> None:
    assert of_type(text, "PROTEST").target == target


@pytest.mark.parametrize(
    ("text", "kind", "source"),
    [
        ("Tom Arlen called Mary Lund a disgrace after she blamed the police.", "ACCUSE", ("Mary Lund",)),
        ("Tom Arlen met Mary Lund, and she accused the army of torture.", "ACCUSE", ("Mary Lund",)),
        ("Senator Tom Arlen said the case was closed, but he urged Chad to act.", "REQUEST", ("Tom Arlen",)),
        ("Governor Mary Lund resigned, and she accused the army of torture.", "ACCUSE", ("Mary Lund",)),
        ("Chad sent a letter to Senate leaders condemning the ban.", "ACCUSE", ("Chad",)),
    ],
)
def test_a_pronoun_is_no_name_of_another_gender(text: str, kind: str, source: tuple[str, ...]) -> None:
    assert of_type(text, kind).source == source


@pytest.mark.parametrize(
    "text",
    [
        "Relatives wept in court. It was late. They were arraigned on Monday.",
        "The judge who tried the case left. They were convicted on Friday.",
        "A crowd gathered. It rained. They were arrested on Monday.",
        "Teachers marched in Lima. The mayor spoke. Police arrested them on Monday.",
        "Six people were shot on Monday. A nurse helped. Nearly all of them were rounded up.",
    ],
)
def test_they_are_nobody_told_of_further_off(text: str) -> None:
    assert told(text)[-1].target == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Canada recalled its envoy from Moscow and left preparations for a summit to be held in Sochi.",
            None,
        ),
        ("Britain boycotted the Paralympics in Sochi.", None),
        ("Two men were arrested in a Monday night robbery in Tacoma.", None),
        ("Three people were arrested in dawn raids in Leeds on Tuesday.", "Leeds"),
        ("Ukraine shot down 14 drones over Odesa on Monday night.", "Odesa"),
    ],
)
def test_a_place_is_the_deeds_own(text: str, place: str | None) -> None:
    assert told(text)[0].place == place


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Police in Leeds are investigating two shootings that occurred late Friday night, May 15th.", None),
        ("Three men were indicted in the Sunday shooting death of a girl.", None),
        ("Two men were arrested Tuesday in a Monday night robbery.", "2026-05-19"),
        ("Three people were arrested in Monday raids.", "2026-05-18"),
        ("A man was charged on Friday in the Sunday killing of a nun.", "2026-05-22"),
    ],
)
def test_a_day_is_the_deeds_own(text: str, day: str | None) -> None:
    assert told(text)[0].day == day


@pytest.mark.parametrize(
    "text",
    [
        "The talks brought no progress on easing the blockade of Gaza.",
        "Most Americans support the ban on assault rifles.",
        "Weber told investigating officers that he had been robbed.",
        "Two thirds of voters oppose the new law.",
        "Experts wrote a report about arresting smugglers.",
    ],
)
def test_topics_and_opinions_are_no_sure_events(text: str) -> None:
    assert not [event for event in told(text) if event.grade == "strong"]


def test_a_sentence_repeated_is_told_once() -> None:
    caption = "A child was shot at a house in Leeds on Friday. "
    assert len(told(caption * 3)) == 1


def test_two_deeds_named_by_nouns_are_two() -> None:
    text = "The unrest followed the kidnapping of a nun, along with Israeli raids against Hamas militants."
    assert [(event.source, event.target) for event in told(text)] == [
        ((), ("nun",)),
        (("Israel",), ("Hamas militants",)),
    ]


def test_people_counted_otherwise_are_others() -> None:
    text = "Six people were shot on Monday. Four people were shot in their legs, police said."
    assert [event.target for event in told(text)] == [("Six people",), ("Four people",)]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Police responded to a shooting at a nightclub and found six people shot.", "six people"),
        ("A man was found shot on Monday in Leeds.", "man"),
        ("A 19-year-old man suffered a gunshot wound to the leg in Leeds.", "19-year-old man"),
        ("A man is dead after a shooting in Leeds on Sunday.", "man"),
        ("Two people were hospitalized after a stabbing in Leeds.", "Two people"),
        ("Three boys were taken to hospital after a shooting in Leeds.", "Three boys"),
        ("Shots were fired at a house in Leeds on Monday night.", "a house in Leeds"),
        ("A man barricaded himself in a house and fired at officers.", "officers"),
    ],
)
def test_local_news_tells_violence_by_its_outcome(text: str, target: str) -> None:
    (event,) = [event for event in told(text) if event.grade == "strong"]
    assert (event.type, event.target) == ("ASSAULT", (target,))


@pytest.mark.parametrize(
    "text",
    [
        "Two groups left the club after a fight.",
        "Walker has beaten out Melvin for the seat on the school board.",
        "Police surrounded a vehicle on the motorway.",
        "People could be seen walking out through a car park.",
        "She admitted she was willing to skip class on Thursday night.",
        "Mass shootings are rarely carried out by women, an expert said.",
        "The group fired off to the council a letter of complaint.",
    ],
)
def test_everyday_senses_are_no_sure_events(text: str) -> None:
    assert not [event for event in told(text) if event.grade == "strong"]


def test_not_a_single_one_is_none() -> None:
    found = EXTRACTOR.read("Not a single activist has been arrested, the party said.")
    assert [event.polarity for event in found.events] == ["negated"]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The prosecutor said he expected Tom Arlen to be charged with murder.", "planned"),
        ("The rebels said they were going to attack the capital.", "planned"),
        ("The army is going to release the prisoners, the general said.", "actual"),
        ("Two men are expected to be charged on Friday.", "planned"),
    ],
)
def test_what_is_expected_is_planned(text: str, modality: str) -> None:
    assert told(text)[0].modality == modality


@pytest.mark.parametrize(
    ("text", "target", "place"),
    [
        ("Police are investigating a shooting at the Empire club.", ("a shooting at the Empire club",), None),
        ("Ana Ruiz, a former teacher at a school in Leeds, was charged with fraud.", ("Ana Ruiz",), None),
    ],
)
def test_where_something_was_done_is_no_target(text: str, target: tuple[str, ...], place: str | None) -> None:
    (event,) = [event for event in told(text) if event.grade == "strong"]
    assert (event.target, event.place) == (target, place)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Officers responded to a shooting in Leeds on Monday.", "Leeds"),
        ("A shooting at a mall in Leeds on Friday sent shoppers running.", "Leeds"),
        ("Witnesses spoke of a stabbing near Lyon.", "Lyon"),
        ("Two people were killed in a shooting at a club in Leeds.", "Leeds"),
    ],
)
def test_a_shooting_of_nobody_told_is_one_event(text: str, place: str) -> None:
    assert of_type(text, "ASSAULT").place == place


@pytest.mark.parametrize(
    "text",
    [
        "Two suspects in the Sunday homicide of a girl have been arrested.",
        "Three men were charged in the Saturday killing of a nun.",
        "A teenager was questioned in a Friday night shooting.",
    ],
)
def test_the_day_of_a_crime_is_not_that_of_its_case(text: str) -> None:
    assert all(event.day is None for event in told(text) if event.type in ("COERCE", "ACCUSE"))


def test_her_meeting_is_hers() -> None:
    events = told("After her meeting with President Tom Arlen, the ministry said Mary Lund was content.")
    assert all(event.source != ("ministry",) for event in events)


def test_who_fights_against_words_threatens_nobody() -> None:
    assert told("Governor Tom Arlen said he would fight against attacks on our heritage.") == []


def test_what_takes_place_meets_no_place() -> None:
    assert all("place" not in event.target for event in told("Deadly stampedes have taken place in Mecca."))


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("A jury in Leeds found the mayor not guilty on Friday.", "CONCEDE", ("mayor",)),
        ("Students held a vigil at the school to honour Ana Ruiz.", "PROTEST", ()),
        ("Parents held a vigil for Ana Ruiz on Friday.", "PROTEST", ()),
        ("Six police officers were hurt. Police shot a man in Leeds.", "ASSAULT", ("man",)),
    ],
)
def test_steps_of_a_case_and_vigils(text: str, kind: str, target: tuple[str, ...]) -> None:
    assert [event.target for event in told(text) if event.type == kind][-1] == target


@pytest.mark.parametrize(
    ("text", "day", "place"),
    [
        ("The council condemned the launch as the army fired three missiles on Monday.", None, None),
        ("The army fired three missiles into the sea while leaders held a summit in Lima.", None, None),
        ("The army condemned the raid on Monday.", "2026-05-18", None),
        ("Judge Mary Lund sentenced Leeds to 15 years in prison.", None, None),
    ],
)
def test_a_clause_beside_lends_neither_day_nor_place(text: str, day: str | None, place: str | None) -> None:
    event = told(text)[0]
    assert (event.day, event.place) == (day, place)

"""Deeds: struck towns, matches and figures, what is untrue or played, what is gone by, who did it to whom."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.faults.commands import command, files_of
from tests.faults.trials import Read, inputs_of, read
from watchfloor.model import EventMention, Span


def strong(found: Read) -> list[EventMention]:
    """Return what a text tells as done, and strongly."""
    return [e for e in found[1].events if e.grade == "strong" and e.polarity == "asserted"]


def words(text: str, spans: tuple[Span, ...]) -> str:
    return " | ".join(span.of(text) for span in spans)


def country(found: Read, event: EventMention) -> str | None:
    return found[1].places[event.place].country if event.place is not None else None


def place(found: Read, event: EventMention) -> str | None:
    return found[1].places[event.place].span.of(found[0]) if event.place is not None else None


STRUCK = [
    ("Rebels seized Kidal on Monday.", "Kidal", "ML"),
    ("Drones struck Odesa overnight.", "Odesa", "UA"),
    ("Gunmen stormed Maiduguri on Friday.", "Maiduguri", "NG"),
    ("Israeli jets bombed Sidon on Tuesday.", "Sidon", "LB"),
    ("The army retook Bakhmut on Sunday.", "Bakhmut", "UA"),
]
SHELLED = [
    ("Sumy was bombed on Sunday.", "Sumy"),
    ("Mariupol was hit by rockets on Monday.", "Mariupol"),
    ("The town of Bucha was bombarded on Monday.", "Bucha"),
    ("Goma came under fire on Sunday.", "Goma"),
    ("Odesa was shelled on Monday, the governor said.", "Odesa"),
]


def test_001_a_town_that_is_struck_is_where_it_happens() -> None:
    found = inputs_of("001")
    told = [[(e.type, place(one, e), country(one, e)) for e in strong(one)] for one in found]
    assert [[at[1:] for at in one] for one in told] == [
        [("Kyiv", "UA")],
        [("Kharkiv", "UA")],
        [("Lviv", "UA")],
        [("Goma", "CD")],
        [("Lagos", "NG")],
        [("Poltava", "UA")],
    ]


@pytest.mark.parametrize(("text", "town", "state"), STRUCK)
def test_001_towns_struck_in_other_words(text: str, town: str, state: str) -> None:
    found = read(text)
    assert [(e.type, place(found, e), country(found, e)) for e in strong(found)] == [("ASSAULT", town, state)]


def test_002_a_town_that_was_shelled_needs_no_doer() -> None:
    found = inputs_of("002")
    told = [[(e.type, place(one, e)) for e in strong(one)] for one in found]
    assert told == [[("ASSAULT", town)] for town in ("Kyiv", "Aleppo", "Dnipro", "Goma", "Kherson")]


@pytest.mark.parametrize(("text", "town"), SHELLED)
def test_002_towns_shelled_in_other_words(text: str, town: str) -> None:
    found = read(text)
    assert [(e.type, place(found, e)) for e in strong(found)] == [("ASSAULT", town)]


def test_003_matches_are_no_violence_but_batons_are() -> None:
    *matches, batons = inputs_of("003")
    assert [strong(one) for one in matches] == [[] for _ in matches]
    assert [event.type for event in strong(batons)] == ["ASSAULT"]


@pytest.mark.parametrize(
    "text",
    [
        "Brazil crushed Chile 4-0 on Sunday.",
        "Wales edged Italy by one point in Cardiff on Saturday.",
        "Australia hammered Sri Lanka in the Test on Friday.",
        "New Zealand destroyed Scotland in the World Cup.",
        "Germany stunned Spain in the semi-final in Berlin.",
    ],
)
def test_003_matches_in_other_words(text: str) -> None:
    assert strong(read(text)) == []


def test_004_figures_are_no_violence() -> None:
    assert [strong(one) for one in inputs_of("004")] == [[] for _ in inputs_of("004")]


@pytest.mark.parametrize(
    "text",
    [
        "The singer is killing it on tour in Lyon.",
        "The critics slaughtered the musical in London.",
        "A price war hit the airline in Dublin.",
        "The opposition shot down the budget plan.",
        "The comedian bombed at a club in Leeds.",
    ],
)
def test_004_figures_in_other_words(text: str) -> None:
    assert strong(read(text)) == []


def test_005_what_is_untrue_is_not_asserted() -> None:
    assert [strong(one) for one in inputs_of("005")] == [[] for _ in inputs_of("005")]


@pytest.mark.parametrize(
    "text",
    [
        "It is not true that Iran attacked Bahrain.",
        "Reports that soldiers killed monks in Lhasa are false.",
        "There is no proof that Kenya bombed Kismayo.",
        "A manipulated clip shows police beating monks in Colombo.",
        "An AI-generated image shows troops storming the palace in Tunis.",
    ],
)
def test_005_untruths_in_other_words(text: str) -> None:
    assert strong(read(text)) == []


def test_006_what_is_played_is_not_done() -> None:
    assert [strong(one) for one in inputs_of("006")] == [[] for _ in inputs_of("006")]


@pytest.mark.parametrize(
    "text",
    [
        "In an exercise, Finnish soldiers seized an airfield near Oulu.",
        "As part of a simulation, hackers attacked a power plant in Riga.",
        "During a drill on Monday, police stormed a school in Malmo.",
        "In a novel by Ana Weiss, rebels storm the palace in Oslo.",
        "A play about how the army shot 20 students opened in Lima.",
    ],
)
def test_006_played_in_other_words(text: str) -> None:
    assert strong(read(text)) == []


def test_007_neither_nor_and_what_would_have_been() -> None:
    neither, *rest = inputs_of("007")
    assert {event.polarity for event in neither[1].events} == {"negated"}
    assert [strong(one) for one in rest] == [[] for _ in rest]


@pytest.mark.parametrize(
    "text",
    [
        "The rebels neither killed nor kidnapped the priest.",
        "Neither the police nor the army shot the student.",
        "Had Kenya bombed Kismayo, Somalia would have protested.",
        "Were Russia to attack Latvia, NATO would respond.",
        "Should the army storm the camp, rebels would retaliate.",
    ],
)
def test_007_neither_in_other_words(text: str) -> None:
    assert strong(read(text)) == []


def test_008_plain_denials() -> None:
    found = inputs_of("008")
    assert [{event.polarity for event in one[1].events} for one in found] == [{"negated"} for _ in found]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels never attacked the convoy.",
        "The ministry denied that troops had fired on the crowd in Lima.",
        "Nobody arrested the mayor.",
        "None of the officers shot the student.",
        "The army refrained from bombing Idlib.",
    ],
)
def test_008_denials_in_other_words(text: str) -> None:
    assert [e for e in strong(read(text)) if e.type in ("ASSAULT", "COERCE")] == []


ANNIVERSARIES = [
    "Ten years after soldiers bombed the market in Goma, a monument was unveiled on Monday.",
    "On the fifth anniversary of the massacre of 50 villagers by soldiers in Karsk, many came on Monday.",
    "A memorial to the 20 students killed by police in 1998 opened in Jakarta on Monday.",
    "Since rebels kidnapped the priest in 2015, the village has been empty.",
    "Three years after gunmen shot the mayor of Jos, a suspect was arrested on Monday.",
]


def test_009_what_is_long_gone_is_not_of_today() -> None:
    for found in inputs_of("009"):
        deeds = [event for event in found[1].events if event.type == "ASSAULT"]
        assert deeds
        assert all(event.time is None or _day(found, event) != "2026-03-09" for event in deeds)
        assert not any(event.recent for event in deeds)


@pytest.mark.parametrize("text", ANNIVERSARIES)
def test_009_long_gone_in_other_words(text: str) -> None:
    found = read(text)
    deeds = [event for event in found[1].events if event.type == "ASSAULT"]
    assert deeds
    assert all(event.time is None or _day(found, event) != "2026-03-09" for event in deeds)


def _day(found: Read, event: EventMention) -> str:
    return found[1].times[event.time].value if event.time is not None else ""


EXPELLED = [
    ("Poland expelled two Belarusian diplomats on Tuesday.", "two Belarusian diplomats", "BY"),
    ("The Czech foreign ministry expelled the Russian ambassador.", "the Russian ambassador", "RU"),
    ("Niger expels the French envoy.", "the French envoy", "FR"),
    ("Four Iranian diplomats were expelled from Albania on Friday.", "Four Iranian diplomats", "IR"),
    ("Ecuador declared the Mexican ambassador persona non grata on Friday.", "the Mexican ambassador", "MX"),
]


def test_010_expelled_diplomats_are_sure() -> None:
    told = [[(e.type, e.mode) for e in strong(one)] for one in inputs_of("010")]
    assert told == [[("SANCTION", "expel")] for _ in told]


@pytest.mark.parametrize(("text", "whom", "state"), EXPELLED)
def test_010_expulsions_in_other_words(text: str, whom: str, state: str) -> None:
    found = read(text)
    (event,) = strong(found)
    chains = {chain.id: chain for chain in found[1].actors}
    assert (event.type, event.mode, words(text, event.target_spans)) == ("SANCTION", "expel", whom)
    assert [chains[one].country for one in event.target] == [state]


LOST = [
    ("A court jailed journalist Lena Marsh for six years on Monday.", "COERCE", "A court", "Lena Marsh"),
    ("A tribunal jailed reporter Ana Weiss.", "COERCE", "A tribunal", "Ana Weiss"),
    ("A sniper wounded reporter Tom Varr.", "ASSAULT", "A sniper", "Tom Varr"),
    (
        "A military court jailed opposition leader Olan Reve on Monday.",
        "COERCE",
        "A military court",
        "Olan Reve",
    ),
    ("A judge jailed editor Omar Tann for two years on Friday.", "COERCE", "A judge", "Omar Tann"),
    ("A tribunal sentenced activist Ana Weiss on Monday.", "COERCE", "A tribunal", "Ana Weiss"),
    ("A mob beat pastor Olan Reve in Jos on Sunday.", "ASSAULT", "A mob", "Olan Reve"),
    ("A gunman shot councillor Tom Varr in Derry.", "ASSAULT", "A gunman", "Tom Varr"),
]


@pytest.mark.parametrize(("text", "kind", "doer", "name"), LOST)
def test_011_verbs_before_titles_are_verbs(text: str, kind: str, doer: str, name: str) -> None:
    found = read(text)
    (event,) = strong(found)
    assert (event.type, words(text, event.source_spans)) == (kind, doer)
    assert words(text, event.target_spans).endswith(name)
    person = next(chain for chain in found[1].actors if chain.name == name)
    assert not any("jailed" in role.title or "wounded" in role.title for role in person.roles)


@pytest.mark.parametrize(
    "text",
    [
        *(text for text, _ in inputs_of("012")),
        "The bank delayed a loan to Chad.",
        "Norway withheld funds from the agency.",
        "The convoy of aid for Goma was held up at the border.",
        "Congress blocked a shipment of grain to Sudan.",
        "The ministry is holding back food aid meant for Haiti.",
    ],
)
def test_012_aid_held_back_is_no_assault(text: str) -> None:
    assert "ASSAULT" not in {event.type for event in read(text)[1].events}


PASSIVES = [
    ("The sheriff was shot by Bob Karr on Monday.", "Bob Karr", "The sheriff"),
    (
        "Rebel leader Omar Tann was killed by soldiers in a raid on Monday.",
        "soldiers",
        "Rebel leader Omar Tann",
    ),
    ("The mayor was stabbed by Tom Varr on Sunday.", "Tom Varr", "The mayor"),
    ("Two soldiers were captured by rebels near Gao.", "rebels near Gao", "Two soldiers"),
    ("The deputy was killed by a sniper in Homs.", "a sniper in Homs", "The deputy"),
    ("A heart surgeon was stabbed by three men in Oslo.", "three men in Oslo", "A heart surgeon"),
    ("The envoy has been kidnapped by bandits.", "bandits", "The envoy"),
]


@pytest.mark.parametrize(("text", "doer", "sufferer"), PASSIVES)
def test_013_the_passive_turns_the_sides(text: str, doer: str, sufferer: str) -> None:
    (event,) = strong(read(text))
    assert (words(text, event.source_spans), words(text, event.target_spans)) == (doer, sufferer)


@pytest.mark.parametrize(
    ("text", "freed"),
    [
        (
            "Rebels released two Cuban sailors and freed three Turkish pilots on Monday.",
            ["two Cuban sailors", "three Turkish pilots"],
        ),
        (
            "The president pardoned 30 prisoners on Monday and released two Cuban sailors.",
            ["two Cuban sailors"],
        ),
        ("Guerrillas freed three engineers and released a pilot on Monday.", ["three engineers", "a pilot"]),
        ("The junta released 12 monks on Friday and freed a singer.", ["12 monks", "a singer"]),
        ("Four hostages were freed by rebels in Mali on Monday.", ["Four hostages"]),
        ("Pirates set free the crew of a tanker on Monday.", ["the crew of a tanker"]),
        ("Libya freed 30 fishermen on Sunday.", ["30 fishermen"]),
    ],
)
def test_014_who_is_let_go(text: str, freed: list[str]) -> None:
    told = [words(text, event.target_spans) for event in strong(read(text)) if event.type == "RETREAT"]
    assert told == freed


def test_118_watches_meet_the_arrests_and_nothing_else() -> None:
    rules, lines = files_of("118")
    done = command("run", lines, "--watch", rules, "--json")
    assert done.code == 0, done.output
    assert [alert["watch"] for alert in json.loads(done.output)["alerts"]] == ["Arrests"]


def test_119_a_watch_on_a_country_meets_each_of_its_towns() -> None:
    lines, rules = files_of("119")
    done = command("run", lines, "--watch", rules, "--json")
    assert done.code == 0, done.output
    alerts = Counter(alert["watch"] for alert in json.loads(done.out)["alerts"])
    assert alerts == {"Ukraine": 8, "Assault": 8, "Kyiv": 1}
    texts = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    for line in texts:
        found = read(line["text"], line["published"])
        assert [(e.type, country(found, e)) for e in strong(found)] == [("ASSAULT", "UA")], line["text"]


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("Police will arrest the mayor on Friday, the minister said.", "COERCE", "planned"),
        ("Police are to arrest the former minister on Friday.", "COERCE", "planned"),
        ("Kenya will deport 40 refugees on Friday.", "COERCE", "planned"),
        ("The United States will impose sanctions on Iran next week.", "SANCTION", "planned"),
        ("Gunmen tried to kidnap the governor in Jos on Sunday.", "ASSAULT", "failed"),
        ("Police foiled a plot to bomb the embassy in Riga on Monday.", "ASSAULT", "failed"),
        ("A bomb left outside a court in Oslo did not explode.", "ASSAULT", "failed"),
        ("Iran said it would strike Bahrain on Friday.", "THREATEN", "actual"),
    ],
)
def test_006_what_is_not_yet_or_not_quite_done_keeps_its_type(text: str, kind: str, modality: str) -> None:
    assert [(event.type, event.modality) for event in read(text)[1].events] == [(kind, modality)]

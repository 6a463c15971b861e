"""What new users of three kinds (news desk, research, aid desk) complained of, by whole commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.faults.commands import command

LIVE = """Live: strike on a market in Omdurman
20:10 Shells hit a market in Omdurman on Monday evening, killing nine people, a doctor said.
21:30 The Rapid Support Forces deny any part in the attack.
22:05 Rescue teams went on searching the stalls."""
LIVE_LATER = f"{LIVE}\n23:40 Fourteen people were killed, the health ministry said."
DENIAL = """RSF denies shelling Omdurman market
The Rapid Support Forces denied on Tuesday that they shelled a market in Omdurman on Monday."""
QUAKE = """Earthquake kills 132 in western Nepal
An earthquake struck western Nepal on Monday night, killing 132 people, police said on Tuesday."""
QUAKE_LATER = """Nepal quake toll rises to 218
The toll of the earthquake that struck western Nepal on Monday night rose to 218 dead on Wednesday, the home
ministry said. About 12,000 people were displaced in Jajarkot."""


def line(text: str, published: str, outlet: str, number: int = 1) -> str:
    url = f"https://{outlet.lower().replace(' ', '')}.example/{number}"
    title = text.partition("\n")[0]
    return json.dumps({"title": title, "text": text, "outlet": outlet, "published": published, "url": url})


class Desk:
    """A floor in a folder, with watches."""

    def __init__(self, folder: Path, **watches: str) -> None:
        self.folder = folder
        assert command("init", folder).code == 0
        for sample in (folder / "watches").iterdir():
            sample.unlink()
        for name, written in watches.items():
            (folder / "watches" / f"{name}.yaml").write_text(written, "utf-8")

    def add(self, *lines: str) -> None:
        said = command("add", "-", "--arrived", "published", "--floor", self.folder, given="\n".join(lines))
        assert said.code == 0, said.output

    def asked(self, *arguments: str) -> Any:
        said = command(*arguments, "--json", "--floor", self.folder)
        assert said.code == 0, said.output
        return json.loads(said.out)

    def said(self, *arguments: str) -> str:
        return command(*arguments, "--floor", self.folder).output


def annotated(text: str, published: str) -> Any:
    said = command("annotate", "-", given=json.dumps({"text": text, "published": published}))
    assert said.code == 0, said.output
    return json.loads(said.out)


def test_1_no_passage_of_a_live_blog_is_deleted_and_its_update_is_a_version(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "floor")
    desk.add(line(LIVE, "2026-03-02T22:30:00Z", "North Star"))
    [first] = desk.asked("show", "reports")
    desk.add(line(LIVE_LATER, "2026-03-02T22:30:00Z", "North Star"))
    [report] = desk.asked("show", "reports")
    assert report["id"] == first["id"]
    assert "EDITED BY North Star" in desk.said("changes", "--since", "2026-03-01")
    said = {(row["speaker_name"], row["act"]) for row in desk.asked("show", "quotes")}
    assert ("Rapid Support Forces", "denial") in said
    assert any(
        row["type"] == "revised" and row["about"]["kind"] == "report" for row in desk.asked("show", "changes")
    )


def test_2_changes_are_sentences_with_numbers_and_outlets(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "floor")
    desk.add(line(QUAKE, "2026-03-03", "Valley Wire"), line(QUAKE_LATER, "2026-03-04", "The Ferryman"))
    said = desk.said("changes", "--since", "2026-03-03T12:00")
    assert "132 → 218 (The Ferryman" in said
    assert "12,000" in said
    reports = [row["id"] for row in desk.asked("show", "reports")]
    assert not [id_ for id_ in reports if id_ in said]


def test_6_a_denial_is_no_second_event_and_corrects_the_alert(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "floor", attacks="name: Attacks\nlevel: high\ntype: ASSAULT\ncountry: SD\n")
    desk.add(line(LIVE.replace("21:30 The Rapid Support Forces deny any part in the attack.\n", ""),
                  "2026-03-02T22:30:00Z", "North Star"))  # fmt: skip
    [alert] = desk.asked("show", "alerts")
    desk.add(line(DENIAL, "2026-03-03", "Port Gazette"))
    [corrected] = desk.asked("show", "alerts")
    assert corrected["id"] == alert["id"]
    assert corrected["chase"] == "denied"
    assert len([row for row in desk.asked("show", "events") if row["type"] == "ASSAULT"]) == 1


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The unions called for a strike in Athens on Thursday, Dec 3.", "2026-12-03"),
        ("Parliament postponed the vote to Dec 20.", "2026-12-20"),
        ("The army killed four people to capture an air base on Sunday.", "2026-11-22"),
        ("Voters go to the polls on Sunday, 6 December.", "2026-12-06"),
        ("Troops left the town on Wednesday, December 3.", "2025-12-03"),
    ],
)
def test_10_a_day_is_the_one_that_its_sentence_means(text: str, day: str) -> None:
    assert [time["value"] for time in annotated(text, "2026-11-28")["times"]] == [day]


def test_10_a_day_to_come_is_not_when_a_thing_was_said() -> None:
    [quote] = annotated("The unions called for a strike in Athens on Thursday, Dec 3.", "2026-11-28")[
        "quotes"
    ]
    assert quote["said"] is None


def test_15_one_broken_watch_is_named_and_is_in_the_way_of_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "floor", bad="name: B\ncontry: SD\n", good="name: G\ntype: ASSAULT\n")
    desk.add(line(LIVE, "2026-03-02T22:30:00Z", "North Star"))
    assert [row["watch"] for row in desk.asked("show", "alerts")] == ["G"]
    [event] = [row["id"] for row in desk.asked("show", "events") if row["type"] == "ASSAULT"]
    judged = command("judge", event, "--status", "checked", "--note", "seen", "--floor", desk.folder)
    assert judged.code == 0, judged.output
    doctor = command("doctor", "--floor", desk.folder)
    assert doctor.code == 1
    assert "did you mean 'country'?" in doctor.output


def test_15_a_channel_that_is_not_there_is_named_where_there_is_none(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "floor", away="name: A\ntype: ASSAULT\nchannels: [desk]\n")
    assert "channels 'desk' is unknown; none is known\n" in desk.said("doctor")


PLACES = (
    "Missiles hit Kyiv on Monday, killing four people.",
    "Rebels attacked the town of Zalingei on Tuesday.",
)


@pytest.mark.parametrize(
    ("place", "fires"),
    [("Kyiv", 1), ("Kiev", 1), ("Zalingei", 1), ("zalinjay", 1), ("Central Darfur", 1), ("Odessa", 0)],
)
def test_15_a_place_is_watched_and_asked_for_by_any_of_its_names(
    tmp_path: Path, place: str, fires: int
) -> None:
    desk = Desk(tmp_path / "floor", place=f"name: P\nplace: {place}\n")
    desk.add(*(line(text, "2026-03-04", "Port Gazette", number) for number, text in enumerate(PLACES)))
    assert len(desk.asked("show", "alerts")) == fires
    checked = command("watch", "check", "P", "--floor", desk.folder)
    assert f"would have opened {fires} alert" in checked.output
    assert len(desk.asked("show", "events", "--place", place)) == fires


REGION = (
    "Police arrested 20 miners in Calama on Monday.",
    "Missiles hit Kyiv on Monday, killing four people.",
)
BOTH = ("Antofagasta", "Región de Antofagasta", "3899537")  # a region under two names and its number


def test_15_a_region_is_asked_for_in_every_list(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "floor")
    desk.add(*(line(text, "2026-03-04", f"Gazette {number}", number) for number, text in enumerate(REGION)))
    for what in ("reports", "stories", "events", "changes"):
        every = [row["id"] for row in desk.asked("show", what)]
        within = [row["id"] for row in desk.asked("show", what, "--country", "CL")]
        assert 0 < len(within) < len(every), what
        for place in BOTH:
            assert [row["id"] for row in desk.asked("show", what, "--place", place)] == within, (what, place)
        assert desk.asked("show", what, "--place", "Bayern") == []
    for place in BOTH:
        [series] = desk.asked("show", "numbers", "--place", place)
        assert series["role"] == "arrested"
        assert len(desk.asked("show", "timeline", "--place", place)) == 1
        [hit] = desk.asked("search", "Monday", "--place", place)
        assert "Calama" in json.dumps(hit)
        assert len(desk.asked("changes", "--since", "2026-01-01", "--place", place)) > 0


def test_15_a_situation_of_a_region_is_asked_for_one_of_its_towns(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "floor")
    desk.add(*(line(text, "2026-03-04", f"Gazette {number}", number) for number, text in enumerate(REGION)))
    for name, place in (("north", "Antofagasta"), ("town", "Calama")):
        desk.said("situation", "add", name, "--place", place)
        for asked in ("Calama", "Antofagasta"):
            rows = desk.asked("show", "reports", "--situation", name, "--place", asked)
            assert len(rows) == 1, (name, asked)
    assert "nothing of it is in place" in desk.said(
        "show", "reports", "--situation", "town", "--place", "Kyiv"
    )


def test_15_a_place_that_nobody_knows_is_named(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "floor", place="name: P\nplace: [Lisbon, Xyzzyville]\n")
    for said in (desk.said("doctor"), desk.said("watch", "check", "P")):
        assert "no place of the gazetteer or of places.csv is called 'Xyzzyville'" in said
        assert "'Lisbon'" not in said


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Some 30,000 people had taken part. Police said that 12 people had been arrested.", 2),
        ("Nine people were killed in Bari. The nine people were buried on Monday.", 1),
        ("Nine people were killed in Bari. The 9 people were buried on Monday.", 1),
        ("Cholera killed 41 people in Port Sudan. An earthquake killed 132 people in Atbara.", 2),
    ],
)
def test_5_crowds_of_different_sizes_are_different_crowds(text: str, groups: int) -> None:
    actors = annotated(text, "2026-03-04")["actors"]
    assert len([actor for actor in actors if "people" in actor["name"].lower()]) == groups


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ('"I will not be told how to vote," the Georgia Democrat shot back on Tuesday.', 0),
        ('The Georgia Democrats shot back: "We will not be told how to vote."', 0),
        ("The Georgia Democrats shot back that the bill was dead.", 0),
        ("“That is a lie,” the army fired back on Monday.", 0),
        ("Soldiers shot back at the rebels on Monday, killing two.", 1),
        ("The army fired back on Monday and hit a tank.", 1),
    ],
)
def test_4_words_that_are_shot_back_are_no_shots(text: str, deeds: int) -> None:
    events = annotated(text, "2026-03-04")["events"]
    assert len([event for event in events if event["type"] == "ASSAULT"]) == deeds


@pytest.mark.parametrize("whom", ["skipper", "proprietor", "captain"])
def test_16_whoever_is_arrested_is_whom_it_is_done_to(whom: str) -> None:
    found = annotated(f"Police arrested the {whom} of the ferry in Bari on Wednesday.", "2026-03-05")
    names = {actor["id"]: actor["name"] for actor in found["actors"]}
    [arrest] = found["events"]
    assert [names[id_] for id_ in arrest["target"]] == [f"{whom} of the ferry in Bari"]

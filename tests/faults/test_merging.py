"""Texts of different happenings stay apart; wordings, versions and copies of one stay together."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.commands import Line, command, files_of, lines_of
from watchfloor.engine.admit.admission import Floor
from watchfloor.ingest.files import read_paths
from watchfloor.model import Flag, FlagCode
from watchfloor.store import Store

NOW = "2026-04-01T00:00:00Z"
NOTICE = (
    "Before you read on, tell us who you are. A letter with a "
    "code is on its way to the address that you gave; type "
    "the code into the box below and press the green button. If "
    "nothing has come after ten minutes, look among the "
    "messages that your mail program has put aside as advertising, or ask for a second letter."
)


def _write(path: Path, records: list[Line]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")


def _grouped(path: Path) -> list[Line]:
    return lines_of("group", path, "--final")


def _different(lines: list[Line], name: str) -> int:
    return len({line[name] for line in lines})


def _situation(path: Path) -> Line:
    found: Line = json.loads(command("run", path, "--json").out)
    return found


def _told(situation: Line, type_: str) -> list[tuple[str, int]]:
    """Return the day of each sure event of a type, and how many separate texts tell of it."""
    return sorted(
        (event["date"]["start"], sum(len(origins) for origins in event["origins"].values()))
        for event in situation["events"]
        if event["type"] == type_ and event["grade"] == "strong"
    )


def _changed(situation: Line) -> Counter[str]:
    return Counter(change["type"] for change in situation["changes"])


@pytest.mark.parametrize(
    ("path", "days"),
    [
        (files_of("015")[0], ["2026-02-02", "2026-02-03"]),
        (files_of("015")[1], ["2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05"]),
    ],
    ids=["weekday of the deed", "weekday of the launch"],
)
def test_015_each_night_is_an_event_of_its_own(path: Path, days: list[str]) -> None:
    situation = _situation(path)
    assert _told(situation, "ASSAULT") == [(day, 1) for day in days]
    assert _changed(situation)["corroborated"] == 0


def test_016_two_days_in_one_town_are_two_events() -> None:
    situation = _situation(*files_of("016"))
    assert _told(situation, "ASSAULT") == [("2026-02-02", 1), ("2026-02-03", 1)]
    assert _changed(situation)["corroborated"] == 0


NIGHTS = (
    "The air force of Velmar shot down {} drones launched by Osta on {}, it said.",
    "Velmar said its troops shot down {} drones that Osta sent on {}.",
    "The army of Velmar destroyed {} rockets fired by rebels on {}.",
    "The army of Velmar destroyed {} drones that rebels had launched late on {}.",
    "The air force of Velmar said it shot down {} of 90 drones that were launched overnight on {}.",
)


@pytest.mark.parametrize("sentence", NIGHTS)
def test_what_is_brought_down_is_so_on_the_day_of_its_launch(tmp_path: Path, sentence: str) -> None:
    articles = [
        _article(
            f"Velmar stops {count} of {day}",
            sentence.format(count, day),
            f"2026-02-0{number}T20:00:00Z",
            outlet,
        )
        for number, (count, day, outlet) in enumerate(
            ((45, "Monday", "a.example"), (61, "Tuesday", "b.example"), (38, "Wednesday", "c.example")),
            start=2,
        )
    ]
    situation = _situation(_written(tmp_path, articles))
    assert _told(situation, "ASSAULT") == [("2026-02-02", 1), ("2026-02-03", 1), ("2026-02-04", 1)]
    assert _changed(situation)["corroborated"] == 0


def _claims(event: Line) -> list[tuple[float, str | None]]:
    return [(one["value"], one["outlet"]) for one in event["quantities"] if one["role"] == "killed"]


def test_023_two_tolls_stand_with_who_gives_them_and_none_is_no_toll() -> None:
    situation = _situation(*files_of("023"))
    names = {actor["id"]: actor["name"] for actor in situation["actors"]}
    [blast] = [event for event in situation["events"] if event["type"] == "ACCIDENT"]
    assert [
        (one["value"], names[one["claimant"]]) for one in blast["quantities"] if one["role"] == "killed"
    ] == [(3, "police"), (6, "rescue workers")]
    [disputed] = [change for change in situation["changes"] if change["type"] == "number disputed"]
    assert disputed["after"] == "3 / 6"


def test_024_the_toll_of_an_older_disaster_disputes_nothing() -> None:
    situation = _situation(*files_of("024"))
    assert _changed(situation)["number disputed"] == 0
    assert situation["disagreements"] == []
    of_day = {event["date"]["start"]: {value for value, _ in _claims(event)} for event in situation["events"]}
    assert of_day == {"2023": {50_000}, "2026-02-02": {12}}
    assert [row["date"] for row in situation["timeline"] if "50,000" in row["text"]] == ["2023", "2023"]


OLDER = (
    "The damage of the 1999 earthquake, in which 17,000 people died, was far greater.",
    "The 2011 tsunami killed 18,000 people.",
    "It was the worst since the 2023 quake, which killed 50,000 people.",
    "Memories of the February 2023 earthquake, which left 50,000 people dead, are fresh.",
    "Engineers compared it with the August 1999 earthquake, in which 17,000 people died.",
)


@pytest.mark.parametrize("sentence", OLDER)
def test_older_disasters_keep_their_own_tolls_and_days(tmp_path: Path, sentence: str) -> None:
    told = "An earthquake in Adana, Turkey, killed 12 people on Monday, the interior ministry said."
    line = _article("Quake kills 12 in Adana", f"{told}\n\n{sentence}", "2026-02-02T08:00:00Z", "a.example")
    situation = _situation(_written(tmp_path, [line]))
    [now] = [event for event in situation["events"] if event["date"]["start"] == "2026-02-02"]
    assert {value for value, _ in _claims(now)} == {12}
    assert _changed(situation)["number disputed"] == 0


def test_132_what_is_dated_by_a_winter_is_read_and_is_of_that_winter(tmp_path: Path) -> None:
    [path] = files_of("132")
    situation = _situation(path)
    assert len(situation["reports"]) == 2
    of_winter = [event for event in situation["events"] if event["date"]["start"] == "2015-WI"]
    assert sorted((event["type"], event["mode"]) for event in of_winter) == [
        ("ASSAULT", "firearms"),
        ("COERCE", "arrest"),
    ]
    floor = tmp_path / "floor"
    assert command("init", floor).code == 0
    added = command("add", path, "--floor", floor)
    assert added.code == 0
    assert "2 added" in added.output


@pytest.mark.parametrize("path", files_of("017"), ids=lambda path: path.stem)
def test_017_forms_filled_in_for_others_are_reports_of_their_own(path: Path) -> None:
    lines = _grouped(path)
    assert len(lines) == 4
    assert _different(lines, "report") == 4


_FORMS = {
    "results": (
        "{0} profit rises",
        (
            "{0} said on {1} that its profit for the quarter rose to {2} million crowns, more than "
            "analysts had expected. Shares of the company rose in early trading. Its chief executive {3} "
            "confirmed the outlook for the year."
        ),
        [
            ("Vesk Steel", "Tuesday", 41, "Ola Berg"),
            ("Halm Foods", "Wednesday", 77, "Ida Roos"),
            ("Mar Lines", "Friday", 33, "Tom Aker"),
            ("Nor Bank", "Sunday", 125, "Eva Sund"),
        ],
    ),
    "warnings": (
        "Flood warning for {0}",
        (
            "The weather service issued a flood warning for {0} county until {3} on {1}. Rivers may rise by "
            "{2} centimetres. Residents of low ground are asked to move their cars and to keep away from the "
            "water."
        ),
        [
            ("Tarvel", "Tuesday", 40, "noon"),
            ("Norrick", "Wednesday", 75, "midnight"),
            ("Halmet", "Friday", 30, "six in the evening"),
            ("Maresk", "Sunday", 120, "nine in the morning"),
        ],
    ),
    "sentences": (
        "Man jailed for {2} years",
        (
            "{0} man {3} was jailed for {2} years by the district court on {1}. He had broken into houses at "
            "night. The judge said that he had shown no regret. Police thanked the public for its help."
        ),
        [
            ("Tarvel", "Tuesday", 4, "Jon Vesk"),
            ("Norrick", "Wednesday", 7, "Ole Brand"),
            ("Halmet", "Friday", 3, "Pit Morn"),
            ("Maresk", "Sunday", 12, "Kai Lund"),
        ],
    ),
}


@pytest.mark.parametrize("form", _FORMS)
def test_one_outlet_s_form_for_four_others_is_four_reports(form: str, tmp_path: Path) -> None:
    title, text, filled = _FORMS[form]
    path = tmp_path / "forms.jsonl"
    _write(
        path,
        [
            {
                "url": f"https://halmpost.example/{form}/{number}",
                "outlet": "Halm Post",
                "title": title.format(*values),
                "text": text.format(*values),
                "published": f"2026-03-{2 + number:02}T08:00:00Z",
            }
            for number, values in enumerate(filled)
        ],
    )
    assert _different(_grouped(path), "report") == 4


_SIEGE = (
    "The siege of the post office in Tarvel went on for a second day on Monday. Police closed the streets "
    "around it. Negotiators spoke with the men inside by telephone, the ministry said."
)
_NEWS = (
    "Video: police shot two gunmen at the back door, residents said.",
    "Sources: five hostages were killed in the hall.",
    "Watch: officers drove an armoured car into the yard.",
    "Photos: rescue workers brought nine bodies out of the cellar.",
    "Alerts were sounded in Tarvel, and 12 people were hurt on their way to the cellars.",
    "Via loudspeaker, the colonel told his men to lay down their arms.",
    "More in the south wing were wounded, a doctor said.",
    "14:05 The ministry denies that 12 soldiers died.",
)


@pytest.mark.parametrize("news", _NEWS)
def test_an_update_whose_news_begins_like_furniture_is_a_version(news: str, tmp_path: Path) -> None:
    path = tmp_path / "live.jsonl"
    live = {"url": "https://tarvelnews.example/live", "outlet": "Tarvel News", "title": "Siege in Tarvel"}
    live["published"] = "2026-04-06T08:00:00Z"
    before, after = "2026-04-06T08:00:00Z", "2026-04-06T09:00:00Z"
    _write(
        path,
        [
            {**live, "text": _SIEGE, "modified": before},
            {**live, "text": f"{news}\n\n{_SIEGE}", "modified": after},
        ],
    )
    first, second = _grouped(path)
    assert first["report"] == second["report"]
    assert second["relation"] == "revision"


def test_018_results_of_three_companies_are_three_stories() -> None:
    lines = _grouped(*files_of("018"))
    assert _different(lines, "story") == 3


def test_019_six_wordings_of_one_closure_are_one_story() -> None:
    lines = _grouped(*files_of("019"))
    assert (_different(lines, "story"), _different(lines, "origin")) == (1, 6)


def test_020_another_title_at_one_address_is_one_report() -> None:
    assert _different(_grouped(*files_of("020")), "report") == 1


def test_021_the_same_text_at_another_address_is_one_origin() -> None:
    assert _different(_grouped(*files_of("021")), "origin") == 1


def test_022_a_subdomain_makes_no_second_origin() -> None:
    assert _different(_grouped(*files_of("022")), "origin") == 1


def test_133_a_notice_in_front_of_unrelated_texts_makes_no_copies() -> None:
    lines = lines_of("group", *files_of("133"))
    assert [_different(lines, name) for name in ("report", "origin", "story")] == [3, 3, 3]


def _article(title: str, text: str, published: str, outlet: str) -> Line:
    slug = title.lower().replace(" ", "-")
    return {
        "title": title,
        "text": text,
        "published": published,
        "outlet": outlet,
        "url": f"https://{outlet}/{slug}",
        "language": "en",
    }


def _written(folder: Path, articles: list[Line]) -> Path:
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    return path


def test_texts_of_which_only_the_notice_is_left_stand_alone_with_a_flag(tmp_path: Path) -> None:
    titles = (
        "Gunman wounds four in Brenton",
        "Toddler finds pistol in Kelmscott",
        "Harbour tax rises in Ansel",
    )
    articles = [
        _article(title, NOTICE, f"2026-03-{day:02}", "post.example")
        for day, title in zip((1, 9, 20), titles, strict=True)
    ]
    path = _written(tmp_path, articles)
    lines = lines_of("group", path)
    assert [_different(lines, name) for name in ("report", "origin", "story")] == [3, 3, 3]
    with Store.memory(clock=lambda: NOW) as store:
        for _ in Floor(store).take(read_paths([path], arrived=NOW), arrival=lambda _: NOW):
            pass
        flags = [rendition.flags for rendition in store.renditions()]
    noticed = (Flag(FlagCode.NOTICE_ONLY),)
    assert flags == [(), noticed, noticed]  # of the first nobody can know it yet


def test_a_copy_behind_the_same_notice_is_still_a_copy(tmp_path: Path) -> None:
    story = (
        "Four people were wounded on Sunday when a gunman opened "
        "fire near Harrow Street in Brenton, police said. "
        "The man fled over the canal bridge before officers came, "
        "and a grey van was found burnt near Lidd in the "
        "morning. Mayor Orla Tann asked residents of the quarter to stay at home until he is found."
    )
    other = (
        "The council of Port Ansel voted nine to four on Tuesday to raise the harbour tax by two per cent."
    )
    lines = lines_of(
        "group",
        _written(
            tmp_path,
            [
                _article("Council raises harbour tax", f"{NOTICE}\n\n{other}", "2026-02-01", "ansel.example"),
                _article(
                    "Gunman wounds four in Brenton", f"{NOTICE}\n\n{story}", "2026-03-01", "post.example"
                ),
                _article(
                    "Four hurt by Brenton gunman", f"{NOTICE}\n\n{story}", "2026-03-01", "herald.example"
                ),
            ],
        ),
    )
    assert [line["relation"] for line in lines] == ["original", "original", "copy"]
    assert lines[1]["origin"] == lines[2]["origin"] != lines[0]["origin"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Storm warning for {}|Karsk", "Storm warning for {}|Delmar"),
        ("{} elects a new mayor|Lonberg", "{} elects a new mayor|Karsk"),
        ("Body found in {} quarry|Norrick", "Body found in {} quarry|Tarvel"),
        ("Ferry {} back in service|Alba", "Ferry {} back in service|Ilsa"),
        ("Police name victim as {}|Reve", "Police name victim as {}|Moll"),
    ],
)
def test_one_form_with_other_names_in_the_title_is_another_report(
    tmp_path: Path, one: str, other: str
) -> None:
    articles = []
    for day, given in enumerate((one, other), start=2):
        title, name = given.split("|")
        text = (
            f"The office said on Monday that {name} was concerned this time, after two days of waiting.\n\n"
            "People were asked to keep away from the area and to follow "
            "what the office says. A second notice is to "
            "come before midnight, and the office will answer questions by telephone until then."
        )
        articles.append(_article(title.format(name), text, f"2026-02-{day:02}T08:00:00Z", "post.example"))
    assert _different(_grouped(_written(tmp_path, articles)), "report") == 2


def test_a_version_under_another_title_and_address_is_still_a_version(tmp_path: Path) -> None:
    text = (
        "The ferry Alba ran aground off Norrick on Monday with 212 "
        "people aboard, the coast guard said.\n\nFishing "
        "boats from the village took everybody off within two hours. "
        "The route stays closed until the wreck has been "
        "towed away, and an inquiry is to open within days, the harbour master said."
    )
    first = _article("Ferry aground off Norrick", text, "2026-02-02T08:00:00Z", "post.example")
    second = _article(
        "Ferry Alba aground, all 212 saved",
        f"{text}\n\nCaptain Olan Reve was questioned in the evening and sent home, a police officer said.",
        "2026-02-02T14:00:00Z",
        "post.example",
    )
    lines = _grouped(_written(tmp_path, [first, second]))
    assert lines[0]["report"] == lines[1]["report"]
    assert lines[1]["relation"] == "revision"

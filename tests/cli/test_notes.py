"""What our own people saw, by whole commands: noted, shown at the desk, kept in it, and taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Said, watchfloor

ARTICLE = {
    "outlet": "Courant",
    "published": "2026-03-03T10:00:00Z",
    "title": "Eight killed at a market in Bouake",
    "text": "Gunmen killed eight people at a market in Bouake on Tuesday, police said.",
}
WORDS = "Gunmen killed eleven people at the Quonset market in Bouake."


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own") / "floor"
    assert watchfloor("init", folder).code == 0
    settings = folder / "watchfloor.toml"
    settings.write_text(settings.read_text("utf-8") + 'timezone = "Europe/Vienna"\n', "utf-8")
    articles = folder.parent / "articles.jsonl"
    articles.write_text(json.dumps(ARTICLE), "utf-8")
    assert watchfloor("add", articles, "--floor", folder).code == 0
    said = note(folder, WORDS, "--from", "our driver", "--seen", "2026-03-03 11:05", "--place", "Bouake")
    assert (said.code, said.out.split("\t")[0]) == (0, "added"), said.err
    return folder


def note(floor: Path, *given: str) -> Said:
    return watchfloor("note", *given, "--by", "ana", "--floor", floor)


def listed(floor: Path, what: str, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        watchfloor("show", what, "--json", *options, "--floor", floor).out
    )
    return found


def test_a_note_is_read_like_any_report_and_marked(floor: Path) -> None:
    [own] = [it for it in listed(floor, "reports") if it.get("handling") == "internal"]
    assert (own["outlet"], own["byline"]) == ("own staff", "our driver")
    assert own["published"] == "2026-03-03T10:05:00Z", "11:05 in the zone of the floor"
    [event] = listed(floor, "events", "--outlet", "own staff")
    assert event["handling"] == "internal"
    assert (event["type"], event["place"]["name"]) == ("ASSAULT", "Bouaké")
    assert event["date"]["start"] == "2026-03-03"
    assert (event["origins"]["own_voice"], len(event["origins"]["noted"])) == ([], 1)
    assert [claim["value"] for claim in event["quantities"]] == [11.0]
    shown = watchfloor("show", "events", "--outlet", "own staff", "--floor", floor).out
    assert "[internal]" in shown
    assert "1 our own, internal" in shown.replace("\n", " ")


def test_a_happening_that_a_note_tells_too_is_one_row_at_the_desk(floor: Path) -> None:
    [event] = listed(floor, "events")
    [own] = listed(floor, "events", "--outlet", "own staff")
    assert event["beside"] == [own["id"]]
    assert "noted" not in event["origins"], "what is told of the articles is theirs alone"
    shown = " ".join(watchfloor("show", "events", "--floor", floor).out.split())
    assert "1 our own, internal" in shown
    exported = watchfloor("export", "events", "--audience", "partner", "--as", "jsonl", "--floor", floor)
    assert own["id"] not in exported.out
    assert "beside" not in exported.out


def test_a_note_changes_nothing_of_what_others_tell(floor: Path) -> None:
    [event] = [it for it in listed(floor, "events") if "handling" not in it]
    assert [claim["value"] for claim in event["quantities"]] == [8.0]
    [story] = [it for it in listed(floor, "stories") if "handling" not in it]
    assert (story["origins"], len(story["reports"])) == (1, 1)
    said = watchfloor("show", "reports", "--floor", floor)
    assert "1 report held" in said.err, "what our own people note is no reading of a source"


def test_the_brief_of_a_note_says_whose_it_is_and_goes_to_nobody(floor: Path) -> None:
    [story] = [it["id"] for it in listed(floor, "stories") if it.get("handling") == "internal"]
    told = watchfloor("brief", story, "--floor", floor)
    assert "OUR OWN, INTERNAL" in " ".join(told.out.split())
    assert "RESTS ON  1 our own, internal; first own staff Tue 3 Mar 10:05" in told.out
    for form in ("mail", "html", "message", "sms"):
        refused = watchfloor("brief", story, "--as", form, "--floor", floor)
        assert refused.code == 2
        assert "is internal" in refused.err
        assert "Quonset" not in refused.out + refused.err


def test_nothing_of_a_note_is_in_what_is_exported(floor: Path) -> None:
    for given in (("export",), ("export", "events"), ("export", "reports", "--audience", "partner")):
        said = watchfloor(*given, "--floor", floor)
        assert said.code == 0
        assert not [it for it in ("Quonset", "own staff", "driver", "internal") if it in said.out]
    assert "Quonset" in watchfloor("export", "events", "--audience", "desk", "--floor", floor).out


def test_who_noted_it_takes_it_back_and_may_note_it_better(floor: Path, tmp_path: Path) -> None:
    given = ("Militants killed three soldiers in Bouake.", "--seen", "2026-03-02 09:00")
    assert note(floor, *given).code == 0
    other = watchfloor("undo", "last", "--reason", "no", "--by", "ben", "--floor", floor)
    assert "there is no act by ben left to undo" in other.out
    said = watchfloor("undo", "last", "--reason", "another town", "--by", "ana", "--floor", floor)
    assert said.out == "taken back: 1 report of our own\n"
    assert "Militants" not in json.dumps(listed(floor, "reports") + listed(floor, "events"))
    assert len(listed(floor, "events", "--outlet", "own staff")) == 1
    again = note(floor, *given)
    assert (again.code, "taken back by ana: another town" in again.err) == (1, True)
    assert note(floor, given[0], "--seen", "2026-03-02 09:01").code == 0
    assert watchfloor("undo", "last", "--reason", "done", "--by", "ana", "--floor", floor).code == 0


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((" ",), "a note needs its words and a role"),
        (("x seen", "--from", " "), "a note needs its words and a role"),
        (("bridge closed", "--seen", "2199-01-01 10:00"), "has not come yet"),
        (("bridge closed", "--seen", "1970-01-01"), "is before 1990"),
        (("bridge closed", "--seen", "noonish"), "'noonish' is no time"),
        (("x" * 20_001,), "at most 20,000 characters"),
    ],
    ids=["no words", "no role", "to come", "long ago", "no time", "too long"],
)
def test_what_cannot_be_noted_is_said_with_the_remedy(floor: Path, given: tuple[str, ...], told: str) -> None:
    said = note(floor, *given)
    assert (said.code, said.out) == (2, "")
    assert told in said.err


@pytest.mark.parametrize("outlet", ["own staff", "Own  Staff", "OWN STAFF "])
def test_a_file_that_says_it_is_of_our_own_staff_is_refused(floor: Path, tmp_path: Path, outlet: str) -> None:
    claiming = tmp_path / "claiming.jsonl"
    claiming.write_text(json.dumps({**ARTICLE, "outlet": outlet, "text": f"A claim of {outlet}."}), "utf-8")
    said = watchfloor("add", claiming, "--floor", floor)
    assert said.code == 1
    assert "name the outlet otherwise" in said.err


CHAT = """24/11/2026, 13:00 - Ana Roe created group “Field”
24/11/2026, 13:02 - Ana Roe: Gunmen killed six people at the Quonset mill in Bouake.
The road is closed; call +49 170 1234567
24/11/2026, 13:03 - +225 07 08 09 10 11: Ana Roe is right
24/11/2026, 13:04 - Ben: <Media omitted>
24/11/2099, 13:05 - Ben: from the future
"""


def test_an_exported_chat_is_a_report_a_message_without_names(floor: Path, tmp_path: Path) -> None:
    chat = tmp_path / "WhatsApp Chat with Ana Roe.txt"
    chat.write_text(CHAT, "utf-8")
    given = ("--chat", str(chat), "--called", "field", "--role", "+225 0708091011=our driver")
    said = note(floor, *given)
    assert said.code == 1
    assert said.err.splitlines()[-1] == "2 added, 0 seen again, 1 refused"
    assert "field, line 6: its time, 2099-11-24 12:05 UTC, has not come yet; mend the time" in said.err
    own = [it for it in listed(floor, "reports") if it.get("handling") and it["parts"].get("section")]
    assert [(it["byline"], it["published"]) for it in own] == [
        ("our driver", "2026-11-24T12:03:00Z"),
        ("sender 1", "2026-11-24T12:02:00Z"),
    ]
    assert note(floor, *given).err.splitlines()[-1] == "0 added, 2 seen again, 1 refused"
    kept = b"".join(it.read_bytes() for it in floor.rglob("*") if it.is_file())
    assert not [name for name in (b"Ana Roe", b"1234567", b"0708", b"07 08", b"Ben:") if name in kept]
    exported = watchfloor("export", "--floor", floor).out
    assert not [words for words in ("Quonset", "our driver", "field", "sender 1") if words in exported]
    back = watchfloor("undo", "last", "--reason", "another chat", "--by", "ana", "--floor", floor)
    assert back.out == "taken back: 2 reports of our own\n"


def test_a_chat_is_not_added_as_an_article(floor: Path, tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(CHAT, "utf-8")
    said = watchfloor("add", chat, "--floor", floor)
    assert said.code == 1
    assert "watchfloor note --chat FILE" in said.err
    for given, told in (
        (("x", "--chat", str(chat)), "give --chat or WORDS, not both"),
        (("--chat", str(chat), "--role", "Ana"), "'Ana' is no role"),
        ((), "a note needs its words"),
    ):
        refused = note(floor, *given)
        assert (refused.code, told in refused.err) == (2, True), given

"""Briefs by commands alone: of a floor with the examples."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.commands import EXAMPLES, watchfloor


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "floor"
    assert watchfloor("init", folder).code == 0
    assert watchfloor("add", EXAMPLES, "--floor", folder, "--arrived", "published").code == 0
    return folder


@pytest.fixture(scope="module")
def story(floor: Path) -> str:
    said = watchfloor("show", "stories", "--json", "--floor", floor)
    return next(str(it["id"]) for it in json.loads(said.out) if "fishing row" in it["title"])


def test_a_brief_is_told_in_every_form(floor: Path, story: str) -> None:
    for form, longest in (("text", 4000), ("message", 900), ("sms", 160), ("mail", 4000), ("html", 9000)):
        said = watchfloor("brief", story, "--as", form, "--floor", floor)
        assert said.code == 0, said.err
        assert "fishing row" in said.out
        assert "DISPUTED" in said.out
        assert len(said.out.rstrip("\n")) <= longest


def test_show_story_begins_with_the_brief(floor: Path, story: str) -> None:
    said = watchfloor("show", "story", story, "--floor", floor)
    assert said.out.startswith("ACCIDENT  ")
    assert "RESTS ON  8 separately written texts + 2 copies by 6 outlets" in said.out
    whole = json.loads(watchfloor("show", "story", story, "--json", "--floor", floor).out)
    assert whole["brief"]["rests_on"][0]["text"].startswith("8 separately written texts")


def test_a_brief_as_of_a_moment_tells_what_was_known_then(floor: Path, story: str) -> None:
    said = watchfloor("brief", story, "--as-of", "2026-03-05", "--json", "--floor", floor)
    assert said.code == 0, said.err
    brief = json.loads(said.out)
    assert not any("Lisbon on Sunday" in line["text"] for line in brief["new"])
    assert "2026-03-15" not in json.dumps(brief)


def test_what_is_no_story_is_refused_with_a_remedy(floor: Path) -> None:
    said = watchfloor("brief", "nothing", "--floor", floor)
    assert said.code == 2
    assert "watchfloor show stories" in said.err


def test_changes_are_told_in_sentences_by_story_within_the_rows_of_a_page(floor: Path) -> None:
    said = watchfloor("changes", "--since", "2026-03-01", "--floor", floor)
    assert said.code == 0, said.err
    rows = said.out.splitlines()
    assert len(rows) <= 80
    assert max(map(len, rows)) <= 100
    assert not re.search(r"\b[0-9a-f]{16}\b|\b(?:ASSAULT|COERCE|CONSULT|new event)\b", said.out)
    assert any(row.startswith("NEW STORY Ireland and Spain end fishing row in Lisbon") for row in rows)
    assert any("DENIED BY Ireland" in row for row in rows)


def test_changes_of_a_span_are_told_as_it_stood_at_its_end(floor: Path) -> None:
    said = watchfloor("changes", "--since", "2026-03-07", "--until", "2026-03-07", "--floor", floor)
    assert "Hurt 4 → 7 (Harbour Wire Sat 7 Mar 19:00)" in said.out
    assert len(said.out.splitlines()) <= 40
    assert "Lisbon on Sunday" not in said.out
    quiet = watchfloor("changes", "--since", "2099-01-01", "--floor", floor)
    assert not quiet.out
    assert "no changes in what was asked" in quiet.err


def test_changes_as_json_carry_the_sentences_of_the_terminal(floor: Path) -> None:
    asked = ("changes", "--since", "2026-03-07", "--until", "2026-03-07", "--floor", floor)
    rows = watchfloor(*asked).out.splitlines()
    stories = json.loads(watchfloor(*asked, "--json").out)
    assert [row for row in rows if not row.startswith(" ")] == [
        f"{it['title']} ({it['origins']} separately written texts)" for it in stories
    ]
    said = [news["text"] for story in stories for news in story["news"]]
    for row in (row.strip() for row in rows if row.startswith(" ")):
        shown = re.sub(r"  \(\+ \d+ more\)$", "", row).removesuffix(" …")
        assert any(text.startswith(shown) for text in said), row
    assert all(news["evidence"] for story in stories for news in story["news"])
    [hurt] = [it for story in stories for it in story["news"] if it["text"].startswith("Hurt 4 → 7")]
    assert (hurt["kind"], hurt["before"], hurt["after"], hurt["about"]["kind"]) == ("number", 4, 7, "event")
    assert hurt["evidence"][-1]["text"]
    one = json.loads(watchfloor(*asked, "--json", "--limit", "1").out)
    assert len(one) == 1


def test_single_changes_are_still_listed_with_their_ids_by_show(floor: Path) -> None:
    rows = json.loads(watchfloor("show", "changes", "--since", "2026-03-01", "--json", "--floor", floor).out)
    assert {"id", "type", "about", "known", "evidence"} <= rows[0].keys()

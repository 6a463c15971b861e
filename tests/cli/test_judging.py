"""Whole commands by which analysts decide: what they say, how it is undone; a kill leaves no half of one."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.commands import EXAMPLES, WATCHFLOOR, Said, environment, watchfloor
from watchfloor.store import Store


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "floor"
    assert watchfloor("init", folder).code == 0
    assert watchfloor("add", EXAMPLES, "--floor", folder, "--arrived", "published").code == 0
    return folder


def ask(floor: Path, *arguments: str, code: int = 0) -> Said:
    said = watchfloor(*arguments, "--floor", floor)
    assert said.code == code, said.err
    return said


def stories(floor: Path) -> dict[str, tuple[str, ...]]:
    with Store.open(floor / "floor.sqlite") as store:
        return {story.id: story.reports for story in store.stories()}


def oldest_and_tram(floor: Path) -> tuple[str, str]:
    with Store.open(floor / "floor.sqlite") as store:
        held = store.stories()
    return held[0].id, next(story.id for story in held if "Tram" in story.title)


def plain(words: str) -> str:
    """Return `words` without ids and moments."""
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:]+Z?", "T", re.sub(r"\b[0-9a-f]{16}\b", "ID", words))


def test_the_life_of_a_story(floor: Path) -> None:
    before = stories(floor)
    trawler, tram = oldest_and_tram(floor)
    merged = ask(floor, "merge", trawler, tram, "--reason", "a trial", "--by", "Ana")
    assert plain(merged.out) == (
        "story ID is part of story ID now\n"
        "ID is the older id and stays; ID leads to it\n"
        "act ID; to take it back: watchfloor undo ID --reason …\n"
    )
    assert set(stories(floor)[trawler]) == {*before[trawler], *before[tram]}
    again = ask(floor, "merge", trawler, tram, "--reason", "a trial", "--by", "Ana")
    assert plain(again.out) == "ID and ID are one story already: ID\n"
    assert "nothing was changed" in again.err
    old = ask(floor, "explain", tram, "--as-of", "2026-03-16")
    assert f"story {tram} “Tram drivers" in old.out
    gone = ask(floor, "explain", tram).out
    assert f"{tram} was merged: it leads to story" in gone
    assert "by Ana: a trial" in gone
    nothing = ask(floor, "undo", "last", "--reason", "two", "--by", "Ben")
    assert nothing.out == "there is no act by Ben left to undo\n"
    undone = ask(floor, "undo", "last", "--reason", "two", "--by", "Ana")
    assert plain(undone.out).startswith(
        "undone: merge of story ID by Ana\nstory ID is a story of its own again, with "
    )
    assert {id_: set(reports) for id_, reports in stories(floor).items()} == {
        id_: set(reports) for id_, reports in before.items()
    }
    assert "undone by act" in ask(floor, "explain", tram).out


def test_a_split_and_its_refusals(floor: Path) -> None:
    story, reports = max(stories(floor).items(), key=lambda item: len(item[1]))
    said = ask(floor, "split", story, reports[-1], "--reason", "the deal is another story", "--json")
    act = json.loads(said.out)["act"]
    assert act["about"] == {"kind": "story", "id": story}
    assert reports[-1] in act["reports"]
    assert act["into"] in stories(floor)
    refused = ask(floor, "split", story, reports[-1], "--reason", "again")
    assert "out of story" in refused.out
    assert "there is no story x" in ask(floor, "merge", story, "x", "--reason", "r", code=2).err
    explained = json.loads(ask(floor, "explain", act["id"], "--json").out)
    assert explained["acts"][0]["reason"] == "the deal is another story"
    ask(floor, "undo", act["id"], "--reason", "it belongs")
    assert set(stories(floor)[story]) == set(reports)


def test_what_people_say_is_shown_beside_what_is_read(floor: Path) -> None:
    with Store.open(floor / "floor.sqlite") as store:
        event = next(event.id for event in store.events() if event.members)
    ask(floor, "judge", event, "--status", "disputed", "--note", "two maps", "--by", "Ana")
    assert "disputed by Ana: two maps" in ask(floor, "explain", event).out
    assert "disputed by Ana" in " ".join(ask(floor, "show", "events", "--weak", "--limit", "500").out.split())
    nothing = ask(floor, "judge", event, code=2)
    assert "give --status, --note or --reject" in nothing.err


def test_a_kill_leaves_an_act_whole_or_not_at_all(floor: Path) -> None:
    trawler, tram = oldest_and_tram(floor)
    whole = set(stories(floor)[trawler])
    for wait in (0.7, 1.3):
        process = subprocess.Popen(
            [WATCHFLOOR, "merge", tram, trawler, "--reason", "r", "--by", "A", "--floor", str(floor)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        held = stories(floor)
        assert (tram in held) == (set(held[trawler]) == whole)
    ask(floor, "merge", tram, trawler, "--reason", "r", "--by", "A")
    assert tram not in stories(floor)
    with Store.open(floor / "floor.sqlite") as store:
        assert [act.kind for _, act in store.acts() if act.reason == "r"] == ["merge"]
    assert "error" not in ask(floor, "doctor").out


def test_a_note_loads_none_of_the_stages(tmp_path: Path) -> None:
    """What is loaded is most of what `judge` costs: a second of a core with the stages, half without."""
    folder = tmp_path / "floor"
    assert watchfloor("init", folder).code == 0
    code = (
        "import sys\nfrom watchfloor.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 2, end.code\n"
        "names = ('numpy', 'spacy', 'cel', 'rich', 'watchfloor.extract', 'watchfloor.merge', 'httpx2')\n"
        "print([name for name in names if name in sys.modules])\n"
    )
    arguments = ["judge", "0123456789abcdef", "--note", "seen", "--floor", str(folder)]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    assert "is no story, event, actor or report" in done.stderr
    assert done.stdout == "[]\n"

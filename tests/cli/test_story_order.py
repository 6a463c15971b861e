"""Stories in order of news value: at one moment for every page, doubled by what is followed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.commands import watchfloor

STORIES = {
    "Kano": ("2031-03-01", "Carpenters in Kano opened a school for apprentices, the guild said."),
    "Split": (
        "2031-03-02",
        "Dockers in Split went on strike over unpaid wages on Sunday, their union said.",
        "The dockers' union in Split said its strike over unpaid wages began on Sunday.",
        "A strike of dockers over unpaid wages shut the port of Split on Sunday, the union said.",
    ),
    "Porto": (
        "2031-03-03",
        "Portugal's bakers met in Porto on Monday to talk about flour, their guild said.",
    ),
    "Quito": ("2031-03-04", "Ecuador's parliament in Quito debated a law on fishing licences."),
}


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "floor"
    assert watchfloor("init", folder).code == 0
    lines = [
        {
            "outlet": f"{town} Post {number}",
            "published": f"{day}T{10 + number}:00:00Z",
            "title": text.partition(" on ")[0].rstrip("."),
            "text": text,
        }
        for town, (day, *texts) in STORIES.items()
        for number, text in enumerate(texts)
    ]
    file = folder.parent / "lines.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert watchfloor("add", file, "--floor", folder, "--arrived", "published").code == 0
    return folder


def towns(floor: Path, *asked: str) -> list[str]:
    said = watchfloor("show", "stories", "--json", "--floor", floor, *asked)
    assert said.code == 0, said.err
    return [re.findall("|".join(STORIES), it["title"])[0] for it in json.loads(said.out)]


AS_OF = ("--as-of", "2031-03-04T12:00:00Z")


def test_many_and_fresh_texts_come_first_and_newest_is_still_there(floor: Path) -> None:
    assert towns(floor, *AS_OF) == ["Quito", "Split", "Porto", "Kano"]
    assert towns(floor, *AS_OF, "--order", "newest") == ["Quito", "Porto", "Split", "Kano"]
    assert set(towns(floor, "--as-of", "2031-03-02T20:00:00Z")) == {"Split", "Kano"}


def test_every_page_is_of_the_moment_of_the_first(floor: Path) -> None:
    said = watchfloor("show", "stories", "--json", "--limit", "2", "--floor", floor, *AS_OF)
    [cursor] = re.findall(r"--after (\S+)", said.err)
    assert towns(floor, "--after", cursor, "--limit", "2", *AS_OF) == ["Porto", "Kano"]
    refused = watchfloor("show", "stories", "--after", "rubbish", "--floor", floor)
    assert refused.code == 2


def test_what_a_situation_holds_counts_twice(floor: Path) -> None:
    made = watchfloor("situation", "add", "split", "--words", "Split", "--floor", floor)
    assert made.code == 0, made.err
    assert towns(floor, *AS_OF) == ["Split", "Quito", "Porto", "Kano"]

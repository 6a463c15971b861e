"""The accuracy card: its page is its JSON, its figures exist, and `watchfloor eval` shows both."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from evals import card
from tests.cli.commands import watchfloor
from watchfloor.exchange import print_accuracy

SHOWN = {
    "note": "How to read it.",
    "tasks": [
        {
            "name": "quotes",
            "data": "a set",
            "licence": "CC0",
            "measures": "what was said",
            "headlines": [
                {"figure": "content F1", "value": 0.75, "peer": 0.5, "by": "a peer"},
                {"figure": "cue F1", "value": 0.25, "peer": None, "by": ""},
            ],
            "grades": [
                {
                    "what": "words",
                    "all": {"precision": 0.5, "recall": 0.625},
                    "strong": {"precision": 0.875, "recall": 0.375},
                }
            ],
            "figures": {"content F1": 0.75},
        }
    ],
}


def test_the_page_is_what_the_json_says() -> None:
    shown = json.loads(card.CARD.read_text("utf-8"))
    assert card.PAGE.read_text("utf-8") == card.page(shown), "write it anew: python -m evals --card"


def test_every_headline_of_a_measured_task_was_measured() -> None:
    shown = {task["name"]: task for task in json.loads(card.CARD.read_text("utf-8"))["tasks"]}
    for task in card.TASKS:
        assert task.name in shown, f"measure {task.name}: python -m evals --card"
        figures = shown[task.name]["figures"]
        assert {line.figure for line in task.headlines} <= figures.keys(), task.name
        for row in task.grades:
            assert {*row.every, *row.strong} <= figures.keys(), task.name
        assert all(0.0 <= value <= 1.0 for value in figures.values())


def test_a_task_that_is_not_measured_keeps_what_an_earlier_card_has() -> None:
    first = card.card({"feeds": {"fields": 0.5, "survived": 1.0}}, {})
    second = card.card({"own/quotes": {"content overlap F1": 0.25}}, first)
    assert [task["name"] for task in second["tasks"]] == ["own/quotes", "feeds"]
    assert second["tasks"][1]["headlines"][0] == {"figure": "fields", "value": 0.5, "peer": None, "by": ""}


@pytest.mark.parametrize("words", ["0.750", "a peer", "a set", "CC0", "0.875", "0.375", "How to read"])
def test_the_terminal_shows_figures_peers_and_grades(words: str) -> None:
    output = io.StringIO()
    print_accuracy(SHOWN, Console(file=output, width=160))
    assert words in output.getvalue()
    assert words in card.page(SHOWN)


def test_eval_prints_the_packaged_card() -> None:
    said = watchfloor("eval", "--json")
    assert said.code == 0, said.err
    assert json.loads(said.out) == json.loads(card.CARD.read_text("utf-8"))
    table = watchfloor("eval")
    assert table.code == 0, table.err
    assert "Citron" in table.out

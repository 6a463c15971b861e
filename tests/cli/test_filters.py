"""The options that say what is asked stand in one place, and reach the question as they were written."""

from __future__ import annotations

import inspect

import typer
from typer.testing import CliRunner

from watchfloor.cli import lists, situations
from watchfloor.cli.filters import TIMES, asks
from watchfloor.model import Asked


def asked_by(words: list[str], *without: str) -> Asked:
    found: list[Asked] = []

    @asks(*without)
    def command(name: str, *, asked: Asked, loud: bool = False) -> None:
        """Keep what was asked."""
        assert (name, loud) == ("it", True)
        found.append(asked)

    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, ["it", "--loud", *words])
    assert result.exit_code == 0, result.output
    [asked] = found
    return asked


def test_options_become_one_question() -> None:
    assert asked_by([]) == Asked()
    words = (
        "--country IE --country Spain --type PROTEST --from monday --since 7d --words quota --weak --as-of 3"
    )
    assert asked_by(words.split()) == Asked(
        countries=("IE", "Spain"),
        types=("PROTEST",),
        happened_from="monday",
        since="7d",
        words="quota",
        weak=True,
        as_of="3",
    )
    assert asked_by(["--country", "IE"], *TIMES) == Asked(countries=("IE",))


def test_each_command_has_the_options_that_mean_something_there() -> None:
    options = {
        command.__name__: set(inspect.signature(command).parameters)
        for command in (lists.show, lists.changes, lists.search, situations.add)
    }
    assert {"countries", "words", "since", "happened_from", "as_of"} <= options["show"]
    assert "happened_from" not in options["changes"], "changes are told by when they became known"
    assert "words" not in options["search"], "its words are its argument"
    assert not {*TIMES, "stories", "weak", "situation"} & options["add"], "a situation is asked at any time"
    for names in options.values():
        assert "asked" not in names

"""A command is the same whether it is put together alone or among all the others."""

from __future__ import annotations

from typing import Any

from typer.testing import CliRunner

from watchfloor.cli import app
from watchfloor.cli.main import program


def help_of(commands: Any, name: str) -> str:
    with commands.make_context("watchfloor", [name, "--help"], resilient_parsing=True) as context:
        return str(commands.get_command(context, name).get_help(context))


def test_every_command_alone_is_what_it_is_among_all() -> None:
    whole: Any = program()
    assert len(whole.commands) > 50
    for name in whole.commands:
        alone: Any = program(name)
        assert [*alone.commands] == [name]
        assert help_of(alone, name) == help_of(whole, name)
        assert alone.help == whole.help


def test_what_names_no_command_is_given_all_of_them() -> None:
    assert program("jduge") is not program("judge")
    assert len(program("--help").commands) == len(program().commands)  # type: ignore[attr-defined]
    assert "Did you mean 'judge'" in CliRunner().invoke(app, ["jduge"]).stderr

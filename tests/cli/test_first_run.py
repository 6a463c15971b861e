"""What a newcomer meets first: help, completion, a new floor with its first commands."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import EXAMPLES, WATCHFLOOR, environment, watchfloor
from watchfloor.cli import app
from watchfloor.cli.grouped import GROUPS
from watchfloor.cli.sample import SAMPLE_WATCH
from watchfloor.watch.rules import FloorNames, parse_watches

DESK = FloorNames(channels=("desk",))


def _uncommented(sample: str) -> str:
    block = sample.split("\n\n")[1]
    return "\n".join(line.removeprefix("# ") for line in block.splitlines()) + "\n"


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "watchfloor", "--version"],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
        timeout=60,
    )
    assert done.stdout == watchfloor("--version").out
    assert done.stdout.startswith("watchfloor ")


def test_help_lists_every_command_once_under_a_heading() -> None:
    said = watchfloor("--help").out
    placed = [name for members in GROUPS.values() for name in members]
    groups = {str(it.typer_instance.info.name) for it in app.registered_groups if it.typer_instance}
    names = {it.name or (it.callback.__name__ if it.callback else "") for it in app.registered_commands}
    for name in names | groups:
        assert len(re.findall(rf"^  {name} ", said, re.M)) == 1, name
    assert len(placed) == len(set(placed))
    assert all(f"{heading}:\n" in said for heading in GROUPS)
    assert "\nCommands:\n" not in said


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("watchfloor so", "sources"), ("watchfloor sources ad", "add"), ("watchfloor exp", "export")],
)
def test_bash_completes_commands(words: str, wanted: str) -> None:
    asked = {
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
        "_WATCHFLOOR_COMPLETE": "complete_bash",
    }
    done = subprocess.run(
        [WATCHFLOOR],
        capture_output=True,
        text=True,
        env={**environment(), **asked},
        check=False,
        timeout=60,
    )
    assert wanted in done.stdout.split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_shown_for_each_shell(shell: str) -> None:
    script = watchfloor("--show-completion", shell)
    assert script.code == 0
    assert "_WATCHFLOOR_COMPLETE" in script.out


def test_init_names_the_first_three_commands_and_they_are_commands(tmp_path: Path) -> None:
    said = watchfloor("init", tmp_path / "floor")
    assert said.code == 0
    named = re.findall(r"^  watchfloor (.+?)(?:   |$)", said.err, re.M)
    assert [shlex.split(line)[0] for line in named] == ["add", "sources", "changes"]
    for line in named:
        command = [word for word in shlex.split(line) if word.isalpha() and word != "PATH…"]
        words = command[:2] if command[0] == "sources" else command[:1]
        assert watchfloor(*words, "--help").code == 0
    floor = tmp_path / "floor"
    assert watchfloor("add", EXAMPLES, "--floor", floor).code == 0
    assert watchfloor("changes", "--floor", floor).code == 0


def test_the_sample_watch_is_silent_until_its_comment_signs_are_taken_away(tmp_path: Path) -> None:
    floor = tmp_path / "floor"
    watchfloor("init", floor)
    sample = floor / "watches" / "sample.yaml"
    assert sample.stat().st_mode & 0o777 == 0o600
    assert parse_watches(sample.read_text("utf-8"), where="sample.yaml") == []
    assert watchfloor("watch", "list", "--floor", floor).code == 0

    sample.write_text(_uncommented(SAMPLE_WATCH), "utf-8")
    listed = watchfloor("watch", "list", "--floor", floor)
    assert listed.code == 0
    assert "A march or an attack in Spain" in listed.out
    assert watchfloor("watch", "check", "A march or an attack in Spain", "--floor", floor).code == 0


@pytest.mark.parametrize(
    ("key", "rest"),
    re.findall(r"^#   (\w+): (.*?)\s*(?:#.*)?$", SAMPLE_WATCH, re.M),
)
def test_every_other_key_of_the_sample_is_one(key: str, rest: str) -> None:
    [watch] = parse_watches(f"name: One\n{key}: {rest}\n", where="sample.yaml", names=DESK)
    assert watch.name == "One"


def test_init_leaves_a_folder_alone_that_holds_other_files(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"mine")
    said = watchfloor("init", tmp_path)
    assert said.code == 2
    assert "thesis.docx" in said.err
    assert "new or empty folder" in said.err
    assert [it.name for it in tmp_path.iterdir()] == ["thesis.docx"]


@pytest.mark.parametrize("there", [".git", "watches"])
def test_init_takes_a_folder_with_what_is_a_floors_own(tmp_path: Path, there: str) -> None:
    (tmp_path / there).mkdir()
    assert watchfloor("init", tmp_path).code == 0
    assert (tmp_path / "watchfloor.toml").is_file()
    assert not list((tmp_path / there).iterdir())


def test_init_of_a_floor_changes_nothing(tmp_path: Path) -> None:
    watchfloor("init", tmp_path / "floor")
    (tmp_path / "floor" / "watches" / "sample.yaml").unlink()
    said = watchfloor("init", tmp_path / "floor")
    assert said.code == 0
    assert "a floor already" in said.err
    assert not (tmp_path / "floor" / "watches" / "sample.yaml").exists()

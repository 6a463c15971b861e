"""People and keys by the command line: told once, refused with a remedy, and in the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests.faults.commands import command
from watchfloor.config import read_config
from watchfloor.engine.services.people import person_entering


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Let passwords cost little here; what they cost is tried in tests/test_passwords.py."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("watchfloor.passwords._hasher", PasswordHasher(time_cost=1, memory_cost=64))
        yield


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    assert command("init", tmp_path / "floor").code == 0
    return tmp_path / "floor"


def people(floor: Path) -> list[dict[str, str | None]]:
    said = command("people", "list", "--json", "--floor", floor)
    assert said.code == 0, said.output
    found: list[dict[str, str | None]] = json.loads(said.out)
    return found


def add(floor: Path, name: str, role: str, *more: str) -> str:
    said = command("people", "add", name, "--role", role, *more, "--floor", floor)
    assert said.code == 0, said.output
    return said.out.strip()


def test_somebody_is_added_with_a_password_that_is_told_once(floor: Path) -> None:
    told = command("people", "list", "--floor", floor)
    assert "nobody yet" in told.output
    password = add(floor, "mira", "administrator", "--zone", "Europe/Madrid")
    assert len(password) == 23
    config = read_config(floor)
    mira = person_entering(config, "mira", password)
    assert mira is not None
    assert (mira.role, mira.zone) == ("administrator", "Europe/Madrid")
    assert person_entering(config, "mira", password + "x") is None
    assert person_entering(config, "nobody", password) is None
    [row] = people(floor)
    assert (row["name"], row["role"], row["deactivated"]) == ("mira", "administrator", None)
    assert password not in (floor / "floor.sqlite").read_bytes().decode("latin-1")


def test_the_password_may_stand_in_a_file(floor: Path, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("a lamp in the window\nnot this\n", "utf-8")
    assert add(floor, "ben", "analyst", "--password-file", str(file)) == ""
    assert person_entering(read_config(floor), "ben", "a lamp in the window")
    file.write_text("short", "utf-8")
    for wrong in (file, tmp_path / "missing"):
        said = command("people", "reset", "ben", "--password-file", wrong, "--floor", floor)
        assert said.code == 2, said.output
    assert person_entering(read_config(floor), "ben", "a lamp in the window")


def test_a_reset_and_a_deactivation_shut_the_old_password_out(floor: Path) -> None:
    add(floor, "mira", "administrator")
    old = add(floor, "ben", "editor")
    new = command("people", "reset", "ben", "--floor", floor).out.strip()
    config = read_config(floor)
    assert person_entering(config, "ben", old) is None
    assert person_entering(config, "ben", new)
    said = command("people", "deactivate", "ben", "--floor", floor)
    assert said.code == 0, said.output
    assert "mira's" in said.output
    assert person_entering(config, "ben", new) is None
    assert [it["name"] for it in people(floor) if it["deactivated"]] == ["ben"]
    again = add(floor, "ben", "viewer")
    assert person_entering(config, "ben", again)


REFUSED = [
    (("add", "mira", "--role", "viewer"), "there already"),
    (("add", "Mira Novak", "--role", "viewer"), "no name of a person"),
    (("add", "ana", "--role", "viewer", "--zone", "Atlantis/Centre"), "no time zone"),
    (("add", "ana", "--role", "viewer", "--zone", "../../etc/passwd"), "no time zone"),
    (("reset", "miro"), "did you mean 'mira'"),
    (("deactivate", "mira"), "the only administrator"),
    (("deactivate", "nobody"), "nobody of the name"),
    (("set", "mira", "--role", "editor"), "the only administrator"),
    (("set", "mira"), "give a --role or a --zone"),
]


@pytest.mark.parametrize(("words", "why"), REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_what_cannot_be_is_refused_with_its_remedy(floor: Path, words: tuple[str, ...], why: str) -> None:
    add(floor, "mira", "administrator")
    before = people(floor)
    said = command("people", *words, "--floor", floor)
    assert said.code == 2, said.output
    assert why in said.output
    assert people(floor) == before


def test_a_key_is_told_once_listed_and_taken_away(floor: Path) -> None:
    said = command("key", "add", "dashboard", "--role", "viewer", "--floor", floor)
    key = said.out.strip()
    assert key.startswith("wfk_")
    assert command("key", "add", "dashboard", "--role", "editor", "--floor", floor).code == 2
    listed = command("key", "list", "--json", "--floor", floor).out
    assert [(it["name"], it["role"]) for it in json.loads(listed)] == [("dashboard", "viewer")]
    assert key not in listed
    assert command("key", "remove", "dashbord", "--floor", floor).code == 2
    assert command("key", "remove", "dashboard", "--floor", floor).code == 0
    assert "no key" in command("key", "list", "--floor", floor).output

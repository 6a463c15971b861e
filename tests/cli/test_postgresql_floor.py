"""A floor in PostgreSQL by whole commands: what it answers is what a file answers to the same stream."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import EXAMPLES, Said, watchfloor
from tests.postgresql import Server

pytestmark = pytest.mark.xdist_group("a floor in PostgreSQL")

QUESTIONS = (
    ("show", "reports"),
    ("show", "stories"),
    ("show", "events"),
    ("show", "quotes"),
    ("show", "actors"),
    ("show", "timeline"),
    ("show", "numbers"),
    ("show", "events", "--type", "PROTEST", "--weak"),
    ("show", "reports", "--country", "ES", "--limit", "2"),
    ("changes", "--since", "2026-03-01"),
    ("changes", "--since", "2026-03-01", "--as-of", "2026-03-07"),
    ("search", "quota"),
    ("search", "quota OR harbour"),
    ("export", "events"),
)


def run(*arguments: str | Path) -> Said:
    said = watchfloor(*arguments)
    assert said.code == 0, said.err
    return said


@pytest.fixture(scope="module")
def stream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of the invented articles of the examples, some of them."""
    lines = (EXAMPLES / "articles.jsonl").read_text("utf-8").splitlines()
    file = tmp_path_factory.mktemp("stream") / "some.jsonl"
    file.write_text("\n".join(lines[:9]) + "\n", "utf-8")
    return file


def filled(folder: Path, stream: Path, store: str | None = None) -> Path:
    if store is not None:
        folder.mkdir()
        (folder / "watchfloor.toml").write_text(f"store = {json.dumps(store)}\n", "utf-8")
    run("init", folder)
    run("add", stream, "--floor", folder, "--arrived", "published")
    return folder


@pytest.fixture(scope="module")
def in_a_file(tmp_path_factory: pytest.TempPathFactory, stream: Path) -> Path:
    return filled(tmp_path_factory.mktemp("file") / "floor", stream)


@pytest.fixture(scope="module")
def in_a_database(tmp_path_factory: pytest.TempPathFactory, stream: Path, postgresql: Server) -> Path:
    return filled(tmp_path_factory.mktemp("database") / "floor", stream, postgresql.address("desk"))


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_the_same_stream_has_the_same_answers(
    question: tuple[str, ...], in_a_file: Path, in_a_database: Path
) -> None:
    if question[0] == "export":
        answers = [run(*question, "--format", "csv", "--floor", it).out for it in (in_a_file, in_a_database)]
    else:
        answers = [run(*question, "--json", "--floor", it).out for it in (in_a_file, in_a_database)]
    assert answers[0] == answers[1]
    assert len(answers[0]) > 50


def test_the_doctor_finds_nothing_wrong(in_a_database: Path) -> None:
    assert watchfloor("doctor", "--floor", in_a_database).code == 0


def test_what_is_withheld_is_gone_and_what_is_backed_up_is_a_floor(
    in_a_database: Path, tmp_path: Path
) -> None:
    [found, *_] = json.loads(run("search", "quota", "--json", "--floor", in_a_database).out)
    run("withhold", found["report"], "--reason", "asked", "--floor", in_a_database)
    run("backup", tmp_path / "backup", "--floor", in_a_database)
    run("restore", tmp_path / "backup", "--floor", tmp_path / "again")
    for floor in (in_a_database, tmp_path / "again"):
        left = run("search", "quota", "--json", "--floor", floor).out
        assert found["text_id"] not in left


def test_a_floor_is_moved_and_its_settings_name_the_new_place(
    in_a_file: Path, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run("show", "stories", "--json", "--floor", in_a_file).out
    monkeypatch.setenv("FLOOR_DATABASE", postgresql.address("moved"))
    said = run("move", "--to", "environment:FLOOR_DATABASE", "--json", "--floor", in_a_file)
    assert {"admission", "text", "event"} <= {json.loads(line)["table"] for line in said.out.splitlines()}
    settings = (in_a_file / "watchfloor.toml").read_text("utf-8")
    assert 'store = "environment:FLOOR_DATABASE"' in settings.splitlines()
    assert run("show", "stories", "--json", "--floor", in_a_file).out == before
    monkeypatch.delenv("FLOOR_DATABASE")
    said = watchfloor("show", "stories", "--floor", in_a_file)
    assert said.code != 0
    assert "store is to come from FLOOR_DATABASE, which is not set; set it" in said.err


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://desk:s3cr3t@localhost:1/floor", "the server does not answer"),
        ("postgresql://localhost", "names no database"),
        ("mysql://localhost/floor", "mysql is no store of this version"),
    ],
)
def test_an_address_that_leads_nowhere_is_named_without_its_password(
    tmp_path: Path, address: str, told: str
) -> None:
    (tmp_path / "watchfloor.toml").write_text(f'store = "{address}"\n', "utf-8")
    for command in (("show", "stories"), ("doctor",), ("init", tmp_path)):
        options = () if command[0] == "init" else ("--floor", tmp_path)
        said = watchfloor(*command, *options)
        assert said.code != 0
        assert told in said.out + said.err
        assert "s3cr3t" not in said.out + said.err
        assert "Traceback" not in said.err

"""Watches as files: written whole, off until they are turned on, and never over somebody else's edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from watchfloor.errors import ConfigError, UsageError
from watchfloor.watch.rules import FloorNames, read_watches
from watchfloor.watch.watch_files import switch_watch, watch_file, watch_files, write_watch

NAMES = FloorNames()
RULE = "name: Unrest\ncountry: IE\ntype: PROTEST\n"


def test_a_new_watch_is_off_and_watches_when_it_is_on(tmp_path: Path) -> None:
    folder = tmp_path / "watches"
    made = write_watch(folder, "unrest", RULE, NAMES, before="")
    assert (made.is_on, made.path.name, made.text) == (False, "unrest.yaml.off", RULE)
    assert read_watches(folder) == ()
    on = switch_watch(folder, "unrest", NAMES, on=True)
    assert (on.is_on, [it.name for it in read_watches(folder)]) == (True, ["Unrest"])
    assert switch_watch(folder, "unrest", NAMES, on=True) == on
    off = switch_watch(folder, "unrest", NAMES, on=False)
    assert (off.is_on, read_watches(folder)) == (False, ())
    assert [it.name for it in watch_files(folder, NAMES)] == ["unrest"]


def test_an_edit_stays_where_the_watch_is(tmp_path: Path) -> None:
    (tmp_path / "unrest.yml").write_text(RULE, "utf-8")
    before = watch_file(tmp_path, "unrest", NAMES).digest
    edited = write_watch(tmp_path, "unrest", RULE.replace("IE", "ES") + "\n\n", NAMES, before=before)
    assert (edited.is_on, edited.path.name) == (True, "unrest.yml")
    assert edited.watches[0].asks == "type PROTEST; country ES"
    with pytest.raises(UsageError, match="changed by somebody else"):
        write_watch(tmp_path, "unrest", RULE, NAMES, before=before)
    with pytest.raises(UsageError, match="there is a file of watches 'unrest' already"):
        write_watch(tmp_path, "unrest", RULE, NAMES, before="")
    with pytest.raises(UsageError, match="not there any more"):
        write_watch(tmp_path, "other", RULE, NAMES, before=before)


@pytest.mark.parametrize("name", ["", "../unrest", "Unrest", ".unrest", "a" * 65, "unrest.yaml", "a b"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="no name of a file"):
        write_watch(tmp_path, name, RULE, NAMES, before="")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", UsageError),
        ("name: x\ncolour: red\n", ConfigError),
        ("name: [", ConfigError),
        ("name: x" * 9000, UsageError),
    ],
)
def test_what_cannot_be_read_is_not_written(tmp_path: Path, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        write_watch(tmp_path, "unrest", text, NAMES, before="")
    assert [*tmp_path.iterdir()] == []


def test_what_cannot_watch_is_not_turned_on(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml.off").write_text("name: x\ncolour: red\n", "utf-8")
    assert "colour" in watch_file(tmp_path, "broken", NAMES).trouble
    with pytest.raises(UsageError, match="cannot be turned on"):
        switch_watch(tmp_path, "broken", NAMES, on=True)
    (tmp_path / "one.yaml").write_text(RULE, "utf-8")
    (tmp_path / "two.yaml.off").write_text(RULE, "utf-8")
    with pytest.raises(UsageError, match="'Unrest' is also"):
        switch_watch(tmp_path, "two", NAMES, on=True)
    with pytest.raises(UsageError, match="no file of watches 'three'"):
        switch_watch(tmp_path, "three", NAMES, on=True)

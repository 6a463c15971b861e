"""What a full disk or a lost file leaves empty is no floor (F16); a clock that was ahead is mended (F14)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.commands import watchfloor
from watchfloor.config import FILE_NAME, has_settings, read_config, write_default_config
from watchfloor.errors import ConfigError
from watchfloor.store import Store


def made(folder: Path) -> Path:
    assert watchfloor("init", folder).code == 0
    return folder


def test_settings_that_a_full_disk_left_empty_are_written_by_the_next_init(tmp_path: Path) -> None:
    folder = tmp_path / "floor"
    folder.mkdir()
    (folder / FILE_NAME).touch()
    said = watchfloor("init", folder)
    assert said.code == 0
    assert "floor already" not in said.err
    assert 'store = "floor.sqlite"' in (folder / FILE_NAME).read_text("utf-8")
    with Store.open(folder) as store:
        assert store.last_sequence() == 0


def test_settings_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigError, match="No space left on device"):
        write_default_config(tmp_path)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    write_default_config(tmp_path)
    assert has_settings(tmp_path)
    assert read_config(tmp_path).store.endswith("floor.sqlite")


def test_an_emptied_store_is_no_store_that_is_up_to_date(tmp_path: Path) -> None:
    folder = made(tmp_path / "floor")
    (folder / "floor.sqlite").write_bytes(b"")
    said = watchfloor("upgrade", "--floor", folder)
    assert said.code == 1
    assert "the file holds no floor" in said.err
    assert "put back your last backup" in said.err
    assert "up to date" not in said.err
    said = watchfloor("doctor", "--floor", folder)
    assert said.code == 1
    assert "put back your last backup" in said.out


@pytest.mark.parametrize("is_gone", [True, False])
def test_init_tells_that_the_store_of_a_floor_was_empty_or_gone(tmp_path: Path, *, is_gone: bool) -> None:
    folder = made(tmp_path / "floor")
    store = folder / "floor.sqlite"
    store.unlink() if is_gone else store.write_bytes(b"")
    said = watchfloor("init", folder)
    assert said.code == 0
    assert "its store held nothing: an empty one was made" in said.err
    assert "watchfloor restore" in said.err
    said = watchfloor("init", folder)
    assert "nothing was changed" in said.err


def test_a_clock_that_was_ahead_is_mended_by_the_doctor(tmp_path: Path) -> None:
    folder = made(tmp_path / "floor")
    with Store.open(folder, write=True) as store:
        for moment in ("2026-02-01", "2090-01-01", "2026-02-02"):
            with store.admission(arrived=moment, kind="tick", what="") as admission:
                admission.log()
        assert store.sequence_at("2089-12-31") == 1
    said = watchfloor("doctor", "--floor", folder)
    assert "still to come" in said.out
    assert "watchfloor doctor --mend-clock" in said.out
    said = watchfloor("doctor", "--mend-clock", "--floor", folder)
    assert "2 entries of the log were dated later than now: they count as known now" in said.err
    assert "still to come" not in said.out
    assert said.code == 0
    with Store.open(folder) as store:
        assert store.sequence_at("2089-12-31") == 4
        assert [row["kind"] for row in store.admissions()] == ["tick", "tick", "tick", "clock"]
    said = watchfloor("doctor", "--mend-clock", "--floor", folder)
    assert "0 entries" in said.err

"""Files of a floor are their owner's alone, whatever the umask; what the operator decided stays."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from watchfloor.config import write_default_config
from watchfloor.disclosure import disclose_delivery
from watchfloor.journal import DeliveryTried, FileJournal
from watchfloor.model import AlertId, Audience, Delivery, SituationReport
from watchfloor.rights import make_file, make_folder, write_whole
from watchfloor.store import Store
from watchfloor.store.doctor import diagnose
from watchfloor.watch import deliver
from watchfloor.watch.channels.file import File

NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def wide() -> Iterator[None]:
    """Let others read what is made without a word, as most machines do."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def floor(folder: Path) -> Path:
    write_default_config(folder)
    Store.create(folder / "floor.sqlite").close()
    return folder


def test_a_new_floor_is_its_owners_alone(tmp_path: Path) -> None:
    folder = floor(tmp_path / "desks" / "floor")
    with (
        Store.open(folder / "floor.sqlite", write=True) as store,
        store.admission(arrived="2026-04-01", kind="tick", what="x"),
    ):
        open_files = {path.name: mode(path) for path in folder.iterdir()}
    assert {"floor.sqlite", "floor.sqlite-wal", "floor.lock", "watchfloor.toml"} <= open_files.keys()
    assert set(open_files.values()) == {0o600}
    assert (mode(folder), mode(folder.parent)) == (0o700, 0o700)
    with Store.open(folder / "floor.sqlite") as store:
        store.backup(tmp_path / "copy.sqlite")
    assert mode(tmp_path / "copy.sqlite") == 0o600


def test_journal_and_alerts_are_the_owners_alone(tmp_path: Path) -> None:
    delivery = Delivery(id="1", alert=AlertId("2"), channel="log", payload="{}", due=None)
    channel = File(name="log", path=tmp_path / "out" / "alerts.jsonl")
    assert deliver(
        disclose_delivery(delivery, SituationReport(), Audience.public), channel, clock=lambda: NOW
    ).delivered
    assert (mode(tmp_path / "out"), mode(tmp_path / "out" / "alerts.jsonl")) == (0o700, 0o600)
    fact = DeliveryTried(at="2026-04-01T00:00:00Z", delivery="1", channel="log", state="delivered")
    FileJournal(tmp_path).write(fact)
    assert mode(tmp_path / "journal.jsonl") == 0o600


def test_what_the_operator_decided_stays(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir(mode=0o755)
    store = folder / "floor.sqlite"
    store.touch(mode=0o644)
    make_folder(folder)
    make_file(store)
    assert (mode(folder), mode(store)) == (0o755, 0o644)


def test_a_floor_is_shared_with_a_group_by_its_settings(tmp_path: Path) -> None:
    folder = floor(tmp_path / "floor")
    (folder / "watchfloor.toml").chmod(0o660)
    for umask in (0o007, 0o022, 0o077):
        os.umask(umask)
        make_file(folder / f"{umask}.jsonl")
        assert mode(folder / f"{umask}.jsonl") == 0o660


def test_the_doctor_names_a_store_that_everybody_can_read(tmp_path: Path) -> None:
    folder = floor(tmp_path / "floor")
    store = folder / "floor.sqlite"
    assert not [it for it in diagnose(store) if it.level == "warning"]
    folder.chmod(0o755)
    store.chmod(0o644)
    [warning] = [it for it in diagnose(store) if it.level == "warning"]
    assert "every user of this machine can read" in warning.what
    assert warning.remedy.endswith(f"chmod o= {folder} {store}")


def test_what_is_written_whole_stands_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    write_whole(path, b"one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_whole(tmp_path / "taken", b"two")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert sorted(it.name for it in tmp_path.iterdir()) == ["kept.json", "taken"], "no part is left behind"

"""Full disks, damaged files and strangers at the file: reading goes on, writing says why not."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.floor import admit, arrived, clock, rendition, undisturbed
from watchfloor.errors import StoreError
from watchfloor.model import AlertId, Delivery, Quarantined
from watchfloor.store import Outbox, Store, diagnose
from watchfloor.store.backends import sqlite

pytestmark = pytest.mark.usefixtures("each_sqlite")


def most_pages(store: Store, more: int | None) -> None:
    """Let the file of a floor grow by `more` pages at most; None takes the limit away."""
    with store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        limit = 1_000_000_000 if more is None else pages + more
        connection.exec_driver_sql(f"PRAGMA max_page_count = {limit}")


def test_a_full_disk_at_any_write_loses_nothing(tmp_path: Path) -> None:
    with Store.create(tmp_path / "full", clock=clock) as store:
        refused = 0
        for number in range(60):
            most_pages(store, number % 4)
            before = store.dump()
            failure = ""
            try:
                admit(store, number)
            except StoreError as error:
                failure = str(error)
            if failure:
                refused += 1
                assert "the disk is full" in failure
                assert "free some space" in failure
                assert store.dump() == before
                most_pages(store, None)
                assert admit(store, number)
        assert refused > 10
        assert store.dump() == undisturbed(tmp_path / "peace", 60)
    assert [it for it in diagnose(tmp_path / "full") if it.level == "error"] == []


def test_a_healthy_floor_has_nothing_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_SOUND_SQLITE", (3, 0, 0))
    with Store.create(tmp_path) as store:
        admit(store, 0)
    assert diagnose(tmp_path) == []


def test_the_doctor_names_what_is_missing_and_who_writes(tmp_path: Path) -> None:
    assert diagnose(tmp_path)[0].remedy == "make one with `watchfloor init`"
    with Store.create(tmp_path):
        assert any(f"process {os.getpid()} is writing" in it.what for it in diagnose(tmp_path))
    assert not any("is writing" in it.what for it in diagnose(tmp_path))
    (tmp_path / "floor.sqlite").write_bytes(b"x" * 5000)
    assert [it.level for it in diagnose(tmp_path)].count("error") == 1


def test_the_doctor_finds_damaged_pages(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store:
        for number in range(30):
            admit(store, number)
    path = tmp_path / "floor.sqlite"
    whole = path.read_bytes()
    half = len(whole) // 2
    path.write_bytes(whole[:half] + b"\xff" * 20_000 + whole[half + 20_000 :])
    worst = diagnose(tmp_path)[0]
    assert worst.level == "error"
    assert "damaged" in worst.what
    assert "backup" in worst.remedy


def test_the_doctor_counts_what_a_person_should_look_at(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store:
        admit(store, 0)
        with store.admission(arrived="2030-01-01", kind="tick", what="") as admission:
            admission.quarantine(Quarantined(id="q", where="x", reason="no text", arrived="2030-01-01"))
            admission.save_delivery(Delivery(id="d", alert=AlertId("unknown"), channel="desk", payload="{}"))
            admission.save_rendition(rendition(1))
        given_up = store.deliveries()[0]
        Outbox(store).record(replace(given_up, state="dead", error="refused"), at=arrived(0))
        with store.transaction() as connection:
            connection.exec_driver_sql("DELETE FROM words WHERE rowid = 1")
    found = {it.what: it.level for it in diagnose(tmp_path, clock=clock)}
    assert found["1 inputs in quarantine"] == "warning"
    assert found["1 deliveries given up"] == "warning"
    assert found["1 deliveries of an alert that was never held"] == "error"
    assert found["1 renditions without a placement"] == "error"
    assert found["1 texts that search cannot find"] == "error"
    assert found["the last admission is dated 2030-01-01T00:00:00Z, which is still to come"] == "warning"
    with Store.open(tmp_path, write=True) as store:
        store.rebuild_search()
    assert not any("search" in it.what for it in diagnose(tmp_path, clock=clock))


def test_the_doctor_finds_rows_that_point_nowhere(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store:
        admit(store, 0)
    stranger = sqlite3.connect(tmp_path / "floor.sqlite")
    stranger.execute("DELETE FROM admission")
    stranger.commit()
    stranger.close()
    assert any("point at rows that are not there" in it.what for it in diagnose(tmp_path))


def test_the_doctor_sees_a_small_disk_and_a_large_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.create(tmp_path) as store, Store.open(tmp_path) as reader:
        admit(store, 0)
        monkeypatch.setattr(sqlite, "_LARGE_LOG", 1)
        with reader.snapshot():
            reader.counts()
            assert any("log has grown" in it.what for it in diagnose(tmp_path))
    monkeypatch.setattr(sqlite, "_LEAST_FREE", 1 << 60)
    assert any("MB are free" in it.what and it.level == "error" for it in diagnose(tmp_path))


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(StoreError, match="choose another folder"):
        Store.create(blocked / "floor")


@pytest.mark.parametrize("pragma", [("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1)])
def test_a_writer_is_safe_against_power_cuts(tmp_path: Path, pragma: tuple[str, object]) -> None:
    name, value = pragma
    with Store.create(tmp_path) as store, store.reading() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == value

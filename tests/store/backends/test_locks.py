"""The floor is held a piece at a time: who waits goes first, and nothing is written outside a turn."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from watchfloor.errors import FloorLockedError, StoreError
from watchfloor.store import Store
from watchfloor.store.backends.locks import FileLock


def folder_of(tmp_path: Path) -> Path:
    Store.create(tmp_path).close()
    return tmp_path


def test_outside_a_turn_a_store_is_read_and_not_written(tmp_path: Path) -> None:
    with Store.open(folder_of(tmp_path), turns=True) as store:
        assert store.last_sequence() == 0
        with pytest.raises(StoreError, match="open for reading"):
            store.remember([], first=0)
        with store.turn(), store.turn():
            store.remember([], first=0)
        with Store.open(tmp_path, write=True, wait_seconds=0.0) as other:
            other.remember([], first=0)
        assert not store.writable


def test_a_held_floor_makes_a_turn_wait_and_refuse(tmp_path: Path) -> None:
    with Store.open(folder_of(tmp_path), turns=True) as store:
        with (
            Store.open(tmp_path, write=True),
            pytest.raises(FloorLockedError, match="process"),
            store.turn(wait_seconds=0.05),
        ):
            pass
        with store.turn(wait_seconds=0.0):
            assert store.writable


def test_a_turn_ends_after_so_many_items_or_when_somebody_waits(tmp_path: Path) -> None:
    turns: list[list[int]] = []
    with Store.open(folder_of(tmp_path), turns=True) as store:

        def work(item: int) -> int:
            assert store.writable
            return item

        for done in store.in_turns(range(60), work):
            if done in (0, 25, 50):
                assert not store.writable
                turns.append([])
            turns[-1].append(done)
        assert [len(turn) for turn in turns] == [25, 25, 10]

        began = time.monotonic()

        def slow(item: int) -> int:
            time.sleep(0.1)
            return item

        seen = []
        for done in store.in_turns(range(12), slow):
            seen.append(done)
            if len(seen) == 1:
                assert time.monotonic() - began < 1.0, "half a second and what is under way"
    assert seen == list(range(12))


def test_what_was_written_before_an_error_is_told(tmp_path: Path) -> None:
    def work(item: int) -> int:
        return 6 // item

    with Store.open(folder_of(tmp_path), turns=True) as store:
        told = store.in_turns([1, 2, 0, 3], work)
        assert [next(told), next(told)] == [6, 3]
        with pytest.raises(ZeroDivisionError):
            next(told)
        assert not store.writable


def test_who_waits_goes_before_the_next_turn(tmp_path: Path) -> None:
    """A store that takes one turn after another without a pause lets twenty others in, each at once."""
    folder_of(tmp_path)
    waited: list[float] = []

    def person() -> None:
        for _ in range(20):
            asked = time.monotonic()
            with Store.open(tmp_path, write=True) as store:
                store.remember([], first=0)
            waited.append(time.monotonic() - asked)
            time.sleep(0.02)

    asking = threading.Thread(target=person)
    with Store.open(tmp_path, turns=True) as store:
        asking.start()
        for _ in store.in_turns(range(100_000), lambda item: time.sleep(0.05)):
            if not asking.is_alive():
                break
    asking.join()
    assert len(waited) == 20
    assert max(waited) < 1.0


def test_two_that_yield_both_get_on(tmp_path: Path) -> None:
    folder_of(tmp_path)
    code = (
        "import sys, time; from watchfloor.store import Store\n"
        "with Store.open(sys.argv[1], turns=True) as store:\n"
        "    list(store.in_turns(range(40), lambda item: time.sleep(0.02), most=5))\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]


def test_who_asks_and_dies_holds_nobody_up(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "floor.lock")
    lock.acquire(0.0)
    code = (
        "import sys; from pathlib import Path; from watchfloor.store.backends.locks import FileLock\n"
        "FileLock(Path(sys.argv[1])).acquire(60.0)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(lock.path)]) as child:
        until = time.monotonic() + 20
        while not lock.is_wanted() and time.monotonic() < until:
            time.sleep(0.01)
        assert lock.is_wanted()
        child.kill()
    assert not lock.is_wanted()
    lock.release()

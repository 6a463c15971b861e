"""Power cuts: what was acknowledged is there, and a setting that would lose it is seen to lose it."""

from __future__ import annotations

import importlib
import random
from pathlib import Path
from typing import Any

import pytest

CUTS = 20


@pytest.fixture(scope="module")
def power() -> Any:
    """Return the disk that loses power, where APSW is."""
    pytest.importorskip("apsw", reason="APSW comes with requirements-dev.lock")
    return importlib.import_module("tests.store.power")


def test_a_power_cut_loses_nothing_that_was_acknowledged(power: Any, tmp_path: Path) -> None:
    told = power.cut_power(tmp_path / "floor", CUTS, seed=20260201)
    assert told.lost == 0
    assert told.acknowledged > CUTS


def test_with_a_weaker_setting_the_same_cuts_lose_something(power: Any, tmp_path: Path) -> None:
    told = power.cut_power(tmp_path / "floor", CUTS, seed=20260201, synchronous="NORMAL")
    assert told.losing > CUTS // 5


def test_the_disk_keeps_what_was_synced_and_a_part_of_the_rest(power: Any, tmp_path: Path) -> None:
    left = set()
    for seed in range(200):
        disk = power.Disk(random.Random(seed))
        file = power.DiskFile(disk, tmp_path / str(seed))
        file.xWrite(b"kept ", 0)
        file.xSync(0)
        file.xWrite(b"one ", 5)
        file.xWrite(b"two ", 9)
        assert file.xRead(100, 0) == b"kept one two "
        disk.cut()
        left.add((tmp_path / str(seed)).read_bytes())
    assert all(it.startswith(b"kept ") for it in left)
    assert {b"kept ", b"kept one ", b"kept o", b"kept \0\0\0\0two "} <= left
    with pytest.raises(Exception, match="the power is off"):
        file.xWrite(b"more", 0)


def test_a_full_disk_at_any_write_to_the_floor_or_its_log_loses_nothing(power: Any, tmp_path: Path) -> None:
    told = power.fill_disk(tmp_path / "floor", 30, seed=20260301)
    assert told.refused == 30

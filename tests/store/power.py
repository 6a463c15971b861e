"""A disk that keeps what was written in memory until it is told to sync, a current that fails, and no room.

The floor's file and its log are opened through a file system of SQLite's own kind (VFS). What is on the real
disk is what was synced. When the power goes, some of the writes since then are on it too, some in part and
none in any order that was promised; everything after that fails.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
import pytest
import sqlalchemy as sa

from tests.store.apsw_driver import ApswConnection, ApswCursor
from tests.store.floor import admit, arrived, clock, partial, rendition, undisturbed
from watchfloor.engine.decide.verdicts import Verdicts
from watchfloor.errors import StoreError
from watchfloor.model import digest
from watchfloor.store import Store, diagnose
from watchfloor.store.backends import BACKENDS
from watchfloor.store.backends.sqlite import FILE_NAME, Sqlite

_KEPT = apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL


@dataclass
class Disk:
    """Counts what is asked of it; loses power, or is full from then on, at the step it was told."""

    draw: random.Random
    cut_at: int | None = None
    full_at: int | None = None
    steps: int = 0
    is_off: bool = False
    was_full: bool = False  # for what was asked last
    last: Path | None = None  # what was written last
    files: list[DiskFile] = field(default_factory=list)

    def step(self) -> None:
        """Be asked for something that changes a file."""
        if self.is_off:
            raise apsw.IOError("the power is off")
        self.steps += 1
        if self.cut_at is not None and self.steps >= self.cut_at:
            self.cut()
            raise apsw.IOError("the power went")

    def grow(self) -> None:
        """Be asked for something that may take room."""
        self.step()
        self.was_full = self.full_at is not None and self.steps >= self.full_at
        if self.was_full:
            raise apsw.FullError("database or disk is full")

    def cut(self) -> None:
        """Lose power: of the writes that were not synced, some reach the disk, whole or in part."""
        self.is_off = True
        for file in self.files:
            file.lose_power(self.draw)


@dataclass
class DiskFile:
    """A file as its writer sees it (`seen`), on a disk that has what was synced."""

    disk: Disk
    path: Path
    seen: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)  # None cuts the file off there

    def __post_init__(self) -> None:
        self.path.touch()
        self.seen[:] = self.path.read_bytes()
        self.disk.files.append(self)

    def lose_power(self, draw: random.Random) -> None:
        """Let each write that waits reach the disk by chance, and one of them in part."""
        held = bytearray(self.path.read_bytes())
        kept = draw.random()
        torn = draw.randrange(len(self.waiting)) if self.waiting else None
        for number, (offset, data) in enumerate(self.waiting):
            if number == torn and data:
                _put(held, offset, data[: draw.randrange(len(data))])
            elif draw.random() < kept:
                _put(held, offset, data)
        self.path.write_bytes(held)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - these names are APSW's
        return bytes(self.seen[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.disk.last = self.path
        self.disk.grow()
        self._write(offset, bytes(data))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.disk.step()
        self._write(size, None)

    def _write(self, offset: int, data: bytes | None) -> None:
        _put(self.seen, offset, data)
        self.waiting.append((offset, data))

    def xSync(self, _flags: int) -> None:  # noqa: N802
        self.disk.step()
        self.path.write_bytes(self.seen)
        self.waiting.clear()

    def xFileSize(self) -> int:  # noqa: N802
        return len(self.seen)

    def xClose(self) -> None:  # noqa: N802
        if self in self.disk.files:
            self.disk.files.remove(self)

    def xLock(self, _level: int) -> None:  # noqa: N802
        """Nobody else is there."""

    xUnlock = xLock  # noqa: N815

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, _code: int, _pointer: int) -> bool:  # noqa: N802
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return 512

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        # As SQLite takes every disk to be: a write that is torn harms nothing beside what it writes.
        return int(apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE)


def _put(held: bytearray, offset: int, data: bytes | None) -> None:
    if len(held) < offset:
        held.extend(bytes(offset - len(held)))
    if data is None:
        del held[offset:]
    else:
        held[offset : offset + len(data)] = data


class PowerFiles(apsw.VFS):
    """The file system of one disk; what is only looked up meanwhile stays with the real one."""

    def __init__(self, disk: Disk) -> None:
        self.name = f"power-{id(disk)}"
        self.disk = disk
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802
        if not flags[0] & _KEPT:
            return super().xOpen(name, flags)
        if self.disk.is_off:
            raise apsw.CantOpenError("the power is off")
        flags[1] = flags[0]
        return DiskFile(self.disk, Path(name.filename() if isinstance(name, apsw.URIFilename) else name))

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802, FBT001 - as APSW calls it
        self.disk.step()
        super().xDelete(name, sync)


class PoweredConnection(ApswConnection):
    """A connection over such a disk; it alone has the file, so that SQLite needs no memory to share."""

    def __init__(self, address: str, files: PowerFiles, settle: Callable[[str], str], pages: int) -> None:
        super().__init__(address, vfs=files.name)
        self._settle = settle
        self._disk = files.disk
        super().execute("PRAGMA locking_mode = EXCLUSIVE")
        super().execute(f"PRAGMA wal_autocheckpoint = {pages}")

    def execute(self, statement: str, values: Any = ()) -> ApswCursor:
        return super().execute(self._settle(statement), values)

    def commit(self) -> None:
        try:
            super().commit()
        except sqlite3.Error:
            # Where the log cannot be written back SQLite goes on with it, and the commit stands; APSW tells
            # of every error of a file system.
            if not (self._disk.was_full and self._disk.last and self._disk.last.name == FILE_NAME):
                raise

    def close(self) -> None:
        with suppress(sqlite3.Error):  # without power nothing is put in order
            super().close()


@dataclass
class Cuts:
    """What came of some power cuts: acts that were acknowledged, those of them that were lost, and when."""

    acknowledged: int = 0
    lost: int = 0
    losing: int = 0  # cuts that lost something
    unfinished: int = 0  # acts that were never acknowledged, and are there


def cut_power(folder: Path, cuts: int, *, seed: int, synchronous: str = "FULL") -> Cuts:
    """Cut the power while articles are admitted and notes are kept, again and again on one floor.

    After each cut the floor is opened as ever, through the standard library, and the doctor is called. What
    was acknowledged and is not there is counted as lost, and the work goes on from what is there.
    """
    draw, told = random.Random(seed), Cuts()
    Store.create(folder, clock=clock).close()
    acknowledged: set[str] = set()
    for number in range(cuts):
        disk = Disk(random.Random(f"{seed} {number}"), cut_at=draw.randrange(1, 700))
        with powered(disk, folder, synchronous, pages=draw.choice((10, 60, 1000))) as place:
            acknowledged |= _work(place, disk, len(acknowledged))
        assert disk.is_off
        there = _there(folder)
        told.lost += len(acknowledged - there)
        told.losing += not acknowledged <= there
        told.unfinished += len(there - acknowledged)
        wrong = [it.what for it in diagnose(folder, clock=clock) if it.level != "note"]
        assert wrong == [], f"after cut {number + 1}: {wrong}"
        acknowledged = there
    told.acknowledged = len(acknowledged) + told.lost
    with Store.open(folder) as store:
        assert partial(store) == []
    return told


@dataclass
class Filled:
    """What came of full disks: points at which there was no room, and acts that were refused there."""

    points: int = 0
    refused: int = 0


def fill_disk(folder: Path, points: int, *, seed: int) -> Filled:
    """Let the disk be full at one write after another while a floor takes articles, on a run without a pause.

    What is refused leaves nothing, is named, and is taken when there is room again; what is kept is read
    meanwhile. In the end the floor is the one that never met a full disk.
    """
    draw, told, article = random.Random(seed), Filled(), 0
    Store.create(folder, clock=clock).close()
    disk = Disk(draw)
    with (
        powered(disk, folder, "FULL", pages=60) as place,
        Store.open(place, write=True, clock=clock) as store,
    ):
        while told.points < points:
            disk.full_at = disk.steps + draw.randrange(400)
            while _is_taken(store, article):
                article += 1
            told.points += 1
            told.refused += 1
            assert store.last_sequence() == article
            assert not store.knows_rendition(rendition(article).id)
            disk.full_at = None
            assert _is_taken(store, article), "there is room again"
            article += 1
        dump = store.dump()
    wrong = [it.what for it in diagnose(folder, clock=clock) if it.level != "note"]
    assert wrong == [], wrong
    assert dump == undisturbed(folder.with_name("peace"), article)
    return told


def _is_taken(store: Store, number: int) -> bool:
    try:
        return admit(store, number)
    except StoreError as error:
        if "the disk is full" in str(error) and "free some space" in str(error):
            return False
        raise


def _work(place: str, disk: Disk, done: int) -> set[str]:
    """Admit articles and keep notes until the power goes; return the acts that were acknowledged."""
    acknowledged: set[str] = set()
    try:
        store = Store.open(place, write=True, clock=clock)
    except StoreError:
        assert disk.is_off
        return acknowledged
    try:
        for number in range(done, done + 1000):
            given = rendition(number)
            if admit(store, number):
                acknowledged.add(given.id)
            story = digest("story", given.text[:40])
            note = f"note {number}"
            Verdicts(store).judge(story, status=None, note=note, reject=False, by="A", at=arrived(number))
            acknowledged.add(note)
    except StoreError:
        assert disk.is_off
        return acknowledged
    finally:
        with suppress(StoreError, sa.exc.DBAPIError, sqlite3.Error):
            store.close()
    raise AssertionError("the power never went")


def _there(folder: Path) -> set[str]:
    with Store.open(folder) as store:
        return {it.id for it in store.renditions()} | {str(held.value) for held in store.judgements()}


@contextmanager
def powered(disk: Disk, folder: Path, synchronous: str, *, pages: int) -> Iterator[str]:
    """Let the floor of a folder be opened on a disk, under the address that is given."""
    files = PowerFiles(disk)

    def settle(statement: str) -> str:
        return statement.replace("synchronous=FULL", f"synchronous={synchronous}")

    def opened(address: str) -> PoweredConnection:
        return PoweredConnection(address, files, settle, pages)

    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(BACKENDS, "power", lambda _: Sqlite(folder / FILE_NAME, opened))
        yield "power://floor"

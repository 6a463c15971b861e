"""What a floor is kept in stands behind one protocol, and nothing else of the store knows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.store.floor import admit
from watchfloor import store as store_package
from watchfloor.errors import FloorLockedError, UsageError
from watchfloor.store import Store, backend_at
from watchfloor.store.backends import backend_of

PACKAGE = Path(store_package.__file__).parent
_OF_SQLITE = re.compile(
    r"\bPRAGMA\b|\bVACUUM\b|\bfts5\b|\bMATCH\b|-wal\b|\bsqlite3\b|\bfcntl\b|\.lock\"|sqlite_"
)


def test_no_part_of_the_store_but_the_backends_speaks_to_sqlite() -> None:
    speaking = {
        f"{path.relative_to(PACKAGE)}: {found.group()}"
        for path in PACKAGE.rglob("*.py")
        if not {"backends", "migrations"} & {*path.parts}
        for found in _OF_SQLITE.finditer(path.read_text("utf-8").replace("sqlite_where", ""))
    }
    assert speaking == set()


def test_what_is_said_of_sqlite_would_be_noticed() -> None:
    said = (PACKAGE / "backends" / "sqlite.py").read_text("utf-8")
    assert {"PRAGMA", "VACUUM", "-wal", "sqlite3", '.lock"'} <= {*_OF_SQLITE.findall(said)}


def test_an_address_names_its_backend(tmp_path: Path) -> None:
    assert backend_at(tmp_path).file == tmp_path / "floor.sqlite"
    assert backend_at(f"sqlite:///{tmp_path / 'a.db'}").file == tmp_path / "a.db"
    assert backend_at("sqlite://").is_fleeting
    assert backend_at("postgresql://localhost/floor").where == "postgresql://localhost/floor"
    with pytest.raises(UsageError, match="mysql is no store of this version"):
        backend_at("mysql://localhost/floor")


def test_a_connection_knows_its_backend(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store, store.reading() as connection:
        assert backend_of(connection) is store.backend


def test_another_store_of_the_same_floor_reads_beside_it(tmp_path: Path) -> None:
    with Store.memory() as memory:
        assert memory.beside() is None
    with Store.create(tmp_path) as store:
        beside = store.beside()
        assert beside is not None
        with beside:
            admit(store, 0)
            assert beside.counts()["rendition"] == 1
            assert not beside.writable


def test_each_kind_of_work_has_a_lock_of_its_own(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store:
        mine, same, other = store.lock("outbox"), store.lock("outbox"), store.lock("reread")
        mine.acquire(0.0)
        other.acquire(0.0)
        assert same.is_taken()
        assert same.holder().startswith("process ")
        with pytest.raises(FloorLockedError):
            same.acquire(0.0)
        mine.release()
        other.release()
        assert not same.is_taken()

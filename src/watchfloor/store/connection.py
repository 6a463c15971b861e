"""How a floor is opened: where its file is, how transactions begin, and what failures are called."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from watchfloor.errors import RowsRefusedError, StoreError, UsageError, WatchfloorError

FILE_NAME = "floor.sqlite"
LOCK_NAME = "floor.lock"

# FULL: with NORMAL, acknowledged admissions were lost in 189 of 200 simulated power cuts, with FULL in none
# of 700 (shared/reliability.md). A writer meets readers only, which WAL lets pass; the wait is for backups.
_WRITER = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "cache_size=-65536",
)
_READER = ("query_only=ON", "foreign_keys=ON", "busy_timeout=10000", "cache_size=-32768")

# What is wrong with the rows of one transaction, not with the file.
_OF_THE_ROWS = (sa.exc.IntegrityError, sa.exc.DataError, sa.exc.InterfaceError, sa.exc.ProgrammingError)

_REMEDIES = (
    ("disk is full", "the disk is full", "free some space and start again: nothing half-written was kept"),
    ("malformed", "the file is damaged", "run `watchfloor doctor`, then put back your last backup"),
    (
        "not a database",
        "the file is no floor, or is damaged",
        "run `watchfloor doctor`, or put back your last backup",
    ),
    ("readonly", "the file is read-only", "give this user the right to write, or open the floor for reading"),
    ("locked", "another program holds the file", "close it and try again"),
    ("unable to open", "the file cannot be opened", "check its path and rights, or run `watchfloor init`"),
    ("no such table", "the tables are missing or old", "run `watchfloor doctor`"),
    ("no such column", "the tables are of another version", "run `watchfloor doctor`"),
    ("disk I/O error", "the disk does not answer", "check the disk, then run `watchfloor doctor`"),
)


def located(folder_or_url: str | Path) -> Path | None:
    """Return the file of a floor given as its folder, its file or a sqlite: URL; None for one in memory."""
    scheme, is_url, rest = str(folder_or_url).partition("://")
    if is_url and scheme != "sqlite":
        raise UsageError(f"{scheme} is no store of this version; use a sqlite: URL or a folder")
    if is_url:
        return Path(rest.removeprefix("/")) if rest.removeprefix("/") not in {"", ":memory:"} else None
    path = Path(folder_or_url)
    return path if path.suffix in {".sqlite", ".db"} and not path.is_dir() else path / FILE_NAME


def connect(path: Path | None, *, write: bool) -> sa.Connection:
    """Return the one connection of a floor; None makes one in memory.

    Transactions begin at once and, for writers, with the write lock. Readers open the file read-only, so that
    they can never checkpoint: SQLite before 3.51.3 may damage the log when two connections do.
    """

    def opened() -> sqlite3.Connection:
        # Python begins transactions late and by its own rules; None leaves them to the events below.
        if path is None:
            return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        uri = f"{path.resolve().as_uri()}?{_opening(path, write=write)}"
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)

    engine = sa.create_engine("sqlite://", creator=opened, poolclass=sa.pool.NullPool)
    pragmas = _WRITER if write else _READER

    @sa.event.listens_for(engine, "connect")
    def _prepare(raw: sqlite3.Connection, _record: object) -> None:
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("write") else "BEGIN")

    with failures_named(str(path or "memory")):
        return engine.connect()


def _opening(path: Path, *, write: bool) -> str:
    """Return how SQLite is to open the file; a floor on read-only media whose file holds all never changes.

    SQLite would make files beside it to read what is kept with a log, which cannot be done there. A log that
    a running floor left there is read as long as its index, which cannot be made there either, is with it.
    """
    if not _is_on_read_only_media(path):
        return "mode=rw" if write else "mode=ro"
    if write:
        raise StoreError(
            f"{path} is on read-only media", "copy the folder to a disk that can be written and work there"
        )
    log, index = (path.with_name(path.name + ending) for ending in ("-wal", "-shm"))
    if not log.is_file() or not log.stat().st_size:
        return "mode=ro&immutable=1"
    if not index.is_file():
        raise StoreError(
            f"{path} is on read-only media with a log that cannot be read there",
            "copy the folder to a disk that can be written and look at the copy",
        )
    return "mode=ro"


def _is_on_read_only_media(path: Path) -> bool:
    try:
        return bool(os.statvfs(path.parent).f_flag & os.ST_RDONLY)
    except OSError:
        return False  # opening it says what is wrong


@contextmanager
def failures_named(where: str) -> Iterator[None]:
    """Turn the database's own errors into StoreErrors that name the cause and the remedy."""
    try:
        yield
    except WatchfloorError:
        raise
    except _OF_THE_ROWS as error:
        raise RowsRefusedError(
            f"{where}: rows that contradict each other were refused ({error.orig})", "report this"
        ) from error
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        found = str(getattr(error, "orig", error))
        for words, cause, remedy in _REMEDIES:
            if words in found:
                raise StoreError(f"{where}: {cause} ({found})", remedy) from error
        raise StoreError(f"{where}: {found}", "run `watchfloor doctor`") from error

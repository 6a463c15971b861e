"""SQLite, the database of a floor that is a folder: one file, one writer, any number of readers."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from watchfloor.errors import RowsRefusedError, StoreError, WatchfloorError
from watchfloor.rights import is_open_to_all, make_file, make_folder
from watchfloor.store.backends.locks import FileLock, NoLock
from watchfloor.store.backends.protocol import Diagnosis, Lock
from watchfloor.store.backends.shared import appearing, writing
from watchfloor.store.backends.sqlite_search import Fts5
from watchfloor.store.backends.sqlite_statistics import write_statistics
from watchfloor.store.compressed import expanded
from watchfloor.store.search import SearchIndex

FILE_NAME = "floor.sqlite"

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

_STATEMENTS = 1_000  # that are kept compiled; all that one process asks are some hundreds

_MEGABYTE = 1 << 20
_LEAST_FREE = 50 * _MEGABYTE  # a checkpoint of a full log and some hundred articles
_LARGE_LOG = 64 * _MEGABYTE  # sixteen times what SQLite keeps its log at when nobody is in the way
_SOUND_SQLITE = (3, 51, 3)

# Opens a database by what SQLite calls its address and returns a connection as the sqlite3 module makes them,
# which begins no transaction by itself and raises that module's errors.
ConnectionFactory = Callable[[str], Any]


def standard(address: str) -> sqlite3.Connection:
    """Open a database through the standard library."""
    # Python begins transactions late and by its own rules; None leaves them to the backend.
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


class Sqlite:
    """A floor in one file of SQLite's, or in memory."""

    index: SearchIndex = Fts5()

    def __init__(self, file: Path | None, opened: ConnectionFactory = standard) -> None:
        self.file = file
        self.where = str(file or "memory")
        self.is_fleeting = file is None
        self._opened = opened

    @classmethod
    def at(cls, place: str, opened: ConnectionFactory = standard) -> Self:
        """Return the backend of a floor given as its folder, its file or a sqlite: URL."""
        _, is_url, rest = place.partition("://")
        if is_url:
            rest = rest.removeprefix("/")
            return cls(Path(rest) if rest not in {"", ":memory:"} else None, opened)
        path = Path(place)
        return cls(
            path if path.suffix in {".sqlite", ".db"} and not path.is_dir() else path / FILE_NAME, opened
        )

    def exists(self) -> bool:
        """Tell whether there is a file."""
        return self.file is not None and self.file.is_file()

    def make(self) -> None:
        """Make the empty file and the folders above it, for their owner alone."""
        if self.file is None:
            return
        try:
            make_folder(self.file.parent)
            make_file(self.file)
        except OSError as error:
            raise StoreError(f"cannot make {self.file}: {error.strerror}", "choose another folder") from error

    def connect(self, *, write: bool) -> sa.Connection:
        """Open the floor.

        Transactions begin at once and, for writers, with the write lock. Readers open the file read-only, so
        that they can never checkpoint: SQLite before 3.51.3 may damage the log when two connections do.
        """
        path, address = self.file, ":memory:"
        if path is not None:
            address = f"{path.resolve().as_uri()}?{_opening(path, write=write)}"
        asked = _asked.set(_Opening(self, address, _WRITER if write else _READER))
        try:
            with self.failures_named():
                return _engine().connect()
        finally:
            _asked.reset(asked)

    def open_raw(self, address: str) -> Any:
        """Open a database by its address, without anything that SQLAlchemy does."""
        return self._opened(address)

    def transaction(self, connection: sa.Connection) -> AbstractContextManager[None]:
        """Write all that is written inside, or nothing; nobody else can write meanwhile."""
        return writing(connection)

    @contextmanager
    def failures_named(self) -> Iterator[None]:
        """Turn SQLite's own errors into StoreErrors that name the cause and the remedy."""
        try:
            yield
        except WatchfloorError:
            raise
        except _OF_THE_ROWS as error:
            raise RowsRefusedError(
                f"{self.where}: rows that contradict each other were refused ({error.orig})", "report this"
            ) from error
        except (sa.exc.DBAPIError, sqlite3.Error) as error:
            found = str(getattr(error, "orig", error))
            for words, cause, remedy in _REMEDIES:
                if words in found:
                    raise StoreError(f"{self.where}: {cause} ({found})", remedy) from error
            raise StoreError(f"{self.where}: {found}", "run `watchfloor doctor`") from error

    def lock(self, name: str) -> Lock:
        """Return a lock on a file beside the floor's."""
        return NoLock() if self.file is None else FileLock(self.file.parent / f"{name}.lock")

    def complete(self, connection: sa.Connection) -> None:
        """Make the search index, and tell SQLite of the tables."""
        self.index.create(connection)
        write_statistics(connection)

    def sifted(
        self,
        connection: sa.Connection,
        statement: sa.Select[Any],
        columns: Sequence[sa.Column[Any]],
        holds: Callable[[object], bool],
    ) -> Sequence[sa.Row[Any]]:
        """Return the rows of a statement of which `holds` is true of one of the columns; SQLite asks it."""
        raw = _raw(connection)
        raw.create_function("holds", 1, lambda held: holds(_as_written(held)), deterministic=True)
        try:
            return connection.execute(statement.where(sa.or_(*map(sa.func.holds, columns)))).all()
        finally:
            raw.create_function("holds", 1, None)

    def overwrite(self, connection: sa.Connection) -> None:
        """Let what is removed from now on be overwritten in the file, not only let go."""
        _raw(connection).execute("PRAGMA secure_delete = ON").fetchall()

    def wipe(self, connection: sa.Connection, *, whole: bool) -> bool:
        """Let nothing of what was removed stay in the file; False where a reader is in the way.

        `whole` writes the file anew, which takes its size on the disk once more.
        """
        if self.file is None:
            return True
        raw = _raw(connection)
        if whole:
            raw.execute("VACUUM")
        return not raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

    def copy(self, connection: sa.Connection, target: Path) -> None:
        """Write the whole floor to `target`, which appears only when it is complete; writers may go on."""
        with (
            appearing(target) as partial,
            closing(self._opened(f"{partial.resolve().as_uri()}?mode=rw")) as copy,
        ):
            _raw(connection).backup(copy)

    def keep_copy(self, connection: sa.Connection, revision: str) -> None:
        """Keep the floor as it is at a revision, in a file beside it; an older copy is replaced."""
        if self.file is None:
            return
        copy = _copy_of(self.file, revision)
        fresh = copy.with_name(f"{copy.name}.fresh")
        fresh.unlink(missing_ok=True)
        self.copy(connection, fresh)
        # What an upgrade that failed left there is older than what is there now.
        fresh.replace(copy)

    def surroundings(self) -> Iterator[Diagnosis]:
        """Look at everything around the file: SQLite, the disk, rights, the lock and the log."""
        if self.file is None:
            return
        with closing(self._opened(":memory:")) as memory:
            version = memory.execute("SELECT sqlite_version()").fetchone()[0]
        if tuple(map(int, version.split("."))) < _SOUND_SQLITE:
            yield Diagnosis(
                "note",
                f"SQLite {version} can damage its log when two connections write it back at once",
                "let no other program write to the floor, or use SQLite 3.51.3 or newer",
            )
        for copy in sorted(self.file.parent.glob(_copy_of(self.file, "*").name)):
            yield Diagnosis(
                "note",
                f"{copy.name} is the floor as it was before an upgrade; what is withheld or erased "
                "stays in it",
                f"remove it when you are content with the upgrade: {copy}",
            )
        yield from _room(self.file)
        if is_open_to_all(self.file):
            yield Diagnosis(
                "warning",
                f"every user of this machine can read {self.file}, with what was withheld "
                "since the last backup",
                f"take the right away: chmod o= {self.file.parent} {self.file}",
            )
        lock = self.lock("floor")
        if lock.is_taken():
            yield Diagnosis(
                "note", f"{lock.holder()} is writing to the floor", "nothing to do: readers may go on"
            )
        log = self.file.with_name(self.file.name + "-wal")
        if log.is_file() and log.stat().st_size > _LARGE_LOG:
            yield Diagnosis(
                "warning",
                f"the log has grown to {log.stat().st_size // _MEGABYTE} MB: a reader holds it open",
                "close readers that stay open for long; the next writer makes it small again",
            )

    def damage(self, connection: sa.Connection, most: int) -> list[str]:
        """Return at most so many pages that cannot be read."""
        lines = [row[0] for row in connection.exec_driver_sql(f"PRAGMA quick_check({most})")]
        return [] if lines == ["ok"] else lines

    def dangling(self, connection: sa.Connection) -> int:
        """Return how many rows point at rows that are not there."""
        return len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())


@dataclass(frozen=True, slots=True)
class _Opening:
    """What is opened at the moment, how, and what its connection is told first."""

    backend: Sqlite
    address: str
    pragmas: Sequence[str]


_asked: ContextVar[_Opening] = ContextVar("asked")  # only while a connection is opened


@cache
def _engine() -> sa.Engine:
    """Return the one engine of all files: what is compiled of a statement once serves every connection.

    Each floor is opened anew for each command and each page, and to compile what it is asked took longer than
    to answer.
    """
    engine = sa.create_engine(
        "sqlite://", creator=_opened, poolclass=sa.pool.NullPool, query_cache_size=_STATEMENTS
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(raw: Any, record: sa.pool.ConnectionPoolEntry) -> None:
        asked = _asked.get()
        record.info["backend"] = asked.backend
        for pragma in asked.pragmas:
            raw.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("write") else "BEGIN")

    return engine


def _opened() -> Any:
    asked = _asked.get()
    return asked.backend.open_raw(asked.address)


def _as_written(held: object) -> object:
    """Return what a column of words holds as it was written."""
    return expanded(held) if isinstance(held, bytes) else held


def _raw(connection: sa.Connection) -> Any:
    return connection.connection.dbapi_connection


def _copy_of(path: Path, revision: str) -> Path:
    return path.with_name(f"{path.stem}.revision-{revision}{path.suffix}")


def _room(path: Path) -> Iterator[Diagnosis]:
    """Tell where the disk is too small for what comes, or for a backup."""
    free = shutil.disk_usage(path.parent).free
    if free < _LEAST_FREE:
        yield Diagnosis(
            "error",
            f"only {free // _MEGABYTE} MB are free in {path.parent}",
            "free some space before adding more",
        )
    elif free < path.stat().st_size:
        yield Diagnosis(
            "warning",
            f"{free // _MEGABYTE} MB are free in {path.parent}, too few for a backup",
            "free some space, or move the floor to a larger disk",
        )


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

"""A real PostgreSQL server for the tests, on a socket in a folder of its own, gone when they end."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from watchfloor.store.backends import Backend
from watchfloor.store.backends.postgresql import Postgresql
from watchfloor.store.backends.sqlite import Sqlite
from watchfloor.store.fresh_tables import make_tables

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
_MEMORY = "/dev/shm"  # each floor is a thousand small files, which a disk takes seconds to let go
_ROOM = 4 << 30  # bytes of it: some hundred floors
_TEMPLATE = "empty_floor"
# Nobody needs these floors after a power cut.
_SETTINGS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"


class Server:
    """A running server; each address is a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        empty = Postgresql.at(self.address(_TEMPLATE))
        empty.make()
        with empty.connect(write=True) as connection, empty.transaction(connection):
            make_tables(connection)
            empty.complete(connection)

    def address(self, name: str) -> str:
        """Return the address of a floor that is not there yet."""
        return f"postgresql://watchfloor@/{name}?host={self.folder}"

    def send(self, statement: str, database: str = "postgres") -> Sequence[sa.Row[tuple[object, ...]]]:
        """Carry out a statement as the server's administrator; return its rows."""
        url = sa.make_url(self.address(database)).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
        with engine.connect() as connection:
            done = connection.exec_driver_sql(statement)
            return done.all() if done.returns_rows else []

    def end_sessions(self, database: str, which: str = "true") -> None:
        """End connections to a database as a server that goes down would."""
        self.send(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND {which}"
        )

    def instead_of_a_file(self, place: str) -> Backend:
        """Return the backend of a floor in this server where a file of SQLite's was meant.

        A file that is there, a copy say, is opened as what it is; so is what is in memory.
        """
        meant = Sqlite.at(place)
        if meant.file is None or meant.exists():
            return meant
        return _BegunAtOnce.at(self.address(f"f{hashlib.sha256(str(meant.file).encode()).hexdigest()[:16]}"))


class _BegunAtOnce(Postgresql):
    """A floor whose tables are copied from an empty one's, which is faster than to make them."""

    def make(self) -> None:
        """Make the database with its tables; one that is there already is kept."""
        if self.exists():
            return
        making = f'CREATE DATABASE "{self._name}" TEMPLATE {_TEMPLATE}'
        with self._engine(database="postgres", isolation_level="AUTOCOMMIT").connect() as server:
            server.exec_driver_sql(making)


@contextmanager
def running() -> Iterator[Server]:
    """Start a server and stop it at the end; skip where PostgreSQL is not installed."""
    if not _BINARIES:
        pytest.skip("PostgreSQL comes with Debian's package postgresql")
    folder = Path(
        tempfile.mkdtemp(prefix="watchfloor-pg-", dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None)
    )
    data, options = folder / "data", f"-k {folder} -c listen_addresses= {_SETTINGS}"
    control = [str(_BINARIES[-1] / "pg_ctl"), "-D", str(data), "-w", "-s"]
    try:
        user = _other_user(folder)
        making = [str(_BINARIES[-1] / "initdb"), "-D", str(data), "-U", "watchfloor", "-A", "trust"]
        making += ["-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(making, check=True, capture_output=True, user=user)
        starting = [*control, "-o", options, "-l", str(folder / "log"), "start"]
        subprocess.run(starting, check=True, user=user, stdout=subprocess.DEVNULL)
        try:
            yield Server(folder)
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, user=user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _roomy() -> str | None:
    """Return the folder that is in memory where there is room for the floors of all tests; else None."""
    if not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _ROOM:
        return None
    return _MEMORY


def _other_user(folder: Path) -> int | None:
    """Return whom the server runs as: it refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return user.pw_uid

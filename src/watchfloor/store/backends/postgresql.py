"""PostgreSQL, the database of a floor that has outgrown one machine: one writer, readers on any machine."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from watchfloor.errors import RowsRefusedError, StoreError, UsageError, WatchfloorError
from watchfloor.store import schema
from watchfloor.store.backends.postgresql_locks import AdvisoryLock, holder_of
from watchfloor.store.backends.postgresql_search import TsVector
from watchfloor.store.backends.postgresql_text import speak_text
from watchfloor.store.backends.protocol import Diagnosis, Lock
from watchfloor.store.backends.shared import appearing, writing
from watchfloor.store.backends.sqlite import Sqlite
from watchfloor.store.fresh_tables import copy_rows, fill_search, make_tables
from watchfloor.store.search import SearchIndex

_OLDEST = 15
# Text is compared byte by byte, as SQLite does: pages of lists and cursors depend on it.
_COLLATIONS = frozenset({"C", "POSIX", "C.UTF-8", "C.utf8"})
_MAKING = "CREATE DATABASE {} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
_ASKED_OF_A_DATABASE = """
    SELECT pg_encoding_to_char(encoding),
        CASE datlocprovider WHEN 'c' THEN datcollate ELSE 'another library' END,
        to_regclass('admission') IS NOT NULL
    FROM pg_database WHERE datname = current_database()
"""
_AT_ONCE = 100  # rows, of which some hold a whole text
_LONG = "10 minutes"  # a reader that looks so long keeps what was removed on the disk

# What the server says, by the class or the whole of its error's code: the cause, and what mends it.
_CAUSES: Mapping[str, tuple[str, str]] = {
    "08": ("the connection to the server was lost", "see that it runs and can be reached, and start again"),
    "57P": ("the server is starting or stopping", "wait until it runs, and start again"),
    "57014": ("the question took longer than the server lets it", "raise its statement_timeout"),
    "53100": (
        "the server's disk is full",
        "free some space there and start again: nothing half-written was kept",
    ),
    "53300": (
        "the server has no connection left",
        "raise its max_connections, or let fewer programs read at once",
    ),
    "25006": ("the server takes no writing", "give the address of the primary server, not of a standby"),
    "28": ("the server refuses the user or the password", "set them in the address or in ~/.pgpass"),
    "3D000": ("there is no such database on the server", "make it with `watchfloor init`"),
    "42501": ("the user may not do this in the database", "let the user own the database"),
    "42P01": ("the tables are missing or old", "run `watchfloor doctor`"),
    "42703": ("the tables are of another version", "run `watchfloor doctor`"),
}

# What is wrong with the rows of one transaction, not with the server.
_CONTRADICTION = ("rows that contradict each other were refused", "report this")
_OF_THE_ROWS: Mapping[str, tuple[str, str]] = {
    "22": _CONTRADICTION,
    "23": _CONTRADICTION,
    "42": _CONTRADICTION,
    # An index of a server holds 2,700 bytes of a value, after compression.
    "54000": ("an address, a heading or a name is too long for the server", "shorten it where it comes from"),
}


class Postgresql:
    """A floor in a database of its own on a PostgreSQL server."""

    file: Path | None = None
    is_fleeting = False
    index: SearchIndex = TsVector()

    def __init__(self, url: sa.URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        shown = url.set(drivername="postgresql").update_query_dict(
            {key: "***" for key in url.query if "password" in key}
        )
        self.where = shown.render_as_string(hide_password=True)

    @classmethod
    def at(cls, place: str) -> Self:
        """Return the backend of a floor given as postgresql://USER:PASSWORD@HOST:PORT/DATABASE."""
        try:
            import psycopg  # noqa: F401, PLC0415 - an extra, needed by such floors only
        except ImportError as error:
            raise UsageError(
                "a floor in PostgreSQL needs the extra [postgresql]: pip install 'watchfloor[postgresql]'"
            ) from error
        try:
            url = sa.make_url(place)
        except (sa.exc.ArgumentError, ValueError) as error:
            raise UsageError(
                "the address of the store cannot be read; write postgresql://USER:PASSWORD@HOST:5432/DATABASE"
            ) from error
        if not url.database:
            raise UsageError("the address of the store names no database; write postgresql://HOST/DATABASE")
        return cls(url)

    def exists(self) -> bool:
        """Tell whether there is such a database; raise StoreError where the server does not answer."""
        try:
            with self.failures_named(), self._engine().connect():
                return True
        except StoreError as error:
            if _is_missing(error.__cause__):
                return False
            raise

    def make(self) -> None:
        """Make the empty database; one that is there already is kept."""
        if self.exists():
            return
        making = _MAKING.format('"{}"'.format(self._name.replace('"', '""')))
        try:
            with self.failures_named(), self._engine(database="postgres").connect() as server:
                server.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(making)
        except StoreError as error:
            raise StoreError(
                f"cannot make {self.where}: {error}", f"let somebody who may run there: {making}"
            ) from error

    def connect(self, *, write: bool) -> sa.Connection:
        """Open the floor; refuse a server that is too old, or a database that keeps text in another way."""
        with self.failures_named():
            connection = self._engine(read_only=not write, isolation_level="REPEATABLE READ").connect()
            connection.info["backend"] = self
            try:
                self._look_at(connection)
            except BaseException:
                connection.close()
                raise
            return connection

    def _look_at(self, connection: sa.Connection) -> None:
        """Refuse what answers would come out differently on."""
        with connection.begin():
            version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10_000
            if version < _OLDEST:
                raise StoreError(
                    f"{self.where} is PostgreSQL {version}", f"use PostgreSQL {_OLDEST} or newer"
                )
            encoding, collation, made = connection.exec_driver_sql(_ASKED_OF_A_DATABASE).one()
        if encoding != "UTF8" or collation not in _COLLATIONS:
            raise StoreError(
                f"{self.where} keeps text as {encoding}, sorted by {collation}; lists need UTF8, sorted by C",
                f"make another one: {_MAKING.format('NAME')}",
            )
        connection.info["made"] = made

    @contextmanager
    def transaction(self, connection: sa.Connection) -> Iterator[None]:
        """Write all that is written inside, or nothing; nobody else can write meanwhile."""
        with writing(connection):
            yield
        connection.info["made"] = True

    @contextmanager
    def failures_named(self) -> Iterator[None]:
        """Turn the server's own errors into StoreErrors that name the cause and the remedy."""
        try:
            yield
        except WatchfloorError:
            raise
        except sa.exc.DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None) or ""
            said = _one_line(error.orig)
            for code, (cause, remedy) in _CAUSES.items():
                if state.startswith(code):
                    raise StoreError(f"{self.where}: {cause} ({said})", remedy) from error
            for code, (cause, remedy) in _OF_THE_ROWS.items():
                if state.startswith(code):
                    raise RowsRefusedError(f"{self.where}: {cause} ({said})", remedy) from error
            if _is_missing(error):
                raise StoreError(f"{self.where}: {_CAUSES['3D000'][0]}", _CAUSES["3D000"][1]) from error
            raise StoreError(
                f"{self.where}: the server does not answer ({said})",
                "see that it runs and can be reached, and start again",
            ) from error

    def lock(self, name: str) -> Lock:
        """Return an advisory lock of the database: any number of machines can wait for it."""
        connect = self._engine(isolation_level="AUTOCOMMIT").connect
        return AdvisoryLock(name, self.where, connect, self.failures_named)

    def complete(self, connection: sa.Connection) -> None:
        """Make the search index, and let the keys without meaning go on behind those that are there."""
        self.index.create(connection)
        for table in schema.metadata.tables.values():
            if "row" in table.c:
                last = sa.select(sa.func.max(table.c.row)).scalar_subquery()
                keys = sa.func.pg_get_serial_sequence(table.name, "row")
                connection.execute(
                    sa.select(sa.func.setval(keys, sa.func.coalesce(last, 1), last.is_not(None)))
                )

    def sifted(
        self,
        connection: sa.Connection,
        statement: sa.Select[Any],
        columns: Sequence[sa.Column[Any]],
        holds: Callable[[object], bool],
    ) -> Sequence[sa.Row[Any]]:
        """Return the rows of which `holds` is true of one of the columns, which stand behind the others."""
        held = [column.label(f"sifted_{at}") for at, column in enumerate(columns)]
        rows = connection.execute(statement.add_columns(*held), execution_options={"yield_per": _AT_ONCE})
        return [row for row in rows if any(map(holds, row[-len(held) :]))]

    def overwrite(self, connection: sa.Connection) -> None:
        """Do nothing: what was removed goes when its pages are vacuumed, which `wipe` does."""

    def wipe(self, connection: sa.Connection, *, whole: bool) -> bool:
        """Let nothing of what was removed stay in the tables' files; False where a reader is in the way.

        `whole` writes the tables anew. What the server archives of its log (WAL) keeps the words until that
        archive is let go, which is the work of whoever keeps it.
        """
        asked = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_xmin IS NOT NULL AND pid <> pg_backend_pid()"
        )
        with self._engine(isolation_level="AUTOCOMMIT").connect() as other:
            readers = other.exec_driver_sql(asked).scalar_one()
            for table in ("words", *schema.metadata.tables):
                other.exec_driver_sql(f'VACUUM {"FULL" if whole and not readers else ""} "{table}"')
        return not readers

    def copy(self, connection: sa.Connection, target: Path) -> None:
        """Write the whole floor to a new file of SQLite's, which is itself a floor; writers may go on."""
        del connection  # it may be in the middle of reading
        with appearing(target) as partial:
            file = Sqlite(partial)
            with (
                self.connect(write=False) as own,
                file.connect(write=True) as copy,
                own.begin(),
                file.transaction(copy),
            ):
                make_tables(copy)
                for table in schema.metadata.sorted_tables:
                    copy_rows(own, copy, table)
                file.complete(copy)
                fill_search(copy, file.index)

    def keep_copy(self, connection: sa.Connection, revision: str) -> None:
        """Keep the tables as they are at a revision, in a schema of their own; an older copy is replaced."""
        kept = f'"revision-{revision}"'
        del connection  # it may be in the middle of reading
        with self._engine().begin() as other:
            other.exec_driver_sql(f"DROP SCHEMA IF EXISTS {kept} CASCADE")
            other.exec_driver_sql(f"CREATE SCHEMA {kept}")
            for table in sa.inspect(other).get_table_names():
                other.exec_driver_sql(f'CREATE TABLE {kept}."{table}" AS TABLE "{table}"')

    def surroundings(self) -> Iterator[Diagnosis]:
        """Look at everything around the floor: who writes, who has looked for long, copies that were kept."""
        with self._engine(isolation_level="AUTOCOMMIT").connect() as other:
            copies = other.exec_driver_sql(
                "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'revision-%%' ORDER BY nspname"
            )
            for (name,) in copies:
                yield Diagnosis(
                    "note",
                    f"the schema {name} is the floor as it was before an upgrade; what is withheld or erased "
                    "stays in it",
                    f'remove it when you are content with the upgrade: DROP SCHEMA "{name}" CASCADE',
                )
            slow = other.exec_driver_sql(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND xact_start < now() - %s::interval AND pid <> pg_backend_pid()",
                (_LONG,),
            ).scalar_one()
            holder = holder_of(other, "floor")
        if slow:
            yield Diagnosis(
                "warning",
                f"{slow} connections have been in a transaction for more than {_LONG}: what is removed stays "
                "on the disk meanwhile",
                "find them in pg_stat_activity and end them",
            )
        if holder is not None:
            yield Diagnosis("note", f"{holder} is writing to the floor", "nothing to do: readers may go on")

    def damage(self, connection: sa.Connection, most: int) -> list[str]:
        """Return at most so many tables that cannot be read from end to end."""
        del connection  # it may be in the middle of reading
        found = []
        for table in schema.metadata.sorted_tables:
            every = sa.select(sa.func.md5(sa.cast(sa.literal_column(f'"{table.name}"'), sa.Text)))
            try:
                with self._engine(read_only=True).connect() as other:
                    other.scalar(sa.select(sa.func.count()).select_from(every.select_from(table).subquery()))
            except sa.exc.DBAPIError as error:
                found.append(f"table {table.name}: {_one_line(error.orig)}")
        return found[:most]

    def dangling(self, connection: sa.Connection) -> int:
        """Return 0: the server holds every reference by itself."""
        del connection
        return 0

    @property
    def _name(self) -> str:
        return str(self._url.database)

    def _engine(
        self, *, database: str | None = None, read_only: bool = False, isolation_level: Any = "READ COMMITTED"
    ) -> sa.Engine:
        url = self._url if database is None else self._url.set(database=database)
        return _engine_of(url, read_only, isolation_level)


@cache
def _engine_of(url: sa.URL, read_only: bool, isolation_level: Any) -> sa.Engine:  # noqa: FBT001
    """Return what opens connections, each for itself: a floor has few, and some live for weeks.

    One serves every opening, so that the server is looked at, and statements are compiled, once a process.
    """
    options = "-c synchronous_commit=on" + (" -c default_transaction_read_only=on" if read_only else "")
    engine = sa.create_engine(
        url,
        poolclass=sa.pool.NullPool,
        pool_reset_on_return=None,  # a connection is closed; there may be nothing left to roll back over
        isolation_level=isolation_level,
        connect_args={"options": options, "connect_timeout": 10},
    )

    @sa.event.listens_for(engine, "do_connect")
    def _name(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
        parameters["application_name"] = _own_name()  # of whom connects: a process may be forked

    @sa.event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: sa.pool.ConnectionPoolEntry) -> None:
        speak_text(raw)

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # As the first statement, so that the transaction sees all that was written before its lock.
        if connection.info.get("write") and connection.info.get("made"):
            connection.exec_driver_sql("LOCK TABLE admission IN EXCLUSIVE MODE")

    return engine


def _own_name() -> str:
    """Return how a connection is told from others; the server keeps 63 bytes of it."""
    return f"process {os.getpid()} on {socket.gethostname()}"[:63]


def _is_missing(error: BaseException | None) -> bool:
    """Tell that the server has no such database; psycopg gives no code for what fails while connecting."""
    said = str(getattr(error, "orig", ""))
    return 'database "' in said and "does not exist" in said


def _one_line(error: BaseException | None) -> str:
    return " ".join(str(error).split("\n", 1)[0].split())

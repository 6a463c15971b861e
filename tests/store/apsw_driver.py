"""APSW in the shape of the sqlite3 module, as a connection factory of the SQLite backend asks for it.

APSW has SQLite's own newest version, and lets a test stand between SQLite and its files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import apsw

_ERRORS: dict[type[Exception], type[sqlite3.Error]] = {
    apsw.ConstraintError: sqlite3.IntegrityError,
    apsw.MismatchError: sqlite3.IntegrityError,
    apsw.TooBigError: sqlite3.DataError,
    apsw.CorruptError: sqlite3.DatabaseError,
    apsw.NotADBError: sqlite3.DatabaseError,
    apsw.BindingsError: sqlite3.ProgrammingError,
    apsw.MisuseError: sqlite3.ProgrammingError,
}


@contextmanager
def errors_of_sqlite3() -> Iterator[None]:
    """Raise what APSW raises as the errors of the sqlite3 module, with SQLite's own words."""
    try:
        yield
    except apsw.Error as error:
        raise _ERRORS.get(type(error), sqlite3.OperationalError)(str(error)) from error


class ApswCursor:
    """A cursor that has read all rows when it was executed."""

    arraysize = 1

    def __init__(self, connection: ApswConnection) -> None:
        self.connection = connection
        self.description: Any = None
        self.rowcount = -1
        self._rows: Iterator[Any] = iter(())

    @property
    def lastrowid(self) -> int:
        return int(self.connection.raw.last_insert_rowid())

    def execute(self, statement: str, values: Sequence[Any] = ()) -> ApswCursor:
        return self._ran(lambda cursor: cursor.execute(statement, values or None))

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> ApswCursor:
        return self._ran(lambda cursor: cursor.executemany(statement, rows))

    def _ran(self, run: Callable[[Any], Any]) -> ApswCursor:
        raw = self.connection.raw
        before = raw.total_changes()
        cursor = raw.cursor()
        cursor.exec_trace = self._described
        self.description = None
        with errors_of_sqlite3():
            self._rows = iter(list(run(cursor)))
        self.rowcount = -1 if self.description else raw.total_changes() - before
        return self

    def _described(self, cursor: Any, _statement: str, _values: Any) -> bool:
        # Asked for here, because a statement that found nothing tells no names afterwards.
        self.description = tuple((name, *[None] * 6) for name, _ in cursor.get_description()) or None
        return True

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        return [row for _, row in zip(range(size or self.arraysize), self._rows, strict=False)]

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def close(self) -> None:
        self._rows = iter(())


class ApswConnection:
    """A connection that begins no transaction by itself."""

    isolation_level = None

    def __init__(self, address: str, *, vfs: str | None = None) -> None:
        flags = apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        with errors_of_sqlite3():
            self.raw: Any = apsw.Connection(address, flags=flags, vfs=vfs)

    @property
    def in_transaction(self) -> bool:
        return bool(self.raw.in_transaction)

    def cursor(self) -> ApswCursor:
        return ApswCursor(self)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> ApswCursor:
        return self.cursor().execute(statement, values)

    def commit(self) -> None:
        self._end("COMMIT")

    def rollback(self) -> None:
        self._end("ROLLBACK")

    def _end(self, how: str) -> None:
        if self.in_transaction:
            self.execute(how)

    def close(self) -> None:
        with errors_of_sqlite3():
            self.raw.close()

    def create_function(
        self, name: str, count: int, function: Callable[..., Any] | None, *, deterministic: bool = False
    ) -> None:
        with errors_of_sqlite3():
            self.raw.create_scalar_function(name, function, count, deterministic=deterministic)

    def backup(self, target: ApswConnection) -> None:
        with errors_of_sqlite3(), target.raw.backup("main", self.raw, "main") as backup:
            backup.step()

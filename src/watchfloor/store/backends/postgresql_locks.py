"""Advisory locks of a PostgreSQL database: held by a session, so that the server frees them with it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any

import sqlalchemy as sa

from watchfloor.errors import FloorLockedError
from watchfloor.store.backends.locks import LET_IT_FINISH, wait_for

# The first of the two numbers of a lock of ours: "WF", and what it is for.
_HOLDS, _WAITS = 0x5746_0001, 0x5746_0002
_OF_OTHERS = """
    SELECT coalesce(nullif(a.application_name, ''), 'process ' || l.pid || ' of the server')
    FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
    WHERE l.locktype = 'advisory' AND l.granted AND l.pid <> pg_backend_pid()
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.classid::bigint = %s AND l.objid::bigint = %s LIMIT 1
"""


class AdvisoryLock:
    """The right to do one kind of work on a floor; free again when its session ends, however it does."""

    def __init__(
        self,
        name: str,
        where: str,
        connect: Callable[[], sa.Connection],
        failures_named: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._name = name
        self._where = where
        self._connect = connect
        self._failures_named = failures_named
        self._session: sa.Connection | None = None
        self._asks = False

    @property
    def held(self) -> bool:
        """Tell whether this lock is taken, by us: a session that the server ended holds nothing any more."""
        if self._session is None:
            return False
        try:
            return bool(_first(self._session, "SELECT 1"))
        except sa.exc.SQLAlchemyError:
            self.release()
            return False

    def acquire(self, wait_seconds: float, *, yielding: bool = False) -> None:
        """Take the lock, or raise FloorLockedError after `wait_seconds`; `yielding` lets others go first."""
        with self._failures_named():
            self._session = self._acquired(wait_seconds, yielding=yielding)

    def _acquired(self, wait_seconds: float, *, yielding: bool) -> sa.Connection:
        session = self._connect()
        try:
            taken = self._taken(session, wait_seconds, yielding=yielding)
            if not taken:
                raise FloorLockedError(
                    f"the floor in {self._where} is being written by {_holder(session, self._name)} "
                    f"(waited {wait_seconds:g} s)",
                    LET_IT_FINISH,
                )
        except BaseException:
            session.close()
            raise
        return session

    def is_wanted(self) -> bool:
        """Tell whether somebody waits for the lock and is to go first."""
        with self._failures_named():
            if self._session is not None:
                return self._is_wanted(self._session)
            with self._connect() as session:
                return self._is_wanted(session)

    def is_taken(self) -> bool:
        """Tell whether anybody holds the lock now."""
        with self._failures_named(), self._connect() as session:
            return holder_of(session, self._name) is not None

    def holder(self) -> str:
        """Return who holds the lock ("process 4711 on newsroom"), or "another process"."""
        with self._failures_named(), self._connect() as session:
            return _holder(session, self._name)

    def release(self) -> None:
        """Give the lock back; without one, do nothing."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _taken(self, session: sa.Connection, wait_seconds: float, *, yielding: bool) -> bool:
        """Wait for the lock; while it waits, the session holds a second one with all others that wait."""
        asking = [_WAITS, self._key]

        def ask() -> None:
            if not self._asks:
                _first(session, "SELECT pg_advisory_lock_shared(%s, %s)", *asking)
                self._asks = True

        try:
            return wait_for(
                lambda: bool(_first(session, "SELECT pg_try_advisory_lock(%s, %s)", _HOLDS, self._key)),
                ask,
                lambda: self._is_wanted(session),
                wait_seconds=wait_seconds,
                yielding=yielding,
            )
        finally:
            if self._asks:
                self._asks = False
                with suppress(sa.exc.SQLAlchemyError):  # a session that ended holds nothing
                    _first(session, "SELECT pg_advisory_unlock_shared(%s, %s)", *asking)

    def _is_wanted(self, session: sa.Connection) -> bool:
        return _first(session, _OF_OTHERS, _WAITS, _number(self._name)) is not None

    @property
    def _key(self) -> int:
        """The second number of the lock; the server takes it as a signed one."""
        number = _number(self._name)
        return number - (1 << 32 if number >= 1 << 31 else 0)


def holder_of(session: sa.Connection, name: str) -> str | None:
    """Return who else holds a lock of the database; None where nobody does."""
    found: str | None = _first(session, _OF_OTHERS, _HOLDS, _number(name))
    return found


def _holder(session: sa.Connection, name: str) -> str:
    return holder_of(session, name) or "another process"


def _number(name: str) -> int:
    return zlib.crc32(name.encode())


def _first(session: sa.Connection, statement: str, *values: int) -> Any:
    row = session.exec_driver_sql(statement, values).first()
    return None if row is None else row[0]

"""A whole floor into another database, while readers go on; never are there two that can be written.

Tables are copied one after the other, each in a transaction of its own and checked by its digest, so that a
move that was killed goes on where it was. What is copied is no floor yet: only when all is there and equal,
the old floor is marked as moved, and then the new one is given its revision.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from watchfloor.errors import StoreError, UsageError
from watchfloor.store import schema
from watchfloor.store.backends import Backend, backend_at
from watchfloor.store.fresh_tables import begin_tables, copy_rows, fill_search, set_revision
from watchfloor.store.upgrade import MOVED, check, moved_to, revision_of

_WAIT = 10.0  # seconds that a move waits for who writes
_EMPTY = hashlib.sha256().hexdigest()
_TABLES = tuple(schema.metadata.sorted_tables)  # each behind those that it points at
# In the new database while it is no floor yet: whose rows these are.
_COMING = sa.Table("moving", sa.MetaData(), sa.Column("source", sa.Text, primary_key=True))


@dataclass(frozen=True, slots=True)
class MovedTable:
    """A table that is in the new database, equal to the old one; `kept` tells that it was there already."""

    name: str
    digest: str
    kept: bool


def move(place: str, to: str) -> Generator[MovedTable]:
    """Copy a floor to an empty database and let it be written there only; yield each table that is there.

    Raises UsageError where something else is in the way there, FloorLockedError where somebody writes.
    """
    old, new = backend_at(place), backend_at(to)
    if new.is_fleeting or old.is_fleeting or old.where == new.where:
        raise UsageError(f"a floor cannot be moved from {old.where} to {new.where}; name another database")
    if not old.exists():
        raise StoreError(f"there is no floor at {old.where}", "see where it is: store in watchfloor.toml")
    new.make()
    with _held(old) as source, _held(new) as target:
        before = moved_to(source)
        if before not in (None, new.where):
            raise StoreError(f"this floor was moved to {before}", "move it from there")
        if before is None:
            check(source)
            yield from _copied(source, target, old, new)
            with old.transaction(source):
                set_revision(source, MOVED)
                _mark(source, new.where)
        if revision_of(target) is None:
            with new.transaction(target):
                _COMING.drop(target)
                set_revision(target)


@contextmanager
def _held(backend: Backend) -> Iterator[sa.Connection]:
    """Open a floor, or what is to be one, with the right to write to it alone."""
    with ExitStack() as held:
        lock = backend.lock("floor")
        lock.acquire(_WAIT)
        held.callback(lock.release)
        held.enter_context(backend.failures_named())
        yield held.enter_context(backend.connect(write=True))


def _copied(source: sa.Connection, target: sa.Connection, old: Backend, new: Backend) -> Iterator[MovedTable]:
    with new.transaction(target):
        _claim(target, old, new)
        begin_tables(target)
    fresh = False  # a table that was there differed: what points at it has to come anew too
    for table in _TABLES:
        digest = _digest(source, table)
        kept = not fresh and _digest(target, table) == digest
        if not kept:
            if not fresh:
                with new.transaction(target):
                    for later in reversed(_TABLES[_TABLES.index(table) :]):
                        target.execute(sa.delete(later))
                fresh = True
            with source.begin(), new.transaction(target):
                copy_rows(source, target, table)
            if _digest(target, table) != digest:
                raise StoreError(
                    f"the table {table.name} came out differently at {new.where}", "run the move again"
                )
        yield MovedTable(str(table.name), digest, kept=kept and digest != _EMPTY)
    with new.transaction(target):
        new.complete(target)
        fill_search(target, new.index)


def _claim(target: sa.Connection, old: Backend, new: Backend) -> None:
    """Say in an empty database whose rows will be there; refuse one that holds something else."""
    held = sa.inspect(target).get_table_names()
    if "alembic_version" in held:
        raise UsageError(f"there is a floor at {new.where} already; name an empty database")
    if not held:
        _COMING.create(target)
        target.execute(sa.insert(_COMING).values(source=old.where))
    elif _COMING.name not in held or target.scalar(sa.select(_COMING.c.source)) != old.where:
        raise UsageError(f"{new.where} holds tables of something else; name an empty database")


def _mark(source: sa.Connection, where: str) -> None:
    table = sa.Table(MOVED, sa.MetaData(), sa.Column("place", sa.Text, primary_key=True))
    table.create(source)
    source.execute(sa.insert(table).values(place=where))


def _digest(connection: sa.Connection, table: sa.Table) -> str:
    """Return a SHA-256 over the rows of a table, in the order of its key."""
    found = hashlib.sha256()
    asked = sa.select(table).order_by(*table.primary_key)
    with connection.begin():
        for row in connection.execute(asked, execution_options={"yield_per": 200}):
            found.update(repr(tuple(row)).encode("utf-8", "surrogatepass") + b"\n")
    return found.hexdigest()

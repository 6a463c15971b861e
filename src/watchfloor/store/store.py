"""The floor's memory: opened for reading by many, for writing by one."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import sqlalchemy as sa

from watchfloor import model
from watchfloor.errors import FloorLockedError, StoreError
from watchfloor.store import dump, moments, schema, upgrade
from watchfloor.store.admission import Admission
from watchfloor.store.backends import Backend, Lock, backend_at
from watchfloor.store.fresh_tables import fill_search
from watchfloor.store.mended_clock import CLOCK_MENDED, set_back
from watchfloor.store.readers import Readers
from watchfloor.store.values import packed
from watchfloor.store.window import keep_memory

_WRITING = "floor"  # the lock of whoever writes
_WAIT = 10.0  # seconds that a second writer waits: some hundred admissions
_TURN_WAIT = 60.0  # seconds that a turn waits: only what wipes a whole file takes longer
_TURN_ITEMS = 25  # items and seconds for which a turn lasts at most, unless one item takes longer
_TURN_SECONDS = 0.5

Item = TypeVar("Item")
Done = TypeVar("Done")


class Store(Readers):
    """A floor's memory, for one thread; a context manager that closes it.

    Open it with `Store.open`, `Store.create` or `Store.memory`. Every reader takes `as_of`: a moment, a
    sequence number, or None for now. Calls inside `with store.snapshot():` see one state of the floor.

    A writer holds the floor for as long as it is open. One that is opened for `turns` holds it inside
    `with store.turn():` only, and reads outside.
    """

    def __init__(
        self, connection: sa.Connection, backend: Backend, lock: Lock | None, clock: Callable[[], str]
    ) -> None:
        super().__init__(connection, backend)
        self.clock = clock
        self.heard: Callable[[Admission], None] = _hear_nothing
        self._lock = lock
        self._turns = lock is not None and not lock.held

    @classmethod
    def create(cls, folder_or_url: str | Path, *, clock: Callable[[], str] = moments.now) -> Store:
        """Make an empty floor and open it for writing; one that is there already is opened and kept."""
        backend = backend_at(folder_or_url)
        backend.make()
        return cls._open(backend, write=True, wait_seconds=_WAIT, clock=clock, prepare=upgrade.begin)

    @classmethod
    def is_there(cls, folder_or_url: str | Path) -> bool:
        """Tell whether a floor is kept there, of whatever version."""
        backend = backend_at(folder_or_url)
        if backend.is_fleeting or not backend.exists():
            return False
        with backend.failures_named(), backend.connect(write=False) as connection:
            return upgrade.revision_of(connection) is not None

    @classmethod
    def open(
        cls,
        folder_or_url: str | Path,
        *,
        write: bool = False,
        turns: bool = False,
        wait_seconds: float = _WAIT,
        clock: Callable[[], str] = moments.now,
    ) -> Store:
        """Open a floor; a second writer waits `wait_seconds` and is then refused with FloorLockedError.

        With `turns` it is opened for work that goes on for long and writes now and then, in `turn`s.
        """
        return cls._open(
            backend_at(folder_or_url),
            write=write or turns,
            turns=turns,
            wait_seconds=wait_seconds,
            clock=clock,
            prepare=upgrade.check,
        )

    @classmethod
    def upgrade(cls, folder_or_url: str | Path, *, wait_seconds: float = _WAIT) -> Store:
        """Bring a floor of an older version to this one's tables and open it for writing.

        The floor as it was is kept beside it.
        """

        def prepare(connection: sa.Connection) -> None:
            upgrade.refuse_empty(connection)
            upgrade.keep_copy(connection)
            upgrade.upgrade(connection)

        backend = backend_at(folder_or_url)
        return cls._open(backend, write=True, wait_seconds=wait_seconds, clock=moments.now, prepare=prepare)

    @classmethod
    def memory(cls, *, clock: Callable[[], str] = moments.now) -> Store:
        """Return an empty floor in memory: the same code, gone when closed."""
        return cls._fleeting(backend_at("sqlite://"), clock)

    @classmethod
    def _fleeting(cls, backend: Backend, clock: Callable[[], str]) -> Store:
        connection = backend.connect(write=True)
        with backend.transaction(connection):
            schema.metadata.create_all(connection)
            backend.complete(connection)
        return cls(connection, backend, backend.lock(_WRITING), clock)

    @classmethod
    def _open(
        cls,
        backend: Backend,
        *,
        write: bool,
        turns: bool = False,
        wait_seconds: float,
        clock: Callable[[], str],
        prepare: Callable[[sa.Connection], None],
    ) -> Store:
        if backend.is_fleeting:
            return cls._fleeting(backend, clock)
        if not backend.exists():
            raise StoreError(f"there is no floor at {backend.where}", "make one with `watchfloor init`")
        with ExitStack() as undo:
            lock = backend.lock(_WRITING) if write else None
            if lock is not None and not turns:
                lock.acquire(wait_seconds)
                undo.callback(lock.release)
            with backend.failures_named():
                connection = backend.connect(write=write)
                undo.callback(connection.close)
                prepare(connection)
            undo.pop_all()
        return cls(connection, backend, lock, clock)

    def beside(self) -> Store | None:
        """Return another Store of this floor, for another thread to read; None where none can be."""
        if self.backend.is_fleeting:
            return None
        return self._open(
            self.backend, write=False, wait_seconds=_WAIT, clock=self.clock, prepare=upgrade.check
        )

    def lock(self, name: str) -> Lock:
        """Return a lock on this floor for one kind of work, which others may read and write beside."""
        return self.backend.lock(name)

    def close(self) -> None:
        """Close the floor and let another writer in."""
        if self._lock is not None and not self._lock.held:
            # The last one that closes writes the log back, which is a writer's work.
            with suppress(FloorLockedError):
                self._lock.acquire(_WAIT, yielding=True)
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def writable(self) -> bool:
        """Tell whether the floor may be written to now."""
        return self._lock is not None and self._lock.held

    @contextmanager
    def turn(self, *, wait_seconds: float | None = None) -> Iterator[None]:
        """Hold the floor for writing; whoever waits for it goes first. Inside another turn, do nothing.

        Without `wait_seconds` it waits for a minute.
        """
        if self.writable:
            yield
            return
        if self._lock is None:
            raise StoreError(f"{self.where} is open for reading", "open it with write=True")
        self._lock.acquire(_TURN_WAIT if wait_seconds is None else wait_seconds, yielding=True)
        try:
            with self.backend.failures_named():
                upgrade.check_again(self._connection)
            yield
        finally:
            self._lock.release()

    def in_turns(
        self,
        items: Iterable[Item],
        work: Callable[[Item], Done],
        *,
        then: Callable[[Sequence[Done]], None] = lambda done: None,
        most: int = _TURN_ITEMS,
        seconds: float = _TURN_SECONDS,
    ) -> Iterator[Done]:
        """Do `work` on each of `items`, in order, and yield what came of it while nobody is kept waiting.

        A turn ends after so many items or seconds, or when somebody waits for the floor; `then` is called
        with what it did while the floor is still held.
        """
        left = deque(items)
        while left:
            done: list[Done] = []
            failure: BaseException | None = None
            with self.turn():
                until = time.monotonic() + seconds
                try:
                    while left and len(done) < most and not (done and self._is_over(until)):
                        done.append(work(left.popleft()))
                except Exception as error:  # noqa: BLE001 - raised below, behind what is written already
                    failure = error
                if done:
                    then(done)
            yield from done
            if failure is not None:
                raise failure

    def _is_over(self, until: float) -> bool:
        if not self._turns or self._lock is None:
            return False
        return time.monotonic() > until or self._lock.is_wanted()

    @contextmanager
    def admission(self, *, arrived: str, kind: str, what: str) -> Iterator[Admission]:
        """Open one transaction; leaving the block without an error commits it, and only then is it kept.

        `arrived` is the moment of the input, `kind` what it is ("rendition", "tick", "act"), `what` names it
        for people. `heard` is told of each once it is kept.
        """
        with self.transaction() as connection:
            admission = Admission(connection, arrived=arrived, recorded=self.clock(), kind=kind, what=what)
            yield admission
            admission.finish()
        self.heard(admission)

    def remember(self, rows: Sequence[tuple[str, int, bytes]], *, first: int) -> None:
        """Keep rendition, number and memory of what the grouping window holds; derived, so no admission."""
        with self.transaction() as connection:
            keep_memory(connection, rows, first=first)

    def sign_anew(self, rows: Iterable[tuple[str, model.Signature]]) -> None:
        """Replace the signatures of renditions by those of another algorithm; derived, so no admission."""
        table = schema.signature
        with self.transaction() as connection:
            for rendition_id, signature in rows:
                connection.execute(
                    sa.update(table)
                    .where(table.c.rendition_id == rendition_id)
                    .values(version=signature.version, value=packed(signature))
                )

    def dump(self) -> list[str]:
        """Return every row as a line of JSON, without real clocks: equal floors give equal lines."""
        with self.reading() as connection:
            return list(dump.dump(connection))

    def fingerprint(self) -> str:
        """Return a SHA-256 of the dump: floors with the same one know the same."""
        with self.reading() as connection:
            return dump.fingerprint(connection)

    def backup(self, target: str | Path) -> None:
        """Write a whole copy of the floor to a new file; it appears only when it is complete."""
        with self.backend.failures_named():
            self.backend.copy(self._connection, Path(target))

    def overwrite(self) -> None:
        """Let what is removed from now on be overwritten, not only let go."""
        self.backend.overwrite(self._connection)

    def wipe(self, *, whole: bool) -> bool:
        """Let nothing of what was removed stay on the disk; False where a reader is in the way.

        `whole` goes through all that is kept, which may take its size on the disk once more.
        """
        return self.backend.wipe(self._connection, whole=whole)

    def set_clock_back(self, *, at: str) -> int:
        """Let entries of the log that are dated after `at` count as known at it; return how many those were.

        An entry that says so is appended: no sealed one is changed.
        """
        with self.transaction() as connection:
            count = set_back(connection, moments.instant(at))
            if count:
                what = f"the clock had been ahead: {count} entries count as known from now on"
                admission = Admission(
                    connection, arrived=at, recorded=self.clock(), kind=CLOCK_MENDED, what=what
                )
                admission.log()
                admission.finish()
        return count

    def rebuild_search(self) -> None:
        """Make the search index again from the texts: what `doctor --mend` does."""
        with self.transaction() as connection:
            fill_search(connection, self.backend.index)

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Write what is no admission, all of it or nothing: for the parts of the store."""
        if not self.writable:
            raise StoreError(f"{self.where} is open for reading", "open it with write=True")
        if self._connection.in_transaction():
            raise StoreError(f"{self.where}: one transaction at a time", "leave the open one first")
        with self.backend.failures_named(), self.backend.transaction(self._connection):
            yield self._connection


def _hear_nothing(_: Admission) -> None:
    """Let an admission be kept without telling anybody."""

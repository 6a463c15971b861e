"""What a database must do for a floor besides SQL: open it, hold it, search it, wipe, copy and check it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import sqlalchemy as sa

from watchfloor.store.search import SearchIndex

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that is wrong ("error"), may go wrong ("warning") or is good to know ("note")."""

    level: Level
    what: str
    remedy: str


class Lock(Protocol):
    """The right to do one thing to a floor alone; free again when released, or however its holder dies."""

    @property
    def held(self) -> bool:
        """Tell whether this lock is taken, by us."""

    def acquire(self, wait_seconds: float, *, yielding: bool = False) -> None:
        """Take the lock, or raise FloorLockedError after `wait_seconds`; `yielding` lets others go first."""

    def is_wanted(self) -> bool:
        """Tell whether somebody waits for the lock and is to go first."""

    def is_taken(self) -> bool:
        """Tell whether anybody holds the lock now."""

    def holder(self) -> str:
        """Return who took the lock last, as people are told it."""

    def release(self) -> None:
        """Give the lock back; without one, do nothing."""


class Backend(Protocol):
    """One floor's place in a database.

    Failures of the database leave it as StoreErrors that name the cause and the remedy. Connections are
    SQLAlchemy's, one a Store; whoever has one finds its backend again by `backend_of`.
    """

    where: str  # the place, as people are told it
    file: Path | None  # the one file that is the floor; None where it is none
    is_fleeting: bool  # gone when closed, so that it is made whenever it is opened
    index: SearchIndex

    def exists(self) -> bool:
        """Tell whether there is a floor, or a place made for one."""

    def make(self) -> None:
        """Make the empty place for a floor, for its owner alone; one that is there already is kept."""

    def connect(self, *, write: bool) -> sa.Connection:
        """Open the floor. What was committed over a connection for writing is never lost again."""

    def transaction(self, connection: sa.Connection) -> AbstractContextManager[None]:
        """Write all that is written inside, or nothing; nobody else can write meanwhile."""

    def failures_named(self) -> AbstractContextManager[None]:
        """Turn the database's own errors into StoreErrors."""

    def lock(self, name: str) -> Lock:
        """Return a lock on this floor: "floor" for writing to it, others for other kinds of work."""

    def complete(self, connection: sa.Connection) -> None:
        """Make what fresh tables need besides them, the search index first of all; what is there is kept."""

    def sifted(
        self,
        connection: sa.Connection,
        statement: sa.Select[Any],
        columns: Sequence[sa.Column[Any]],
        holds: Callable[[object], bool],
    ) -> Sequence[sa.Row[Any]]:
        """Return the rows of a statement of which `holds` is true of one of the columns."""

    def overwrite(self, connection: sa.Connection) -> None:
        """Let what is removed from now on be overwritten, not only let go."""

    def wipe(self, connection: sa.Connection, *, whole: bool) -> bool:
        """Let nothing of what was removed stay on the disk; False where a reader is in the way.

        `whole` goes through all that is kept, which may take its size on the disk once more.
        """

    def copy(self, connection: sa.Connection, target: Path) -> None:
        """Write the whole floor to a new file, which appears only when it is complete; writers may go on."""

    def keep_copy(self, connection: sa.Connection, revision: str) -> None:
        """Keep the floor as it is at a revision, beside itself; an older copy is replaced."""

    def surroundings(self) -> Iterator[Diagnosis]:
        """Look at everything around the floor: the machine, the disk, the lock and copies that were kept."""

    def damage(self, connection: sa.Connection, most: int) -> list[str]:
        """Return at most so many things that cannot be read; none of a sound floor."""

    def dangling(self, connection: sa.Connection) -> int:
        """Return how many rows point at rows that are not there."""

"""One writer: an advisory lock on a file beside the store, freed by the kernel however its holder dies.

Who waits for it holds a shared lock on a second file. Work that goes on for long takes the lock for one piece
after another and lets whoever waits go first: a release alone would let nobody in.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from watchfloor.errors import FloorLockedError, StoreError
from watchfloor.rights import make_file

_PAUSE = 0.01  # seconds between tries: a writer's transaction takes about ten milliseconds
_LONGEST_YIELD = 30.0  # seconds; then even long work takes its place among those that wait

LET_IT_FINISH = "let it finish or stop it, then try again"


def wait_for(
    take: Callable[[], bool],
    ask: Callable[[], None],
    is_wanted: Callable[[], bool],
    *,
    wait_seconds: float,
    yielding: bool,
) -> bool:
    """Try to take a lock until it is taken, or until `wait_seconds` are over; tell which.

    Who waits asks to go first; who is `yielding` lets those go who ask, and asks only after half a minute.
    """
    began = time.monotonic()

    def is_patient() -> bool:
        return yielding and time.monotonic() - began <= _LONGEST_YIELD

    while (is_patient() and is_wanted()) or not take():
        left = began + wait_seconds - time.monotonic()
        if left <= 0:
            return False
        if not is_patient():
            ask()
        time.sleep(min(_PAUSE, left))
    return True


class FileLock:
    """The right to do one thing to the floor in `path`'s folder; free again when the process ends.

    The file stays: removing it would let two writers hold locks on two files of one name.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None
        self._asking: IO[str] | None = None

    @property
    def held(self) -> bool:
        """Tell whether this lock is taken, by us."""
        return self._file is not None

    def acquire(self, wait_seconds: float, *, yielding: bool = False) -> None:
        """Take the lock, or raise FloorLockedError after `wait_seconds`; `yielding` lets others go first."""
        try:
            # Opened for appending, so that a loser does not wipe the holder's name.
            make_file(self.path)
            file = self.path.open("a+", encoding="utf-8")
        except OSError as error:
            raise StoreError(
                f"cannot write to {self.path.parent}: {error.strerror}",
                "give this user the right to write there, or open the floor for reading",
            ) from error
        try:
            taken = wait_for(
                lambda: _try(file), self._ask, self.is_wanted, wait_seconds=wait_seconds, yielding=yielding
            )
            if not taken:
                raise FloorLockedError(
                    f"the floor in {self.path.parent} is being written by {self.holder()} "
                    f"(waited {wait_seconds:g} s)",
                    LET_IT_FINISH,
                )
        except BaseException:
            file.close()
            raise
        finally:
            self._ask_no_more()
        file.truncate(0)
        file.write(f"process {os.getpid()}\n")
        file.flush()
        self._file = file

    def is_wanted(self) -> bool:
        """Tell whether somebody waits for the lock and is to go first."""
        return _is_held(self._wanted)

    @property
    def _wanted(self) -> Path:
        return self.path.with_name(self.path.name + ".wanted")

    def _ask(self) -> None:
        """Be one of those that wait; another process that just looks may be in the way for a moment."""
        if self._asking is None:
            make_file(self._wanted)
            file = self._wanted.open("a+", encoding="utf-8")
            if _try(file, fcntl.LOCK_SH):
                self._asking = file
            else:
                file.close()

    def _ask_no_more(self) -> None:
        if self._asking is not None:
            self._asking.close()
            self._asking = None

    def release(self) -> None:
        """Give the lock back; without one, do nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def holder(self) -> str:
        """Return who wrote its name into the lock file last ("process 4711"), or "another process"."""
        try:
            return self.path.read_text("utf-8").strip() or "another process"
        except OSError:
            return "another process"

    def is_taken(self) -> bool:
        """Tell whether anybody holds the lock now."""
        return _is_held(self.path)


def _is_held(path: Path) -> bool:
    try:
        with path.open("r", encoding="utf-8") as file:
            return not _try(file)
    except FileNotFoundError:
        return False


class NoLock:
    """The lock of a floor that nobody else can reach: always held."""

    held = True

    def acquire(self, wait_seconds: float, *, yielding: bool = False) -> None:
        """Do nothing."""

    def is_wanted(self) -> bool:
        """Return False."""
        return False

    def is_taken(self) -> bool:
        """Return False: nobody else has it."""
        return False

    def holder(self) -> str:
        """Return who has it."""
        return "this process"

    def release(self) -> None:
        """Do nothing."""


def _try(file: IO[str], kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

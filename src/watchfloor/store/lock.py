"""One writer: an advisory lock on a file beside the store, freed by the kernel however its holder dies."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import IO

from watchfloor.errors import FloorLockedError, StoreError

_PAUSE = 0.05  # seconds between tries: a writer's transaction takes about ten milliseconds


class WriterLock:
    """The right to write to the floor in `path`'s folder; free again when released or when the process ends.

    The file stays: removing it would let two writers hold locks on two files of one name.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def acquire(self, wait_seconds: float) -> None:
        """Take the lock, or raise FloorLockedError after `wait_seconds`."""
        try:
            # Opened for appending, so that a loser does not wipe the holder's name.
            file = self.path.open("a+", encoding="utf-8")
        except OSError as error:
            raise StoreError(
                f"cannot write to {self.path.parent}: {error.strerror}; "
                "give this user the right to write there, or open the floor for reading"
            ) from error
        deadline = time.monotonic() + wait_seconds
        while not _try(file):
            left = deadline - time.monotonic()
            if left <= 0:
                file.close()
                raise FloorLockedError(
                    f"the floor in {self.path.parent} is being written by {holder(self.path)} "
                    f"(waited {wait_seconds:g} s); let it finish or stop it, then try again"
                )
            time.sleep(min(_PAUSE, left))
        file.truncate(0)
        file.write(f"process {os.getpid()}\n")
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back; without one, do nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None


def holder(path: Path) -> str:
    """Return who wrote its name into the lock file last ("process 4711"), or "another process"."""
    try:
        return path.read_text("utf-8").strip() or "another process"
    except OSError:
        return "another process"


def is_held(path: Path) -> bool:
    """Tell whether a writer holds the lock now."""
    try:
        with path.open("r", encoding="utf-8") as file:
            return not _try(file)
    except FileNotFoundError:
        return False


def _try(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

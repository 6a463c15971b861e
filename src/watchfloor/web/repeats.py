"""Calls that are sent again: what was answered under a key is answered so once more, and done once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from watchfloor.errors import UsageError
from watchfloor.web.problems import ConflictError

_KEPT = 24 * 3600.0  # seconds
_MOST = 2_000
_LONGEST_KEY = 200  # characters


@dataclass(slots=True)
class Repeat:
    """A call under a key: which one it was, and what was answered, None until it is."""

    called: str
    begun: float
    answer: bytes | None = None
    guard: threading.Lock = field(default_factory=threading.Lock)


class Repeats:
    """The answers of one server by their keys, for a day or until it stops."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._held: dict[tuple[str, str], Repeat] = {}

    @contextmanager
    def of(self, who: str, key: str | None, called: str) -> Iterator[Repeat]:
        """Give the call that is meant; whoever sends it a second time waits for the first to be answered.

        Raise ConflictError where the key was of another call. A call that failed may be made again.
        """
        if key is None:
            yield Repeat(called, self._clock())
            return
        if not (key.isascii() and key.isprintable() and 0 < len(key) <= _LONGEST_KEY):
            raise UsageError(f"Idempotency-Key has 1 to {_LONGEST_KEY} plain characters; send another")
        held = self._held_of((who, key), called)
        if held.called != called:
            raise ConflictError("this Idempotency-Key was of another call; send a new one")
        with held.guard:
            try:
                yield held
            finally:
                if held.answer is None:
                    with self._guard:
                        self._held.pop((who, key), None)

    def _held_of(self, key: tuple[str, str], called: str) -> Repeat:
        now = self._clock()
        with self._guard:
            for old in [it for it, held in self._held.items() if now - held.begun > _KEPT]:
                del self._held[old]
            while len(self._held) >= _MOST:
                del self._held[next(iter(self._held))]
            return self._held.setdefault(key, Repeat(called, now))

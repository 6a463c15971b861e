"""Visits that are under way, many side by side: they come back in their order; a late one holds up nobody.

What is late may be left for the next round: one outlet that lists fifty pages at once, or that drips,
keeps no other from being asked when it is due.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from watchfloor.engine.collect.thread_pool import DaemonThreadPool
from watchfloor.engine.collect.visit_result import VisitResult
from watchfloor.model import SourceId

WORKERS = 24  # threads; most of them wait for a host
_PATIENCE = 10.0  # seconds that visits which are over wait for one before them, to be admitted in their order
_MOST_AHEAD = 400  # visits that are under way or wait to be admitted, in their order
_MOST_HELD = 2_000  # items that wait to be admitted: some 60 MB
_DESCRIPTORS = 3  # of one visit under way: its connection, a look-up of a name, a spare one
_DESCRIPTORS_BESIDE = 24  # of the store, the reading processes while they start, and the libraries
_LISTED_WEIGHT = 50  # keys of listed items that weigh as much as one item that waits


@dataclass(slots=True, eq=False)
class _Visit:
    """One that is under way; `began` is when its thread took it up, `is_late` that nobody waits for it."""

    source: SourceId
    call: Callable[[], VisitResult]
    future: Future[VisitResult] = field(init=False)
    began: float | None = None
    is_late: bool = False

    def run(self) -> VisitResult:
        self.began = time.monotonic()
        return self.call()

    def left(self, now: float) -> float:
        """Return for how many seconds it is not late yet."""
        return _PATIENCE if self.began is None else self.began + _PATIENCE - now


class VisitsUnderWay:
    """The visits of one round or several; a context manager that begins nothing more at its end."""

    def __init__(self, workers: int = WORKERS) -> None:
        self._threads: DaemonThreadPool[VisitResult] = DaemonThreadPool(affordable(workers), "visit")
        self._waiting: deque[_Visit] = deque()
        self._held = 0
        self._guard = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.stop()

    @property
    def sources(self) -> Collection[SourceId]:
        """The sources that are visited now."""
        return {visit.source for visit in self._waiting}

    @property
    def has_room(self) -> bool:
        """Tell whether another visit may begin."""
        return len(self._waiting) < _MOST_AHEAD and self._held < _MOST_HELD

    def begin(self, source: SourceId, call: Callable[[], VisitResult], *, at_end: Callable[[], None]) -> None:
        """Begin a visit; `at_end` is called when it needs nothing any more, in whatever thread."""
        visit = _Visit(source, call)
        visit.future = self._threads.submit(visit.run)
        visit.future.add_done_callback(self._arrive)
        visit.future.add_done_callback(lambda _future: at_end())
        self._waiting.append(visit)

    def next(self, *, leaves_late: bool) -> VisitResult | None:
        """Return the next visit that is over; None where none is under way, or none that is not left as late.

        The first one is waited for, then whichever is over.
        """
        if not self._waiting:
            return None
        first = self._waiting[0]
        if not first.is_late:
            wait([first.future], timeout=_PATIENCE)
            first.is_late = True
        over = next((it for it in self._waiting if it.future.done()), None) or self._one(leaves_late)
        if over is None:
            return None
        self._waiting.remove(over)
        result = over.future.result()
        with self._guard:
            self._held -= _weight(result)
        return result

    def _one(self, leaves_late: bool) -> _Visit | None:  # noqa: FBT001 - private, called once
        """Wait until some visit is over."""
        by_future = {visit.future: visit for visit in self._waiting}
        while True:
            now = time.monotonic()
            left = max(visit.left(now) for visit in self._waiting) if leaves_late else None
            if left is not None and left <= 0:
                return None
            if done := wait(by_future, timeout=left, return_when=FIRST_COMPLETED).done:
                return by_future[next(iter(done))]

    def _arrive(self, future: Future[VisitResult]) -> None:
        if not future.cancelled() and future.exception() is None:
            with self._guard:
                self._held += _weight(future.result())


def _weight(visit: VisitResult) -> int:
    return len(visit.brought) + len(visit.listed or ()) // _LISTED_WEIGHT


def affordable(workers: int) -> int:
    """Return how many visits may be under way at once: fewer where few files may be open."""
    import resource  # noqa: PLC0415

    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY:
        return workers
    folder = Path("/proc/self/fd")
    held = len(list(folder.iterdir())) if folder.is_dir() else 16
    return max(1, min(workers, (most - held - _DESCRIPTORS_BESIDE) // _DESCRIPTORS))

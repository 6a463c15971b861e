"""Rendition -> Prepared in worker processes of this machine.

Workers are spawned and return values, never spaCy Docs. What kills a worker is tried alone three times and
then refused with its reason; everything else goes on, in order.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from typing import Self

from watchfloor.engine.prepare.reading import ReadingOutcome, guarded, killed
from watchfloor.model import NO_OWN_TABLES, OwnTables, Rendition

TRIES = 3  # a text that kills its worker so often is refused
AHEAD = 8  # renditions in flight for each worker; enough to keep it busy, few enough to hold in memory
TASKS_OF_A_WORKER = 2_000  # then it is replaced: the parser's vocabulary grows with what it reads

_own = NO_OWN_TABLES  # of the floor that a worker process reads for


class ProcessPool:
    """A pool of preparing processes that outlives the texts that kill them."""

    def __init__(self, processes: int, *, signed: bool, own: OwnTables) -> None:
        self.ahead = processes * AHEAD
        self._processes = processes
        self._signed = signed
        self._own = own
        self._pool = self._start(processes)

    def _start(self, processes: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            processes,
            mp_context=get_context("spawn"),
            initializer=_begin,
            initargs=(self._own,),
            max_tasks_per_child=TASKS_OF_A_WORKER,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def submit(self, rendition: Rendition) -> Callable[[], ReadingOutcome]:
        """Begin to read a rendition; what is returned waits for what became of it."""
        future = self._submitted(rendition)

        def taken() -> ReadingOutcome:
            with suppress(BrokenProcessPool):
                return future.result()
            return self._alone(rendition)

        return taken

    def _submitted(self, rendition: Rendition) -> Future[ReadingOutcome]:
        try:
            return self._pool.submit(_in_worker, rendition, signed=self._signed)
        except BrokenProcessPool:
            self._pool = self._start(self._processes)
            return self._pool.submit(_in_worker, rendition, signed=self._signed)

    def _alone(self, rendition: Rendition) -> ReadingOutcome:
        """Prepare one rendition in a worker of its own, for it may be what killed the others."""
        for _ in range(TRIES):
            with suppress(BrokenProcessPool), self._start(1) as pool:
                return pool.submit(_in_worker, rendition, signed=self._signed).result()
        return killed(rendition, TRIES)


def _in_worker(rendition: Rendition, *, signed: bool) -> ReadingOutcome:
    return guarded(rendition, signed=signed, own=_own)


def _begin(own: OwnTables) -> None:
    """Read with a floor's own tables; leave Ctrl-C to the parent, which stops the workers in order."""
    global _own  # noqa: PLW0603 - given once a process: they are too many to go with each text
    import signal  # noqa: PLC0415 - in the worker only

    _own = own

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OMP_NUM_THREADS", "1")

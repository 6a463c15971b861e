"""Bytes of strangers -> values, in child processes with limits: what kills a parser costs one page only."""

from __future__ import annotations

import queue
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Literal, Self

from watchfloor.errors import InputError
from watchfloor.ingest.feeds import parse_feed
from watchfloor.ingest.pages import read_page
from watchfloor.ingest.sitemaps import parse_sitemap

Reader = Literal["feed", "sitemap", "page"]

_TRIES = 3  # bytes that end their process so often are refused
_MEMORY = 1_500_000_000  # bytes of data of one child; the largest page of the tests needs 400 MB
_CPU_SECONDS = 20  # of one reading; the slowest page of the tests needs 5
_WALL_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one reading may cost a child process, in bytes and seconds."""

    memory: int = _MEMORY
    cpu_seconds: int = _CPU_SECONDS
    wall_seconds: float = _WALL_SECONDS


def _feed(data: bytes, url: str, _arrived: str) -> Any:
    return parse_feed(data, where=url, url=url)


def _sitemap(data: bytes, url: str, _arrived: str) -> Any:
    return parse_sitemap(data, where=url, url=url)


def _page(data: bytes, url: str, arrived: str) -> Any:
    return read_page(data, where=url, url=url, arrived=arrived)


_READERS: dict[Reader, Callable[[bytes, str, str], Any]] = {"feed": _feed, "sitemap": _sitemap, "page": _page}


class Reading:
    """Reads feeds, sitemaps and pages; safe to call from many threads. 0 processes read in this one.

    A context manager: leaving it ends the children, and they end by themselves when this process dies.
    """

    def __init__(self, processes: int, *, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._all: list[_Child] = [_Child(limits) for _ in range(processes)]
        self._free: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        for child in self._all:
            self._free.put(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._all:
            child.stop()

    def read(self, reader: Reader, data: bytes, *, url: str, arrived: str) -> Any:
        """Return what `reader` makes of `data`; raise InputError for what cannot be read."""
        if not self._all:
            return _guarded(reader, data, url, arrived)
        child = self._free.get()
        try:
            for _ in range(_TRIES):
                answer = child.ask((reader, data, url, arrived))
                if isinstance(answer, InputError):
                    raise answer
                if answer is not None:
                    return answer
        finally:
            self._free.put(child)
        raise InputError(url, f"its bytes ended the reading process {_TRIES} times")


def _guarded(reader: Reader, data: bytes, url: str, arrived: str) -> Any:
    try:
        return _READERS[reader](data, url, arrived)
    except InputError:
        raise
    except Exception as error:  # whatever one page does to the parsers costs that page only
        raise InputError(url, f"reading failed: {type(error).__name__}: {error}") from error


class _Child:
    """One reading process, started when it is first asked and again whenever it died."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def ask(self, task: tuple[Reader, bytes, str, str]) -> Any:
        """Return the answer, an InputError, or None where the process died or was ended over it."""
        try:
            line = self._line or self._start()
            line.send(task)
            if not line.poll(self._limits.wall_seconds):
                self.stop()
                return None
            good, answer = line.recv()
        except (OSError, EOFError):
            self.stop()
            return None
        return answer if good else InputError(*answer)

    def stop(self) -> None:
        """End the process; without one, do nothing."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._line = None

    def _start(self) -> Connection:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._limits), daemon=True)
        self._process.start()
        theirs.close()
        self._line = ours
        return ours


def _serve(line: Connection, limits: Limits) -> None:
    """Answer one task after another until the other end is gone; the body of a reading process."""
    import resource  # noqa: PLC0415 - in the child only
    import signal  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    with suppress(EOFError, OSError):
        while True:
            task = line.recv()
            used = resource.getrusage(resource.RUSAGE_SELF)
            spent = int(used.ru_utime + used.ru_stime) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (spent + limits.cpu_seconds, resource.RLIM_INFINITY))
            try:
                line.send((True, _guarded(*task)))
            except InputError as error:
                line.send((False, (error.where, error.cause)))

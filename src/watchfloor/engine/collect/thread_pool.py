"""Threads that wait for hosts, and for which nobody has to wait."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Done = TypeVar("Done")


class DaemonThreadPool(Generic[Done]):
    """Runs calls side by side, in their order. Unlike an executor's, its threads never hold up an exit."""

    def __init__(self, most: int, name: str) -> None:
        self._most = most
        self._name = name
        self._waiting: queue.SimpleQueue[tuple[Future[Done], Callable[[], Done]] | None] = queue.SimpleQueue()
        self._count = 0

    def submit(self, call: Callable[[], Done]) -> Future[Done]:
        """Return the future result of `call`."""
        future: Future[Done] = Future()
        self._waiting.put((future, call))
        if self._count < self._most:
            self._count += 1
            threading.Thread(target=self._work, name=f"{self._name}-{self._count}", daemon=True).start()
        return future

    def stop(self) -> None:
        """Begin nothing more, and let the threads go as they end what they are at."""
        while True:
            try:
                left = self._waiting.get_nowait()
            except queue.Empty:
                break
            if left is not None:
                left[0].cancel()
        for _ in range(self._count):
            self._waiting.put(None)

    def _work(self) -> None:
        while (task := self._waiting.get()) is not None:
            future, call = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
                future.set_exception(error)

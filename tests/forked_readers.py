"""Processes that read for strangers, forked from one that has loaded what they need.

To begin one anew takes most of a second of computing, which every command that polls would pay. Each is a
process of its own all the same. `tests/ingest/test_sandbox.py` begins them as Watchfloor does.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from multiprocessing import forkserver, get_context
from multiprocessing.context import BaseContext

PLACE = "watchfloor.ingest.sandbox.get_context"


def forking() -> Callable[[str], BaseContext]:
    """Return what stands in for `get_context`; in a process that a test forked, they are begun anew."""
    context, owner = get_context("forkserver"), os.getpid()
    context.set_forkserver_preload(["tests.loaded_reader"])

    def given(method: str) -> BaseContext:
        return context if os.getpid() == owner else get_context(method)

    return given


def inherited() -> Callable[[str], BaseContext]:
    """Begin the server; return what stands in for `get_context` in the forks of this process."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.loaded_reader"])
    forkserver.ensure_running()
    # It would ask whether the server lives, as only the process may that began it.
    forkserver.ensure_running.__self__.ensure_running = lambda: None  # type: ignore[attr-defined]
    return lambda _: context

"""A process that has imported and loaded everything, and forks a child for each command it is sent.

Hundreds of whole commands would otherwise spend their time in imports and in loading the parser. A child is a
process of its own, with the arguments, folder, environment and files of the wish: what it does is what the
command does. Lines on stdin are JSON (`Wish`); each is answered with the child's pid, then with its status.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from importlib import import_module
from pkgutil import walk_packages
from typing import TypedDict

import watchfloor
from watchfloor.cli import main
from watchfloor.engine.prepare.pool import prepare
from watchfloor.ingest import rendition_of_line

LIMIT = 300  # seconds after which a command that hangs is ended


class Wish(TypedDict):
    """One command line with its folder, environment, and the files it reads and writes."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]
    umask: int
    stdin: str
    out: str
    err: str


def child(wish: Wish) -> None:
    """Run one command line; ends as the command ends, with a traceback where it has one."""
    os.dup2(os.open(wish["stdin"], os.O_RDONLY), 0)
    for descriptor, name in ((1, wish["out"]), (2, wish["err"])):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    # The parent has read ahead in its own input, which is none of the command's.
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - open as long as the process
    os.chdir(wish["folder"])
    os.environ.clear()
    os.environ.update(wish["environment"])
    time.tzset()
    os.umask(wish["umask"])
    signal.alarm(LIMIT)
    sys.argv = ["watchfloor", *wish["arguments"]]
    main()


def serve() -> None:
    """Load every module and what reading needs, then fork for every line of stdin."""
    for module in walk_packages(watchfloor.__path__, "watchfloor."):
        if "migrations" not in module.name and not module.name.endswith("__main__"):
            import_module(module.name)
    prepare(rendition_of_line({"text": "A ferry left Split on Monday, the port said."}), signed=True)
    gc.freeze()  # what is loaded is never looked through again, so that children share its pages
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            child(json.loads(line))
            return
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    serve()

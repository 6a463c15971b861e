"""A process that has imported and loaded everything, and forks a child for each command it is sent.

Hundreds of whole commands would otherwise spend their time in imports and in loading the parser. A child is a
process of its own, with the arguments, folder, environment and files of the wish: what it does is what the
command does. Lines on stdin are JSON (`Wish`); each is answered with the child's pid, then with its status.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import sys
import threading
import time
import traceback
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory
from typing import NoReturn, TypedDict

import pytest

import watchfloor
from tests.forked_readers import PLACE, inherited
from watchfloor.cli import main, program

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
    _end(_code_of_main())


def _code_of_main() -> int:
    """Run the command; return the code with which Python would end, having told why as Python would."""
    try:
        main()
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            return ended.code or 0
        print(ended.code, file=sys.stderr)
        return 1
    except Exception:  # noqa: BLE001 - what a command should never end with is shown, as Python would
        traceback.print_exc()
        return 1
    return 0


def _end(code: int) -> NoReturn:
    """End as Python does, but for taking apart all that was loaded, which takes longer than most commands."""
    threading._shutdown()  # type: ignore[attr-defined]  # waits for threads, as at any end
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = code or 120  # what Python ends with where the last words cannot be written
    os._exit(code)


def _run_once() -> None:
    """Let the parser, the command line and the most usual statements be there before the first child."""
    with (
        TemporaryDirectory(prefix="warm-") as folder,
        redirect_stdout(StringIO()),
        redirect_stderr(StringIO()),
    ):
        home, article = Path(folder, "floor"), Path(folder, "article.txt")
        article.write_text("# A ferry\n\nA ferry left Split on Monday, the port said.\n", "utf-8")
        usual = ("init",), ("add", str(article)), ("show", "reports"), ("show", "events"), ("changes",)
        for words in usual:
            program()(
                [*words, *([str(home)] if words == ("init",) else ["--floor", str(home)])],
                standalone_mode=False,
            )


def _begin_readers() -> None:
    """Let the processes that commands begin load nothing of this one, and readers be forked, all loaded."""
    begun = sys.modules["__main__"]
    begun.__spec__, begun.__package__ = None, ""  # by which a command would name itself `python -m`
    del begun.__file__
    line = os.dup(1)
    os.dup2(2, 1)  # the line on which children are answered for is not theirs
    try:
        pytest.MonkeyPatch().setattr(PLACE, inherited())
    finally:
        os.dup2(line, 1)
        os.close(line)


def serve() -> None:
    """Load every module and what commands need, then fork for every line of stdin."""
    for module in walk_packages(watchfloor.__path__, "watchfloor."):
        if "migrations" not in module.name and not module.name.endswith("__main__"):
            import_module(module.name)
    _run_once()
    _begin_readers()
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

"""A process that has imported and loaded everything, and forks a child for each command it is sent.

Fifty kills of `watchfloor add` would otherwise spend their time in loading the parser, where nothing can be
lost. Lines on stdin are JSON: {"arguments": […], "out": FILE}; it answers each with the child's pid, then
with its exit status.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from watchfloor.cli import main
from watchfloor.engine.prepare.pool import prepare
from watchfloor.ingest import rendition_of_line


def child(arguments: list[str], out: Path) -> None:
    """Run one command line with its output in a file; never returns."""
    os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sys.argv = ["watchfloor", *arguments]
    code = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    sys.stdout.flush()
    os._exit(code)


def serve() -> None:
    """Load what reading needs, then fork for every line of stdin."""
    prepare(rendition_of_line({"text": "A ferry left Split on Monday, the port said."}), signed=True)
    for line in sys.stdin:
        wish = json.loads(line)
        pid = os.fork()
        if pid == 0:
            child(wish["arguments"], Path(wish["out"]))
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    serve()

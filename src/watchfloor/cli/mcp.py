"""The command `mcp`: the floor for programs of language models, on stdin and stdout."""

from __future__ import annotations

import os

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.output import now
from watchfloor.cli.person import principal
from watchfloor.journal import FileJournal


def mcp(folder: FloorFolder = None) -> None:
    """Answer a program of a language model (Model Context Protocol) on stdin and stdout, until it ends.

    It reads as a viewer does and can change nothing; every answer carries the words that it rests on. Such
    programs start this themselves; in their settings stand the command and its arguments. A served floor
    answers the same at /mcp, with a key.

    Example: watchfloor mcp --floor floor
    """
    from watchfloor.web.model_door import serve_stdio
    from watchfloor.web.served import ServedFloor

    config = config_of(folder)
    floor = ServedFloor(config=config, clock=now, environment=os.environ, journal=FileJournal(config.folder))
    with floor.questions.ask(principal()):
        pass  # a floor that cannot be read is told now, and not by each answer
    serve_stdio(floor, principal())


COMMANDS = (mcp,)

"""The command line: one function a command, one file a room.

Data goes to stdout, everything said about it to stderr. Exit codes: 0 all went well, 1 an input failed (the
others were done) or the floor could not be used, 2 the call was wrong, 130 interrupted. NO_COLOR is honoured.
"""

from watchfloor.cli.main import app, main, program

__all__ = ["app", "main", "program"]

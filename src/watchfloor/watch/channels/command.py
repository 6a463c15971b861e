"""A command of this machine: a program in the floor's folder `commands/` is given each message.

[channels.light]
kind = "command"
program = "commands/light"
seconds = 20

Nothing else can be run: what lies in that folder, belongs to whoever runs the floor, and nobody else can
change, is the list of what is allowed. There is no shell and there are no arguments; the message is JSON on
standard input.
"""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated, ClassVar

import msgspec

from watchfloor.model import Delivery
from watchfloor.network import Client
from watchfloor.watch.channels.contract import Channel, SettingError, WrongSetting, bytes_of
from watchfloor.watch.retries import Outcome

FOLDER = "commands"
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "HOME")  # of the environment: no secret of ours is there
_IN_DOUBT = "it is not known whether the command acted"

Seconds = Annotated[int, msgspec.Meta(ge=1, le=600, description="a number from 1 to 600")]


class LocalCommand(Channel, frozen=True, kw_only=True):
    """A program that lies in the floor's folder `commands/`; it has so many `seconds` for each message."""

    kind: ClassVar[str] = "command"

    program: Annotated[Path, msgspec.Meta(description="a text")]
    seconds: Seconds = 20

    def wrong(self) -> Iterator[WrongSetting]:
        """Yield what is wrong with the program's name."""
        if self.program.parent.name != FOLDER or ".." in self.program.parts or "\0" in str(self.program):
            yield "program", f"program must lie in the floor's folder {FOLDER}/; write {FOLDER}/NAME"

    def send(self, delivery: Delivery, now: datetime, client: Client) -> Outcome:
        """Run the program with the message on its standard input; 0 is delivery, anything else a failure."""
        if cause := refused(self.program):
            raise SettingError(self, cause)
        try:
            process = subprocess.Popen(  # noqa: S603 - one program of the floor's own folder, without a shell
                [str(self.program)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=self.program.parent,
                env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                start_new_session=True,
            )
        except OSError as error:
            return Outcome(error=f"{self.program} cannot be run: {error.strerror}")
        try:
            process.communicate(bytes_of(delivery) + b"\n", timeout=self.seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            return Outcome(
                error=f"{self.program.name} took over {self.seconds} s and was ended; {_IN_DOUBT}",
                uncertain=True,
            )
        if process.returncode:
            return Outcome(error=f"{self.program.name} ended with {process.returncode}")
        return Outcome(delivered=True)

    def interrupted(self, delivery: Delivery) -> Outcome:
        """Leave it in doubt: it may have acted."""
        return Outcome(error=f"{_IN_DOUBT}; watchfloor outbox retry {delivery.id}, or drop", uncertain=True)


def refused(program: Path) -> str | None:
    """Return why a program must not be run; None where it may."""
    try:
        held, folder = program.lstat(), program.parent.lstat()
    except OSError as error:
        return f"{program} cannot be run: {error.strerror}"
    if not stat.S_ISREG(held.st_mode) or not stat.S_ISDIR(folder.st_mode):
        return f"{program} is a link or no file; put the program itself into {FOLDER}/"
    if held.st_uid not in (0, os.getuid()) or folder.st_uid not in (0, os.getuid()):
        return f"{program} belongs to somebody else; nothing of theirs is run"
    if held.st_mode & _OTHERS_WRITE or folder.st_mode & _OTHERS_WRITE:
        return (
            f"others can change {program}; take that from them: chmod go-w {FOLDER} {FOLDER}/{program.name}"
        )
    if not os.access(program, os.X_OK):
        return f"{program} is no program; make it one: chmod u+x {FOLDER}/{program.name}"
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it began."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

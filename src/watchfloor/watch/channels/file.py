"""A file: each message is a line of JSON at its end.

[channels.log]
kind = "file"
path = "alerts.jsonl"
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Annotated, ClassVar

import msgspec

from watchfloor.model import Delivery
from watchfloor.network import Client
from watchfloor.rights import make_file, make_folder
from watchfloor.watch.channels.contract import Channel, WrongSetting, bytes_of
from watchfloor.watch.retries import Outcome


class File(Channel, frozen=True, kw_only=True):
    """A file that grows by a line a message; its path is relative to the floor's folder."""

    kind: ClassVar[str] = "file"

    path: Annotated[Path, msgspec.Meta(description="a text")]

    def wrong(self) -> Iterator[WrongSetting]:
        """Yield what is wrong with the path."""
        if "\0" in str(self.path):
            yield "path", "path holds a NUL; write a path"

    def send(self, delivery: Delivery, now: datetime, client: Client) -> Outcome:
        """Append the payload as one JSON line, and return only when it is on the disk."""
        line = _line(delivery)
        try:
            make_folder(self.path.parent)
            new = not self.path.exists()
            make_file(self.path)
            with self.path.open("a+b", buffering=0) as file:
                written = file.write(_fresh_line(file) + line)
                os.fsync(file.fileno())
            if new:
                _sync_folder(self.path.parent)
        except OSError as error:
            return Outcome(error=f"{self.path} cannot be written: {error.strerror}")
        if written < len(line):
            return Outcome(error=f"{self.path} took {written} of {len(line)} bytes; free some space")
        return Outcome(delivered=True)

    def interrupted(self, delivery: Delivery) -> Outcome:
        """Look into the file: a whole line of it may be this message."""
        line = _line(delivery)
        try:
            with self.path.open("rb") as file:
                if any(held == line for held in file):
                    return Outcome(delivered=True)
        except OSError:
            pass  # a file that is not there holds nothing
        return super().interrupted(delivery)


def _line(delivery: Delivery) -> bytes:
    return bytes_of(delivery).replace(b"\n", b" ") + b"\n"


def _fresh_line(file: FileIO) -> bytes:
    """Return the line end that a try which broke off inside its line still owes."""
    size = file.seek(0, os.SEEK_END)
    if not size:
        return b""
    file.seek(size - 1)
    return b"" if file.read(1) == b"\n" else b"\n"


def _sync_folder(path: Path) -> None:
    """Make the name of a new file as durable as its content."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

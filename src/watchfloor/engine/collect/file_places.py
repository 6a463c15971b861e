"""Files that are read on: how one stood when it was read, and the place in it to go on from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from watchfloor.ingest.files import is_packed
from watchfloor.model import digest
from watchfloor.store.sources import item_key

_CHECKED = 4_096  # bytes before the place to go on from; they tell whether it is still the same file
_MORE = "more"  # in the place of a file's stamp: there is more to read in it as it stands


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file as it stands: what tells that it was written to, and its permissions changed."""

    path: Path
    stamp: str
    changed: str
    written: float
    size: int

    @property
    def key(self) -> str:
        """The key under which the floor remembers the file."""
        return item_key(str(self.path.absolute()))


def seen_file(path: Path) -> SeenFile | None:
    """Return a file as it stands; None where it is not there, or went meanwhile."""
    try:
        found = path.stat()
    except OSError:
        return None
    stamp = f"{found.st_mtime_ns}-{found.st_size}"
    return SeenFile(path, stamp, str(found.st_ctime_ns), found.st_mtime_ns / 1e9, found.st_size)


def version_at(file: SeenFile, place: str, *, more: bool) -> str:
    """Return what is kept of a file that was read up to a place, where one can go on."""
    return f"{_MORE if more else file.stamp} {place} {_check(file.path, place)}"


class ReadBefore(Protocol):
    """What is kept of a file that was read; its version is as `version_at` wrote it."""

    @property
    def version(self) -> str:
        """How the file stood, and the place in it."""


def place_in(file: SeenFile, before: ReadBefore | None) -> str:
    """Return where to go on in a file; its beginning where it is no longer the file that was read."""
    stamp, _, rest = (before.version if before else "").partition(" ")
    place, _, check = rest.partition(" ")
    if not check or (is_packed(file.path) and stamp not in (_MORE, file.stamp)):
        return ""
    return place if check == _check(file.path, place) else ""


def offset_of(place: str) -> int:
    """Return how many bytes, unpacked where a file is, stand before a place."""
    begins = place.partition(":")[0].partition("+")[0]
    return int(begins) if begins.isdecimal() else 0


def _check(path: Path, place: str) -> str:
    """Return a digest of the bytes before a place: what stays the same while a file only grows."""
    at = offset_of(place)
    try:
        with path.open("rb") as file:
            file.seek(max(0, at - _CHECKED))
            return digest(file.read(min(at, _CHECKED)).hex())
    except OSError:
        return ""

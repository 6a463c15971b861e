"""A document that is a zip of parts: single parts of known names, counted while they are unpacked.

Nothing is written to disk, no other part is looked at, and no name in the file leads anywhere.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from watchfloor.errors import InputError

_CHUNK = 2**16
_MOST_PARTS = 20_000  # a text with a picture on each page has some thousands
_ENCRYPTED = 0x1
_BROKEN = (  # what the library raises at a file that is none, as fuzzing found
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


class ZippedDocument:
    """The parts of a document of an office program, by their names."""

    def __init__(self, file: zipfile.ZipFile, where: str) -> None:
        self._file = file
        self._where = where
        self.names = frozenset(file.namelist())

    def part(self, name: str, *, most: int) -> bytes:
        """Return the bytes of one part, `most` at most; raise InputError for one that is not there."""
        return b"".join(self.chunks(name, most=most))

    def chunks(self, name: str, *, most: int) -> Iterator[bytes]:
        """Yield the bytes of one part; raise InputError where it is broken, locked or larger than `most`."""
        held = 0
        self._refuse_locked(name)
        try:
            with self._file.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    held += len(chunk)
                    if held > most:
                        cause = f"it unpacks to more than {most:,} bytes, far more than texts do; split it"
                        raise InputError(self._where, cause)
                    yield chunk
        except _BROKEN as error:
            cause = f"it is broken: {error}; open it in its program and save it anew"
            raise InputError(self._where, cause) from None

    def _refuse_locked(self, name: str) -> None:
        if name not in self.names:
            raise InputError(self._where, f"it is no such document: it has no part {name}")
        if self._file.getinfo(name).flag_bits & _ENCRYPTED:
            raise InputError(self._where, "it is locked with a password: save it without one")


@contextmanager
def opened(data: bytes, *, where: str) -> Iterator[ZippedDocument]:
    """Open a document that is a zip of parts; raise InputError where it is none."""
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        cause = f"it is broken: {error}; open it in its program and save it anew"
        raise InputError(where, cause) from None
    with file:
        if len(file.namelist()) > _MOST_PARTS:
            raise InputError(where, f"it has more than {_MOST_PARTS:,} parts: no document of words has")
        yield ZippedDocument(file, where)

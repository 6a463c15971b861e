"""Bytes packed with zstd, unpacked as they are read: in steps of bounded size, and never cut in silence."""

from __future__ import annotations

import io
from typing import BinaryIO

import zstandard

_STEP = 512  # packed bytes at a time: a block of four gives 128 kB at most, so that a step gives 16 MB
_LARGEST_WINDOW = 2**27  # bytes; what `zstd --long` writes


class Unzstd(io.RawIOBase):
    """What a packed stream holds, frame after frame; buffer it.

    Raises EOFError where the stream ends inside a frame, zstandard.ZstdError where it is broken.
    """

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._unpacker = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
        self._frame = self._unpacker.decompressobj()
        self._begun = False
        self._waiting = b""
        self._found = memoryview(b"")

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any writable buffer
        """Fill `buffer` as far as one step goes; 0 at the end."""
        while not self._found:
            step = self._waiting or self._packed.read(_STEP)
            if not step:
                if self._begun:
                    raise EOFError("it is cut: its last frame has no end")
                return 0
            self._found = memoryview(self._frame.decompress(step))
            self._begun, self._waiting = True, b""
            if self._frame.eof:
                self._waiting = self._frame.unused_data
                self._frame, self._begun = self._unpacker.decompressobj(), False
        taken = min(len(buffer), len(self._found))
        buffer[:taken] = self._found[:taken]
        self._found = self._found[taken:]
        return taken

    def close(self) -> None:
        """Close the packed stream too."""
        self._packed.close()
        super().close()

"""WARC files -> records, framed by what is there: lengths lie, and files are cut (ISO 28500).

A place in such a file is written "1234", the byte at which a record or its gzip member begins, or "1234+567":
567 unpacked bytes behind the beginning of the member at 1234. One can go on reading from any place.
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

LARGEST_RECORD = 16 * 2**20  # bytes of a record that are kept; what is longer streams past
_CHUNK = 2**16
_LONGEST_HEADER = 2**16  # bytes; crawlers write some five hundred
_LONGEST_BLANK = 2**16  # bytes between two records; there should be four
_BOMB_BYTES, _BOMB_RATIO = (
    2**30,
    200,
)  # a member that unpacks to more, by more; crawled pages shrink to a fifth
_READ_AGAIN = 4  # times the file's size that may be read in search of records whose neighbours' lengths lie
_GZIP = b"\x1f\x8b\x08"
_VERSION = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n")
_BEGINNING = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n[A-Za-z][A-Za-z-]{2,40}[ \t]*:")
_LONGEST_BEGINNING = 80
_LENGTH = re.compile(r"\d{1,15}")
_WRITTEN = re.compile(r"(\d{1,18})(?:\+(\d{1,18}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: names of `headers` in lower case, and the first `LARGEST_RECORD` bytes of its `length`.

    `then` is the place where the next one begins.
    """

    place: str
    then: str
    headers: dict[str, str]
    body: bytes
    length: int

    @property
    def type(self) -> str:
        """What kind of record it is: "response", "revisit", "warcinfo" and so on."""
        return self.headers.get("warc-type", "").lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A record that cannot be had, with the reason; `cut` tells that the file ends inside it."""

    place: str
    then: str
    reason: str
    cut: bool = False


class _WrongError(Exception):
    """What stands here is no record, or its length is wrong; `ran_out` that the file ended first."""

    def __init__(self, reason: str, *, ran_out: bool = False) -> None:
        super().__init__(reason)
        self.ran_out = ran_out


def read_records(raw: BinaryIO, *, start: str = "0") -> Iterator[Record | Damage]:
    """Yield the records of a WARC file from the place `start` on; memory is one record's.

    The file is plain or gzip, each record a member of its own or not, and must be seekable. Never raises for
    what it holds. Raises OSError where it cannot be read.
    """
    tape = _Tape(raw, start)
    while True:
        found = _next(tape)
        if found is None:
            return
        yield found


def _next(tape: _Tape) -> Record | Damage | None:
    """Return the next record, or what is wrong where it should be; None at the end."""
    if not tape.pass_blanks():
        if not tape.trouble:
            return None
        return _damage(tape, tape.place() if tape.cut else tape.trouble_at, tape.trouble)
    place, mark = tape.place(), tape.mark()
    try:
        headers, length = _headers(tape)
    except _WrongError as wrong:
        return _mended(tape, mark, place, wrong, past=1)
    mark = tape.mark()
    try:
        body = _body(tape, length, place)
    except _WrongError as wrong:
        return _mended(tape, mark, place, wrong)
    return Record(place=place, then=tape.place(), headers=headers, body=body, length=length)


def _body(tape: _Tape, length: int, place: str) -> bytes:
    """Take a record's body; raise _WrongError unless a record, or nothing, follows it."""
    body, missing = tape.take(length)
    if missing:
        raise _WrongError(f"the file ends {missing:,} bytes before the record does", ran_out=True)
    tape.pass_blanks()
    if tape.left() and not tape.goes_on_with(b"WARC/"):
        raise _WrongError(f"its Content-Length is wrong: it says {length:,}, and no record follows there")
    if tape.trouble and not tape.cut and tape.trouble_at == place:
        raise _WrongError(tape.trouble)  # its checksum, mostly
    return body


def _mended(tape: _Tape, mark: _Mark, place: str, wrong: _WrongError, *, past: int = 0) -> Damage:
    """Return the damage, with the tape at the next record that begins `past` the mark."""
    if not tape.go_back(mark):
        tape.end()
        reason = f"{wrong}; so many lengths are wrong that the rest of the file is left out"
        return Damage(place=place, then=tape.place(), reason=reason)
    tape.take(past)
    if tape.find_beginning():
        reason = str(wrong)
        if wrong.ran_out:
            reason = "its Content-Length is wrong: the next record begins before its end"
        return Damage(place=place, then=tape.place(), reason=reason)
    if tape.trouble:
        return _damage(tape, place, tape.trouble)
    tape.end()
    return Damage(place=place, then=tape.place(), reason=str(wrong), cut=True)


def _damage(tape: _Tape, place: str, reason: str) -> Damage:
    """Return the trouble as damage, with the tape at the next member that begins with a record."""
    cut = tape.cut
    if cut or not tape.resume():
        if tape.is_spent():
            reason = f"{reason}; so much is broken that the rest of the file is left out"
        tape.end()
    return Damage(place=place, then=tape.place(), reason=reason, cut=cut)


def _refuse_other(version: bytes) -> None:
    """Raise _WrongError for a line that opens no record."""
    if _VERSION.fullmatch(version):
        return
    if b"WARC/".startswith(version[:5]) and not version.endswith(b"\n"):
        raise _WrongError("the file ends inside the header of this record")
    raise _WrongError("no WARC record begins here")


def _length(headers: Mapping[str, str]) -> int:
    length = headers.get("content-length", "").strip()
    if not _LENGTH.fullmatch(length):
        raise _WrongError(f"its Content-Length is no number: {length[:40]!r}")
    return int(length)


def _headers(tape: _Tape) -> tuple[dict[str, str], int]:
    """Return a record's headers and the length of its body; raise _WrongError where they are none."""
    _refuse_other(tape.line(_LONGEST_HEADER))
    headers: dict[str, str] = {}
    last, size = "", 0
    while line := tape.line(_LONGEST_HEADER):
        size += len(line)
        if size > _LONGEST_HEADER:
            raise _WrongError(f"its header is longer than {_LONGEST_HEADER:,} bytes")
        if not line.endswith(b"\n"):
            break
        words = line.rstrip(b"\r\n").decode("utf-8", "replace")
        if not words.strip():
            return headers, _length(headers)
        if words[0] in " \t" and last:
            headers[last] += " " + words.strip()
        else:
            name, _, value = words.partition(":")
            last = name.strip().lower()
            headers.setdefault(last, value.strip())
    raise _WrongError("the file ends inside the header of this record")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place on the tape that can be gone back to, with the state of the unpacker there."""

    file_at: int
    waiting: bytes
    unpacker: Any
    member: tuple[int, int, int]
    buffer: bytes
    at: int
    members: tuple[tuple[int, int], ...]


class _Tape:
    """The unpacked bytes of a file in a row. `trouble` tells why they ended, `cut` that the file did."""

    def __init__(self, raw: BinaryIO, start: str) -> None:
        self._raw = raw
        written = _WRITTEN.fullmatch(start)
        file_at, skip = (int(written[1]), int(written[2] or 0)) if written else (0, 0)
        self._size = raw.seek(0, 2)
        raw.seek(0)
        self._packed = raw.read(2) == _GZIP[:2]
        self._allowed = (1 + _READ_AGAIN) * self._size + 64 * _CHUNK  # bytes of the file that may be read
        self.trouble = ""
        self.trouble_at = "0"
        self.cut = False
        self._at = 0  # unpacked bytes that were taken
        self._waiting = b""  # packed bytes that were read and not unpacked
        self._unpacker: Any = None
        self._member = (0, 0, 0)  # where in the file the member begins, its bytes read and unpacked
        self._buffer = bytearray()
        self._members: deque[tuple[int, int]] = deque([(0, file_at)])  # unpacked and in the file
        self._file_at = raw.seek(min(file_at, self._size))
        self.take(skip)

    def place(self) -> str:
        """Return where the next byte stands."""
        while len(self._members) > 1 and self._members[1][0] <= self._at:
            self._members.popleft()
        if not self._buffer and self._packed and self._unpacker is None:
            return str(self._file_at - len(self._waiting))
        unpacked, file_at = self._members[0]
        if not self._packed:
            return str(file_at + self._at - unpacked)
        return f"{file_at}+{self._at - unpacked}" if self._at > unpacked else str(file_at)

    def left(self) -> bool:
        """Tell whether there is another byte."""
        return bool(self._buffer) or self._fill()

    def goes_on_with(self, beginning: bytes) -> bool:
        """Tell whether the next bytes are these, or as many of them as there are."""
        while len(self._buffer) < len(beginning) and self._fill():
            pass
        return beginning.startswith(bytes(self._buffer[: len(beginning)]))

    def line(self, most: int) -> bytes:
        """Take a line with its end, or `most` bytes of it, or what is left."""
        seen = 0
        while (end := self._buffer.find(b"\n", seen)) < 0:
            seen = len(self._buffer)
            if seen >= most or not self._fill():
                break
        return self._taken(min(end + 1, most) if end >= 0 else min(len(self._buffer), most))

    def take(self, length: int) -> tuple[bytes, int]:
        """Take `length` bytes; return the first `LARGEST_RECORD` of them, and how many are missing."""
        kept = bytearray()
        while length and self.left():
            piece = self._taken(min(length, len(self._buffer)))
            length -= len(piece)
            if len(kept) < LARGEST_RECORD:
                kept += piece[: LARGEST_RECORD - len(kept)]
        return bytes(kept), length

    def pass_blanks(self) -> bool:
        """Pass over the empty lines between records; False at the end."""
        passed = 0
        while self.left() and passed < _LONGEST_BLANK:
            stripped = self._buffer.lstrip(b"\r\n \t")
            blanks = len(self._buffer) - len(stripped)
            self._taken(blanks)
            passed += blanks
            if stripped:
                return True
        return self.left()

    def is_spent(self) -> bool:
        """Tell whether so much was read again that no more may be."""
        return self._allowed <= 0

    def mark(self) -> _Mark:
        """Return a mark of the next byte."""
        unpacker = self._unpacker.copy() if self._unpacker is not None else None
        buffer = bytes(self._buffer)
        return _Mark(
            self._file_at, self._waiting, unpacker, self._member, buffer, self._at, tuple(self._members)
        )

    def go_back(self, mark: _Mark) -> bool:
        """Go back to a mark; False where so much was read again that no more may be."""
        if self.is_spent():
            return False
        self._file_at = self._raw.seek(mark.file_at)
        self._waiting, self._member, self._at = mark.waiting, mark.member, mark.at
        self._unpacker = mark.unpacker.copy() if mark.unpacker is not None else None
        self._buffer, self._members = bytearray(mark.buffer), deque(mark.members)
        self.trouble, self.cut = "", False
        return True

    def find_beginning(self) -> bool:
        """Go on to the next beginning of a record; False, at the end, where there is none."""
        while True:
            if found := _BEGINNING.search(self._buffer):
                self._taken(found.start())
                return True
            self._taken(max(0, len(self._buffer) - _LONGEST_BEGINNING))
            if not self._fill():
                self._taken(len(self._buffer))
                return False

    def resume(self) -> bool:
        """Go on to the next gzip member that begins with a record, behind the trouble; False without one."""
        if not self._packed or not self.trouble:
            return False
        at = self._member[0] + 1
        self.trouble = ""
        while (at := self._next_member(at)) >= 0 and not self.is_spent():
            self._file_at = self._raw.seek(at)
            self._waiting, self._unpacker = b"", None
            self._buffer.clear()
            if self.left() and self.goes_on_with(b"WARC/"):
                return True
            self.trouble = ""
            at += 1
        return False

    def end(self) -> None:
        """Go to the end of the file, past all records."""
        self._file_at = self._raw.seek(0, 2)
        self._waiting, self._unpacker = b"", None
        self._buffer.clear()
        self.trouble, self.cut = "", False
        self._members = deque([(self._at, self._file_at)])

    def _next_member(self, at: int) -> int:
        """Return where the next bytes that may begin a gzip member stand, from `at` on; -1 without any."""
        self._raw.seek(at)
        before = b""
        while chunk := self._read_file():
            if (found := (before + chunk).find(_GZIP)) >= 0:
                return at + found - len(before)
            at += len(chunk)
            before = (before + chunk)[-2:]
        return -1

    def _taken(self, length: int) -> bytes:
        piece = bytes(self._buffer[:length])
        del self._buffer[:length]
        self._at += length
        return piece

    def _read_file(self) -> bytes:
        chunk = self._raw.read(_CHUNK)
        self._file_at += len(chunk)
        self._allowed -= len(chunk)
        return chunk

    def _end_packed(self) -> None:
        """Take note that a packed file ends, perhaps inside a member."""
        if self._unpacker is not None:
            self._fail("the file is cut: its last gzip member has no end")
            self.cut = True

    def _fill(self) -> bool:
        """Put more unpacked bytes into the buffer; False where there are none, `trouble` saying why."""
        if self._failed():
            return False
        if not self._packed:
            chunk = self._read_file()
            self._buffer += chunk
            return bool(chunk)
        while True:
            self._waiting = self._waiting or self._read_file()
            if not self._waiting:
                self._end_packed()
                return False
            if (self._unpacker is not None or self._begin_member()) and self._unpack():
                return True
            if self._failed():
                return False

    def _begin_member(self) -> bool:
        begins = self._file_at - len(self._waiting)
        if len(self._waiting) < len(_GZIP):
            self._waiting += self._read_file()
        self._member = (begins, 0, 0)
        if not self._waiting.startswith(_GZIP[: len(self._waiting)]):
            if not self._waiting.strip(b"\0"):  # padding of tapes
                self._waiting = b""
                return False
            self._fail("no gzip member begins here")
            return False
        self._unpacker = zlib.decompressobj(wbits=31)
        self._members.append((self._at + len(self._buffer), begins))
        return True

    def _unpack(self) -> bool:
        begins, packed, unpacked = self._member
        try:
            found = self._unpacker.decompress(self._waiting, _CHUNK)
        except zlib.error as error:
            self._fail(f"the gzip member is broken: {error}")
            return False
        rest = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
        packed, unpacked = packed + len(self._waiting) - len(rest), unpacked + len(found)
        self._member, self._waiting = (begins, packed, unpacked), rest
        if self._unpacker.eof:
            self._unpacker = None
        if unpacked > _BOMB_BYTES and unpacked > _BOMB_RATIO * packed:
            self._fail(f"the gzip member unpacks to {unpacked // packed} times its size; it is left out")
            return False
        self._buffer += found
        return bool(found)

    def _failed(self) -> bool:
        return bool(self.trouble)

    def _fail(self, reason: str) -> None:
        self.trouble = reason
        self.trouble_at = str(self._member[0])

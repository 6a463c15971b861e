"""Folders of mail in one file (mbox, RFC 4155) -> a piece per mail, one at a time; memory is one mail's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from watchfloor.errors import InputError
from watchfloor.ingest.build import quarantine
from watchfloor.ingest.formats.document import LARGEST_DOCUMENT, DocumentReader
from watchfloor.ingest.formats.pieces import Piece
from watchfloor.model import Quarantined, Rendition

_LONGEST_LINE = 2**20  # bytes read at once: lines of mails are short, attachments may be one long one
_BEGINS = re.compile(rb"From (?:[^\r\n]{0,300} )?\d\d:\d\d(?::\d\d)?(?: [A-Za-z+\-\d]{1,6}){0,2} \d{4}\b")
_ESCAPED = re.compile(rb"^>(?=>*From )", re.M)


def is_mailbox(start: bytes) -> bool:
    """Tell whether a file begins as a folder of mail does: whom the first mail is from, and when it came."""
    return _BEGINS.match(start) is not None


def read_mailbox(
    stream: BinaryIO, *, name: str, arrived: str, reader: DocumentReader, start: str = ""
) -> Iterator[Piece]:
    """Yield a piece per mail; its place in the file is its number.

    `start` is the place to begin at: the `then` of an earlier piece of the same file.
    """
    at, _, count = start.partition(":")
    place, number = (int(at), int(count)) if at.isdecimal() and count.isdecimal() else (0, 0)
    _go_to(stream, place)
    for mail, length, is_last in _mails(stream):
        place, number = place + length, number + 1
        item = _item(mail, f"{name}:{number}", arrived, reader)
        yield Piece(item, f"{place}:{number}", cut=is_last)


def _go_to(stream: BinaryIO, place: int) -> None:
    if stream.seekable():
        stream.seek(place)
        return
    while place and (passed := stream.read(min(place, 2**20))):
        place -= len(passed)


def _mails(stream: BinaryIO) -> Iterator[tuple[bytes | None, int, bool]]:
    """Yield the bytes of each mail (None: too large), its length in the file, and whether it is the last."""
    most = LARGEST_DOCUMENT["mail"]
    held: list[bytes] = []
    length, size, is_blank, begun = 0, 0, True, False
    while line := stream.readline(_LONGEST_LINE):
        if is_blank and _BEGINS.match(line):
            if begun:
                yield (b"".join(held) if size <= most else None), length, False
            held, length, size, begun = [], 0 if begun else length, 0, True
        elif size <= most:
            held.append(line)
            size += len(line)
        length += len(line)
        is_blank = not line.strip(b"\r\n")
    if begun or size:
        yield (b"".join(held) if size <= most else None), length, True


def _item(
    mail: bytes | None, where: str, arrived: str, reader: DocumentReader
) -> Rendition | Quarantined | None:
    try:
        if mail is None:
            raise InputError(where, f"the mail is larger than {LARGEST_DOCUMENT['mail']:,} bytes")
        plain = _ESCAPED.sub(b"", mail)
        return reader(plain, kind="mail", where=where, path=where, arrived=arrived)
    except InputError as error:
        return quarantine(error, arrived=arrived)

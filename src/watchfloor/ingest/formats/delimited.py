"""Tables as text (.csv, .tsv) -> a piece per row, one at a time; memory is one row's.

A row whose quotation mark is never closed costs itself: what it would swallow is read on its own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from watchfloor.errors import InputError
from watchfloor.ingest.build import LONGEST_TEXT, quarantine
from watchfloor.ingest.decoding import decode
from watchfloor.ingest.formats.pieces import Piece
from watchfloor.ingest.formats.table import (
    Columns,
    columns_of,
    is_header,
    is_month_first,
    missing,
    rendition_of_row,
)
from watchfloor.model import Flag, FlagCode, Quarantined, Rendition

_LONGEST_ROW = 16 * 2**20  # bytes, as a line of JSON Lines
_MOST_LINES = 20_000  # of one row
_SAMPLE = 256 * 2**10  # bytes at the beginning that tell marks, names of columns and the order of days
_HEADER_AMONG = 20  # first rows: some tables have a heading above
_MOST_BROKEN = 50  # rows with a mark that is never closed; beyond it the rest is given up
_MARKS = (",", ";", "\t", "|")
_NAMED_MARK = re.compile(rb"(?:\xef\xbb\xbf)?sep=(.)\r?\n")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_MOST_WHOLE = 64 * 2**20  # bytes of a table in UTF-16, or with the line ends of old Macs, which is read whole


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a table is written: the mark between cells, its encoding, where its rows begin, its columns."""

    mark: str
    encoding: str
    start: int
    row: int
    columns: Columns


@dataclass(slots=True)
class _Row:
    """One row as it stands: its cells or what is wrong with it, and whether its last line has an end."""

    cells: list[str]
    cause: str | None = None
    ended: bool = True


def is_table(start: bytes) -> bool:
    """Tell whether the first line of a file names columns as tables of articles do."""
    first = next(iter(start.decode("utf-8-sig", "ignore").splitlines()), "")
    return any(is_header([cell.strip(" \"'") for cell in first.split(mark)]) for mark in _MARKS)


def read_table_pieces(
    stream: BinaryIO, *, name: str, arrived: str, start: str = "", most: int | None = None
) -> Iterator[Piece]:
    """Yield a piece per row of a table; its place is the row's number, as programs of tables count them.

    `start` is the place to begin at: the `then` of an earlier piece of the same file. `most` are the bytes
    that a packed file may hold. Raises InputError where no column holds the words of articles.
    """
    reading = _Reading(stream)
    layout = _layout(reading, name)
    at, _, number = start.partition(":")
    if at.isdecimal() and number.isdecimal():
        reading.go_to(int(at), int(number))
    else:
        reading.go_to(layout.start, layout.row)
    broken = 0
    while (row := _next_row(reading, layout.mark, layout.encoding)) is not None:
        where = f"{name}:{reading.row}"
        broken += row.cause is not None
        if most is not None and reading.at > most:
            row = _Row(
                [], f"it unpacks to more than {most:,} bytes, far more than texts do; unpack it yourself"
            )
            broken = _MOST_BROKEN + 1
        elif broken > _MOST_BROKEN:
            row = _Row(
                [], f"more than {_MOST_BROKEN} rows are broken; the rest is left: is it a table at all?"
            )
        yield Piece(_item(row, layout, where, arrived), reading.place, cut=not row.ended)
        if broken > _MOST_BROKEN:
            return


def _item(row: _Row, layout: _Layout, where: str, arrived: str) -> Rendition | Quarantined | None:
    try:
        if row.cause is not None:
            raise InputError(where, row.cause)
        found = rendition_of_row(row.cells, layout.columns, where=where, arrived=arrived)
    except InputError as error:
        return quarantine(error, arrived=arrived)
    if found is None:
        return None
    guessed = () if layout.encoding == "utf-8" else (Flag(FlagCode.ENCODING_GUESSED, layout.encoding),)
    return replace(found, path=where, flags=(*found.flags, *guessed))


# ------------------------------------------------------------------------------------------------ rows


@dataclass(slots=True)
class _Reading:
    """The lines of a file, those ahead kept where a row has to be read again, and where the next begins."""

    stream: BinaryIO
    at: int = 0
    row: int = 0
    ahead: list[bytes] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Where one can go on reading behind the row: bytes, and rows."""
        return f"{self.at}:{self.row}"

    def line(self) -> bytes:
        """Return the next line with its end, b"" at the end of the file."""
        return self.ahead.pop() if self.ahead else self.stream.readline(_LONGEST_ROW + 1)

    def back(self, lines: list[bytes]) -> None:
        """Give lines back, to be read again."""
        self.ahead += reversed(lines)

    def sample(self) -> bytes:
        """Return the beginning of the file, to be read again."""
        if not self.stream.seekable():
            assert isinstance(self.stream, io.BufferedReader)
            return self.stream.peek(_SAMPLE)
        self.stream.seek(0)
        begins = self.stream.read(_SAMPLE)
        self.stream.seek(0)
        return begins

    def go_to(self, at: int, row: int) -> None:
        """Go on at a place of the file."""
        self.ahead.clear()
        if self.stream.seekable():
            self.stream.seek(at)
        else:
            left = at
            while left and (passed := self.stream.read(min(left, 2**20))):
                left -= len(passed)
        self.at, self.row = at, row


def _next_row(reading: _Reading, mark: str, encoding: str) -> _Row | None:
    """Return the next row; None at the end of the file."""
    lines = _lines_of_row(reading)
    if not lines:
        return None
    used, row = _parsed(lines, mark, encoding)
    reading.back(lines[used:])
    reading.at, reading.row = reading.at + sum(map(len, lines[:used])), reading.row + 1
    row.ended = lines[used - 1].endswith((b"\n", b"\r"))
    return row


def _lines_of_row(reading: _Reading) -> list[bytes]:
    """Return the next lines up to where each quotation mark has its second: the row ends there or before."""
    lines: list[bytes] = []
    held = quotes = 0
    while held <= _LONGEST_ROW and len(lines) < _MOST_LINES and (line := reading.line()):
        lines.append(line)
        held += len(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            break
    return lines


def _parsed(lines: list[bytes], mark: str, encoding: str) -> tuple[int, _Row]:
    """Return how many lines the first row takes, and the row."""
    if len(lines[0]) > _LONGEST_ROW:
        return 1, _Row([], f"the row is longer than {_LONGEST_ROW:,} bytes")
    texts = [_decoded(line, encoding) for line in lines]
    csv.field_size_limit(2 * LONGEST_TEXT)
    for strict, quoted, some in ((True, True, texts), (False, True, texts[:1]), (False, False, texts[:1])):
        if not strict and (lines[0].count(b'"') % 2 == 1) == quoted:
            continue  # a mark without its second quotes nothing
        if not quoted and _opens(texts[0], mark):
            break
        if quoted:
            rows = csv.reader(iter(some), delimiter=mark, strict=strict)
        else:
            rows = csv.reader(iter(some), delimiter=mark, quoting=csv.QUOTE_NONE)
        try:
            cells = next(rows)
            return rows.line_num, _Row(cells)
        except csv.Error:
            continue
    return 1, _Row([], "a quotation mark is opened there and never closed, or a cell is longer than any text")


def _decoded(line: bytes, encoding: str) -> str:
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        text = decode(line, where="").text
    text = text.removeprefix("\ufeff")
    body = text.rstrip("\r\n")
    return body.replace("\r", " ") + text[len(body) :]


def _opens(line: str, mark: str) -> bool:
    """Tell whether some cell of a line begins with a quotation mark."""
    return any(cell.lstrip(" ").startswith('"') for cell in line.split(mark))


# ---------------------------------------------------------------------------------------------- layout


def _layout(reading: _Reading, name: str) -> _Layout:
    """Return how a table is written, by its beginning; raise InputError where it is no table of articles."""
    begins = reading.sample()
    if begins.startswith(_WIDE) or (b"\r" in begins and b"\n" not in begins):
        whole = decode(reading.stream.read(_MOST_WHOLE), where=name).text
        reading.stream = io.BytesIO(whole.replace("\r\n", "\n").replace("\r", "\n").encode())
        begins = reading.sample()
    guessed = [it.detail for it in decode(begins, where=name).flags if it.code is FlagCode.ENCODING_GUESSED]
    encoding = guessed[0] if guessed and guessed[0] else "utf-8"
    named = _NAMED_MARK.match(begins)
    marks = (named[1].decode("latin-1"),) if named else _MARKS
    found = [it for mark in marks if (it := _header(begins, mark, encoding, named.end() if named else 0))]
    if found:
        return max(found, key=lambda it: len(it.columns.places))
    first = next((line for line in begins[named.end() if named else 0 :].splitlines() if line.strip()), b"")
    mark = max(marks, key=lambda it: first.count(it.encode("latin-1")))
    raise InputError(name, missing(_parsed([first], mark, encoding)[1].cells))


def _header(begins: bytes, mark: str, encoding: str, start: int) -> _Layout | None:
    """Return the layout by the first row that names columns of articles, cells parted by `mark`."""
    sample = _Reading(io.BytesIO(begins))
    sample.go_to(start, 1 if start else 0)
    for _ in range(_HEADER_AMONG):
        row = _next_row(sample, mark, encoding)
        columns = columns_of(row.cells) if row else None
        if columns is not None:
            at, number, rows = sample.at, sample.row, []
            while (row := _next_row(sample, mark, encoding)) is not None:
                rows.append(row.cells)
            months = is_month_first(columns, rows)
            return _Layout(mark, encoding, at, number, replace(columns, month_first=months))
    return None

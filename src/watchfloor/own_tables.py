"""The tables of a floor's own folder -> typed rows; what is wrong with a row is named by file and line.

A table is a CSV file as spreadsheets save it: a head with the names of columns, then a row a line; lists
within a cell are parted by `|`. A row that cannot be is left out and told, and costs no other row. A file
that is no such table at all is refused, and what the floor held before holds.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

from watchfloor.errors import TableError, nearest
from watchfloor.hosts import host_of
from watchfloor.model import (
    ActorKind,
    LabelledSource,
    OwnActor,
    OwnPlace,
    OwnTable,
    OwnTableName,
    Report,
    SourceLabel,
    digest,
)
from watchfloor.printable import printable
from watchfloor.tables import read_words

__all__ = ["FILES", "ReadTable", "RowFault", "SourceLabels", "file_digest", "file_of", "read_own_table"]

FILES: Mapping[OwnTableName, str] = {"places": "places.csv", "actors": "actors.csv", "labels": "labels.csv"}

MOST_ROWS = 200_000  # more are a country's whole gazetteer, of which a desk needs its regions
_MOST_BYTES = 64_000_000
_LONGEST_CELL = 2_000  # characters; a longer one is a missing quotation mark
_SEPARATORS = (",", ";", "\t")
_FORMULA = re.compile(r"[=+@]|-(?![\d.,])")
_SHORTEST_NAME = 3  # letters; shorter names are read nowhere but as parents
_LONGEST_WAY = 12  # places of a circle that are named
_NOTHING = ("", "-")
_LOST = "is not there, or empty; put it back, or write its header alone into it, to hold nothing"


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row, and the remedy; `left_out` tells whether the row does not hold."""

    line: int
    told: str
    left_out: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """A table as its file says it, with what is wrong with its rows, in the order of lines."""

    file: str
    table: OwnTable
    faults: tuple[RowFault, ...] = ()

    @property
    def left_out(self) -> int:
        """How many rows do not hold."""
        return len({fault.line for fault in self.faults if fault.left_out})

    def lines(self) -> Iterator[str]:
        """Yield the faults with file and line."""
        for fault in self.faults:
            end = "; the row is left out" if fault.left_out else ""
            yield f"{self.file}:{fault.line}: {fault.told}{end}"


def read_own_table(name: OwnTableName, data: bytes, *, held: OwnTable | None = None) -> ReadTable:
    """Return the table that a file of a floor's folder holds; raise TableError where it is none.

    A file that is gone, or empty, while the floor holds (`held`) what was in it, is no table either: it is
    lost rather than meant.
    """
    file = FILES[name]
    if not data.strip():
        if held is not None and held.digest:
            raise TableError(file, _LOST)
        return ReadTable(file=file, table=OwnTable(name=name))
    reading = _Reading(file, _COLUMNS[name])
    rows = tuple(reading.rows(_text(data, file)))
    rows, faults = _CHECKS[name](rows)
    told = digest(name, *(repr(replace(row, line=0)) for row in rows))
    table = OwnTable(name=name, digest=told if rows else "", file=file_digest(data), **{name: rows})
    every = sorted((*reading.faults, *faults), key=lambda fault: fault.line)
    return ReadTable(file=file, table=table, faults=tuple(every))


def file_digest(data: bytes) -> str:
    """Return the digest of a file's bytes: a file that is as it was is not read again."""
    return hashlib.sha256(data).hexdigest()[:16]


def file_of(folder: Path, name: OwnTableName) -> bytes:
    """Return the bytes of a table's file, none where there is no such file; raise TableError."""
    try:
        return (folder / FILES[name]).read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise TableError(
            FILES[name], f"cannot be read: {error.strerror}; let it be read, or take it away"
        ) from error


def _text(data: bytes, file: str) -> str:
    if len(data) > _MOST_BYTES:
        raise TableError(file, f"is larger than {_MOST_BYTES // 1_000_000} MB; keep the rows of your region")
    if data.count(b"\n") > MOST_ROWS + 1:
        raise TableError(file, f"has more than {MOST_ROWS:,} rows; keep those of your region")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableError(f"{file}:{line}", "is not UTF-8 text; save it as CSV UTF-8") from error


# ----------------------------------------------------------------------------------------------------- cells


class _CellError(Exception):
    """A cell that its column cannot hold; the words tell what is wanted."""


_Cell = Callable[[str], Any]


def _words(cell: str) -> str:
    if _FORMULA.match(cell):
        raise _CellError("begins like a formula of a spreadsheet; write the value itself")
    if any(not sign.isprintable() for sign in cell):
        raise _CellError("holds a line end or a sign that cannot be shown; is a quotation mark missing?")
    return " ".join(cell.split())


def _optional(cell: str) -> str | None:
    return None if cell in _NOTHING else _words(cell)


def _list(cell: str) -> tuple[str, ...]:
    parts = (part.strip() for part in cell.split("|"))
    return tuple(dict.fromkeys(_words(part) for part in parts if part not in _NOTHING))


def _kind(cell: str) -> ActorKind | None:
    if cell in _NOTHING:
        return None
    known: dict[str, ActorKind] = {kind: kind for kind in get_args(ActorKind)}
    if (found := known.get(cell.casefold())) is None:
        raise _CellError(nearest(cell, known))
    return found


def _day(cell: str) -> str | None:
    if cell in _NOTHING:
        return None
    try:
        date.fromisoformat(f"{cell}-01-01"[:10])
    except ValueError:
        raise _CellError("write a year, month or day: 2026, 2026-03, 2026-03-05") from None
    return cell


def _label(cell: str) -> SourceLabel:
    found = {label.value.casefold(): label for label in SourceLabel}
    found |= {"state-run by": SourceLabel.STATE_RUN, "party": SourceLabel.PARTY}
    if (label := found.get(" ".join(cell.casefold().split()))) is None:
        raise _CellError(nearest(cell, (known.value for known in SourceLabel)))
    return label


def _degrees(most: int, directions: str) -> _Cell:
    def read(cell: str) -> float:
        try:
            found = float(cell.replace(",", "."))
        except ValueError:
            found = math.nan
        if not -most <= found <= most:  # nan is nowhere
            raise _CellError(f"write degrees {directions} from -{most} to {most}")
        return found

    return read


@dataclass(frozen=True, slots=True)
class _Columns:
    """What a table's columns hold, and the type of its rows; `needed` may not be empty."""

    row: Callable[..., Any]
    cells: Mapping[str, _Cell]
    needed: tuple[str, ...]


_COLUMNS: Mapping[OwnTableName, _Columns] = {
    "places": _Columns(
        OwnPlace,
        {
            "name": _words,
            "aliases": _list,
            "code": _optional,
            "parents": _list,
            "lat": _degrees(90, "north"),
            "lon": _degrees(180, "east"),
        },
        ("name", "lat", "lon"),
    ),
    "actors": _Columns(
        OwnActor,
        {
            "name": _words,
            "aliases": _list,
            "kind": _kind,
            "party": _optional,
            "country": _optional,
            "from": _day,
            "until": _day,
        },
        ("name",),
    ),
    "labels": _Columns(
        LabelledSource,
        {"source": _words, "label": _label, "of": _optional},
        ("source", "label"),
    ),
}


_FIELDS: Mapping[str, str] = {"from": "since"}  # "from" is a word of Python


class _Reading:
    """A walk through the rows of a file, which gathers what is wrong with them."""

    def __init__(self, file: str, columns: _Columns) -> None:
        self._file, self._columns = file, columns
        self.faults: list[RowFault] = []

    def rows(self, text: str) -> Iterator[Any]:
        head = text.lstrip("\r\n").split("\n", 1)[0]
        separator = max(_SEPARATORS, key=head.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        names: list[str] | None = None
        line = 1
        try:
            for cells in reader:
                begun, line = line, reader.line_num + 1
                if not any(cell.strip() for cell in cells):
                    continue
                if names is None:
                    names = self._head(cells, begun)
                    continue
                if (row := self._row(names, cells, begun)) is not None:
                    yield row
        except csv.Error as error:
            raise TableError(f"{self._file}:{line}", f"{error}; is a quotation mark missing?") from error
        if names is None:
            raise TableError(self._file, f"has no head; write {', '.join(self._columns.cells)} in line 1")

    def _head(self, cells: Sequence[str], line: int) -> list[str]:
        names = [cell.strip().casefold() for cell in cells]
        known = self._columns.cells
        for needed in self._columns.needed:
            if needed not in names:
                raise TableError(
                    f"{self._file}:{line}",
                    f"has no column {needed!r}; the head names the columns: {', '.join(known)}",
                )
        for name in names:
            if name and name not in known:
                told = f"column {printable(name)!r} is not read; {nearest(name, known)}"
                self.faults.append(RowFault(line, told, left_out=False))
        if twice := sorted({name for name in names if name in known and names.count(name) > 1}):
            raise TableError(f"{self._file}:{line}", f"has {twice[0]!r} twice; keep one of the two columns")
        return names

    def _row(self, names: Sequence[str], cells: Sequence[str], line: int) -> Any | None:
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            told = f"{len(cells)} cells where the head has {len(names)}; put a cell with commas in quotes"
            self.faults.append(RowFault(line, told))
            return None
        given = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        values: dict[str, Any] = {}
        for column, read in self._columns.cells.items():
            cell = given.get(column, "")
            if column in self._columns.needed and cell in _NOTHING:
                self.faults.append(RowFault(line, f"{column} is empty; write one, or take the row away"))
                return None
            if len(cell) > _LONGEST_CELL:
                told = f"{column} has {len(cell):,} characters; is a quotation mark missing?"
                self.faults.append(RowFault(line, told))
                return None
            try:
                values[column] = read(cell)
            except _CellError as error:
                self.faults.append(RowFault(line, f"{column} is {printable(cell)!r}: {error}"))
                return None
        fields = {_FIELDS.get(column, column): value for column, value in values.items()}
        return self._columns.row(**fields, line=line)


# ---------------------------------------------------------------------------------- what rows say together


def _same(name: str) -> str:
    return name.casefold()


def _checked_places(rows: Sequence[OwnPlace]) -> tuple[tuple[OwnPlace, ...], list[RowFault]]:
    """Return the places that can hold together, and what is wrong with the others."""
    faults: list[RowFault] = []
    held = list(_without_doubles(rows, faults))
    circles = _in_circles(held)
    found = []
    for row in held:
        if (around := circles.get(row.line)) is not None:
            told = f"{row.name!r} lies in itself by its parents ({around}); it holds without parents"
            faults.append(RowFault(row.line, told, left_out=False))
        if (weak := next((name for name in (row.name, *row.aliases) if _is_weak(name)), None)) is not None:
            told = f"{weak!r} is also a common word: a place only where the words around it say so"
            if len(weak) < _SHORTEST_NAME:
                told = f"{weak!r} is too short to be told from other words; it is not looked for"
            faults.append(RowFault(row.line, told, left_out=False))
        found.append(row if around is None else replace(row, parents=()))
    return tuple(found), faults


@cache
def _common_words() -> frozenset[str]:
    return read_words("places/common_words.txt")


def _is_weak(name: str) -> bool:
    return len(name) < _SHORTEST_NAME or name.casefold() in _common_words()


def _without_doubles(rows: Sequence[OwnPlace], faults: list[RowFault]) -> Iterator[OwnPlace]:
    """Yield the places, the first of those with one code, or at one spot under one name."""
    codes: dict[str, OwnPlace] = {}
    spots: dict[tuple[str, float, float], OwnPlace] = {}
    for row in rows:
        spot = (_same(row.name), round(row.lat, 2), round(row.lon, 2))
        if row.code is not None and (first := codes.get(_same(row.code))) is not None:
            told = f"the code {row.code!r} is that of {first.name!r} in line {first.line}; give each its own"
            faults.append(RowFault(row.line, told))
        elif (first := spots.get(spot)) is not None:
            why = f"with the code {first.code!r}" if first.code != row.code else "as well"
            told = f"{row.name!r} stands in line {first.line} {why}; keep one of the two"
            faults.append(RowFault(row.line, told))
        else:
            spots[spot] = row
            if row.code is not None:
                codes[_same(row.code)] = row
            yield row


def _in_circles(rows: Sequence[OwnPlace]) -> dict[int, str]:
    """Return by their lines the places that lie in themselves, with the way that leads around."""
    lines = {_same(row.name): row.line for row in reversed(rows)}
    lines |= {_same(row.code): row.line for row in rows if row.code is not None}
    names = {row.line: row.name for row in rows}
    above = {row.line: {lines[key] for name in row.parents if (key := _same(name)) in lines} for row in rows}
    endless = _endless(above)
    below: dict[int, set[int]] = {line: set() for line in endless}
    for line in endless:
        for upper in above[line] & endless:
            below[upper].add(line)
    circles = _endless(below)
    return {line: " > ".join(names[it] for it in _around(line, above, circles)) for line in sorted(circles)}


def _endless(leads: Mapping[int, set[int]]) -> set[int]:
    """Return what is left when what leads nowhere is taken away, again and again."""
    led: dict[int, list[int]] = {}
    for line, others in leads.items():
        for other in others:
            led.setdefault(other, []).append(line)
    ways = {line: len(others) for line, others in leads.items()}
    over = [line for line, count in ways.items() if not count]
    for line in over:  # grows while it is walked
        for before in led.get(line, ()):
            ways[before] -= 1
            over.extend([before] if not ways[before] else [])
    return leads.keys() - set(over)


def _around(line: int, above: Mapping[int, set[int]], circles: set[int]) -> list[int]:
    """Return a way up from a place until it comes to one that it passed."""
    way = [line]
    while len(way) == len(set(way)) and len(way) < _LONGEST_WAY:
        way.append(min(above[way[-1]] & circles))
    return way


def _checked_actors(rows: Sequence[OwnActor]) -> tuple[tuple[OwnActor, ...], list[RowFault]]:
    """Return the actors whose time does not end before it begins, and what is wrong with the others."""
    faults = [
        RowFault(row.line, f"until {row.until} lies before from {row.since}; exchange the two")
        for row in rows
        if row.since and row.until and row.until < row.since[: len(row.until)]
    ]
    wrong = {fault.line for fault in faults}
    weak = [
        RowFault(row.line, f"{name!r} is also a common word: an actor wherever it stands so", left_out=False)
        for row in rows
        for name in (row.name, *row.aliases)
        if row.line not in wrong and name.casefold() in _common_words()
    ]
    return tuple(row for row in rows if row.line not in wrong), [*faults, *weak]


def _checked_labels(
    rows: Sequence[LabelledSource],
) -> tuple[tuple[LabelledSource, ...], list[RowFault]]:
    """Return the labels, each of a source once, and what is wrong with the others."""
    faults: list[RowFault] = []
    held: dict[tuple[str, SourceLabel], LabelledSource] = {}
    for row in rows:
        first = held.setdefault((_same(row.source), row.label), row)
        if first is not row:
            told = f"{row.source!r} is {row.label.value} in line {first.line} as well; keep one of the two"
            faults.append(RowFault(row.line, told))
    return tuple(held.values()), faults


_CHECKS: Mapping[OwnTableName, Callable[[Any], tuple[tuple[Any, ...], list[RowFault]]]] = {
    "places": _checked_places,
    "actors": _checked_actors,
    "labels": _checked_labels,
}


# ------------------------------------------------------------------------------------------- labels looked up


class SourceLabels:
    """The labels of a floor's sources, looked up by the names and hosts of outlets."""

    def __init__(self, rows: Iterable[LabelledSource]) -> None:
        self._held: dict[str, list[LabelledSource]] = {}
        for row in rows:
            self._held.setdefault(_key(row.source), []).append(row)

    def __bool__(self) -> bool:
        return bool(self._held)

    def of(self, *outlets: str | None, url: str | None = None) -> tuple[SourceLabel, ...]:
        """Return the labels of an outlet by its names, else by the host of an address or a domain of it."""
        parts = host_of(url).split(".")
        hosts = (".".join(parts[at:]) for at in range(len(parts)))
        keys = (*(_key(name) for name in outlets if name), *hosts)
        found = next((self._held[key] for key in keys if key in self._held), [])
        return tuple(sorted({row.label for row in found}))

    def borne(self) -> tuple[SourceLabel, ...]:
        """Return the labels that any source bears."""
        held = {row.label for rows in self._held.values() for row in rows}
        return tuple(label for label in SourceLabel if label in held)

    def bear(self, label: SourceLabel) -> bool:
        """Tell whether any source bears a label."""
        return label in self.borne()

    def of_report(self, report: Report) -> tuple[SourceLabel, ...]:
        """Return the labels of who wrote a report: of its outlet, and of the agency that it names."""
        url = next((it.url for it in report.renditions if it.url), None)
        named = self.of(report.origin_name) if report.origin_name else ()
        return tuple(sorted({*self.of(report.outlet, url=url), *named}))


def _key(name: str) -> str:
    bare = name.strip().casefold()
    return (host_of(bare) or bare) if "://" in bare else bare.removeprefix("www.")

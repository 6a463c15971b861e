"""Spreadsheets (.xlsx, .xls, .ods) -> their rows as articles; formulas are the values they last had.

No macro is run, no linked file or address is followed: only values of cells are read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from watchfloor.errors import InputError
from watchfloor.ingest.formats.pieces import CollectedArticle
from watchfloor.ingest.formats.table import Columns, columns_of, is_month_first, missing, rendition_of_row
from watchfloor.ingest.formats.zipped import opened

MOST_ROWS = 100_000
LARGEST_UNPACKED = 192 * 2**20  # bytes of all parts: what the reading process can hold as cells
_MOST_CHARACTERS = 60_000_000  # of all texts together
_HEADER_AMONG = 20  # first rows: many sheets have a heading above
_SPLIT = "save the sheet as .csv, which may have any number of rows, or split it"


def read_sheets(data: bytes, *, where: str, arrived: str) -> list[CollectedArticle]:
    """Return the articles of all sheets that hold some; raise InputError where none does.

    The place of one is its row; behind the first sheet the name of the sheet stands before it (`News!12`).
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 - sheets only

    if data.startswith(b"PK"):
        _refuse_large(data, where)
    found: list[CollectedArticle] = []
    headers: list[list[str]] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for number, name in enumerate(book.sheet_names):
                rows = _rows(book.get_sheet_by_name(name), name, where)
                headers += rows[:1]
                found += _of_sheet(_Sheet(rows, f"{name}!" if number else ""), where, arrived)
    except PasswordError:
        raise InputError(where, "it is locked with a password: save it without one") from None
    except CalamineError as error:
        raise InputError(where, f"it is broken: {error}; open it in its program and save it anew") from None
    if not found:
        raise InputError(where, missing(headers[0] if headers else ()))
    if sum(len(it.rendition.text) for it in found if it.rendition) > _MOST_CHARACTERS:
        raise InputError(where, f"its texts have more than {_MOST_CHARACTERS:,} characters: {_SPLIT}")
    return found


def _rows(sheet: Any, name: str, where: str) -> list[list[str]]:
    if (sheet.end or (0, 0))[0] >= MOST_ROWS:
        raise InputError(where, f"the sheet {name} has more than {MOST_ROWS:,} rows: {_SPLIT}")
    return [[_written(cell) for cell in row] for row in sheet.iter_rows()]


def _refuse_large(data: bytes, where: str) -> None:
    left = LARGEST_UNPACKED
    with opened(data, where=where) as parts:
        for name in sorted(parts.names):
            left -= sum(map(len, parts.chunks(name, most=left)))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The rows of a sheet from the first on, and what stands before the number of one in its place."""

    rows: list[list[str]]
    before: str


def _of_sheet(sheet: _Sheet, where: str, arrived: str) -> Iterator[CollectedArticle]:
    """Yield the articles of a sheet; none where it has no columns of articles."""
    heads = enumerate(islice(sheet.rows, _HEADER_AMONG))
    header, columns = next(((at, it) for at, row in heads if (it := columns_of(row))), (0, None))
    if columns is None:
        return
    columns = replace(columns, month_first=is_month_first(columns, sheet.rows[header + 1 :]))
    for at in range(header + 1, len(sheet.rows)):
        place = f"{sheet.before}{at + 1}"
        article = _article(sheet.rows[at], columns, place, where, arrived)
        if article is not None:
            yield article


def _article(
    row: list[str], columns: Columns, place: str, where: str, arrived: str
) -> CollectedArticle | None:
    try:
        found = rendition_of_row(row[: columns.width], columns, where=f"{where}:{place}", arrived=arrived)
    except InputError as error:
        return CollectedArticle(place=place, cause=error.cause)
    return CollectedArticle(place=place, rendition=found) if found else None


def _written(cell: Any) -> str:
    """Return a value as a person would write it; days and times as ISO does."""
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)

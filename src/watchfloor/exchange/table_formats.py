"""Rows as text, piece by piece: CSV whose cells no spreadsheet runs, JSON Lines, JSON, GeoJSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from watchfloor.exchange.tables import Column, Row
from watchfloor.printable import printable, printable_json

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A form of a table: how it is written, and its media type."""

    write: Callable[[Iterable[Row], Sequence[Column]], Iterator[str]]
    media: str
    needs_place: bool = False


def csv_lines(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[str]:
    """Yield a header and a line a row (RFC 4180, line ends as in Unix)."""
    names = [column.name for column in columns]
    yield _csv_line(names)
    for row in rows:
        yield _csv_line([_cell(row.get(name)) for name in names])


def _csv_line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> str:
    """Return a cell; words that a spreadsheet would take for a formula stand behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.15g}"
    words = str(value)
    guarded = f"'{words}" if words.startswith(_FORMULA) else words
    return printable(guarded, keep="\n")


def json_lines(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[str]:
    """Yield one object a line, its keys in the order of the columns."""
    for row in rows:
        yield f"{printable_json(_ordered(row, columns))}\n"


def json_array(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[str]:
    """Yield one array of objects."""
    before = "[\n"
    for row in rows:
        yield before + printable_json(_ordered(row, columns))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def geojson(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[str]:
    """Yield a collection of features (RFC 7946); what has no point has no geometry."""
    before = '{"type":"FeatureCollection","features":[\n'
    began = before
    for row in rows:
        lat, lon = row.get("lat"), row.get("lon")
        point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
        feature = {"type": "Feature", "geometry": point, "properties": _ordered(row, columns)}
        if "id" in row:
            feature["id"] = row["id"]
        yield before + printable_json(feature)
        before = ",\n"
    yield f"{began}]}}\n" if before == began else "\n]}\n"


def _ordered(row: Row, columns: Sequence[Column]) -> dict[str, Any]:
    return {column.name: row.get(column.name) for column in columns}


TABLE_FORMATS: Mapping[str, TableFormat] = {
    "csv": TableFormat(csv_lines, "text/csv"),
    "jsonl": TableFormat(json_lines, "application/jsonl"),
    "json": TableFormat(json_array, "application/json"),
    "geojson": TableFormat(geojson, "application/geo+json", needs_place=True),
}

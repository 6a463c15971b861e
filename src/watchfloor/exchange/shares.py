"""What a receiver of a share holds: whole tables as they stand, and increments, each with what it alters.

An increment has new rows, changed ones with what they were, and those that are withdrawn, which carry no
words. Whoever applies all increments in their order holds what the whole tables hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from watchfloor.exchange.schema.shares import row_difference_out
from watchfloor.exchange.table_formats import TABLE_FORMATS, csv_lines
from watchfloor.exchange.tables import EXPORT_TABLES, Column, ExportTable
from watchfloor.model import (
    SHARE_MARK,
    SHARE_SCHEMA,
    SHARED_TABLE_NAMES,
    GivenRow,
    PartnerShare,
    RowDifference,
)
from watchfloor.printable import printable_json

_NOTE = (
    "Machine-read from reports, not verified. Apply the increments in the order of their numbers: `new` and "
    "`changed` rows are held from then on, `withdrawn` ones must not be used any more; delete their words."
)
_ATOM = "http://www.w3.org/2005/Atom"  # RFC 4287
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"  # RFC 6721

_ID = Column("id", "string", "the id of the row")


def _shared(table: ExportTable) -> ExportTable:
    """Return a table whose rows change only when what they tell changes, each with an id."""
    columns = table.columns
    if "id" not in {column.name for column in columns}:
        columns = (_ID, *(column for column in columns if column.name != "known"))
    return replace(table, columns=columns)


SHARED_TABLES: Mapping[str, ExportTable] = {name: _shared(EXPORT_TABLES[name]) for name in SHARED_TABLE_NAMES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Increment:
    """What one writing of a share altered: its number, the moment, and the rows."""

    number: int
    at: str
    moves: Sequence[RowDifference]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFile:
    """A file of a share, by its path in the folder, whole."""

    path: str
    text: str


# ----------------------------------------------------------------------------------------------- increments


def _json_lines_of(share: PartnerShare, increment: Increment) -> Iterator[GivenFile]:
    head = {
        SHARE_MARK: SHARE_SCHEMA,
        "share": share.name,
        "audience": share.audience.value,
        "increment": increment.number,
        "after": increment.number - 1,
        "at": increment.at,
    }
    lines = [head, *map(row_difference_out, increment.moves)]
    yield GivenFile(
        path=f"increments/{increment.number:06}.jsonl",
        text="".join(f"{printable_json(line)}\n" for line in lines),
    )


def _csv_of(share: PartnerShare, increment: Increment) -> Iterator[GivenFile]:
    for table in share.tables:
        moves = [move for move in increment.moves if move.table == table]
        if moves:
            columns = (_BECAME, _WHY, *SHARED_TABLES[table].columns)
            rows = (row for move in moves for row in _csv_rows(move))
            name = f"increments/{increment.number:06}-{table}.csv"
            yield GivenFile(path=name, text="".join(csv_lines(rows, columns)))


def _csv_rows(move: RowDifference) -> Iterator[Mapping[str, Any]]:
    """Yield the lines of a row: of one that changed, what it was and what it is."""
    if move.became == "changed" and move.before is not None:
        yield {"became": "was", **move.before}
    became = "now" if move.became == "changed" else move.became
    yield {"became": became, "why": move.why, **(move.cells or {"id": move.id})}


_BECAME = Column("became", "string", "new; was and now of a row that changed; withdrawn")
_WHY = Column("why", "string", "why, where that is known")


def _no_files(_share: PartnerShare, _increment: Increment) -> Iterator[GivenFile]:
    yield from ()


_INCREMENTS: Mapping[str, Callable[[PartnerShare, Increment], Iterator[GivenFile]]] = {
    "jsonl": _json_lines_of,
    "csv": _csv_of,
    "feed": _no_files,
}


def increment_files(share: PartnerShare, increment: Increment) -> list[GivenFile]:
    """Return the files of an increment; a feed has none, as it tells what was withdrawn itself."""
    return [*_INCREMENTS[share.format](share, increment)]


# ------------------------------------------------------------------------------------------------ the whole


def whole_files(
    share: PartnerShare, held: Iterable[GivenRow], increments: Sequence[Increment]
) -> list[GivenFile]:
    """Return the files that hold a share as it stands after its increments, which a feed tells of too."""
    rows = [*held]
    if share.format == "feed":
        return [GivenFile(path="feed.xml", text=_feed(share, rows, increments))]
    form = TABLE_FORMATS[share.format]
    return [
        GivenFile(
            path=f"{table}.{share.format}",
            text="".join(
                form.write((row.cells or {} for row in rows if row.table == table), _columns(table))
            ),
        )
        for table in share.tables
    ]


def _columns(table: str) -> Sequence[Column]:
    return SHARED_TABLES[table].columns


def description(
    share: PartnerShare, held: Iterable[GivenRow], increment: Increment | None, digests: Mapping[str, str]
) -> str:
    """Return what stands beside the tables of a share: what they hold, and the digests of the files."""
    rows = [*held]
    body = {
        SHARE_MARK: SHARE_SCHEMA,
        "share": share.name,
        "audience": share.audience.value,
        "format": share.format,
        "note": _NOTE,
        "increment": increment.number if increment else share.first - 1,
        "at": increment.at if increment else None,
        "tables": {
            table: {
                "means": SHARED_TABLES[table].means,
                "rows": sum(row.table == table for row in rows),
                "columns": [
                    {"name": it.name, "type": it.type, "description": it.means} for it in _columns(table)
                ],
            }
            for table in share.tables
        },
        "files": dict(sorted(digests.items())),
    }
    return printable_json(body, indent=2) + "\n"


def _feed(share: PartnerShare, rows: Sequence[GivenRow], increments: Sequence[Increment]) -> str:
    """Return an Atom feed of the rows that stand, newest last given first, and of those withdrawn."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM, "at": _TOMBSTONES})
    written = {(move.table, move.id): it.at for it in increments for move in it.moves}
    _add(root, "id", f"urn:watchfloor:share:{share.name}")
    _add(root, "title", f"Watchfloor share {share.name}")
    _add(root, "updated", increments[-1].at if increments else share.at)
    _add(_add(root, "author"), "name", "Watchfloor")
    for row in sorted(rows, key=lambda row: written.get((row.table, row.id), ""), reverse=True):
        entry = _add(root, "entry")
        _add(entry, "id", _urn(share, row.table, row.id))
        _add(entry, "title", _title(row))
        _add(entry, "updated", written.get((row.table, row.id), share.at))
        _add(entry, "category").set("term", row.table)
        told = [f"{name}: {value}" for name, value in (row.cells or {}).items() if value not in (None, "")]
        _add(entry, "content", _written("\n".join(told))).set("type", "text")
    here = {(row.table, row.id) for row in rows}
    for increment in increments:
        for move in increment.moves:
            if move.became == "withdrawn" and (move.table, move.id) not in here:
                gone = etree.SubElement(root, f"{{{_TOMBSTONES}}}deleted-entry")
                gone.attrib.update({"ref": _urn(share, move.table, move.id), "when": increment.at})
                etree.SubElement(gone, f"{{{_TOMBSTONES}}}comment").text = move.why
    return str(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True), "utf-8")


def _urn(share: PartnerShare, table: str, any_id: str) -> str:
    return f"urn:watchfloor:share:{share.name}:{table}:{any_id}"


def _title(row: GivenRow) -> str:
    cells = row.cells or {}
    told = (cells.get(name) for name in ("title", "type", "role", "speaker", "value", "place", "day"))
    return _written(" ".join(str(it) for it in told if it is not None)) or row.id


def _written(words: str) -> str:
    """Return words without the characters that XML has no way to write."""
    return "".join(it if it in "\t\n" or " " <= it not in "\ufffe\uffff" else "\ufffd" for it in words)


def _add(parent: Any, name: str, words: str | None = None) -> Any:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    child.text = words
    return child

"""A partner's share: a folder with its description, an increment, or one table, as JSON Lines or CSV.

Whatever a file says of itself, it is a partner's. Nothing is read of one cut off or of another version.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from watchfloor.errors import InputError
from watchfloor.model import (
    SHARE_DESCRIPTION,
    SHARE_MARK,
    SHARE_SCHEMA,
    SHARED_TABLE_NAMES,
    ReceivedFile,
    RowMove,
    SharedLine,
)

LARGEST = 200_000_000  # bytes of a file
_BECAME: Mapping[str, RowMove | None] = {
    "new": "new",
    "changed": "changed",
    "now": "changed",
    "withdrawn": "withdrawn",
    "was": None,
}
_AGAIN = "ask your partner for it again"


def read_shared(path: Path) -> ReceivedFile:
    """Return what a partner gives; raise InputError for what is no share, cut off or of another version."""
    if path.is_dir():
        return _read_folder(path)
    if path.name == SHARE_DESCRIPTION:
        return _read_folder(path.parent)
    return _read_file(path, _bytes_of(path))


def _read_folder(folder: Path) -> ReceivedFile:
    raw = _bytes_of(folder / SHARE_DESCRIPTION)
    body = _decoded(raw, str(folder / SHARE_DESCRIPTION))
    _check_version(body, str(folder / SHARE_DESCRIPTION))
    named, tables = body.get("files"), body.get("tables")
    if not isinstance(named, dict) or not isinstance(tables, dict):
        raise InputError(str(folder / SHARE_DESCRIPTION), f"it names no files; {_AGAIN}")
    found = []
    for name, digest in sorted(named.items()):
        if Path(name).name != name or Path(name).suffix not in (".csv", ".jsonl"):
            raise InputError(str(folder / name), "a share is read from csv or jsonl files beside share.json")
        content = _bytes_of(folder / name)
        if hashlib.sha256(content).hexdigest() != digest:
            raise InputError(
                str(folder / name), f"it is not what share.json says: cut off or changed; {_AGAIN}"
            )
        found.append(_read_file(folder / name, content))
    return ReceivedFile(
        lines=tuple(line for one in found for line in one.lines),
        tables=tuple(name for name in SHARED_TABLE_NAMES if name in tables),
        share=_name_of(body),
        whole=True,
        refused=tuple(refused for one in found for refused in one.refused),
    )


def _read_file(path: Path, raw: bytes) -> ReceivedFile:
    readers = {".jsonl": _lines_of_json, ".csv": _lines_of_csv}
    if path.suffix not in readers:
        raise InputError(str(path), "a share is a folder with share.json, or a csv or jsonl file of one")
    if raw and not raw.endswith(b"\n"):
        raise InputError(str(path), f"it is cut off: its last line has no end; {_AGAIN}")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"it is not UTF-8 ({error.reason}); {_AGAIN}") from error
    lines: list[SharedLine] = []
    refused: list[str] = []
    share = _name_beside(path)
    for where, row in readers[path.suffix](path, text):
        if SHARE_MARK in row:
            _check_version(row, where)
            share = _name_of(row)
            continue
        line = _line_of(row, _table_of(path))
        if isinstance(line, str):
            refused.append(f"{where}: {line}")
        elif line is not None:
            lines.append(line)
    return ReceivedFile(lines=tuple(lines), tables=(_table_of(path),), share=share, refused=tuple(refused))


def _lines_of_json(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        where = f"{path}:{number}"
        yield where, _decoded(line.encode("utf-8"), where)


def _lines_of_csv(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        for row in reader:
            cells = {name: value or None for name, value in row.items() if isinstance(name, str)}
            became, _ = cells.pop("became", None), cells.pop("why", None)
            named = {"id": cells.get("id"), "table": _table_of(path)}
            yield f"{path}:{reader.line_num}", {"became": became, "row": cells, **named}
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}", f"it is no CSV ({error}); {_AGAIN}") from error


def _line_of(row: Mapping[str, Any], table: str) -> SharedLine | str | None:
    """Return a line; None for one that tells what a row was, and why in words for one that is refused."""
    told = row.get("became") or "new"
    if not isinstance(told, str) or told not in _BECAME:
        return f"no row becomes {str(told)[:20]!r}: {', '.join(_BECAME)}"
    became = _BECAME[told]
    if became is None:
        return None
    cells = row.get("row", {}) if "became" in row else row
    named, any_id = row.get("table") or table, row.get("id")
    is_row = named in SHARED_TABLE_NAMES and isinstance(any_id, str) and 0 < len(any_id) <= 100
    if not is_row or not (cells is None or isinstance(cells, dict)):
        return "no row of a share: it needs a table, an id and cells"
    return SharedLine(became=became, table=named, id=str(any_id), cells=cells or {})


def _name_beside(path: Path) -> str:
    """Return the name of the share that a file lies with; "" where nothing beside or above it tells one."""
    above = (path.parent.parent,) if path.parent.name == "increments" else ()
    for folder in (path.parent, *above):
        try:
            found = msgspec.json.decode((folder / SHARE_DESCRIPTION).read_bytes())
        except (OSError, msgspec.DecodeError, RecursionError):
            continue
        if isinstance(found, dict) and SHARE_MARK in found:
            return _name_of(found)
    return ""


def _name_of(body: Mapping[str, Any]) -> str:
    return str(body.get("share") or "")[:64]


def _table_of(path: Path) -> str:
    """Return the table that a file holds, by its name; "" where its lines tell it."""
    stem = path.stem.rpartition("-")[2]
    return stem if stem in SHARED_TABLE_NAMES else ""


def _check_version(body: Mapping[str, Any], where: str) -> None:
    version = body.get(SHARE_MARK)
    if version is None:
        raise InputError(where, f"it is no share: it has no {SHARE_MARK}")
    if version != SHARE_SCHEMA:
        raise InputError(
            where,
            f"it is a share of version {str(version)[:20]}, and version {SHARE_SCHEMA} is read here; "
            "let the older of the two Watchfloors be upgraded",
        )


def _decoded(raw: bytes, where: str) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(where, f"it is no JSON ({error}); {_AGAIN}") from error
    if not isinstance(found, dict):
        raise InputError(where, f"a JSON object was expected, this is a {type(found).__name__}")
    return found


def _bytes_of(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise InputError(str(file), f"it has over {LARGEST:,} bytes; ask for increments")
        return file.read_bytes()
    except OSError as error:
        raise InputError(str(file), f"it cannot be read: {error.strerror}") from error

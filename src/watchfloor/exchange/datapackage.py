"""What stands beside an exported table (a Frictionless data package): columns, question, digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from watchfloor.exchange.crosswalk import Elsewhere, all_elsewhere
from watchfloor.exchange.tables import Column
from watchfloor.model import Scope

_NAME = "watchfloor-export"
_NOTE = (
    "Machine-read from reports, not verified. A happening is one row however many tell of it; origins are "
    "separately written texts, whose independence is not established."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A table that was written: its file, what it holds, and what was asked."""

    file: str
    table: str
    means: str
    media: str
    columns: Sequence[Column]
    scope: Scope
    audience: str
    as_of: str | None
    admissions: int
    version: str
    bytes: int
    sha256: str
    rows: int
    by: str | None = None


def datapackage(exported: Exported, held: Mapping[str, Any]) -> dict[str, Any]:
    """Return the description of a folder's tables with one that was written; `held` is the one of before.

    It holds no moment of writing: the same question at the same state of the floor gives the same bytes.
    """
    others = [it for it in held.get("resources", ()) if it.get("path") != exported.file]
    return {
        "name": _NAME,
        "profile": "data-package",
        "title": "Exported from a Watchfloor floor",
        "description": _NOTE,
        "resources": sorted([*others, _resource(exported)], key=lambda it: str(it["path"])),
        "codebook": {
            "text": "docs/codebook.md",
            "elsewhere": [
                {field.name: getattr(row, field.name) for field in fields(Elsewhere)}
                for row in all_elsewhere()
            ],
        },
    }


def _resource(exported: Exported) -> dict[str, Any]:
    asked = {name: value for name, value in asdict(exported.scope).items() if value}
    return {
        "name": exported.table,
        "path": exported.file,
        "description": exported.means,
        "profile": "tabular-data-resource" if exported.media == "text/csv" else "data-resource",
        "mediatype": exported.media,
        "encoding": "utf-8",
        "bytes": exported.bytes,
        "hash": f"sha256:{exported.sha256}",
        "rows": exported.rows,
        "scope": asked,
        "by": exported.by,
        "audience": exported.audience,
        "as_of": exported.as_of,
        "admissions": exported.admissions,
        "watchfloor": exported.version,
        "schema": {
            "fields": [
                {"name": column.name, "type": column.type, "description": column.means}
                for column in exported.columns
            ],
            "missingValues": [""],
        },
    }

"""Two releases compared: which rows are new, changed or gone, in which columns, and why."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from watchfloor.errors import UsageError

Became = Literal["new", "changed", "gone"]
Why = Literal["person", "version", "reports"]
_PACKAGE = "datapackage.json"
_KEYS: Mapping[str, tuple[str, ...]] = {
    "numbers": ("series", "evidence_report", "claimant", "value"),
    "dyads": ("period", "doer", "target", "type"),
    "places": ("period", "geonames", "place", "country"),
}
_BY_PERSON = frozenset({"by_desk", "used", "fatalities_rule"})  # columns that only people change
_WAITS = frozenset({"known"})  # no difference by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDiffers:
    """A row that two releases hold otherwise: which it is, in which columns, from what to what, and why.

    `why` is "person" where somebody decided, "version" where another version wrote it, else "reports".
    """

    table: str
    id: str
    became: Became
    why: Why
    columns: Mapping[str, tuple[str, str]]


def differences(before: Path, after: Path) -> Iterator[RowDiffers]:
    """Yield in which rows two folders of a release differ, table by table, in the order of their ids."""
    one, other = _tables(before), _tables(after)
    by_version = _version(before) != _version(after)
    for table in sorted({*one, *other}):
        old, new = one.get(table, {}), other.get(table, {})
        for id_ in sorted({*old, *new}):
            found = _row(table, id_, old.get(id_), new.get(id_), by_version=by_version)
            if found is not None:
                yield found


def _row(
    table: str, id_: str, old: Mapping[str, str] | None, new: Mapping[str, str] | None, *, by_version: bool
) -> RowDiffers | None:
    names = dict.fromkeys((*(old or ()), *(new or ())))
    told = {name: ((old or {}).get(name, ""), (new or {}).get(name, "")) for name in names}
    columns = {name: values for name, values in told.items() if values[0] != values[1]}
    if not columns or (old and new and columns.keys() <= _WAITS):
        return None
    became: Became = "new" if old is None else "gone" if new is None else "changed"
    is_decided = became == "changed" and bool(_BY_PERSON & columns.keys())
    why: Why = "person" if is_decided else "version" if by_version else "reports"
    return RowDiffers(table=table, id=id_, became=became, why=why, columns=columns)


def _tables(folder: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Return the rows of a release by table and key; a key that comes again is counted."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for resource in package_of(folder).get("resources", ()):
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows: dict[str, dict[str, str]] = {}
            for row in csv.DictReader(file):
                key = " | ".join(row[name] for name in _KEYS.get(resource["name"], ("id",)))
                rows[key if key not in rows else f"{key} #{len(rows)}"] = row
            found[resource["name"]] = rows
    return found


def _version(folder: Path) -> set[str]:
    return {resource["watchfloor"] for resource in package_of(folder).get("resources", ())}


def package_of(folder: Path) -> dict[str, Any]:
    """Return what describes a release; raise UsageError for a folder that is none."""
    try:
        return msgspec.json.decode((folder / _PACKAGE).read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(
            f"{folder} is no release (it holds no {_PACKAGE}); make one: watchfloor export --release NAME"
        ) from error

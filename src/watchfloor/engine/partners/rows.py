"""The rows of a share as they stand now: tables of what is asked for, as its audience may see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from watchfloor.config import Config
from watchfloor.disclosure import Disclosed, Told, disclose
from watchfloor.engine.answer.asking import meant
from watchfloor.engine.answer.exporting import ExportPart, parts_oldest_first
from watchfloor.engine.answer.situations import named, within
from watchfloor.engine.answer.times import Clock
from watchfloor.engine.partners.left_out import LeftOut
from watchfloor.exchange.shares import SHARED_TABLES
from watchfloor.exchange.tables import EXPORT_TABLES, Row
from watchfloor.model import GivenRow, NumberTold, PartnerShare, Scope, SituationReport, digest
from watchfloor.store import Store
from watchfloor.store.shares import RowKey, SharedRows
from watchfloor.store.values import spelt


def scope_of_share(config: Config, share: PartnerShare, *, now: str) -> Scope:
    """Return what a share asks for at a moment; raise UsageError for what cannot be meant any more."""
    clock = Clock(datetime.fromisoformat(now), config.timezone)
    scope = meant(share.asked, clock=clock).scope
    if share.asked.situation is None:
        return scope
    return within(scope, named(config.folder, share.asked.situation), clock=clock)


def rows_of(store: Store, config: Config, share: PartnerShare, left_out: LeftOut, *, now: str) -> SharedRows:
    """Return the rows of a share as they stand, by table and id."""
    scope = scope_of_share(config, share, now=now)
    told: Told = {}
    found: SharedRows = {}
    with store.snapshot():
        for table in share.tables:
            for part in parts_oldest_first(store, table, scope, kept=left_out.kept):
                shown = disclose(part.known, share.audience, config.retention, told=told)
                for row in _rows_of_part(table, part, shown):
                    key = _free(found, table, row.id)
                    found[key] = row if key[1] == row.id else _renamed(row, key[1])
    return found


def _rows_of_part(table: str, part: ExportPart, shown: Disclosed[SituationReport]) -> Iterator[GivenRow]:
    names = [column.name for column in SHARED_TABLES[table].columns]
    for listed in part.rows:
        for position, row in enumerate(EXPORT_TABLES[table].rows(listed.value, listed.known, shown)):
            id_ = _id(listed.value, position, row)
            cells = {name: _spelt({**row, "id": id_}.get(name)) for name in names}
            yield GivenRow(table=table, id=id_, cells=cells, report=_report(cells))


def _free(found: SharedRows, table: str, any_id: str) -> RowKey:
    """Return the key of a row that no row has yet: a number may be told twice in one place."""
    while (table, any_id) in found:
        any_id = digest(any_id, "again")
    return table, any_id


def _renamed(row: GivenRow, any_id: str) -> GivenRow:
    return replace(row, id=any_id, cells={**(row.cells or {}), "id": any_id})


def _spelt(cell: Any) -> Any:
    """Return a cell as it comes back from where it is kept."""
    return spelt(cell) if isinstance(cell, str) else cell


def _id(value: Any, position: int, row: Row) -> str:
    if not isinstance(value, NumberTold):
        return str(row["id"])
    evidence = value.series.points[position].claim.evidence
    return digest(value.series.id, evidence.report, evidence.text_id, str(evidence.span.start))


def _report(cells: Mapping[str, Any]) -> str | None:
    """Return the report whose words stand in a row."""
    for name in ("evidence_report", "report"):
        if name in cells:
            return None if cells[name] is None else str(cells[name])
    return str(cells["id"]) if "title" in cells else None

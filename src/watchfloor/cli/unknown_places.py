"""The list `show unknown-places`: names that stand where places do, and that no table knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from watchfloor.cli.output import say, table, write_json

if TYPE_CHECKING:
    from watchfloor.engine.answer.unknown_places import UnknownPlace


def write_unknown_places(rows: Sequence[UnknownPlace], *, json: bool) -> None:
    """Write names with how many separately written texts have them, and the words of the newest."""
    if json:
        write_json(
            [
                {
                    "name": row.name,
                    "texts": row.texts,
                    "last": row.last,
                    "report": row.evidence.report,
                    "words": row.words,
                }
                for row in rows
            ]
        )
        return
    if not rows:
        say("no name stands where a place does that is not found")
        return
    table(("name", "texts", "last", "words"), [_cells(row) for row in rows])
    say("what is a place of yours goes into places.csv (docs/own-tables.md)")


def _cells(row: UnknownPlace) -> tuple[str, ...]:
    return row.name, str(row.texts), (row.last or "undated")[:10], row.words

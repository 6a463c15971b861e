"""What a type and mode of events is nearest to in the codebooks of others: CAMEO, ACLED-like types, GLIDE."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from watchfloor.tables import read_table


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A row of the table: what stands for a type and mode elsewhere, "-" where nothing does."""

    type: str
    mode: str
    cameo: str
    acled: str
    glide: str


def elsewhere(event_type: str, mode: str | None) -> Elsewhere:
    """Return what a type and mode is nearest to elsewhere; of a mode without a row, what its type is."""
    rows = _rows()
    none = Elsewhere(event_type, mode or "-", "-", "-", "-")
    return rows.get((event_type, mode or "-")) or rows.get((event_type, "-")) or none


@cache
def all_elsewhere() -> tuple[Elsewhere, ...]:
    """Return the whole table, in its order."""
    return read_table("exchange/crosswalk.tsv", Elsewhere)


@cache
def _rows() -> dict[tuple[str, str], Elsewhere]:
    return {(row.type, row.mode): row for row in all_elsewhere()}

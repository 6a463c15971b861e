"""The news agencies, and the ways in which texts name them: a look-up that reading and merging share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from watchfloor.tables import Parted, read_table


@dataclass(frozen=True, slots=True)
class _Agency:
    name: str
    ways: Annotated[tuple[str, ...], Parted("|")]


@cache
def agencies() -> Mapping[str, str]:
    """Return the agencies by each way to name them, folded and without outer dots."""
    rows = read_table("ingest/agencies.tsv", _Agency)
    return {way.strip(" .").casefold(): row.name for row in rows for way in row.ways}

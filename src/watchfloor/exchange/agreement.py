"""Rows coded by hand: a sample without the machine's codes, and how far two who coded it agree."""

from __future__ import annotations

import csv
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchfloor.errors import UsageError
from watchfloor.exchange.tables import EXPORT_TABLES, Column, Row
from watchfloor.model import digest

# What a coder fills in; the names are those of the table of events, so that the machine's can be compared.
CODED = ("type", "mode", "doer", "target", "place", "day", "polarity", "modality")
_SHOWN = ("id", "evidence", "evidence_outlet", "evidence_url")


def sampled(rows: Iterable[Row], size: int) -> list[Row]:
    """Return so many rows, drawn by a digest of their ids: of the same rows the same sample."""
    keyed = ((digest("sample", str(row["id"])), row) for row in rows)
    return [row for _, row in heapq.nsmallest(size, keyed, key=lambda it: it[0])]


def blind_columns() -> tuple[Column, ...]:
    """Return the columns of a sample for coders: the words, and what they fill in."""
    held = {column.name: column for column in EXPORT_TABLES["events"].columns}
    return tuple(held[name] for name in (*_SHOWN, *CODED))


def blinded(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows with their words alone."""
    for row in rows:
        yield {name: row.get(name) for name in _SHOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two agree in one column: of `n` rows that both filled, the share alike, and Cohen's kappa.

    Kappa is None where both say one and the same of all: there is nothing to agree on by chance.
    """

    column: str
    n: int
    alike: float
    kappa: float | None


def agreement(one: Path, other: Path) -> list[Agreement]:
    """Return how far two files agree, column by column; raise UsageError where they share no rows."""
    mine, theirs = _read(one), _read(other)
    shared = [id_ for id_ in mine if id_ in theirs]
    if not shared:
        raise UsageError(f"{one} and {other} have no row in common; both need the ids of one sample")
    found = []
    for column in CODED:
        pairs = [(mine[id_].get(column, ""), theirs[id_].get(column, "")) for id_ in shared]
        filled = [(_folded(a), _folded(b)) for a, b in pairs if a.strip() and b.strip()]
        if filled:
            found.append(_agreed(column, filled))
    return found


def _agreed(column: str, pairs: Sequence[tuple[str, str]]) -> Agreement:
    alike, kappa = agreed_share(pairs)
    rounded = None if kappa is None else round(kappa, 3)
    return Agreement(column=column, n=len(pairs), alike=round(alike, 3), kappa=rounded)


def agreed_share(pairs: Sequence[tuple[str, str]]) -> tuple[float, float | None]:
    """Return the share of pairs that are alike, and Cohen's kappa; None where chance explains all."""
    count = len(pairs)
    alike = sum(a == b for a, b in pairs) / count
    ones, others = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(ones[value] * others[value] for value in ones) / count**2
    return alike, None if chance == 1 else (alike - chance) / (1 - chance)


def _folded(value: str) -> str:
    return " ".join(value.casefold().split())


def _read(file: Path) -> Mapping[str, Mapping[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as held:
        rows = csv.DictReader(held)
        if "id" not in (rows.fieldnames or ()):
            raise UsageError(f"{file} has no column `id`; give files made with: watchfloor export --sample N")
        return {row["id"]: {name: value or "" for name, value in row.items() if name} for row in rows}

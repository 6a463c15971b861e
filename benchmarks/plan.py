"""The plan for ten million reports, and for 3.5 a second for a year: by simulation with generated keys.

`python -m benchmarks.plan [ROWS]`: tables are filled with so many rows of generated keys, to see what a row
costs as they grow; days of arrivals, busy by day and quiet by night, are let through the grouping window, to
see whether it still holds a source when its copy comes.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from watchfloor.engine.window.grouping import WINDOW_SLICE, WINDOW_SLICES
from watchfloor.model import digest
from watchfloor.store import Store, schema

RATE = 3.5  # reports a second
_YEAR, _DAY, _HOUR = 365 * 86_400, 86_400, 3_600
_ROWS = 300_000
_BATCH = 5_000
# Measured (docs/growth.md): seconds of a processor to read a short report and to write it, bytes stored.
_READING, _WRITING, _STORED = 0.049, 0.025, 19_900
_OF_WINDOW = 8_600  # bytes of memory for each article of the window (decision 14)
# How busy each hour of a day is, of 1 on the mean: nights are quiet.
_RHYTHM = 1 + 0.6 * np.sin((np.arange(24) - 8) / 24 * 2 * np.pi)


@dataclass(frozen=True, slots=True)
class Grown:
    """A table of generated keys: bytes of a row with its indexes, microseconds at first and at last."""

    name: str
    rows: int
    stored: float
    first: float
    last: float


def grown(rows: int) -> Iterator[Grown]:
    """Yield what the two tables with the most rows cost as they are filled with generated keys."""
    for table, made in ((schema.scope, _scope_row), (schema.member, _member_row)):
        with tempfile.TemporaryDirectory() as name:
            Store.create(name).close()
            file = Path(name) / "floor.sqlite"
            before = file.stat().st_size
            with Store.open(name, write=True) as store:
                _begin(store)
                costs = [_filled(store, table, made, start) for start in range(0, rows, _BATCH)]
            part = max(1, len(costs) // 10)
            yield Grown(
                table.name,
                rows,
                (file.stat().st_size - before) / rows,
                sum(costs[:part]) / part * 1e6,
                sum(costs[-part:]) / part * 1e6,
            )


def _begin(store: Store) -> None:
    with store.admission(arrived="2026-01-01T00:00:00Z", kind="act", what="plan") as admission:
        admission.log()


def _filled(store: Store, table: sa.Table, made: Any, start: int) -> float:
    """Write a batch of rows; return the seconds of CPU that a row took."""
    rows = [made(number) for number in range(start, start + _BATCH)]
    began = time.process_time()
    with store.transaction() as connection:
        connection.execute(sa.insert(table), rows)
    return (time.process_time() - began) / _BATCH


def _scope_row(number: int) -> dict[str, object]:
    return {
        "kind": ("event", "report", "story", "actor", "change")[number % 5],
        "id": digest("thing", str(number // 8)),
        "unit": digest("unit", str(number // 4)),
        "term": ("country:XA", "type:CONSULT", "outlet:Gazette", "language:en")[number % 4]
        + str(number % 97),
        "basis": "strong",
        "born": number,
        "known_from": number,
        "known_until": None,
    }


def _member_row(number: int) -> dict[str, object]:
    return {
        "kind": ("rendition", "report", "origin", "actor")[number % 4],
        "member": digest("member", str(number)),
        "whole": digest("whole", str(number // 3)),
        "position": number % 3,
        "known_from": 1,
        "known_until": None,
    }


def window_hours(rate: float) -> tuple[float, float]:
    """Return the hours that the grouping window holds at the busiest and at the quietest, by simulation.

    Arrivals are drawn for two days, hour by hour; the window forgets whole slices, as the real one does.
    """
    moments = _arrivals(rate)
    numbers = np.arange(len(moments))
    # With its slice, a report leaves when the first of the slice comes that has no room beside it.
    leaves = (numbers // WINDOW_SLICE + WINDOW_SLICES) * WINDOW_SLICE
    kept = leaves < len(moments)
    spans = (moments[leaves[kept]] - moments[numbers[kept]]) / _HOUR
    return float(spans.min()), float(spans.max())


def too_late(rate: float, delays: NDArray[np.float64]) -> float:
    """Return the share of copies, each so many seconds behind its source, that come when that has left."""
    moments = _arrivals(rate)
    drawn = np.random.default_rng(7)
    sources = drawn.integers(0, len(moments) // 3, len(delays))
    leaves = (sources // WINDOW_SLICE + WINDOW_SLICES) * WINDOW_SLICE
    come = np.searchsorted(moments, moments[sources] + delays)
    return float((come >= leaves).mean())


def _arrivals(rate: float) -> NDArray[np.float64]:
    drawn = np.random.default_rng(1)
    days = max(3, int(np.ceil(3 * WINDOW_SLICE * WINDOW_SLICES / (rate * _DAY))))
    hours = np.tile(_RHYTHM * rate * _HOUR, days)
    counts = drawn.poisson(hours)
    return np.sort(np.concatenate([
        hour * _HOUR + drawn.uniform(0, _HOUR, count) for hour, count in enumerate(counts)
    ]))  # fmt: skip


def main(rows: int) -> None:
    """Print the plan."""
    for found in grown(rows):
        print(
            f"{found.name}: {found.rows:,} rows of generated keys, {found.stored:.0f} bytes a row, "
            f"{found.first:.1f} µs of a CPU at first, {found.last:.1f} at last"
        )
    for name, reports in (("ten million", 10_000_000), ("3.5 a second for a year", round(RATE * _YEAR))):
        print(f"\n{name}: {reports:,} reports")
        print(f"  disk          {reports * _STORED / 1e12:.2f} TB")
        print(f"  reading       {reports * _READING / _HOUR:,.0f} hours of a processor")
        print(f"  writing       {reports * _WRITING / _HOUR:,.0f} hours of a processor")
        print(f"  window        {WINDOW_SLICE * WINDOW_SLICES * _OF_WINDOW / 1e6:.0f} MB of memory")
    print(
        f"\nbusy at 3.5 a second: readers {RATE * _READING:.2f}, writer {RATE * _WRITING:.2f} of a processor"
    )
    for rate in (0.05, 0.5, RATE):
        least, most = window_hours(rate)
        shares = ", ".join(f"{median:g} h: {too_late(rate, _delays(median)):.0%}" for median in (0.5, 2, 12))
        held = f"the window holds {least:.1f} to {most:.1f} hours"
        print(f"{rate:g} a second: {held}; too late at a median of {shares}")


def _delays(median: float) -> NDArray[np.float64]:
    """Return delays in seconds of generated copies: log-normal, one of six beyond four times the median."""
    return np.random.default_rng(3).lognormal(np.log(median * _HOUR), np.log(4), 50_000)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _ROWS)

"""Quantities: value, unit, bound, role and thing, on our own sentences (no public set marks all of these)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from evals.parses import CachedParser
from evals.spans import match_one_to_one, overlap
from watchfloor.extract.article import Context
from watchfloor.extract.quantities.finder import find_quantities
from watchfloor.extract.times.finder import find_times

OWN = Path(__file__).parent / "own" / "quantities.jsonl"


_PARTS = ("value", "unit", "role", "bound", "what")


def measure_own() -> dict[str, float]:
    """Return F1 of quantities with value, unit and role right, then of each part among the found."""
    parser, counts = CachedParser(), Counter[str]()
    for line in OWN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        with parser.parse(row["text"], context=Context(published=row["published"])) as article:
            given = find_quantities(article, find_times(article))
        wanted = row["quantities"]
        counts["gold"] += len(wanted)
        counts["found"] += len(given)
        for i, j in match_one_to_one(wanted, given, lambda a, b: float(overlap(a["span"], b.span))):
            same = {name: wanted[i][name] == getattr(given[j], name) for name in _PARTS}
            counts.update(name for name, right in same.items() if right)
            counts["span"] += 1
            counts["value, unit and role"] += same["value"] and same["unit"] and same["role"]
    return _figures(counts)


def _figures(counts: Counter[str]) -> dict[str, float]:
    total = counts["gold"] + counts["found"]
    figures = {f"{name} F1": 2 * counts[name] / total for name in ("value, unit and role", "span") if total}
    for name in _PARTS:
        figures[f"{name}, of found"] = counts[name] / counts["span"] if counts["span"] else 0.0
    return figures

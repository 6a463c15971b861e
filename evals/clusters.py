"""Measures over groupings: what the scorers of renditions and stories share."""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from watchfloor.engine.window.streams import group_lines

OWN = Path(__file__).parent / "own"
Record = dict[str, Any]


def read(path: Path) -> list[Record]:
    """Return the records of a JSON Lines file, xz-compressed or not."""
    kept = path.read_bytes()
    text = (lzma.decompress(kept) if path.suffix == ".xz" else kept).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def grouped(records: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Return the product's placement of each record, in order of arrival, by id."""
    return {line["id"]: line for line in group_lines(records)}


def groups(keys: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the members of each group."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for member, key in keys.items():
        found[key].add(member)
    return found


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean, 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def bcubed(
    gold: Mapping[str, str],
    found: Mapping[str, str],
    scored: Sequence[str],
    unknown: Callable[[str, str], bool],
) -> float:
    """Return B-cubed F1 over the `scored` members; pairs that are `unknown` are left out of both sides."""
    gold_groups, found_groups = groups(gold), groups({member: found[member] for member in gold})
    precision = recall = 0.0
    for member in scored:
        right = {m for m in gold_groups[gold[member]] if m == member or not unknown(member, m)}
        put = {m for m in found_groups[found[member]] if m == member or not unknown(member, m)}
        precision += len(right & put) / len(put)
        recall += len(right & put) / len(right)
    return f1(precision / len(scored), recall / len(scored)) if scored else 0.0


def joined(pairs: Iterable[tuple[str, str]], found: Mapping[str, str]) -> float:
    """Return the share of pairs that are in one group."""
    together = [found[one] == found[other] for one, other in pairs]
    return sum(together) / len(together) if together else 0.0


def pairs_within(members: Iterable[str]) -> list[tuple[str, str]]:
    """Return all pairs of members, each once."""
    return list(combinations(sorted(members), 2))

"""`watchfloor group` over a dated stream: speed, growth, memory, and what vectors would cost."""

from __future__ import annotations

import json
import lzma
import os
import resource
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from watchfloor.engine.grouping import Grouping, rendition_of
from watchfloor.merge import fingerprint
from watchfloor.model import Rendition
from watchfloor.vectors import vector

ARTICLES = 20_000
SPEED = 2_000.0  # articles a CPU second, at least (issue 5)
GROWTH = 1.3  # cost an article at the end of the stream by that at 1,000, at most
MEMORY = 1_000.0  # MB, at most
WORDS = range(60, 2_001)
_STEP = 1_000


def stream() -> list[Rendition]:
    """Return dated wire items of the dev data, each once (copies cost less), or the examples without it."""
    path = Path(os.environ.get("DATA", "../shared/data")) / "group" / "reuters_repeats.jsonl.xz"
    if path.exists():
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            rows = [row for row in map(json.loads, lines) if len(row["text"].split()) in WORDS]
    else:
        rows = [json.loads(line) for line in Path("examples/articles.jsonl").read_text("utf-8").splitlines()]
    return [rendition_of(row) for row in islice(rows, ARTICLES)]


def _admit(grouping: Grouping, renditions: Sequence[Rendition]) -> float:
    started = time.process_time()
    for rendition in renditions:
        grouping.admit(rendition, fingerprint(rendition))
    return time.process_time() - started


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield name, value, what it is measured against, and whether it holds."""
    renditions = stream()
    _admit(Grouping(), renditions[:_STEP])  # tables are loaded, words are known
    grouping = Grouping()
    costs = [
        _admit(grouping, renditions[n : n + _STEP]) for n in range(0, len(renditions) - _STEP + 1, _STEP)
    ]
    costs = costs or [_admit(grouping, renditions)]
    speed = min(_STEP, len(renditions)) * len(costs) / sum(costs)
    yield "articles a CPU second", speed, f">= {SPEED:.0f}", speed >= SPEED
    growth = costs[-1] / costs[0]
    yield f"cost at {_STEP * len(costs):,} by cost at {_STEP:,}", growth, f"<= {GROWTH}", growth <= GROWTH
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "peak memory, MB", memory, f"<= {MEMORY:.0f}", memory <= MEMORY
    sample = renditions[:200]
    started = time.process_time()
    for rendition in sample:
        vector(rendition.text)
    alone = (time.process_time() - started) / len(sample)
    share = alone / (alone + 1 / speed)
    yield "speed with vectors by vectors alone", share, ">= 0.6", share >= 0.6

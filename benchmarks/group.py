"""`watchfloor group` over a dated stream: speed, growth, memory, and what vectors would cost.

Measured twice, without and with stories: issue 5 bounds the speed of renditions and origins.
"""

from __future__ import annotations

import json
import lzma
import os
import resource
import time
from collections.abc import Generator, Iterator, Sequence
from itertools import islice
from pathlib import Path

from watchfloor.engine.window.grouping import Grouping
from watchfloor.engine.window.streams import rendition_of
from watchfloor.merge.fingerprint import fingerprints
from watchfloor.model import Rendition
from watchfloor.vectors import vector

ARTICLES = 20_000
SPEED = 2_000.0  # articles a CPU second, at least (issue 5)
GROWTH = 1.3  # cost an article at the end of the stream by that at 1,000, at most
MEMORY = 1_000.0  # MB, at most
WORDS = range(15, 2_001)
_STEP = 1_000
_TURN = 50
_WIRE = "reuters_repeats"
_OTHERS = ("stories_galaxy.mixed", "stories_ecb.mixed")  # the rest, spread evenly, as they are longer


def stream() -> list[Rendition]:
    """Return 20,000 texts of the dev data, each once (copies cost less), or the examples without it."""
    folder = Path(os.environ.get("DATA", "../shared/data")) / "group"
    if not folder.exists():
        rows = Path("examples/articles.jsonl").read_text("utf-8").splitlines()
        return [rendition_of(json.loads(row)) for row in rows]
    seen: set[str] = set()
    wire = list(_texts(folder, (_WIRE,), seen))
    others = list(islice(_texts(folder, _OTHERS, seen), ARTICLES - len(wire)))
    every = len(wire) / max(1, len(others))
    placed = [(float(place), row) for place, row in enumerate(wire)]
    placed += [(place * every + 0.5, row) for place, row in enumerate(others)]
    return [row for _, row in sorted(placed, key=lambda pair: pair[0])][:ARTICLES]


def _texts(folder: Path, names: Sequence[str], seen: set[str]) -> Iterator[Rendition]:
    for name in names:
        with lzma.open(folder / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                rendition = rendition_of(row)
                if len(rendition.text.split()) in WORDS and rendition.text_id not in seen:
                    seen.add(rendition.text_id)
                    yield rendition


def _admit(grouping: Grouping, renditions: Sequence[Rendition]) -> float:
    started = time.process_time()
    for start in range(0, len(renditions), _TURN):
        turn = renditions[start : start + _TURN]
        for rendition, signature in zip(turn, fingerprints(turn), strict=True):
            grouping.admit(rendition, signature)
    return time.process_time() - started


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield name, value, what it is measured against, and whether it holds."""
    renditions = stream()
    _admit(Grouping(), renditions[:_STEP])  # tables are loaded, words are known
    yield from _run("copies", renditions, SPEED, stories=False)
    speed = yield from _run("with stories", renditions, 0.0, stories=True)
    sample = renditions[:200]
    started = time.process_time()
    for rendition in sample:
        vector(rendition.text)
    alone = (time.process_time() - started) / len(sample)
    share = alone / (alone + 1 / speed)
    yield "speed with vectors by vectors alone", share, ">= 0.6", share >= 0.6


def _run(
    label: str, renditions: Sequence[Rendition], least: float, *, stories: bool
) -> Generator[tuple[str, float, str, bool], None, float]:
    """Yield the figures of one run over the stream, and return the articles a CPU second."""
    grouping = Grouping(stories=stories)
    cost = _admit(grouping, renditions[:-_STEP])
    last = renditions[-_STEP:]
    late, early = _side_by_side((grouping, Grouping(stories=stories)), last)
    speed = len(renditions) / (cost + late)
    yield f"{label}: articles a CPU second", speed, f">= {least:.0f}", speed >= least
    growth = late / early
    where = f"cost at {len(renditions):,} by cost at {len(last):,}"
    yield f"{label}: {where}", growth, f"<= {GROWTH}", growth <= GROWTH
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"{label}: peak memory, MB", memory, f"<= {MEMORY:.0f}", memory <= MEMORY
    return speed


def _side_by_side(groupings: Sequence[Grouping], renditions: Sequence[Rendition]) -> list[float]:
    """Return what the same articles cost in each window, in turns: a busy machine slows both alike."""
    costs = [0.0] * len(groupings)
    for start in range(0, len(renditions), _TURN):
        for place, grouping in enumerate(groupings):
            costs[place] += _admit(grouping, renditions[start : start + _TURN])
    return costs

"""A start at any size, with simulated keys: what the grouping window costs in memory, store and time.

`python -m benchmarks.window [ARTICLES]`: a store is filled with so many signatures of random words, the worst
case for the indexes, of which the last 25,000 are in the window; the rest of an admission is left out.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from watchfloor.engine.window.grouping import WINDOW_SLICE, WINDOW_SLICES, Grouping
from watchfloor.engine.window.restore import restore_window
from watchfloor.merge.fingerprint import SIGNATURE_VERSION
from watchfloor.model import (
    OriginId,
    Placement,
    Rendition,
    RenditionId,
    ReportId,
    Signature,
    StoryId,
    TextId,
    digest,
)
from watchfloor.store import Store
from watchfloor.words import NUMERIC

_ARTICLES = 60_000
_WORDS = 250
_VOCABULARY = 60_000  # words, the n-th of which is used with probability 1/n
_BATCH = 1_000


def simulated(number: int) -> tuple[Rendition, Signature]:
    """Return rendition and signature of an article of random words."""
    random = np.random.default_rng(number)
    ranks = np.exp(random.uniform(0.0, np.log(_VOCABULARY), _WORDS)).astype(np.uint32)
    words = (ranks * np.uint32(2_654_435_761)) & np.uint32(0x7FFFFFFF)
    text_id = digest("simulated", str(number))
    rendition = Rendition(
        id=RenditionId(text_id),
        text_id=TextId(text_id),
        text=f"article {number}",
        paragraphs=(),
        language="en",
    )
    signature = Signature(
        version=SIGNATURE_VERSION,
        words=words.astype("<u4").tobytes(),
        title=words[:8].astype("<u4").tobytes(),
        name_words=words[8:20].astype("<u4").tobytes(),
        number_words=(words[20:26] | np.uint32(NUMERIC)).astype("<u4").tobytes(),
    )
    return rendition, signature


def fill(folder: Path, articles: int) -> None:
    """Fill a store: what is before the window without being placed, as nothing reads it."""
    grouping = Grouping()
    begin = max(0, articles // WINDOW_SLICE - WINDOW_SLICES + 1) * WINDOW_SLICE
    grouping.start_at(begin)
    with Store.open(folder, write=True) as store:
        for start in range(0, articles, _BATCH):
            with store.admission(arrived="2026-01-01", kind="import", what="simulated") as admission:
                for number in range(start, min(start + _BATCH, articles)):
                    rendition, signature = simulated(number)
                    admission.save_rendition(rendition)
                    admission.save_signature(rendition.id, signature)
                    placement = grouping.admit(rendition, signature) if number >= begin else _alone(rendition)
                    admission.save_placement(placement)
                    if number >= begin:
                        kept = grouping.snapshot_of(rendition.id)
                        admission.remember(rendition.id, *kept, first=grouping.first_number)


def _alone(rendition: Rendition) -> Placement:
    own = digest("alone", rendition.id)
    return Placement(
        rendition=rendition.id,
        report=ReportId(own),
        origin=OriginId(own),
        story=StoryId(own),
        relation="original",
    )


def figures(articles: int) -> Iterator[tuple[str, float]]:
    """Yield what a start takes, and what the window holds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        Store.create(folder).close()
        fill(folder, articles)
        yield "MB of the store", (folder / "floor.sqlite").stat().st_size / 1e6
        with Store.open(folder, write=True) as store:
            before = _memory()
            started, spent = time.perf_counter(), time.process_time()
            grouping = restore_window(store, (WINDOW_SLICE, WINDOW_SLICES))
            yield "seconds of a start", time.perf_counter() - started
            yield "CPU seconds of a start", time.process_time() - spent
            yield "MB of the window", _memory() - before
        state = grouping.to_bytes()
        yield "MB of a state file", len(state) / 1e6
        started = time.process_time()
        Grouping.from_bytes(state)
        yield "CPU seconds to read it", time.process_time() - started


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _ARTICLES
    for label, value in figures(count):
        print(f"{label:30} {value:10.2f}")

"""What tracking costs beside reading: CPU time of `track` by that of `extract`, over the same texts.

Timed is each call of a function of `track` by the engine, and each choice of a story; what they call among
themselves counts once.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import wraps
from types import FunctionType
from typing import Any

from benchmarks.annotate import articles
from benchmarks.pairs import PAIRS, Spread
from watchfloor.engine.admit.admission import Floor
from watchfloor.extract import Extractor
from watchfloor.ingest import rendition_of_line
from watchfloor.store import Store
from watchfloor.track.stories.assign import StoryWindow

TRACK = 0.2  # of the CPU of extract, at most (issue 13)
TEXTS = 30  # a round
_AT = "2026-02-01T00:00:00Z"


class Timed:
    """Adds up the CPU time of calls; one within another counts once."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._inside = False

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that is timed."""

        @wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            if self._inside:
                return function(*arguments, **named)
            self._inside, begun = True, time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                self._inside = False
                self.seconds += time.process_time() - begun

        return timed


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield name, value, what it is measured against, and whether it holds."""
    rows = articles((PAIRS + 1) * TEXTS)
    rounds = [rows[at :: PAIRS + 1] for at in range(PAIRS + 1)]
    costs = [_costs(some) for some in rounds][1:]  # the first loads the model
    tracked, read = (sum(some) for some in zip(*costs, strict=True))
    told = f"{len(rows)} texts: {tracked:.1f} s beside {read:.1f} s"
    yield Spread.of(one / other for one, other in costs).at_most("track / extract", TRACK, told)


def _costs(rows: list[dict[str, str]]) -> tuple[float, float]:
    """Return the seconds that tracking and reading of some texts take, in a floor of their own."""
    track, extract = Timed(), Timed()
    with ExitStack() as undo, Store.memory() as store:

        def replace(owner: Any, name: str, timed: Timed) -> None:
            function = getattr(owner, name)
            setattr(owner, name, timed(function))
            undo.callback(setattr, owner, name, function)

        replace(Extractor, "read", extract)
        replace(StoryWindow, "choose", track)
        for module in [it for name, it in sys.modules.items() if name.startswith("watchfloor.engine")]:
            for name, held in list(vars(module).items()):
                if isinstance(held, FunctionType) and held.__module__.startswith("watchfloor.track"):
                    replace(module, name, track)
        items = [rendition_of_line(row, arrived=_AT) for row in rows]
        list(Floor(store).take(items, arrival=lambda _: _AT))
    return track.seconds, extract.seconds

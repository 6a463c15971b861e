"""What the first page of every list costs, and how that grows with the floor: CPU, in a running process.

Growth is told of every question, and held where both floors fill the page. Where the small floor has but
seven rows and the large one fifty, more is asked of the large one: that is told with the rows, and the cost
is held to what any page may cost.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.floors import floor
from watchfloor.engine.answer.queries import Page, ask, rests_on, search
from watchfloor.model import Scope, TimeBound
from watchfloor.store import Store

SMALL = 2_000
LARGE = 20_000 if os.environ.get("FULL") else 10_000  # a floor is made once: seven minutes for the larger
MOST, GROWTH = 0.150, 1.5  # seconds of CPU for a first page; large floor against small
LEAST = 0.003  # seconds: what costs less on the small floor is taken to cost this, or noise would be a ratio
_LISTS = ("reports", "stories", "events", "quotes", "changes", "actors", "timeline")
_NOW = "2026-02-01T00:00:00Z"
_ROUNDS = 7
_SCOPES = {
    "": Scope(),
    " of a country": Scope(countries=("AK",)),
    " of a country and type": Scope(countries=("AK",), types=("PROTEST",)),
    " of two countries, weak too": Scope(countries=("AK", "BL"), weak=True),
    " of an outlet": Scope(outlets=("Gazette 7",)),
    " of an actor": Scope(actors=("Person 4",)),
    " with words": Scope(words="word17"),
    " with rare words": Scope(words="word5500"),
    " of some days": Scope(
        happened_from=TimeBound("2026-01-01T06:00:00Z", "2026-01-01"),
        happened_to=TimeBound("2026-01-02T06:00:00Z", "2026-01-02"),
    ),
    " as of then": Scope(as_of=1500),
}


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield figure, value, what it is held against, and whether it holds."""
    with Store.open(floor(SMALL)) as small, Store.open(floor(LARGE)) as large:
        for name, question in _questions():
            pairs = [(_cpu(question, small), _cpu(question, large)) for _ in range(_ROUNDS)]
            cost = statistics.median(there for _, there in pairs)
            ratios = sorted(there / max(here, LEAST) for here, there in pairs)
            growth = statistics.median(ratios)
            against = f"at most {MOST:.3f} s; growth {growth:.2f} ({ratios[1]:.2f} to {ratios[-2]:.2f})"
            few, many = (_rows(question(store)) for store in (small, large))
            if few < many:
                yield name, cost, f"{against}, of {few} rows to {many}", cost <= MOST
            else:
                yield name, cost, f"{against}, at most {GROWTH}", cost <= MOST and ratios[1] <= GROWTH


def _questions() -> Iterator[tuple[str, Callable[[Store], object]]]:
    for told, scope in _SCOPES.items():
        for what in _LISTS:
            yield f"{what}{told}", partial(_asked, what, scope)
    for word in ("word17", "word5500"):
        yield f"search {word}", partial(_searched, Scope(words=word))
    yield "search of a country", partial(_searched, Scope(words="word17", countries=("AK",)))
    yield "what an answer rests on", lambda store: rests_on(store, Scope(), now=_NOW)


def _asked(what: str, scope: Scope, store: Store) -> object:
    return ask(store, what, scope)


def _searched(scope: Scope, store: Store) -> object:
    return search(store, scope)


def _rows(answer: object) -> int:
    return len(answer.rows) if isinstance(answer, Page) else 0


def _cpu(question: Callable[[Store], object], store: Store) -> float:
    before = time.process_time()
    question(store)
    return time.process_time() - before

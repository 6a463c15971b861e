"""What the first page of every list costs, and how that grows with the floor: CPU, in a running process.

Growth is what a page of as many rows costs on the large floor by what it costs on the small one: where the
small floor has but seven rows, seven are asked of both (docs/decisions/0029). The whole page is held to what
any page may cost.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.floors import floor
from benchmarks.pairs import Spread, in_turns
from watchfloor.engine.answer.queries import Page, ask, rests_on, search
from watchfloor.model import Moment, Scope, TimeBound
from watchfloor.store import Store

SMALL = 2_000
LARGE = 20_000 if os.environ.get("FULL") else 10_000  # a floor is made once: seven minutes for the larger
MOST, GROWTH = 0.150, 1.5  # seconds of CPU for a first page; large floor against small
LEAST = 0.001  # seconds: what costs less on the small floor is taken to cost this, or noise would be a ratio
Question = Callable[[Store, int], object]  # of a floor, for so many rows at most
_LISTS = ("reports", "stories", "events", "quotes", "changes", "actors", "timeline")
_NOW = "2026-02-01T00:00:00Z"
_ROUNDS = 7
_COUNTING = ("what an answer rests on",)  # it tells how many reports there are, and is no list
_PAGE, _HITS = 50, 20  # rows of a page
SCOPES = {
    "": Scope(),
    " of a country": Scope(countries=("AK",)),
    " of a country and type": Scope(countries=("AK",), types=("PROTEST",)),
    " of two countries, weak too": Scope(countries=("AK", "BL"), weak=True),
    " of an outlet": Scope(outlets=("Gazette 7",)),
    " of an actor": Scope(actors=("Person 4",)),
    " with words": Scope(words="word17"),
    " with rare words": Scope(words="word5500"),
    " of some days": Scope(
        happened_from=TimeBound(Moment("2026-01-01T06:00:00Z"), "2026-01-01"),
        happened_to=TimeBound(
            Moment("2026-01-01T18:00:00Z"), "2026-01-01"
        ),  # all of it on the small floor too
    ),
    " as of then": Scope(as_of=1500),
}


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield figure, value, what it is held against, and whether it holds."""
    with Store.open(floor(SMALL)) as small, Store.open(floor(LARGE)) as large:
        for name, rows, question in questions():
            yield _figure(name, rows, question, small, large)


def _figure(
    name: str, rows: int, question: Question, small: Store, large: Store
) -> tuple[str, float, str, bool]:
    few = _rows(question(small, rows)) or rows
    many = _rows(question(large, rows)) or rows
    pairs = in_turns(partial(_cpu, question, small, few), partial(_cpu, question, large, few), _ROUNDS)
    growth = Spread.of(there / max(here, LEAST) for here, there in pairs)
    whole = Spread.of(_cpu(question, large, rows) for _ in range(_ROUNDS))
    told = f"growth {growth.median:.2f} ({growth}), at most {GROWTH}; {few} rows, {many} there"
    against = f"at most {MOST:.3f} s; {told}"
    return name, whole.median, against, whole.low <= MOST and (growth.low <= GROWTH or name in _COUNTING)


def questions() -> Iterator[tuple[str, int, Question]]:
    """Yield every question by its name, with the rows of its first page."""
    for told, scope in SCOPES.items():
        for what in _LISTS:
            yield f"{what}{told}", _PAGE, partial(asked, what, scope)
    for word in ("word17", "word5500"):
        yield f"search {word}", _HITS, partial(_searched, Scope(words=word))
    yield "searches of four countries", _HITS, _searched_in_countries
    yield "what an answer rests on", 1, lambda store, _: rests_on(store, Scope(), now=_NOW)


def asked(what: str, scope: Scope, store: Store, rows: int = _PAGE) -> object:
    """Return the first page of a list."""
    return ask(store, what, scope, limit=rows)


def _searched(scope: Scope, store: Store, rows: int) -> object:
    return search(store, scope, limit=rows)


def _searched_in_countries(store: Store, rows: int) -> object:
    """Return the last of some pages: how far one goes back is chance."""
    pages = [
        _searched(Scope(words="word17", countries=(code,)), store, rows) for code in ("AK", "BL", "CM", "DN")
    ]
    return pages[-1]


def _rows(answer: object) -> int:
    return len(answer.rows) if isinstance(answer, Page) else 0


def _cpu(question: Question, store: Store, rows: int) -> float:
    before = time.process_time()
    question(store, rows)
    return time.process_time() - before

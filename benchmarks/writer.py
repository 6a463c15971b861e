"""The writer alone: how many prepared articles a second it takes in, on SQLite and on PostgreSQL. CPU time.

`python -m benchmarks.writer [ARTICLES]`: findings of generated articles are admitted as those of read ones
are, grouped and made stories of; measured at 1,000 and at so many. The CPU of PostgreSQL is told beside that
of the writer, which waits meanwhile.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from benchmarks.admission import prepared_of
from tests.postgresql import running
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.prepare.reading import Prepared
from watchfloor.merge import fingerprint
from watchfloor.store import Store

_FIRST = 1_000
_ARTICLES = 100_000 if os.environ.get("FULL") else 2_000
_MEASURED = 200  # articles before each of the two sizes
_GROWTH = 1.3
_VOCABULARY = 20_000
_WORDS = 80  # in the body of an article, besides its first sentence
_TICKS = os.sysconf("SC_CLK_TCK")


def generated(number: int) -> Prepared:
    """Return a generated article, ready to be admitted: one sentence that tells something, then random words.

    Every seventh is a copy but for its number; words are used as often as in language, the n-th 1/n times.
    """
    drawn = random.Random(number - number % 7 // 6)  # noqa: S311 - no secret
    body = " ".join(f"w{int(_VOCABULARY ** drawn.random())}" for _ in range(_WORDS))
    found = prepared_of(number, more=f" {body}.")
    return replace(found, signature=fingerprint(found.rendition))


def admitted(store: Store, sizes: Sequence[int]) -> Iterator[tuple[int, float, float]]:
    """Yield, at each size, the seconds of CPU that an article takes in the writer, and in its server."""
    floor, server = Floor(store), _server_of(store)
    spent = served = 0.0
    for number in range(max(sizes)):
        prepared = generated(number)
        at = f"2027-{1 + number // 2_000_000 % 12:02d}-01T00:00:00Z"
        before, there = time.process_time(), _used(server)
        floor.admit(prepared, arrived=at)
        spent += time.process_time() - before
        served += _used(server) - there
        if number + 1 in sizes:
            yield number + 1, spent / _MEASURED, served / _MEASURED
        if (number + 1 + _MEASURED) in sizes:
            spent = served = 0.0


def _server_of(store: Store) -> int | None:
    """Return the process of the server that works for a store."""
    if store.backend.file is not None:
        return None
    found = store.scalar(sa.select(sa.func.pg_backend_pid()))
    return int(found)


def _used(process: int | None) -> float:
    if process is None:
        return 0.0
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def figures(articles: int = _ARTICLES) -> Iterator[tuple[str, float, str, bool]]:
    """Yield figure, value, what it is held against, and whether it holds."""
    sizes = (_FIRST, articles)
    with tempfile.TemporaryDirectory() as name:
        Store.create(name).close()
        with Store.open(name, write=True) as store:
            yield from _told("SQLite", list(admitted(store, sizes)), 40)
        yield (
            "kB of an article in SQLite",
            (Path(name) / "floor.sqlite").stat().st_size / 1e3 / articles,
            "",
            True,
        )
    with running() as server:
        place = server.address("writer")
        Store.create(place).close()
        with Store.open(place, write=True) as store:
            yield from _told("PostgreSQL", list(admitted(store, sizes)), 25)
            size = store.scalar(sa.select(sa.func.pg_database_size(sa.func.current_database())))
        yield "kB of an article in PostgreSQL", size / 1e3 / articles, "", True


def _told(
    name: str, measured: Sequence[tuple[int, float, float]], least: int
) -> Iterator[tuple[str, float, str, bool]]:
    for size, spent, served in measured:
        rate = 1 / spent
        yield f"{name}: a second of the writer's CPU, at {size:,}", rate, f"at least {least}", rate >= least
        if served:
            both = 1 / (spent + served)
            yield f"{name}: with the server's CPU, at {size:,}", both, f"at least {least}", both >= least
    growth = measured[-1][1] / measured[0][1]
    yield f"{name}: growth", growth, f"at most {_GROWTH}", growth <= _GROWTH


if __name__ == "__main__":
    for figure, value, against, holds in figures(int(sys.argv[1]) if len(sys.argv) > 1 else _ARTICLES):
        print(f"{figure:56} {value:9.2f}  {against}{'' if holds else '  DOES NOT HOLD'}", flush=True)

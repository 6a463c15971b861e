"""A rule tried on the past of a large floor: seconds of CPU for the rules that look at most.

Ninety days are asked about, and every change that the floor holds is looked at, however many days it has.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from benchmarks.floors import floor
from watchfloor.engine.answer.backtest import backtest
from watchfloor.model import LabelledSource, OwnTable, SourceLabel
from watchfloor.store import Store, schema
from watchfloor.watch import Watch
from watchfloor.watch.rules import parse_watches

REPORTS = 20_000 if os.environ.get("FULL") else 10_000
MOST = 30.0 * REPORTS / 20_000  # seconds (issue 14, 8)
SINCE, NOW = "2025-11-04T00:00:00Z", "2026-02-02T00:00:00Z"  # 90 days, the floor's own within them
RULES = """
- {name: everything}
- {name: a country and type, country: AK, type: PROTEST}
- {name: a place, place: Port 7}
- {name: an actor, actor: Person 4}
- {name: words, words: [word17, word5500]}
- {name: labels, labels: state-run}
- {name: all keys together, country: AK, place: Port 7, actor: Person 4, words: [word17], labels: state-run}
"""


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield each rule with its seconds, what they are held against, and whether that holds."""
    with _labelled() as store:
        for watch in parse_watches(RULES, where="rules.yaml"):
            seconds, told = _tried(store, watch)
            yield watch.name, seconds, f"at most {MOST:.0f} s of CPU; {told}", seconds <= MOST


def _tried(store: Store, watch: Watch) -> tuple[float, str]:
    before = time.process_time()
    found = backtest(store, watch, since=SINCE, until=None, now=NOW)
    told = f"{found.changes} changes, {len(found.alerts)} alerts of {REPORTS} reports"
    return time.process_time() - before, told


@contextmanager
def _labelled() -> Iterator[Store]:
    """Open a copy of the floor that has called half of its outlets something from the start."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "floor"
        shutil.copytree(floor(REPORTS), copy)
        with Store.open(copy, write=True) as store:
            rows = tuple(
                LabelledSource(source=f"Gazette {number}", label=SourceLabel.STATE_RUN)
                for number in range(60)
            )
            with store.admission(arrived="2026-01-01T00:00:00Z", kind="tables", what="labels") as admission:
                admission.save_own_table(OwnTable(name="labels", digest="labels", labels=rows))
            with store.transaction() as connection:
                connection.execute(sa.update(schema.own_table).values(known_from=1))
            yield store

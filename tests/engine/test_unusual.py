"""A watch on a situation's own past: told by the clock, once, with the words behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.engine.answer.test_history import NOW, SCOPE, TODAY, admit, admit_line
from watchfloor.config import Retention
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.answer.backtest import backtest
from watchfloor.engine.answer.unfired import seen_by
from watchfloor.engine.tick import Ticked, tick
from watchfloor.model import Scope
from watchfloor.store import Store
from watchfloor.watch import Watch
from watchfloor.watch.rules import FloorNames, parse_watches

RULES = """
- {name: Bursts, situation: arrests, burst: true, channels: [desk]}
- {name: Escalations, situation: arrests, escalation: true}
- {name: Silence, situation: arrests, quiet_for: 3d}
- {name: Long silence, situation: arrests, quiet_for: 9d}
- {name: Elsewhere, situation: fishing, burst: true}
"""
SITUATIONS = {"arrests": SCOPE, "fishing": Scope(countries=("ES",))}


def watches() -> list[Watch]:
    return parse_watches(RULES, where="rules.yaml", names=FloorNames(names=("arrests", "fishing")))


@pytest.fixture
def store() -> Iterator[Store]:
    """One arrest a day for five weeks, and five today."""
    with Store.memory() as held:
        floor = Floor(held, watches())
        for back in range(30, 0, -1):
            admit(floor, TODAY - timedelta(days=back), back)
        for number in range(40, 45):
            admit(floor, TODAY, number)
        yield held


def at(store: Store, now: str) -> Ticked:
    return tick(store, Retention(), now=now, watches=watches(), situations=SITUATIONS)


def test_a_burst_is_told_once_with_the_words_behind_it(store: Store) -> None:
    assert at(store, NOW).unusual == 1
    [alert] = [it for it in store.alerts() if it.watch == "Bursts"]
    assert {it.watch for it in store.alerts()} == {"Bursts"}
    [row] = store.deliveries(alert=alert.id)
    data = json.loads(row.payload)["data"]
    assert data["summary"].startswith(
        f"BURST in the situation arrests: 5 happenings on {TODAY}, where 1 are usual: Arrests of"
    )
    assert all("Police arrested" in it["words"] for it in data["evidence"])
    assert data["evidence"]
    before = store.dump()
    assert at(store, f"{TODAY}T20:15:00Z").unusual == 0, "to tick again does nothing"
    assert store.dump() == before
    assert at(store, f"{TODAY + timedelta(days=1)}T01:00:00Z").unusual == 0


def test_what_was_told_can_be_tried_and_explained(store: Store) -> None:
    at(store, NOW)
    bursts, escalations, *_ = watches()
    found = backtest(store, bursts, since=None, until=None, now=NOW)
    assert [it.id for it in found.alerts] == [it.id for it in store.alerts(watch="Bursts")]
    assert not backtest(store, escalations, since=None, until=None, now=NOW).alerts
    [alert] = store.alerts(watch="Bursts")
    told = next(it for it in seen_by(store, escalations, alert.id) if it.change.type == "unusual")
    assert [(it.key, it.had) for it in told.kept] == [("escalation", "burst")]


def test_a_silence_is_told_once_when_its_days_were_read(store: Store) -> None:
    """Days on which nothing at all was read are no silence."""
    floor = Floor(store, watches())
    assert at(store, _days_later(8)).unusual == 0, "nothing was read"
    for later in range(1, 9):
        _admit_other(floor, TODAY + timedelta(days=later))
    assert at(store, _days_later(9)).unusual == 2, "it is marked as quiet too, for which no watch asks"
    assert {it.watch for it in store.alerts()} == {"Silence"}
    assert at(store, _days_later(9)).unusual == 0
    silences = [it for it in store.changes() if it.type == "unusual" and "quiet_for" in it.reason.details]
    [change] = silences
    assert (change.reason.moment, change.reason.value) == (TODAY.isoformat(), 3)


def _days_later(days: int) -> str:
    return f"{TODAY + timedelta(days=days)}T12:00:00Z"


def _admit_other(floor: Floor, day: date) -> None:
    admit_line(floor, day, f"The minister of Spain visited Lisbon and {day:%B %d} was sunny.", "A visit")

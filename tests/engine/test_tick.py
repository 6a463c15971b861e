"""What is due by the clock: done once, in the log, and undone by news."""

from __future__ import annotations

import pytest

from watchfloor.config import Retention
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.tick import Ticked, tick
from watchfloor.ingest import rendition_of_line
from watchfloor.store import Store
from watchfloor.watch.rules import parse_watches

RULE = "{name: Arrests, type: COERCE, channels: [desk]}"
ARREST = "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday."
AGAIN = (
    "On Wednesday, 1 April, police in Valparaíso, Chile, arrested Ramiro Ulloa, who had led a strike at the "
    "docks.\nHis union called for a march on Saturday. Ships have been waiting outside the harbour."
)


def add(floor: Floor, text: str, day: str, outlet: str, *, arrived: str) -> None:
    item = rendition_of_line({"text": text, "outlet": outlet, "published": day}, arrived=arrived)
    list(floor.take([item], arrival=lambda _: arrived))


@pytest.fixture
def floor() -> Floor:
    store = Store.memory(clock=lambda: "2026-04-02T09:00:00Z")
    floor = Floor(store, parse_watches(RULE, where="watches.yaml"))
    add(floor, ARREST, "2026-04-02", "Quay Times", arrived="2026-04-02T09:00:00Z")
    return floor


def at(floor: Floor, now: str) -> tuple[int, int]:
    done = tick(floor.store, Retention(), now=now)
    return done.quiet, done.closed


def states(store: Store, as_of: str | None = None) -> list[str]:
    return [alert.state for alert in store.alerts(as_of=as_of)]


def test_an_alert_without_news_is_quiet_and_then_closed_once_each(floor: Floor) -> None:
    assert at(floor, "2026-04-16T08:59:59Z") == (0, 0)
    assert at(floor, "2026-04-16T09:00:00Z") == (1, 0)
    assert states(floor.store) == ["quiet"]
    assert floor.store.alerts()[0].updated == "2026-04-02T09:00:00Z"
    dump = floor.store.dump()
    assert at(floor, "2026-04-16T09:00:00Z") == (0, 0)
    assert at(floor, "2026-07-15T08:59:59Z") == (0, 0)
    assert floor.store.dump() == dump
    assert at(floor, "2026-07-15T09:00:00Z") == (0, 1)
    assert states(floor.store) == ["closed"]
    assert states(floor.store, as_of="2026-04-10") == ["open"]
    assert states(floor.store, as_of="2026-05-01") == ["quiet"]
    log = [(row["kind"], row["what"]) for row in floor.store.admissions()][1:]
    assert log == [("tick", "1 alerts are quiet"), ("tick", "1 alerts are closed")]


def test_late_ticks_do_what_earlier_ones_missed_one_step_at_a_time(floor: Floor) -> None:
    assert at(floor, "2027-04-02T09:00:00Z") == (1, 0)
    assert states(floor.store) == ["quiet"]


def test_news_wakes_a_quiet_alert_and_goes_where_it_went(floor: Floor) -> None:
    at(floor, "2026-04-20T09:00:00Z")
    [first] = floor.store.alerts()
    add(floor, AGAIN, "2026-04-03", "Harbour Post", arrived="2026-04-21T09:00:00Z")
    [alert] = floor.store.alerts()
    assert (alert.id, alert.state, alert.opened) == (first.id, "open", first.opened)
    assert len(alert.changes) == 2
    assert len(floor.store.deliveries()) == 2


def test_ticks_without_anything_due_leave_nothing_behind() -> None:
    with Store.memory() as store:
        before = store.dump()
        assert tick(store, Retention(), now="2026-04-02T09:00:00Z").closed == 0
        assert store.dump() == before


def test_what_retention_lets_go_of_is_part_of_it(floor: Floor) -> None:
    done: Ticked = tick(floor.store, Retention(text_days=30), now="2026-06-02T09:00:00Z")
    assert (done.quiet, done.expired.texts) == (1, 1)
    done = tick(floor.store, Retention(text_days=30), now="2026-06-02T09:00:00Z")
    assert (done.quiet, done.expired.texts) == (0, 0)

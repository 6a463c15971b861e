"""One unit of work: the same way for every order, and nothing told that was not asked for."""

from __future__ import annotations

import pytest

from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.decide.withholding import Order, takedown_of, withhold
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Subject
from watchfloor.store import Store
from watchfloor.watch.rules import parse_watches

RULES = """
- {name: Arrests, type: COERCE}
- {name: Stories, change: new story}
"""
ARREST = "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday."
AGAIN = (
    "On Wednesday, police in Valparaíso, Chile, arrested Ramiro Ulloa, who had led a strike at the docks.\n"
    "His union called for a march on Saturday. Ships have been waiting outside the harbour since Tuesday."
)
AT = "2026-04-09T09:00:00Z"


def add(floor: Floor, text: str, day: str, outlet: str) -> str:
    item = rendition_of_line({"text": text, "outlet": outlet, "published": day}, arrived=f"{day}T09:00:00Z")
    [admitted] = floor.take([item], arrival=lambda _: f"{day}T09:00:00Z")
    assert admitted.report
    return admitted.report


@pytest.fixture
def store() -> Store:
    return Store.memory(clock=lambda: AT)


def test_a_takedown_makes_no_change_and_closes_alerts_of_which_no_words_are_left(store: Store) -> None:
    floor = Floor(store, parse_watches(RULES, where="watches.yaml"))
    first = add(floor, ARREST, "2026-04-02", "Quay Times")
    second = add(floor, AGAIN, "2026-04-03", "Harbour Post")
    [story] = store.stories()
    assert set(story.reports) == {first, second}
    assert {alert.about.kind for alert in store.alerts(state="open")} == {"event", "story"}
    changes = store.changes()

    withhold(store, takedown_of(store, first), Order(reason="court order", by="desk", at=AT))
    assert store.changes() == changes
    assert {alert.about.kind for alert in store.alerts(state="open")} == {"event", "story"}

    withhold(store, takedown_of(store, second), Order(reason="court order", by="desk", at=AT))
    assert store.changes() == changes
    assert store.alerts(state="open") == []
    assert {alert.updated for alert in store.alerts(state="closed")} == {AT}


def test_alerts_are_found_by_what_they_are_about(store: Store) -> None:
    floor = Floor(store, parse_watches(RULES, where="watches.yaml"))
    add(floor, ARREST, "2026-04-02", "Quay Times")
    alerts = store.alerts(state="open")
    assert len(alerts) == 2
    for alert in alerts:
        assert store.alerts(state="open", about=[alert.about]) == [alert]
        assert store.alerts(about=[], or_ids=[alert.id]) == [alert]
        assert store.alerts(state="closed", about=[alert.about], or_ids=[alert.id]) == []
    assert store.alerts(about=[alert.about for alert in alerts]) == alerts
    assert store.alerts(about=[Subject("event", "nobody")]) == []

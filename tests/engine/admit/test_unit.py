"""One unit of work: the same way for every order, and nothing told that was not asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from benchmarks import admission
from tests.cli.commands import EXAMPLES
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.decide.withholding import WithholdingOrder, takedown_of, withhold
from watchfloor.engine.prepare.pool import prepare_all
from watchfloor.engine.prepare.reading import Prepared
from watchfloor.ingest import read_paths, rendition_of_line
from watchfloor.model import Event, Quarantined, Story, StoryId, Subject
from watchfloor.model.event_search import EventSearch
from watchfloor.store import Admission, Store
from watchfloor.store.dump import dump
from watchfloor.store.migrations.versions import revision_0018
from watchfloor.track import keys_of_event, tally_of
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

    withhold(store, takedown_of(store, first), WithholdingOrder(reason="court order", by="desk", at=AT))
    assert store.changes() == changes
    assert {alert.about.kind for alert in store.alerts(state="open")} == {"event", "story"}

    withhold(store, takedown_of(store, second), WithholdingOrder(reason="court order", by="desk", at=AT))
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


def test_a_story_told_by_its_tally_is_the_story_told_by_all_its_reports(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    items = [*prepare_all(read_paths([EXAMPLES], arrived=AT)), *_copies()]
    told = []
    counted = 0
    for tallied in (True, False):
        with monkeypatch.context() as patch, Store.memory(clock=lambda: AT) as store:
            if not tallied:
                patch.setattr(Admission, "save_tally", lambda *_: None)
            floor = Floor(store)
            for item in items:
                assert isinstance(item, Prepared)
                floor.admit(item, arrived=AT)
                if tallied:
                    counted += sum(_is_as_counted(store, story) for story in store.stories())
            told.append((store.stories(), store.changes(), store.events(), store.reports()))
    assert told[0] == told[1]
    assert counted > 50


def test_reading_only_events_that_may_be_told_of_builds_the_store_that_reading_all_builds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    items = [*prepare_all(read_paths([EXAMPLES], arrived=AT)), *_copies()]
    built = []
    for whole in (False, True):
        with monkeypatch.context() as patch, Store.memory(clock=lambda: AT) as store:
            if whole:
                patch.setattr(Store, "events_like", lambda here, story, _: here.events(story=story))
            floor = Floor(store)
            for item in items:
                assert isinstance(item, Prepared)
                floor.admit(item, arrived=AT)
            with store.reading() as connection:
                built.append([*dump(connection)])
            assert len(store.events()) > 20
    assert built[0] == built[1]


def test_a_report_reads_no_more_events_of_a_long_story_than_of_a_short_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    every = Store.events_like

    def counted(here: Store, story: str, search: EventSearch) -> list[Event]:
        found = every(here, StoryId(story), search)
        read.append(len(found))
        return found

    monkeypatch.setattr(Store, "events_like", counted)
    admission.write_story(store, 600)  # two a day
    admission.admit_one(store, 600)
    [found] = read
    assert 0 < found < 60
    assert len(store.events()) > 300


def test_old_floors_find_events_by_what_new_ones_do(store: Store) -> None:
    floor = Floor(store)
    for item in prepare_all(read_paths([EXAMPLES], arrived=AT)):
        assert isinstance(item, Prepared)
        floor.admit(item, arrived=AT)
    compared = 0
    for event in store.events():
        told = [msgspec.to_builtins(member) for member in event.members]
        filled = {key["key"]: key for key in revision_0018.keys(told)}
        for key in keys_of_event(event):
            old = filled.pop(key.key)
            if old["first"] is not None:
                assert (old["first"], old["last"]) == (key.first, key.last)
                compared += 1
        assert filled == {}
    assert compared > 10


def _is_as_counted(store: Store, story: Story) -> bool:
    """Tell whether a story's tally is kept; it is what its reports make. Labels of families may be others."""
    row = store.story_row(story.id)
    assert row is not None
    assert row[0] == replace(story, reports=())
    whole = tally_of(store.reports(story=story.id))
    if row[1] is not None:
        assert replace(row[1], authors=()) == replace(whole, authors=())
    return row[1] is not None


def _copies() -> Iterator[Prepared | Quarantined]:
    """Yield copies and a revision of one text, which are told of in reports that are there."""
    for outlet, day, more in (
        ("Quay Times", "2026-04-02", ""),
        ("Port Gazette", "2026-04-02", ""),
        ("Quay Times", "2026-04-03", "\nThe police chief resigned on Friday."),
        ("Harbour Post", "2026-04-01", ""),
    ):
        line = {"text": ARREST + "\n" + AGAIN + more, "outlet": outlet, "published": day, "title": "Arrest"}
        yield from prepare_all([rendition_of_line(line, arrived=AT)])

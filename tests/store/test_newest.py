"""Of what grows with every day as much is read as is shown, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.store.floor import arrived, clock
from tests.store.test_plans import scans, statements
from watchfloor.model import MACHINE, Alert, AlertId, Judgement, Subject
from watchfloor.store import Store
from watchfloor.store.newest import acts_about, count_alerts, newest_acts, newest_alerts, open_by_watch

_EVENT, _STORY = Subject("event", "e"), Subject("story", "s")


def alert(number: int) -> Alert:
    return Alert(
        id=AlertId(f"alert-{number}"),
        watch=("strikes", "arrests")[number % 2],
        about=(_EVENT, _STORY, Subject("event", "other"))[number % 3],
        state="open",
        level="low",
        opened=arrived(number),
        updated=arrived(number),
        changes=(),
        reasons=(),
    )


def act(number: int, by: str = "ana") -> Judgement:
    about = (_EVENT, _STORY)[number % 2]
    return Judgement(
        id=f"act-{number:03}", kind="note", about=about, value="seen", by=by, at=arrived(number), reason="why"
    )


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Two alerts and one act with each of six admissions; the machine acted twice, an alert was closed."""
    with Store.memory(clock=clock) as floor:
        for number in range(6):
            with floor.admission(arrived=arrived(number), kind="act", what=f"{number}") as admission:
                admission.save_alert(alert(2 * number))
                admission.save_alert(alert(2 * number + 1))
                admission.act(act(number, MACHINE if number in (1, 4) else "ana"))
        with floor.admission(arrived=arrived(6), kind="act", what="closed") as admission:
            admission.save_alert(replace(alert(11), state="closed"))
        yield floor


def ids(alerts: list[Alert]) -> list[str]:
    return [it.id for it in alerts]


def test_alerts_come_newest_first_a_page_at_a_time(store: Store) -> None:
    pages, after = [], None
    while page := ids(newest_alerts(store, limit=5, after=after)):
        pages.append(page)
        after = page[-1]
    assert [len(page) for page in pages] == [5, 5, 2]
    assert [it for page in pages for it in page] == [f"alert-{number}" for number in range(11, -1, -1)]
    assert count_alerts(store) == 12


def test_alerts_are_asked_by_state_by_what_they_are_about_and_as_of_then(store: Store) -> None:
    assert ids(newest_alerts(store, limit=2, is_open=True)) == ["alert-10", "alert-9"]
    assert ids(newest_alerts(store, limit=2, is_open=False)) == ["alert-11"]
    assert ids(newest_alerts(store, limit=1, is_open=True, as_of=6)) == ["alert-11"]
    assert ids(newest_alerts(store, limit=3, about=[_STORY, _EVENT])) == ["alert-10", "alert-9", "alert-7"]
    assert count_alerts(store, about=[_STORY, _EVENT]) == 8
    assert count_alerts(store, about=[]) == 0
    assert count_alerts(store, as_of=2) == 4


def test_open_alerts_are_counted_by_watch(store: Store) -> None:
    assert open_by_watch(store) == {"strikes": 6, "arrests": 5}
    assert open_by_watch(store, as_of=1) == {"strikes": 1, "arrests": 1}


def test_the_newest_acts_are_those_of_people(store: Store) -> None:
    assert [it.id for it in newest_acts(store, limit=3)] == ["act-005", "act-003", "act-002"]
    assert [it.id for it in newest_acts(store, limit=9)] == ["act-005", "act-003", "act-002", "act-000"]
    assert [it.id for it in newest_acts(store, limit=1, as_of=4)] == ["act-003"]


def test_acts_about_some_things_come_oldest_first(store: Store) -> None:
    found = acts_about(store, [_STORY, _EVENT, Subject("event", "other")])
    assert [it.id for it in found] == [f"act-{number:03}" for number in range(6)]
    assert [it.id for it in acts_about(store, [_STORY], as_of=4)] == ["act-001", "act-003"]


def test_a_page_of_them_is_found_by_an_index(store: Store) -> None:
    with statements(store) as put:
        newest_alerts(store, limit=2, after="alert-9")
        newest_alerts(store, limit=2, about=[_STORY])
        newest_acts(store, limit=2, as_of=4)
        acts_about(store, [_STORY])
        open_by_watch(store)
    assert [found for one in put for found in scans(store, *one)] == []

"""The operations channel is told how the floor does: once when a trouble begins, once when it is over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from watchfloor.config import Operations, read_config
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.answer.situations import Situation
from watchfloor.engine.answer.times import Clock
from watchfloor.engine.orders.own_state import StateTeller, state_teller
from watchfloor.errors import ConfigError
from watchfloor.ingest import rendition_of_line
from watchfloor.model import AlertId, Asked, Delivery, Source, SourceId, as_moment
from watchfloor.store import Outbox, Sources, Store

BEGUN = datetime(2026, 4, 2, 9, tzinfo=UTC)
NOW = "2026-04-02T09:00:00Z"
COUNT = 8


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.memory(clock=lambda: NOW) as opened:
        sources = Sources(opened)
        for number in range(COUNT):
            url = f"https://outlet{number}.example/feed"
            sources.add(Source(id=SourceId(str(number)), url=url, kind="feed", added=NOW), due=NOW)
        let(opened, healthy=range(COUNT))
        yield opened


def let(store: Store, *, healthy: range = range(0), failing: range = range(0), read: str = NOW) -> None:
    for held in Sources(store).all():
        number = int(held.source.id)
        if number in healthy:
            Sources(store).postpone(replace(held, health=replace(held.health, status="healthy", read=read)))
        elif number in failing:
            Sources(store).postpone(replace(held, health=replace(held.health, status="failing")))


def tell(store: Store, hours: float = 0.0, *situations: Situation) -> list[str]:
    """Return what the operations channel is told so many hours later."""
    clock = Clock(BEGUN + timedelta(hours=hours), ZoneInfo("UTC"))
    held = {it.name: it for it in situations}
    before = len(store.deliveries())
    teller = StateTeller(operations=Operations(channel="ops"), situations=held, clock=clock)
    teller.tell(store)
    assert teller.tell(store) == 0, "to tell again does nothing"
    return [json.loads(row.payload)["data"]["summary"] for row in store.deliveries()[before:]]


def test_a_floor_that_is_well_tells_nothing_and_leaves_nothing_behind(store: Store) -> None:
    before = store.dump()
    assert tell(store, 5.9) == []
    assert store.dump() == before
    with Store.memory() as empty:
        assert tell(empty) == []


def test_nothing_read_for_hours_is_told_with_its_end(store: Store) -> None:
    assert tell(store, 6) == [
        "OUR STATE: nothing was read for 6 hours, since 2026-04-02 09:00 UTC; 8 sources are followed"
    ]
    assert tell(store, 20) == [], "once per episode"
    let(store, healthy=range(COUNT), read="2026-04-03T05:00:00Z")
    assert tell(store, 21) == ["OUR STATE: over: something is read again"]
    assert len(tell(store, 40)) == 1, "the next episode is another"


def test_a_quarter_of_the_sources_failing_is_told_once_however_it_wavers(store: Store) -> None:
    let(store, failing=range(1))
    assert tell(store) == []
    let(store, failing=range(2))
    [told] = tell(store)
    assert (
        told == "OUR STATE: 2 of 8 sources fail: https://outlet0.example/feed, https://outlet1.example/feed"
    )
    let(store, failing=range(3))
    assert tell(store, 0.1) == []
    let(store, healthy=range(1, 3))
    assert tell(store, 0.2) == ["OUR STATE: over: most sources are read again"]


def test_messages_that_do_not_arrive_are_told(store: Store) -> None:
    row = Delivery(id="r", alert=AlertId("a"), channel="desk", payload="{}", state="dead")
    with store.admission(arrived=NOW, kind="tick", what="alerts") as admission:
        admission.save_delivery(row)
        admission.save_delivery(replace(row, id="o", alert=AlertId("b"), channel="ops", payload="[]"))
    assert tell(store) == ["OUR STATE: messages do not arrive on desk; see: watchfloor outbox list"]
    Outbox(store).drop(["r"])
    assert tell(store, 1) == ["OUR STATE: over: nothing is left that did not arrive"]


def test_a_situation_whose_sources_fail_is_told(store: Store) -> None:
    situation = Situation(name="chile", asked=Asked(countries=("CL",)))
    text = "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday."
    line = {"text": text, "published": "2026-04-02", "url": "https://outlet7.example/1"}
    list(Floor(store).take([rendition_of_line(line, arrived=NOW)], arrival=lambda _: NOW))
    let(store, failing=range(1))
    assert tell(store, 0, situation) == []
    let(store, failing=range(7, 8), healthy=range(1))
    assert tell(store, 0.1, situation) == [
        "OUR STATE: situation chile: 0 of 1 source that told of it are read"
    ]
    let(store, healthy=range(COUNT))
    assert tell(store, 0.2, situation) == ["OUR STATE: over: the sources of situation chile are read again"]


def test_it_is_our_state_and_no_event(store: Store) -> None:
    tell(store, 7)
    [row] = store.deliveries()
    body = json.loads(row.payload)
    assert body["type"] == "watchfloor.floor.state"
    assert body["data"]["standing"] == "the state of this floor, no news of the world"
    assert (body["data"]["state"], row.channel) == ("begun", "ops")
    assert store.changes() == []
    assert store.alerts() == []


def test_settings_say_whom_and_from_when_on(tmp_path: Path) -> None:
    settings = tmp_path / "watchfloor.toml"
    settings.write_text(
        '[channels.ops]\nkind = "file"\npath = "o"\n[operations]\nchannel = "ops"\nunread_hours = 2\n'
    )
    config = read_config(tmp_path)
    assert config.operations == Operations(channel="ops", unread_hours=2)
    assert state_teller(config, now=as_moment(BEGUN)) is not None
    for wrong, told in (
        ('channel = "opps"', "operations: channel is 'opps'; did you mean 'ops'"),
        ("unread_hours = 3", "channel is missing"),
        ('channel = "ops"\nfailing_share = 2', "failing_share is 2"),
    ):
        settings.write_text(f'[channels.ops]\nkind = "file"\npath = "o"\n[operations]\n{wrong}\n')
        with pytest.raises(ConfigError, match=told):
            read_config(tmp_path)
    settings.write_text("")
    assert state_teller(read_config(tmp_path), now=NOW) is None

"""Somebody is awake: what nobody acknowledges goes to the next of a rota, by a clock that the test sets."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from watchfloor.config import Retention
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.decide.acknowledging import Acknowledgements
from watchfloor.engine.decide.choices import DecidedChoices, chosen_act
from watchfloor.engine.deliver.links import Links
from watchfloor.engine.deliver.outbox import Courier
from watchfloor.engine.orders.rota import pass_on
from watchfloor.engine.tick import tick
from watchfloor.errors import ConfigError
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Alert
from watchfloor.store import Store
from watchfloor.watch.channels.file import File
from watchfloor.watch.payload import message_text
from watchfloor.watch.rules import FloorNames, parse_watches

RULE = "{name: Arrests, type: COERCE, level: high, channels: [log], rota: [desk, phone, head]}"
CHANNELS = FloorNames(channels=("log", "desk", "phone", "head"))
ARREST = "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday."
AGAIN = (
    "On Wednesday, 1 April, police in Valparaíso, Chile, arrested Ramiro Ulloa, who had led a strike at the "
    "docks.\nHis union called for a march on Saturday. Ships have been waiting outside the harbour."
)
OPENED = "2026-04-02T09:00:00Z"


def add(floor: Floor, text: str, day: str, outlet: str, *, arrived: str) -> None:
    item = rendition_of_line({"text": text, "outlet": outlet, "published": day}, arrived=arrived)
    list(floor.take([item], arrival=lambda _: arrived))


def watched(rule: str = RULE) -> Floor:
    floor = Floor(Store.memory(clock=lambda: OPENED), parse_watches(rule, where="w.yaml", names=CHANNELS))
    add(floor, ARREST, "2026-04-02", "Quay Times", arrived=OPENED)
    return floor


def told(floor: Floor) -> list[str]:
    return [row.channel for row in floor.store.deliveries()]


def passed(floor: Floor, now: str) -> int:
    return tick(floor.store, Retention(), now=f"2026-04-02T{now}Z", watches=floor.watches).passed_on


def alert_of(floor: Floor) -> Alert:
    [alert] = floor.store.alerts()
    return alert


def acknowledge(floor: Floor, at: str, by: str = "ana") -> str:
    [done] = Acknowledgements(floor.store).acknowledge(alert_of(floor).id, note="", by=by, at=at)
    return done.said[0]


def test_the_next_is_told_each_time_that_nobody_acknowledges() -> None:
    floor = watched()
    assert sorted(told(floor)) == ["desk", "log"], "the first of the rota is told with the others"
    assert passed(floor, "09:14:59") == 0
    assert passed(floor, "09:15:00") == 1
    assert told(floor)[2:] == ["phone"]
    before = floor.store.dump()
    assert passed(floor, "09:15:00") == 0
    assert passed(floor, "09:29:59") == 0
    assert passed(floor, "08:00:00") == 0, "a clock that is set back asks nobody"
    assert floor.store.dump() == before
    assert passed(floor, "09:30:00") == 1
    assert told(floor)[2:] == ["phone", "head"]
    assert passed(floor, "23:00:00") == 0, "the last is followed by nobody"
    log = [row["what"] for row in floor.store.admissions() if row["kind"] == "tick"]
    assert log == [f"alert {alert_of(floor).id} is passed on to {name}" for name in ("phone", "head")]


def test_a_late_tick_gives_each_the_whole_time() -> None:
    floor = watched()
    assert passed(floor, "12:00:00") == 1
    assert passed(floor, "12:14:59") == 0
    assert passed(floor, "12:15:00") == 1


def test_what_is_acknowledged_goes_no_further_until_that_is_taken_back() -> None:
    floor = watched()
    assert acknowledge(floor, "2026-04-02T09:05:00Z").startswith("kept: alert ")
    assert acknowledge(floor, "2026-04-02T09:06:00Z", by="ben").endswith(
        "was acknowledged by ana at 2026-04-02 09:05 UTC"
    )
    assert passed(floor, "10:00:00") == 0
    act = chosen_act(floor.store, "last", {"ana"})
    assert act is not None
    DecidedChoices(floor.store).take_back(act, reason="wrong one", by="ana", at="2026-04-02T10:00:00Z")
    assert alert_of(floor).acknowledged is None
    assert passed(floor, "10:14:59") == 0
    assert passed(floor, "10:15:00") == 1
    kinds = [(act.kind, act.about.kind, bool(act.undoes)) for act in floor.store.judgements()]
    assert kinds == [("acknowledge", "alert", False), ("acknowledge", "alert", True)]


def test_an_alert_is_acknowledged_by_what_it_is_about_too() -> None:
    floor = watched()
    event = alert_of(floor).about.id
    Acknowledgements(floor.store).acknowledge(event, note="", by="ana", at=OPENED)
    assert alert_of(floor).acknowledged


def test_news_after_quiet_is_to_be_acknowledged_anew() -> None:
    floor = watched()
    acknowledge(floor, "2026-04-02T09:05:00Z")
    tick(floor.store, Retention(), now="2026-04-20T09:00:00Z", watches=floor.watches)
    assert alert_of(floor).state == "quiet"
    add(floor, AGAIN, "2026-04-03", "Harbour Post", arrived="2026-04-21T09:00:00Z")
    alert = alert_of(floor)
    assert (alert.state, alert.acknowledged, alert.asked) == ("open", None, "2026-04-21T09:00:00Z")


def test_what_is_new_of_what_somebody_sees_to_is_only_told() -> None:
    floor = watched()
    acknowledge(floor, "2026-04-02T09:05:00Z")
    add(floor, AGAIN, "2026-04-03", "Harbour Post", arrived="2026-04-03T09:00:00Z")
    assert alert_of(floor).acknowledged
    assert sorted(told(floor)) == ["desk", "desk", "log", "log"]
    assert tick(floor.store, Retention(), now="2026-04-03T10:00:00Z", watches=floor.watches).passed_on == 0


def test_a_watch_that_is_gone_or_without_a_rota_passes_nothing_on() -> None:
    floor = watched()
    assert pass_on(floor.store, (), now="2026-04-02T12:00:00Z") == 0
    floor = watched("{name: Arrests, type: COERCE, channels: [log]}")
    assert alert_of(floor).asked is None
    assert passed(floor, "12:00:00") == 0


@pytest.mark.parametrize("linked", [False, True])
def test_the_message_says_how_to_acknowledge_and_by_whom_it_was_not(tmp_path: Path, *, linked: bool) -> None:
    floor = watched()
    passed(floor, "09:15:00")
    links = Links(address="https://floor.example.org", key=b"k" * 32) if linked else None
    channels = {name: File(name=name, path=tmp_path / f"{name}.jsonl") for name in ("log", "desk", "phone")}
    clock = datetime(2026, 4, 2, 9, 16, tzinfo=UTC)
    list(Courier(store=floor.store, channels=channels, clock=lambda: clock, links=links).work())
    said = json.loads((tmp_path / "phone.jsonl").read_text())["data"]
    assert said["passed_on"] == "NOT ACKNOWLEDGED since 2026-04-02 09:00 UTC by desk"
    how = said["acknowledge"]
    assert how["command"] == f"watchfloor ack {alert_of(floor).id}"
    assert how.get("url", "").startswith("https://floor.example.org/acknowledge/" if linked else "")
    words = message_text(said, clock)
    assert words.startswith("NOT ACKNOWLEDGED since 2026-04-02 09:00 UTC by desk\n")
    assert f"Acknowledge it, or the next is told: {how.get('url', how['command'])}" in words


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("rota: [desk, fone]", "w.yaml:2: rota 'fone' is unknown; did you mean 'phone'?"),
        ("acknowledge_within: 5m", "w.yaml:2: acknowledge_within needs a rota"),
        ("rota: desk\nacknowledge_within: soon", "w.yaml:3: acknowledge_within 'soon' is no span of time"),
        ("rota: desk\nacknowledge_within: 0m", "w.yaml:3: acknowledge_within is 0m; write 1m or more"),
    ],
)
def test_mistakes_are_named_with_their_line(more: str, told: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_watches(f"name: A\n{more}", where="w.yaml", names=CHANNELS)
    assert str(refused.value).startswith(told.partition(" is unknown")[0])

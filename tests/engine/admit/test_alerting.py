"""From articles to a receiver: one alert an event, updated in place, corrected wherever it went."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.watch.channels.test_sending import Receiver, receiver
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.answer.situation_report import situation
from watchfloor.engine.deliver.outbox import Courier
from watchfloor.ingest import rendition_of_line
from watchfloor.store import Store
from watchfloor.watch import Watch
from watchfloor.watch.channels.file import File
from watchfloor.watch.rules import FloorNames, parse_watches

DESK = FloorNames(channels=("desk",))

RULE = """
name: Arrests in Chile
level: high
country: CL
type: COERCE
channels: [desk]
"""
ARREST = (
    "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday.\n"
    "Police said that 12 people were injured in the clashes that followed."
)
AGAIN = (
    "On Wednesday, police in Valparaíso, Chile, arrested Ramiro Ulloa, who had led a strike at the docks.\n"
    "His union called for a march on Saturday. Ships have been waiting outside the harbour since Tuesday."
)


def watches(rule: str = RULE) -> list[Watch]:
    return parse_watches(rule, where="watches.yaml", names=DESK)


def add(floor: Floor, text: str, day: str, outlet: str, at: str = "T09:00:00Z") -> None:
    item = rendition_of_line({"text": text, "outlet": outlet, "published": day}, arrived=f"{day}{at}")
    list(floor.take([item], arrival=lambda _: f"{day}{at}"))


def clock() -> datetime:
    return datetime(2026, 4, 5, 12, tzinfo=UTC)


def sent(store: Store, desk: Receiver) -> list[str]:
    """Work the outbox and return the kinds of message that the receiver has by now."""
    for _, outcome in Courier(store=store, channels={"desk": desk.channel}, clock=clock).work():
        assert outcome.delivered, outcome.error
    return [message["type"] for message in desk.accepted]


def test_one_alert_an_event_updated_in_place_and_sent_once() -> None:
    with Store.memory() as store, receiver() as desk:
        floor = Floor(store, watches())
        add(floor, ARREST, "2026-04-02", "Quay Times")
        assert sent(store, desk) == ["watchfloor.alert.opened"]
        add(floor, AGAIN, "2026-04-03", "Harbour Post")
        [alert] = situation(store).alerts
        assert (alert.opened[:10], alert.updated[:10]) == ("2026-04-02", "2026-04-03")
        assert sent(store, desk) == ["watchfloor.alert.opened", "watchfloor.alert.updated"]
        assert sent(store, desk) == ["watchfloor.alert.opened", "watchfloor.alert.updated"]
        [words] = [item["words"] for item in desk.accepted[0]["data"]["evidence"]]
        assert words == ARREST.partition("\n")[0]
        assert "not verified" in desk.accepted[0]["data"]["standing"]
        first, second = (message["data"]["summary"] for message in desk.accepted[:2])
        assert first == f"{words} (one text says so)"
        assert second.endswith("(2 separately written texts say so)")


def test_more_of_the_same_keeps_still_within_the_cooldown() -> None:
    rule = "name: Dockers\ntype: COERCE\nchannels: [desk]\ncooldown: 2d\n"
    with Store.memory() as store, receiver() as desk:
        floor = Floor(store, parse_watches(rule, where="w.yaml", names=DESK))
        add(floor, ARREST, "2026-04-02", "Quay Times")
        add(floor, AGAIN, "2026-04-03", "Harbour Post")
        assert sent(store, desk) == ["watchfloor.alert.opened"]
        [alert] = situation(store).alerts
        assert alert.updated[:10] == "2026-04-03"
        denied = ARREST.replace("arrested the dockers' leader", "did not arrest the dockers' leader")
        add(floor, denied, "2026-04-03", "Quay Times")
        assert len(sent(store, desk)) == 2, "a new fact is told at once"
        assert desk.accepted[1]["data"]["chase"] == "denied"


def test_an_arrival_of_which_only_the_day_is_known_keeps_still_too() -> None:
    rule = "name: Dockers\ntype: COERCE\nchannels: [desk]\ncooldown: 2d\nquiet_hours: 23:00-01:30\n"
    with Store.memory() as store:
        floor = Floor(store, parse_watches(rule, where="w.yaml", names=DESK))
        add(floor, ARREST, "2026-04-02", "Quay Times")
        add(floor, AGAIN, "2026-04-03", "Harbour Post", at="")
        [alert] = store.alerts()
        assert alert.updated == "2026-04-03"
        assert len(store.deliveries()) == 1
        other = ARREST.replace("Valparaíso", "Iquique").replace("Ramiro Ulloa", "Elena Soto")
        add(floor, other.replace("Wednesday", "Friday"), "2026-04-04", "Quay Times", at="")
        assert [row.due for row in store.deliveries()][1:] == ["2026-04-04T01:30:00Z"]


def test_a_cooldown_is_over_where_the_words_of_the_last_message_are_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = "name: Dockers\ntype: COERCE\nchannels: [desk]\ncooldown: 2d\n"
    with Store.memory() as store:
        floor = Floor(store, parse_watches(rule, where="w.yaml", names=DESK))
        add(floor, ARREST, "2026-04-02", "Quay Times")
        [row] = store.deliveries()
        with monkeypatch.context() as patch:
            patch.setattr(Store, "deliveries", lambda *_, **__: [replace(row, payload="")])
            add(floor, AGAIN, "2026-04-03", "Harbour Post")
        assert len(store.deliveries()) == 2


@pytest.mark.parametrize(
    ("level", "due"), [("medium", "2026-04-02T10:30:00"), ("high", "2026-04-02T09:00:00")]
)
def test_what_is_not_urgent_waits_for_the_end_of_the_quiet_hours(level: str, due: str) -> None:
    rule = f"name: D\ntype: COERCE\nchannels: [desk]\nlevel: {level}\nquiet_hours: 08:00-10:30\n"
    with Store.memory() as store:
        add(Floor(store, parse_watches(rule, where="w.yaml", names=DESK)), ARREST, "2026-04-02", "Quay Times")
        [row] = store.deliveries()
        assert (row.due or "").startswith(due)
        assert not store.deliveries(due_before="2026-04-02T08:59:59Z")


def test_what_is_withdrawn_is_corrected_even_when_the_watch_is_gone() -> None:
    with Store.memory() as store, receiver() as desk:
        add(Floor(store, watches()), ARREST, "2026-04-02", "Quay Times")
        sent(store, desk)
        revised = ARREST.replace("arrested the dockers' leader", "spoke with the dockers' leader")
        add(Floor(store, ()), revised, "2026-04-02", "Quay Times")
        assert sent(store, desk)[-1] == "watchfloor.alert.corrected"
        assert desk.accepted[-1]["data"]["summary"].startswith("WITHDRAWN BY Quay Times: ")


def test_outbox_rows_are_there_with_their_change_or_not_at_all() -> None:
    with Store.memory() as store:
        add(Floor(store, watches()), ARREST, "2026-04-02", "Quay Times")
        [row] = store.deliveries()
        [alert] = store.alerts()
        assert row.alert == alert.id
        assert set(alert.changes) <= {change.id for change in store.changes()}
        assert json.loads(row.payload)["id"] == row.id


def test_a_failing_receiver_gets_the_same_message_again_later() -> None:
    with Store.memory() as store, receiver((503, {})) as desk:
        add(Floor(store, watches()), ARREST, "2026-04-02", "Quay Times")
        [(_, first)] = Courier(store=store, channels={"desk": desk.channel}, clock=clock).work()
        assert not first.delivered
        assert list(Courier(store=store, channels={"desk": desk.channel}, clock=clock).work()) == [], (
            "not due yet"
        )
        [(_, second)] = Courier(
            store=store, channels={"desk": desk.channel}, clock=lambda: datetime(2026, 4, 6, tzinfo=UTC)
        ).work()
        assert second.delivered
        assert len(set(desk.ids)) == 1
        assert [row.state for row in store.deliveries()] == ["delivered"]


def test_a_channel_that_is_gone_keeps_its_rows_and_says_so(tmp_path: Path) -> None:
    file = File(name="log", path=tmp_path / "alerts.jsonl")
    with Store.memory() as store:
        add(Floor(store, watches()), ARREST, "2026-04-02", "Quay Times")
        [(_, outcome)] = Courier(store=store, channels={"log": file}, clock=clock).work()
        assert outcome.error
        assert "watchfloor.toml" in outcome.error
        assert [(row.state, row.attempts) for row in store.deliveries()] == [("pending", 0)]


def test_copies_of_one_text_do_not_reach_a_rule_that_asks_for_two() -> None:
    rule = RULE + "origins: 2\n"
    with Store.memory() as store:
        floor = Floor(store, watches(rule))
        add(floor, ARREST, "2026-04-02", "Quay Times")
        add(floor, ARREST + "\nThe port is closed.", "2026-04-02", "Bay Herald")
        assert situation(store).alerts == ()
        add(floor, AGAIN, "2026-04-03", "Harbour Post")
        assert len(situation(store).alerts) == 1

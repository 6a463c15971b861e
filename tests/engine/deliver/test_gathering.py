"""What waits is told together: quiet hours, a rate, two watches; and nothing is told twice or lost by it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as altered

from tests.watch.channels.test_sending import CLIENT, Mailbox, Receiver, mail_server, part_of, receiver, row
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.deliver.outbox import Courier, planned
from watchfloor.engine.deliver.outgoing import outgoing
from watchfloor.ingest import rendition_of_line
from watchfloor.model import AlertId, Delivery, Held, as_moment
from watchfloor.store import Outbox, Store
from watchfloor.watch import Channel, message_text
from watchfloor.watch.channels.file import File
from watchfloor.watch.rules import parse_watches

NIGHT = "2026-04-02T02:00:00Z"
ARREST = "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday."


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 4, 2, hour, minute, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.memory() as opened:
        yield opened


def delivery(
    number: int, *, level: str = "low", held: Held | None = "quiet hours", alert: str = ""
) -> Delivery:
    body = json.loads(row().payload)
    id_ = f"row-{number}"
    body["id"] = id_
    body["data"] |= {
        "level": level,
        "summary": f"Happening {number}",
        "updated": f"2026-04-02T02:{number:02}:00Z",
    }
    due = "2026-04-02T07:00:00Z" if held else NIGHT
    made = Delivery(
        id=id_, alert=AlertId(alert or f"a{number}"), channel="desk", payload=json.dumps(body), due=due
    )
    return replace(made, held=held)


def put(store: Store, *rows: Delivery) -> None:
    with store.admission(arrived=NIGHT, kind="tick", what="alerts") as admission:
        for one in rows:
            admission.save_delivery(one)


def work(store: Store, channel: Channel, now: datetime) -> list[bool]:
    courier = Courier(store=store, channels={channel.name: channel}, clock=lambda: now, client=CLIENT)
    return [outcome.delivered for _, outcome in courier.work()]


def summaries(desk: Receiver) -> list[list[str]]:
    return [[one["summary"] for one in sent["data"].get("alerts", [sent["data"]])] for sent in desk.accepted]


def test_what_quiet_hours_kept_back_goes_as_one_digest_at_their_end(store: Store) -> None:
    put(store, delivery(1), delivery(2, level="medium"), delivery(3))
    with receiver() as desk:
        assert work(store, desk.channel, at(6, 59)) == []
        assert work(store, desk.channel, at(7)) == [True]
        assert work(store, desk.channel, at(8)) == []
    [sent] = desk.accepted
    assert sent["type"] == "watchfloor.alert.digest"
    assert summaries(desk) == [["Happening 2", "Happening 1", "Happening 3"]], "the most urgent first"
    assert sent["data"]["level"] == "medium"
    assert sent["data"]["summary"] == "3 alerts together: Happening 2 …"
    held = {one.id: one for one in store.deliveries()}
    assert {held[f"row-{n}"].state for n in (1, 2, 3)} == {"gathered"}
    assert {held[f"row-{n}"].within for n in (1, 2, 3)} == {sent["id"]}
    assert held[sent["id"]].state == "delivered"


def test_what_waited_alone_is_no_digest_and_what_did_not_wait_is_in_none(store: Store) -> None:
    put(store, delivery(1), delivery(2, level="high", held=None))
    with receiver() as desk:
        assert work(store, desk.channel, at(2, 30)) == [True]
        assert work(store, desk.channel, at(7)) == [True]
    assert summaries(desk) == [["Happening 2"], ["Happening 1"]]
    assert [sent["type"] for sent in desk.accepted] == ["watchfloor.alert.opened"] * 2


def test_of_an_alert_a_digest_tells_what_stands_last(store: Store) -> None:
    put(store, delivery(1, alert="a"), delivery(2, alert="a"), delivery(3))
    with receiver() as desk:
        work(store, desk.channel, at(7))
    assert summaries(desk) == [["Happening 2", "Happening 3"]]


def test_a_digest_that_fails_is_tried_again_whole_under_its_id(store: Store) -> None:
    put(store, delivery(1), delivery(2))
    with receiver((503, {})) as desk:
        assert work(store, desk.channel, at(7)) == [False]
        assert work(store, desk.channel, at(8)) == [True]
        assert len(set(desk.ids)) == 1
        assert summaries(desk) == [["Happening 1", "Happening 2"]]


def test_what_was_withheld_before_it_is_sent_is_left_out_and_the_rest_told(store: Store) -> None:
    put(store, delivery(1), delivery(2), delivery(3))
    with receiver((503, {})) as desk:
        work(store, desk.channel, at(7))
        with store.transaction() as connection:
            connection.exec_driver_sql("UPDATE delivery SET payload = NULL WHERE id = 'row-2'")
        work(store, desk.channel, at(8))
        assert summaries(desk) == [["Happening 1", "Happening 3"]]
        digest = next(one for one in store.deliveries() if one.is_digest)
        assert "Happening" not in digest.payload, "a digest keeps no words of its own"


def test_beyond_a_rate_the_rest_goes_as_a_digest_when_the_hour_is_over(store: Store) -> None:
    put(store, *(delivery(number, held=None) for number in range(1, 6)), delivery(6, level="high", held=None))
    with receiver() as desk:
        channel = altered(desk.channel, most_an_hour=2)
        assert work(store, channel, at(2, 10)) == [True, True, True]
        assert work(store, channel, at(2, 40)) == []
        assert work(store, channel, at(3, 9)) == []
        assert work(store, channel, at(3, 10)) == [True]
        assert summaries(desk) == [
            ["Happening 1"],
            ["Happening 2"],
            ["Happening 6"],
            ["Happening 3", "Happening 4", "Happening 5"],
        ]


def test_what_a_dry_run_shows_is_what_is_sent_then(store: Store) -> None:
    put(store, delivery(1), delivery(2), *(delivery(number, held=None) for number in range(3, 7)))
    with receiver() as desk:
        channel = altered(desk.channel, most_an_hour=3)
        now = as_moment(at(7))
        shown, within = planned(store, {channel.name: channel}, Outbox(store).due(now), now=now)
        would = [
            json.loads(outgoing(store, it, channel, within=within.get(it.id)).value.payload) for it in shown
        ]
        assert {it.state for it in store.deliveries()} == {"pending"}, "nothing is kept"
        work(store, channel, at(7))
        assert sorted(would, key=lambda it: it["id"]) == sorted(desk.accepted, key=lambda it: it["id"])
        assert len(desk.accepted) == 4, "three messages of this hour and a digest of what waited"


def test_files_are_lists_already(store: Store, tmp_path: Path) -> None:
    put(store, delivery(1), delivery(2))
    assert work(store, File(name="desk", path=tmp_path / "alerts.jsonl"), at(7)) == [True, True]


def test_a_killed_gathering_leaves_all_or_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, delivery(1), delivery(2))
    with receiver() as desk:
        with monkeypatch.context() as patch:
            patch.setattr(Outbox, "claim", _killed)
            with pytest.raises(KeyboardInterrupt):
                work(store, desk.channel, at(7))
        assert desk.accepted == []
        assert work(store, desk.channel, at(7, 1)) == [True]
        assert summaries(desk) == [["Happening 1", "Happening 2"]]


def _killed(*_: object, **__: object) -> bool:
    raise KeyboardInterrupt


def test_a_mail_of_a_digest_says_each_in_short(store: Store) -> None:
    put(store, *(replace(delivery(number), channel="editor") for number in (1, 2)))
    mailbox = Mailbox()
    with mail_server(mailbox) as channel:
        assert work(store, channel, at(7)) == [True]
    [mail] = mailbox.mails
    subject = str(make_header(decode_header(mail["Subject"])))
    assert subject == "[low] 2 alerts together: Happening 1 …"
    words = part_of(mail, "text/plain")
    assert part_of(mail, "text/html").count("<h1") == 2
    assert words.startswith("2 alerts, the most urgent first.")
    assert "\n1. Happening 1\n" in words.replace("\r", "")
    assert words.count("not verified") == 2


# ------------------------------------------------------------------------------------ two watches, one thing

BOTH = """
- {name: Arrests, type: COERCE, channels: [desk], quiet_hours: "01:00-07:00"}
- {name: Chile, country: CL, level: high, channels: [desk, log]}
"""


def test_two_watches_of_one_channel_tell_one_thing_once(store: Store) -> None:
    floor = Floor(store, parse_watches(BOTH, where="w.yaml"))
    item = rendition_of_line(
        {"text": ARREST, "outlet": "Quay Times", "published": "2026-04-02"}, arrived=NIGHT
    )
    list(floor.take([item], arrival=lambda _: NIGHT))
    names = {alert.id: alert.watch for alert in store.alerts()}
    assert sorted(names.values()) == ["Arrests", "Chile"]
    rows = {(names[one.alert], one.channel): one for one in store.deliveries()}
    first = rows["Chile", "desk"]
    assert (first.state, first.held) == ("pending", None), "what cannot wait does not wait for what can"
    data: dict[str, Any] = json.loads(first.payload)["data"]
    assert (data["watch"], data["also"], data["level"]) == ("Chile", ["Arrests"], "high")
    assert message_text(data, at(3)).endswith("Watch: Chile, Arrests\n")
    assert (rows["Arrests", "desk"].state, rows["Arrests", "desk"].within) == ("gathered", first.id)
    assert "also" not in json.loads(rows["Chile", "log"].payload)["data"]
    with receiver() as desk:
        work(store, desk.channel, at(3))
        work(store, desk.channel, at(8))
        assert len(desk.accepted) == 1

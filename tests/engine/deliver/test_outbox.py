"""The outbox: claimed, sent without holding the floor, recorded; whatever channels, disks and kills do."""

from __future__ import annotations

import base64
import email
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as altered

from tests.watch.channels.test_sending import (
    CLIENT,
    LOOPBACK,
    Mailbox,
    mail_channel,
    mail_server,
    receiver,
    row,
)
from watchfloor.disclosure import Disclosed
from watchfloor.engine.deliver.outbox import Channels, Courier, in_turn
from watchfloor.errors import ConfigError, FloorLockedError, StoreError
from watchfloor.journal import FileJournal, WorkFailed, files_of, read_facts
from watchfloor.model import AlertId, Delivery
from watchfloor.settings import Secret
from watchfloor.store import Outbox, Store
from watchfloor.watch import Channel, deliver, read_channels_apart
from watchfloor.watch.channels.file import File
from watchfloor.watch.channels.webhook import Webhook

NOW = datetime(2026, 4, 5, 12, tzinfo=UTC)
AT = "2026-04-05T12:00:00Z"


def clock() -> datetime:
    return NOW


def delivery(number: int, channel: str) -> Delivery:
    body = json.loads(row(channel).payload)
    id_ = f"{channel}-{number}"
    return Delivery(
        id=id_, alert=AlertId(f"a{number}"), channel=channel, payload=json.dumps({**body, "id": id_})
    )


def put(store: Store, *rows: Delivery) -> None:
    with store.turn(), store.admission(arrived=AT, kind="tick", what="alerts") as admission:
        for one in rows:
            admission.save_delivery(one)


def work(store: Store, channels: Channels, **more: Any) -> list[tuple[str, bool]]:
    courier = Courier(store=store, channels=channels, clock=more.pop("clock", clock), client=CLIENT, **more)
    return [(one.id, outcome.delivered) for one, outcome in courier.work()]


def states(store: Store) -> dict[str, str]:
    return {one.id: one.state for one in store.deliveries()}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    Store.create(tmp_path / "floor").close()
    with Store.open(tmp_path / "floor", turns=True) as opened:
        yield opened


def log(tmp_path: Path) -> Channel:
    return File(name="log", path=tmp_path / "alerts.jsonl")


def test_channels_take_turns() -> None:
    rows = [delivery(n, c) for c, n in (("a", 1), ("a", 2), ("a", 3), ("b", 1), ("b", 2))]
    assert [one.id for one in in_turn(rows)] == ["a-1", "b-1", "a-2", "b-2", "a-3"]


def test_the_floor_is_free_while_a_receiver_stalls(store: Store, tmp_path: Path) -> None:
    """A mail server that greets nobody for a second holds up neither a writer nor the other channel."""
    waited: list[float] = []
    asked = threading.Event()

    def talk() -> None:
        connection, _ = listener.accept()
        with connection:
            asked.set()
            time.sleep(1.0)

    def person() -> None:
        asked.wait(10)
        began = time.monotonic()
        with Store.open(tmp_path / "floor", write=True) as other:
            other.remember([], first=0)
        waited.append(time.monotonic() - began)

    import socket  # noqa: PLC0415 - for the silent server only

    with socket.create_server(("127.0.0.1", 0)) as listener:
        channels = {"editor": mail_channel(listener.getsockname()[1]), "log": log(tmp_path)}
        put(store, delivery(1, "editor"), delivery(1, "log"))
        both = [threading.Thread(target=talk), threading.Thread(target=person)]
        for one in both:
            one.start()
        assert dict(work(store, channels)) == {"editor-1": False, "log-1": True}
        for one in both:
            one.join()
    assert waited[0] < 0.8
    assert states(store) == {"editor-1": "failed", "log-1": "delivered"}


@pytest.mark.parametrize(
    "broken",
    [
        {"sender": "jürgen@example.org"},
        {"to": ("redaktion@bücher.example",)},
        {"user": "floor", "password": "pässword€"},
        {"user": "jürgen", "password": "secret"},
    ],
)
def test_other_letters_in_a_mail_channel_cost_no_other_channel(
    store: Store, tmp_path: Path, broken: dict[str, Any]
) -> None:
    with mail_server(Mailbox(), enable_SMTPUTF8=False) as channel:
        put(store, delivery(1, "editor"), delivery(2, "editor"), delivery(1, "log"))
        done = work(store, {"editor": altered(channel, **broken), "log": log(tmp_path)})
    assert sorted(done) == [("editor-1", False), ("editor-2", False), ("log-1", True)]
    held = {one.id: one for one in store.deliveries()}
    assert (held["editor-1"].state, held["editor-1"].attempts) == ("pending", 0)
    assert (held["editor-1"].error or "").startswith("channels.editor: the server takes no")


def test_a_server_that_knows_other_letters_gets_the_mail(store: Store) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox, enable_SMTPUTF8=True) as channel:
        put(store, delivery(1, "editor"))
        assert work(store, {"editor": altered(channel, sender="jürgen@example.org")}) == [("editor-1", True)]
    assert email.header.make_header(email.header.decode_header(mailbox.mails[0]["From"]))
    assert states(store) == {"editor-1": "delivered"}


def test_a_password_with_other_letters_is_sent_as_utf_8(store: Store) -> None:
    class Judge:
        def __call__(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
            from aiosmtpd.smtp import AuthResult  # noqa: PLC0415 - where the server judges

            seen.append((mechanism, data.login.decode(), data.password.decode()))
            return AuthResult(success=True)

    seen: list[tuple[str, str, str]] = []
    settings = {"authenticator": Judge(), "auth_require_tls": False}
    with mail_server(Mailbox(), **settings) as channel:
        put(store, delivery(1, "editor"))
        done = work(store, {"editor": altered(channel, user="floor", password=Secret("Schlüssel€"))})
    assert done == [("editor-1", True)]
    assert seen == [("PLAIN", "floor", "Schlüssel€")]


def test_a_setting_to_be_mended_is_no_failed_attempt(store: Store, tmp_path: Path) -> None:
    settings = {
        "desk": {"kind": "webhook", "url": "https://desk.example.org/", "secret": "whsec_é" + "x" * 30},
        "log": {"kind": "file", "path": "alerts.jsonl"},
        "lost": {"kind": "webhook", "url": "https://lost.example.org/", "secret": "environment:NOT_SET"},
    }
    channels = read_channels_apart(settings, folder=tmp_path, environment={})
    assert isinstance(channels["desk"], ConfigError)
    put(store, *(delivery(1, name) for name in ("desk", "log", "lost", "unknown")))
    assert dict(work(store, channels)) == {
        "desk-1": False, "log-1": True, "lost-1": False, "unknown-1": False
    }  # fmt: skip
    held = {one.id: one for one in store.deliveries()}
    for name in ("desk", "lost", "unknown"):
        assert (held[f"{name}-1"].state, held[f"{name}-1"].attempts) == ("pending", 0)
        assert name in (held[f"{name}-1"].error or "")


def test_a_receiver_that_is_gone_switches_its_channel_off_and_loses_nothing(store: Store) -> None:
    with receiver((410, {})) as desk:
        put(store, *(delivery(number, "desk") for number in range(7)))
        assert len(work(store, {"desk": desk.channel})) == 1
        assert len(desk.ids) == 1
        later = lambda: NOW + timedelta(days=2)  # noqa: E731
        assert work(store, {"desk": desk.channel}, clock=later) == []
        assert len(desk.ids) == 1, "nobody asks a receiver that is gone"
        assert set(states(store).values()) <= {"pending", "failed"}
        assert Outbox(store).switched_off()["desk"].reason.startswith("410")
        assert Outbox(store).kept_for("desk") == 7
        with store.turn():
            assert Outbox(store).switch_on("desk", at=AT)
        assert len(work(store, {"desk": desk.channel}, clock=later)) == 7
        assert len(desk.accepted) == 7
    assert set(states(store).values()) == {"delivered"}


def test_what_was_given_up_is_sent_when_a_person_wants_it(store: Store) -> None:
    with mail_server(Mailbox("554 refused")) as channel:
        put(store, delivery(1, "editor"), delivery(2, "editor"))
        work(store, {"editor": channel})
    assert states(store) == {"editor-1": "dead", "editor-2": "dead"}
    with store.turn():
        assert Outbox(store).retry(["editor-1"], at=AT) == ["editor-1"]
        assert Outbox(store).drop(["editor-2", "editor-9"]) == ["editor-2"]
    mailbox = Mailbox()
    with mail_server(mailbox) as channel:
        assert work(store, {"editor": channel}) == [("editor-1", True)]
    assert len(mailbox.mails) == 1
    assert [one["state"] for one in store.attempts("editor-1")] == ["dead", "delivered"]


def test_an_error_of_the_code_costs_its_delivery_only(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(one: Disclosed[Delivery], channel: Channel, **more: Any) -> Any:
        if channel.name == "desk":
            raise KeyError("words of an article")
        return deliver(one, channel, **more)

    monkeypatch.setattr("watchfloor.engine.deliver.outbox.deliver", breaking)
    put(store, delivery(1, "desk"), delivery(1, "log"))
    with receiver() as desk:
        done = work(
            store, {"desk": desk.channel, "log": log(tmp_path)}, journal=FileJournal(tmp_path / "floor")
        )
    assert dict(done) == {"desk-1": False, "log-1": True}
    [failed] = [it for it in read_facts(files_of(tmp_path / "floor")) if isinstance(it, WorkFailed)]
    assert (failed.error, failed.id) == ("KeyError", "desk-1")
    assert "words of an article" not in (tmp_path / "floor" / "journal.jsonl").read_text("utf-8")


class FullDisk:
    """Fails to record what came of a try, as on a disk that filled up while it was made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(self: Outbox, *_: object, **__: object) -> None:
            raise StoreError("the disk is full")

        self._patch = monkeypatch
        monkeypatch.setattr(Outbox, "record", fails)

    def emptied(self) -> None:
        self._patch.undo()


def test_an_outcome_that_could_not_be_recorded_is_uncertain_and_sent_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as channel:
        put(store, delivery(1, "editor"), delivery(2, "editor"))
        disk = FullDisk(monkeypatch)
        for _ in range(4):
            with pytest.raises(StoreError, match="full"):
                work(store, {"editor": channel})
        assert len(mailbox.mails) == 1
        disk.emptied()
        work(store, {"editor": channel})
        work(store, {"editor": channel})
    assert len(mailbox.mails) == 2
    assert states(store) == {"editor-1": "uncertain", "editor-2": "delivered"}


KILLED = """
import os, sys
from datetime import UTC, datetime
from watchfloor.engine.deliver import outbox
from watchfloor.store import Outbox, Store
from tests.engine.deliver.test_outbox import channel_of
moment = sys.argv[3]
if moment == "claimed":
    outbox.deliver = lambda *_, **__: os._exit(9)
elif moment == "sent":
    Outbox.record = lambda *_, **__: os._exit(9)
with Store.open(sys.argv[1], turns=True) as store:
    channel = channel_of(sys.argv[2])
    courier = outbox.Courier(
        store=store, channels={channel.name: channel}, clock=lambda: datetime(2026, 4, 5, 12, tzinfo=UTC)
    )
    for _ in courier.work():
        pass
"""


def channel_of(written: str) -> Channel:
    """Return the channel that a killed child is to use: "kind port-or-path"."""
    kind, _, rest = written.partition(" ")
    if kind == "file":
        return File(name="log", path=Path(rest))
    if kind == "mail":
        return mail_channel(int(rest))
    secret = Secret("whsec_" + base64.b64encode(b"twenty-four bytes or more").decode())
    url = f"http://127.0.0.1:{rest}/in"
    return Webhook(name="desk", url=url, secret=secret, allow_network=LOOPBACK)


def killed(store: Store, channel: str, moment: str, *, place: str = "") -> None:
    child = subprocess.run(
        [sys.executable, "-c", KILLED, place or store.where, channel, moment],
        env={**os.environ},
        check=False,
    )
    assert child.returncode == 9


@pytest.mark.parametrize("moment", ["claimed", "sent"])
def test_a_kill_sends_a_webhook_under_one_id_and_a_file_line_once(
    store: Store, tmp_path: Path, moment: str
) -> None:
    with receiver() as desk:
        put(store, delivery(1, "desk"), delivery(1, "log"))
        killed(store, f"webhook {desk.channel.url.split(':')[2].split('/')[0]}", moment)
        killed(store, f"file {tmp_path / 'alerts.jsonl'}", moment)
        work(store, {"desk": desk.channel, "log": log(tmp_path)})
        assert set(desk.ids) == {"desk-1"}
        assert len(desk.ids) == (1 if moment == "claimed" else 2)
    assert len((tmp_path / "alerts.jsonl").read_text("utf-8").splitlines()) == 1
    assert states(store) == {"desk-1": "delivered", "log-1": "delivered"}


@pytest.mark.parametrize(("moment", "sent"), [("claimed", 0), ("sent", 1)])
def test_a_kill_leaves_a_mail_in_doubt_and_never_sends_it_twice(store: Store, moment: str, sent: int) -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as channel:
        put(store, delivery(1, "editor"))
        killed(store, f"mail {channel.port}", moment)
        work(store, {"editor": channel})
    assert len(mailbox.mails) == sent
    [held] = store.deliveries()
    assert held.state == "uncertain"
    assert "watchfloor outbox retry editor-1" in (held.error or "")


def test_one_process_works_the_outbox(store: Store, tmp_path: Path) -> None:
    put(store, delivery(1, "log"), delivery(2, "log"))
    first = Courier(store=store, channels={"log": log(tmp_path)}, clock=clock).work()
    next(first)
    with Store.open(tmp_path / "floor", turns=True) as other, pytest.raises(FloorLockedError, match="outbox"):
        work(other, {"log": log(tmp_path)})
    assert len(list(first)) == 1

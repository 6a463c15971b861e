"""The outbox by commands alone: what is kept, retried, dropped; channels off and on."""

from __future__ import annotations

import json
import socket
from pathlib import Path

from tests.cli.commands import watchfloor
from watchfloor.journal import DeliveryTried, files_of, read_facts
from watchfloor.model import AlertId, Delivery
from watchfloor.store import Store

AT = "2026-04-05T12:00:00Z"
SETTINGS = """
[channels.log]
kind = "file"
path = "alerts.jsonl"

[channels.editor]
kind = "mail"
host = "mail.example.org"
sender = "floor@example.org"
to = ["editor@example.org"]
password = "environment:SURELY_NOT_SET"
"""


def made(tmp_path: Path) -> Path:
    folder = tmp_path / "floor"
    assert watchfloor("init", folder).code == 0
    config = folder / "watchfloor.toml"
    config.write_text(config.read_text("utf-8") + SETTINGS, "utf-8")
    with (
        Store.open(folder, write=True) as store,
        store.admission(arrived=AT, kind="tick", what="alerts") as admission,
    ):
        for id_, channel in (("d1", "editor"), ("d2", "log"), ("d3", "log")):
            payload = json.dumps({"id": id_, "data": {"summary": "reported: a strike"}})
            admission.save_delivery(Delivery(id=id_, alert=AlertId("a"), channel=channel, payload=payload))
    return folder


def test_a_broken_channel_costs_itself_only_and_its_rows_wait(tmp_path: Path) -> None:
    folder = made(tmp_path)
    sent = watchfloor("deliver", "--floor", folder)
    assert sent.code == 1
    assert sorted(sent.out.splitlines()) == ["delivered\tlog\td2", "delivered\tlog\td3", "failed\teditor\td1"]
    assert "SURELY_NOT_SET" in sent.err
    listed = json.loads(watchfloor("outbox", "list", "--json", "--floor", folder).out)
    assert [(row["id"], row["state"], row["attempts"]) for row in listed] == [("d1", "pending", 0)]
    facts = [fact for fact in read_facts(files_of(folder)) if isinstance(fact, DeliveryTried)]
    assert [(fact.delivery, fact.state) for fact in facts] == [("d2", "delivered"), ("d3", "delivered")]
    dropped = watchfloor("outbox", "drop", "--channel", "editor", "--floor", folder)
    assert (dropped.code, dropped.out) == (0, "dropped\teditor\td1\n")
    assert watchfloor("deliver", "--floor", folder).code == 0
    assert watchfloor("outbox", "retry", "d1", "--floor", folder).out == "to be tried\teditor\td1\n"


def test_a_dry_run_shows_what_would_be_sent_and_sends_and_keeps_nothing(tmp_path: Path) -> None:
    folder = made(tmp_path)
    before = json.loads(watchfloor("outbox", "list", "--json", "--floor", folder).out)
    said = watchfloor("deliver", "--dry-run", "--floor", folder)
    assert said.code == 0
    assert "would be sent\tlog\td2" in said.out
    assert "reported: a strike" in said.out
    assert "would not be sent\teditor\td1" in said.out
    assert "SURELY_NOT_SET" in said.err
    rows = [
        json.loads(it)
        for it in watchfloor("deliver", "--dry-run", "--json", "--floor", folder).out.splitlines()
    ]
    assert {row["id"]: row["error"] is None for row in rows} == {"d1": False, "d2": True, "d3": True}
    assert json.loads(next(row["payload"] for row in rows if row["id"] == "d2"))["id"] == "d2"
    assert not (folder / "alerts.jsonl").exists()
    assert json.loads(watchfloor("outbox", "list", "--json", "--floor", folder).out) == before


def test_a_channel_that_is_off_keeps_what_there_is_for_it(tmp_path: Path) -> None:
    folder = made(tmp_path)
    assert watchfloor("channels", "off", "log", "--reason", "moving", "--floor", folder).code == 0
    sent = watchfloor("deliver", "--floor", folder)
    assert sent.code == 1
    assert "2 deliveries are kept" in sent.err
    assert "watchfloor channels on log" in sent.err
    assert "kept for channels that are switched off" in watchfloor("doctor", "--floor", folder).out
    channels = json.loads(watchfloor("channels", "list", "--json", "--floor", folder).out)
    assert {row["name"]: (row["state"], row["waiting"]) for row in channels} == {
        "log": ("off", "2"), "editor": ("broken", "1")
    }  # fmt: skip
    assert watchfloor("channels", "on", "log", "--floor", folder).out == "on\tlog\t2 waiting\n"
    assert "delivered\tlog\td2" in watchfloor("deliver", "--floor", folder).out
    assert len((folder / "alerts.jsonl").read_text("utf-8").splitlines()) == 2


def test_a_channel_is_tried_with_a_message_that_tells_of_nothing(tmp_path: Path) -> None:
    folder = made(tmp_path)
    assert watchfloor("channels", "test", "log", "--floor", folder).out == "delivered\tlog\n"
    [line] = (folder / "alerts.jsonl").read_text("utf-8").splitlines()
    sent = json.loads(line)
    assert sent["type"] == "watchfloor.channel.tested"
    assert sent["data"]["summary"] == "TEST of the channel log: nothing happened"
    tried = watchfloor("channels", "test", "editor", "--floor", folder)
    assert tried.code == 2
    assert "channels.editor: password is to come from SURELY_NOT_SET, which is not set" in tried.err
    assert len(json.loads(watchfloor("outbox", "list", "--json", "--floor", folder).out)) == 3
    unknown = watchfloor("channels", "test", "lok", "--floor", folder)
    assert (unknown.code, "did you mean 'log'?" in unknown.err) == (2, True)


def test_what_a_setting_was_in_the_way_of_goes_out_at_the_next_word_of_a_person(tmp_path: Path) -> None:
    folder = made(tmp_path)
    config = folder / "watchfloor.toml"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    here = f'host = "127.0.0.1"\nport = {port}\nsecurity = "none"'
    wrong = config.read_text("utf-8").replace('host = "mail.example.org"', here)
    config.write_text(wrong.replace('password = "environment:SURELY_NOT_SET"\n', ""), "utf-8")
    first = watchfloor("deliver", "--floor", folder)
    assert "name its network in allow_network" in first.err
    [row] = json.loads(watchfloor("outbox", "list", "--json", "--floor", folder).out)
    assert (row["state"], row["attempts"]) == ("pending", 0)
    config.write_text(config.read_text("utf-8") + 'allow_network = ["127.0.0.0/8"]\n', "utf-8")
    again = watchfloor("deliver", "--floor", folder)
    assert again.out == "failed\teditor\td1\n"  # tried at once: nobody listens there
    [row] = json.loads(watchfloor("outbox", "list", "--json", "--floor", folder).out)
    assert (row["state"], row["attempts"]) == ("failed", 1)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    folder = made(tmp_path)
    for arguments in (["outbox", "retry", "d9"], ["outbox", "drop"], ["channels", "off", "dekk"]):
        said = watchfloor(*arguments, "--floor", folder)
        assert said.code == 2, arguments
        assert said.err.count("\n") == 1

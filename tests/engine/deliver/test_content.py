"""How much of a message leaves on a channel: all, what happened, or only that there is news."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.engine.deliver.test_outbox import delivery, put
from watchfloor.engine.deliver.outbox import Courier
from watchfloor.errors import ConfigError
from watchfloor.model import AlertId, Delivery
from watchfloor.store import Store
from watchfloor.watch import message_text, read_channels, with_content
from watchfloor.watch.channels.file import File
from watchfloor.watch.payload import Content

NOW = datetime(2026, 4, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize("content", ["full", "title", "id"])
def test_a_channel_carries_so_much_and_no_more(tmp_path: Path, content: Content) -> None:
    whole = json.loads(delivery(1, "log").payload)["data"]
    quoted, happened = whole["evidence"][0]["words"], whole["summary"]
    channel = File(name="log", path=tmp_path / "alerts.jsonl", content=content)
    with Store.memory() as store:
        put(store, delivery(1, "log"))
        list(Courier(store=store, channels={"log": channel}, clock=lambda: NOW).work())
    body = json.loads((tmp_path / "alerts.jsonl").read_text("utf-8"))
    sent = body["data"]
    assert body["id"] == "log-1"
    assert (sent["alert"], sent["level"]) == (whole["alert"], whole["level"])
    words = message_text(sent, NOW)
    assert (quoted in words, happened in words) == {
        "full": (True, True),
        "title": (False, True),
        "id": (False, False),
    }[content]
    assert ("not verified" in words) is True
    if content == "title":
        assert whole["evidence"][-1]["url"] in words
    if content == "id":
        assert f"watchfloor explain {whole['alert']}" in words
        assert whole["watch"] not in json.dumps(sent)


def test_a_briefing_and_a_digest_carry_no_more_than_their_channel_does() -> None:
    one = json.loads(delivery(1, "log").payload)
    one["data"] = {**one["data"], "text": "all of it", "stories": [{}], "alerts": [one["data"]]}
    row = Delivery(id="d", alert=AlertId("d"), channel="log", payload=json.dumps(one))
    data = json.loads(with_content(row, "title").payload)["data"]
    assert not data.keys() & {"text", "stories", "reason"}
    assert "reason" not in data["alerts"][0]
    assert data["alerts"][0]["summary"] == one["data"]["summary"]
    assert with_content(row, "full") is row


def test_another_word_is_refused() -> None:
    with pytest.raises(ConfigError, match="content is 'some'; it must be one of full, title, id"):
        read_channels(
            {"log": {"kind": "file", "path": "x", "content": "some"}}, folder=Path(), environment={}
        )

"""Messengers: real servers on loopback, as apprise speaks to them."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from watchfloor.disclosure import disclose_delivery
from watchfloor.model import AlertId, Audience, Delivery, SituationReport
from watchfloor.settings import Secret
from watchfloor.watch import Outcome, deliver, read_channels
from watchfloor.watch.channels.notify import Notify
from watchfloor.watch.payload import with_content

AT = datetime(2026, 5, 14, 8, 0, tzinfo=UTC)
SUMMARY = "@all <!channel> Port closed in Tarvel (2 separately written texts say so)"
DATA = {
    "summary": SUMMARY,
    "standing": "machine-read from 2 reports, not verified",
    "reason": "a new event",
    "watch": "Ports",
    "evidence": [
        {"words": "The port is closed, @everyone.", "outlet": "Quay Times", "url": "https://quay.example/1"}
    ],
}


class Messenger:
    """A messenger's server on loopback: what was posted to it, and the status it answers."""

    def __init__(self, status: int) -> None:
        posted: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                posted.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.send_response(status)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base
                pass

        self.posted = posted
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.host = f"127.0.0.1:{self.server.server_port}"


@contextmanager
def messenger(status: int = 200) -> Iterator[Messenger]:
    opened = Messenger(status)
    try:
        yield opened
    finally:
        opened.server.shutdown()
        opened.server.server_close()


def told(channel: Notify, data: Mapping[str, Any] = DATA) -> Outcome:
    row = Delivery(
        id="d1", alert=AlertId("a1"), channel="team", payload=json.dumps({"id": "d1", "data": data})
    )
    row = with_content(row, channel.content)
    return deliver(disclose_delivery(row, SituationReport(), Audience.public), channel, clock=lambda: AT)


@pytest.mark.parametrize(
    "address", ["json://{}/hook", "mmost://{}/aaaaaaaaaaaaaaaaaaaaaaaa", "ntfy://{}/ports"]
)
def test_a_messenger_is_told_what_happened_and_nobody_is_called(address: str) -> None:
    with messenger() as server:
        channel = Notify(name="team", address=Secret(address.format(server.host)))
        assert told(channel) == Outcome(delivered=True)
        [posted] = server.posted
    words = json.dumps(json.loads(posted), ensure_ascii=False)
    assert "Port closed in Tarvel" in words
    assert "https://quay.example/1" in words
    assert "The port is closed" not in words, "a third party is told the title alone"
    assert "@all" not in words
    assert "<!channel" not in words


def test_in_full_the_words_are_there_too() -> None:
    with messenger() as server:
        channel = Notify(name="team", address=Secret(f"json://{server.host}/hook"), content="full")
        assert told(channel).delivered
        body = json.loads(server.posted[0])
    assert body["title"].endswith("Port closed in Tarvel (2 separately written texts say so)")
    assert "The port is closed, @\u2060everyone." in body["message"]
    assert body["message"].count("Port closed in Tarvel") == 0, "the title is not said twice"


def test_what_is_refused_is_tried_again_and_the_token_is_not_told() -> None:
    with messenger(500) as server:
        outcome = told(Notify(name="team", address=Secret(f"json://desk:hushhushhush@{server.host}/hook")))
    assert (outcome.delivered, outcome.retry, outcome.uncertain) == (False, True, False)
    assert "did not take it" in (outcome.error or "")
    assert "hushhushhush" not in (outcome.error or "")


def test_an_address_that_cannot_be_read_and_a_missing_library_are_no_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    channel = Notify(name="team", address=Secret("nosuch://x"))
    assert "none that apprise can read" in (told(channel).error or "")
    assert told(channel).untried
    monkeypatch.setitem(sys.modules, "apprise", None)
    missing = told(channel)
    assert "pip install 'watchfloor[notify]'" in (missing.error or "")
    assert missing.untried


def test_a_try_that_was_broken_off_is_left_in_doubt() -> None:
    channel = Notify(name="team", address=Secret("json://x"))
    assert channel.interrupted(Delivery(id="d", alert=AlertId("a"), channel="team", payload="{}")).uncertain


def test_its_settings() -> None:
    settings = {"kind": "notify", "address": "environment:TEAM"}
    channel = read_channels({"team": settings}, folder=Path("/floor"), environment={"TEAM": "json://x/y"})[
        "team"
    ]
    assert isinstance(channel, Notify)
    assert (channel.content, channel.is_guarded) == ("title", False)
    assert "json://" not in repr(channel)

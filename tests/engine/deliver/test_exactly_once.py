"""Every alert has one effect at a receiver that knows messages by their ids, whatever it answers.

Looked at from outside: what the receiver did, not what the outbox says. The long form is soaks/deliveries.py.
"""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.engine.deliver.test_outbox import AT, delivery
from watchfloor.store import Store

FAULTY = 0.2  # of the answers


@dataclass(slots=True)
class ForgetfulReceiver:
    """A receiver that acts once for each id, and answers a fifth of all requests wrongly.

    It may act and then say nothing, act and say that it failed, or hang up before or after it acted.
    """

    draw: random.Random
    effects: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def take(self, id_: str) -> str | None:
        """Act for a request and return what is wrong with the answer to it; None where nothing is."""
        with self.guard:
            self.requests[id_] += 1
            fault = self.draw.choice(_FAULTS) if self.draw.random() < FAULTY else None
            self.faults[fault or "none"] += 1
            if fault not in ("refused", "reset before") and id_ not in self.effects:
                self.effects[id_] += 1
        return fault


_FAULTS = ("silent", "failed", "refused", "reset before", "reset after")


def _handler(receiver: ForgetfulReceiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            fault = receiver.take(self.headers["webhook-id"])
            if fault == "silent":
                time.sleep(0.5)  # longer than the sender waits
            if fault in ("reset before", "reset after"):
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(503 if fault in ("failed", "refused") else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base
            pass

        def handle(self) -> None:
            with suppress(OSError):  # a sender that was killed hangs up
                super().handle()

    return Handler


def deliver_all(folder: Path, *, count: int, kills: int, seed: int) -> ForgetfulReceiver:
    """Send `count` messages through `kills` kills; each has one effect, and none is invented."""
    draw = random.Random(seed)
    receiver = ForgetfulReceiver(random.Random(seed))
    Store.create(folder).close()
    with (
        Store.open(folder, write=True) as store,
        store.admission(arrived=AT, kind="tick", what="alerts") as admission,
    ):
        for number in range(count):
            admission.save_delivery(delivery(number, "desk"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(receiver))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        _work(folder, server.server_port, receiver, count=count, kills=kills, draw=draw)
    finally:
        server.shutdown()
        server.server_close()
    sent = {f"desk-{number}" for number in range(count)}
    assert set(receiver.effects) == sent, "lost or invented"
    assert set(receiver.effects.values()) == {1}
    with Store.open(folder) as store:
        assert {row.state for row in store.deliveries()} == {"delivered"}
    return receiver


def _work(
    folder: Path, port: int, receiver: ForgetfulReceiver, *, count: int, kills: int, draw: random.Random
) -> None:
    """Let child processes work the outbox; each of the first is killed after some more messages."""
    for number in range(kills + 1):
        child = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.engine.deliver.delivery_child",
                str(folder),
                f"http://127.0.0.1:{port}/in",
                str(number),
            ],
            cwd=Path(__file__).parents[3],
        )
        if number < kills:
            until = receiver.requests.total() + draw.randint(1, max(1, count // kills))
            while receiver.requests.total() < until and child.poll() is None:
                time.sleep(draw.uniform(0, 0.01))
            child.kill()
        assert child.wait(timeout=3_000) in (0, -9)


def test_each_alert_has_one_effect_whatever_the_receiver_answers_and_who_is_killed(tmp_path: Path) -> None:
    receiver = deliver_all(tmp_path / "floor", count=150, kills=3, seed=20260405)
    assert receiver.requests.total() > 150, "some were asked for twice"
    assert set(receiver.faults) == {"none", *_FAULTS}

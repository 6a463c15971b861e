"""From an item's appearance in a feed to the delivered alert: seconds, with two hundred sources.

A real `serve` visits feeds on loopback, each an address of its own, and sends to a real receiver. One outlet
in twenty answers 500, one in a hundred never answers, and one lists as many items at once as a visit takes.
FULL=1 asks each source every five minutes, as often as a person may set, and goes on for half an hour.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from benchmarks.stub_world import LoopbackServer, article
from watchfloor.config import write_default_config
from watchfloor.engine.collect.visit_result import MOST_FRESH
from watchfloor.ingest.sources import new_source
from watchfloor.store import Sources, Store

SOURCES = 200
EVERY = 300 if os.environ.get("FULL") else 60  # seconds between two visits of a source
LASTS = 1800 if os.environ.get("FULL") else 240  # seconds in which items appear
BETWEEN = 2.5  # seconds between two items; a desk of 200 sources has some 4,000 a day, six times fewer
MOST = 20.0  # seconds on top of the interval (issue 14)
_LISTED = 30  # items in a feed, but where one lists many at once
_STALL = 90.0  # seconds; more than a visitor waits
_FLOODS = 11  # the outlet that lists many at once, a quarter into the time
_WATCH = "name: Arrests\ntype: COERCE\nmode: arrest\nchannels: [desk]\n"
_SETTINGS = """contact = "desk@example.org"
allow_network = ["127.0.0.0/8"]
[channels.desk]
kind = "webhook"
url = "http://127.0.0.1:{port}/in"
secret = "whsec_dHdlbnR5LWZvdXIgYnl0ZXMgb3IgbW9yZQ=="
allow_network = ["127.0.0.0/8"]
content = "full"
"""
_COUNTRIES = (
    ("Chilean", "Valparaíso"), ("Kenyan", "Mombasa"), ("Peruvian", "Arequipa"), ("Greek", "Thessaloniki"),
    ("Turkish", "Izmir"), ("Malian", "Gao"), ("Colombian", "Cali"), ("Pakistani", "Quetta"),
)  # fmt: skip
_FIRST_NAMES = ("Idris", "Rosa", "Omar", "Lena", "Tomas", "Amina", "Carlos", "Nadia", "Samuel", "Clara")
_LAST_NAMES = ("Kamau", "Quiroga", "Haddad", "Varga", "Okello", "Mejia", "Lindgren", "Demir", "Costa")


@dataclass(slots=True)
class _Press:
    """What the outlets list, and when each item appeared and was alerted, by its address."""

    listed: dict[int, list[str]] = field(default_factory=dict)
    appeared: dict[str, float] = field(default_factory=dict)
    arrests: dict[str, str] = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)

    def publish(self, outlet: int, number: int, port: int, *, arrest: bool) -> None:
        """Let an outlet list an item."""
        url = f"http://{_host(outlet)}:{port}/{number}"
        if arrest:
            self.arrests[url] = _arrest(number)
        self.listed.setdefault(outlet, []).append(url)
        self.appeared[url] = time.monotonic()

    def take(self, message: Mapping[str, object]) -> None:
        """Note which items an alert tells of."""
        words, now = json.dumps(message, ensure_ascii=False), time.monotonic()
        for url in self.arrests:
            if f'"{url}"' in words:
                self.told.setdefault(url, now)

    def feed(self, outlet: int) -> bytes:
        """Return an outlet's feed."""
        newest = [*reversed(self.listed.get(outlet, []))][: _LISTED if outlet != _FLOODS else None]
        entries = "".join(
            f"<item><guid>{url}</guid><link>{url}</link><title>{self.title(url)}</title></item>"
            for url in newest
        )
        return f"<rss version='2.0'><channel><title>Outlet {outlet}</title>{entries}</channel></rss>".encode()

    def page(self, url: str) -> bytes:
        """Return an item's page."""
        outlet, number = _numbers(url)
        _, paragraphs = article(outlet, number, revised=False)
        told = "".join(f"<p>{words}</p>" for words in (self.arrests.get(url, ""), *paragraphs))
        published = datetime.now(UTC).isoformat()
        return (
            f'<!doctype html><html lang="en"><head><title>{self.title(url)}</title><meta '
            f'property="og:site_name" content="Outlet {outlet}"><meta property="article:published_time" '
            f'content="{published}"></head><body><article><h1>{self.title(url)}</h1>{told}</article></body>'
            "</html>"
        ).encode()

    def title(self, url: str) -> str:
        """Return an item's title."""
        return article(*_numbers(url), revised=False)[0]


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield name, value, what it is measured against, and whether it holds."""
    press = _Press()
    with tempfile.TemporaryDirectory() as place, _served(press) as port:
        floor = Path(place) / "floor"
        _set_up(floor, port)
        with _serving(floor):
            _publish_all(press, port)
            until = time.monotonic() + 2 * EVERY + 3 * MOST
            while len(press.told) < len(press.arrests) and time.monotonic() < until:
                time.sleep(0.5)
    delays = sorted(press.told[url] - press.appeared[url] for url in press.told)
    most = EVERY + MOST
    if delays:
        middle, late = delays[len(delays) // 2], delays[min(len(delays) - 1, int(len(delays) * 0.95))]
        yield "seconds to the alert, half of them", middle, "told", True
        yield "seconds to the alert, p95", late, f"at most {most:.0f}", late <= most
        yield "seconds to the alert, the last", delays[-1], "told", True
    lost = len(press.arrests) - len(delays)
    yield "alerts that did not come", lost, f"exactly 0 of {len(press.arrests)}", not lost


def _publish_all(press: _Press, port: int) -> None:
    """Let items appear one after the other, half of them worth an alert, and once many at once."""
    well = [it for it in range(SOURCES) if not (_errs(it) or _stalls(it) or it == _FLOODS)]
    began, number = time.monotonic(), 0
    while (elapsed := time.monotonic() - began) < LASTS:
        if elapsed > LASTS / 4 and _FLOODS not in press.listed:
            for other in range(MOST_FRESH):
                press.publish(_FLOODS, 10_000 + other, port, arrest=False)
        press.publish(well[number * 67 % len(well)], number, port, arrest=number % 2 == 0)
        number += 1
        time.sleep(max(0.0, began + number * BETWEEN - time.monotonic()))


def _arrest(number: int) -> str:
    people, town = _COUNTRIES[number % len(_COUNTRIES)]
    first, last = _FIRST_NAMES[number % len(_FIRST_NAMES)], _LAST_NAMES[number // 2 % len(_LAST_NAMES)]
    today = datetime.now(UTC).strftime("%A")
    return f"{people} police arrested the dockers' leader {first} {last} in {town} on {today}."


def _host(outlet: int) -> str:
    return f"127.0.1.{outlet + 1}"


def _numbers(url: str) -> tuple[int, int]:
    host, _, number = url.removeprefix("http://").partition("/")
    return int(host.partition(":")[0].rpartition(".")[2]) - 1, int(number)


def _errs(outlet: int) -> bool:
    return outlet % 20 == 7


def _stalls(outlet: int) -> bool:
    return outlet % 100 == 50


def _set_up(floor: Path, port: int) -> None:
    write_default_config(floor)
    (floor / "watchfloor.toml").write_text(_SETTINGS.format(port=port), "utf-8")
    (floor / "watches").mkdir(exist_ok=True)
    (floor / "watches" / "arrests.yaml").write_text(_WATCH, "utf-8")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Store.create(floor) as store:
        found = (
            replace(new_source(f"http://{_host(it)}:{port}/feed", "feed", added=now), every=EVERY)
            for it in range(SOURCES)
        )
        Sources(store).add_all(found, due=now)


@contextmanager
def _serving(floor: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "watchfloor", "serve", "--floor", str(floor), "--port", "0"]
    with (floor / "said.txt").open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as it:
        try:
            yield
        finally:
            it.send_signal(signal.SIGINT)


@contextmanager
def _served(press: _Press) -> Iterator[int]:
    """Answer for all outlets and for the receiver, on one port of all addresses of loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = (self.headers.get("Host") or "").partition(":")[0]
            outlet = int(host.rpartition(".")[2]) - 1
            if _stalls(outlet):
                time.sleep(_STALL)
            elif _errs(outlet):
                self._give(500)
            elif self.path == "/feed":
                self._give(200, press.feed(outlet), "application/rss+xml")
            elif self.path[1:].isdigit():
                self._give(200, press.page(f"http://{self.headers['Host']}{self.path}"), "text/html")
            else:
                self._give(404)

        def do_POST(self) -> None:
            press.take(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self._give(204)

        def _give(self, status: int, body: bytes = b"", kind: str = "text/plain") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base's name
            """Say nothing."""

    server = LoopbackServer(("0.0.0.0", 0), Handler)  # noqa: S104 - all of loopback, on this machine
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()

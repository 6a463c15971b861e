"""A thousand outlets on one port: `python -m benchmarks.stub_world FEEDS` prints the port, then serves.

Every outlet has a feed with an ETag and pages that it links to; one in twenty answers 500, one in a
hundred never answers, one in a hundred sends a feed that is cut in the middle. One article in ten is a copy
of another outlet's, and after `/advance` one in fifty is revised. No two runs differ.
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import dataclass
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MOST_ITEMS = 30
_STALL = 60.0  # seconds; more than a visitor waits
_WORDS = (  # noqa: SIM905 - thirty quotation marks fewer
    "harbour ferry council strike minister budget river bridge court rail mayor union tariff inspector flood "
    "village summit permit tunnel warehouse pilot school budget coast engineer ballot convoy dam orchard quay"
).split()


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet of the stub world; `behaviour` is "well", "errs", "stalls" or "cut"."""

    number: int
    behaviour: str
    items: int


def outlet(number: int) -> Outlet:
    """Return outlet `number`: how it behaves, and how many articles it has (Zipf: few have many)."""
    draw = random.Random(number * 7919)  # noqa: S311 - a stub world, not a secret
    share = draw.random()
    behaviour = "errs" if share < 0.05 else "stalls" if share < 0.06 else "cut" if share < 0.07 else "well"
    return Outlet(number, behaviour, min(MOST_ITEMS, int(2 / max(draw.random(), 0.01)) + 1))


def host(number: int) -> str:
    """Return the name of an outlet's host."""
    return f"outlet{number}.example"


@lru_cache(maxsize=4096)
def article(number: int, item: int, revised: bool) -> tuple[str, list[str]]:  # noqa: FBT001 - part of the key
    """Return title and paragraphs of an article; one in ten is the first of the outlet before, as it was."""
    if item % 10 == 3 and number:
        number, item, revised = number - 1, 0, False
    draw = random.Random(f"{number}/{item}/{revised and (number + item) % 50 == 0}")  # noqa: S311
    paragraphs = [
        " ".join(draw.choices(_WORDS, k=draw.randint(25, 60))).capitalize() + f" {number}-{item}."
        for _ in range(draw.randint(4, 12))
    ]
    return f"{' '.join(draw.choices(_WORDS, k=6)).capitalize()} {number}-{item}", paragraphs


def page(number: int, item: int, *, revised: bool) -> bytes:
    """Return an article's page with some twenty kilobytes of everything that pages have around the text."""
    title, paragraphs = article(number, item, revised)
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    links = "".join(f'<li><a href="/section/{n}">Section {n} of outlet {number}</a></li>' for n in range(120))
    script = (
        "<script>window.state = {" + ",".join(f'"k{n}": {n * number}' for n in range(400)) + "};</script>"
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><meta property="og:site_name" '
        f'content="Outlet {number}"><meta property="article:published_time" content="2026-02-01T08:00:00Z">'
        f"{script}</head><body><nav><ul>{links}</ul></nav><article><h1>{title}</h1>{body}</article>"
        f"<aside><ul>{links}</ul></aside><footer>Outlet {number}</footer></body></html>"
    ).encode()


def feed(it: Outlet, port: int, *, revised: bool) -> bytes:
    """Return an outlet's feed."""
    entries = []
    for item in range(it.items):
        title, paragraphs = article(it.number, item, revised)
        link = f"http://{host(it.number)}:{port}/{item}"
        entries.append(
            f"<item><guid>{link}</guid><link>{link}</link><title>{title}</title>"
            f"<description>{paragraphs[0]}</description></item>"
        )
    whole = f"<rss version='2.0'><channel><title>Outlet {it.number}</title>{''.join(entries)}</channel></rss>"
    return whole.encode()[: len(whole) // 2] if it.behaviour == "cut" else whole.encode()


class _Handler(BaseHTTPRequestHandler):
    revised = False
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        """Answer as the outlet does that the request names."""
        name = (self.headers.get("Host") or "").partition(":")[0]
        if self.path == "/advance":
            _Handler.revised = True
            self._give(200, b"")
            return
        it = outlet(int(name.removeprefix("outlet").partition(".")[0]))
        if self.path == "/feed":
            self._feed(it)
        elif self.path[1:].isdigit():
            self._give(200, page(it.number, int(self.path[1:]), revised=self.revised), "text/html")
        else:
            self._give(404, b"")

    def _feed(self, it: Outlet) -> None:
        if it.behaviour == "stalls":
            time.sleep(_STALL)
            return
        if it.behaviour == "errs":
            self._give(500, b"")
            return
        body = feed(it, int(self.connection.getsockname()[1]), revised=self.revised)
        etag = f'"{hash(body) & 0xFFFFFFFF:x}"'
        if self.headers.get("If-None-Match") == etag:
            self._give(304, b"")
        else:
            self._give(200, body, "application/rss+xml", etag)

    def _give(self, status: int, body: bytes, kind: str = "text/plain", etag: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


class LoopbackServer(ThreadingHTTPServer):
    """Answers many at once; it ends with the process, whoever still waits."""

    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: visitors hang up on outlets that stall."""


if __name__ == "__main__":
    server = LoopbackServer(("127.0.0.1", 0), _Handler)
    print(server.server_address[1], flush=True)
    sys.stdout.close()
    server.serve_forever()

"""A small web on loopback: any number of hosts on one port, each address answered as a test wants it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from types import TracebackType
from typing import Self

from watchfloor.network import Client, Guard, Limits, read_networks

LOOPBACK = read_networks(["127.0.0.0/8"])
AGENT = "watchfloor-test (+desk@example.org)"
QUICK = Limits(bytes=2_000_000, seconds=1.5, step_seconds=1.0)

_PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="og:site_name" content="{outlet}">
<meta property="article:published_time" content="{published}">
</head><body><nav>Home News Sport</nav><article><h1>{title}</h1>
{paragraphs}</article><footer>All rights reserved.</footer></body></html>"""


@dataclass(frozen=True, slots=True)
class Given:
    """What an address gives: status, body, headers; `drips` are the seconds between two of its bytes."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drips: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]


Answerer = Given | Callable[[Asked], Given | None]


class World:
    """A server on an address of loopback; `put` says what an address gives, `asked` holds what was asked."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.address = address
        self.given: dict[tuple[str, str], Answerer] = {}
        self.asked: list[Asked] = []
        self._server = _Server((address, 0), _handler(self))
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    def put(self, host: str, path: str, given: Answerer | bytes | str) -> str:
        if isinstance(given, str):
            given = given.encode()
        self.given[(host, path)] = Given(given) if isinstance(given, bytes) else given
        return self.url(host, path)

    def client(self, limits: Limits = QUICK) -> Client:
        """Return a guarded client to which every name leads here."""
        guard = Guard(allow=LOOPBACK, resolve=lambda host, port: ["127.0.0.1"])
        return Client(guard=guard, limits=limits, user_agent=AGENT)

    def paths(self, host: str | None = None) -> list[str]:
        return [asked.path for asked in self.asked if host in (None, asked.host)]

    def count(self) -> Counter[str]:
        return Counter(asked.host + asked.path for asked in self.asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that hang up are what is tested."""


def drip(out: BufferedIOBase, given: Given) -> None:
    """Write an answer a byte at a time, until whoever asked hangs up."""
    head = "".join(f"{key}: {value}\r\n" for key, value in given.headers.items())
    whole = (
        f"HTTP/1.1 {given.status} OK\r\n{head}Content-Length: {len(given.body)}\r\n\r\n".encode() + given.body
    )
    with suppress(OSError):
        for byte in whole:
            out.write(bytes([byte]))
            out.flush()
            time.sleep(given.drips)


def _handler(world: World) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = (self.headers.get("Host") or "").partition(":")[0]
            headers = {key.lower(): value for key, value in self.headers.items()}
            asked = Asked(self.command, host, self.path, headers)
            world.asked.append(asked)
            answerer = world.given.get((host, self.path), Given(b"not here", 404))
            given = answerer(asked) if callable(answerer) else answerer
            if given is None:  # answers nothing and holds the line
                time.sleep(4)
                return
            if given.drips:
                drip(self.wfile, given)
                return
            self.send_response(given.status)
            for key, value in given.headers.items():
                self.send_header(key, value)
            if "Content-Length" not in given.headers and "Transfer-Encoding" not in given.headers:
                self.send_header("Content-Length", str(len(given.body)))
            self.end_headers()
            self.wfile.write(given.body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base's name
            pass

    return Handler


def page(title: str, *paragraphs: str, outlet: str = "Gazette", published: str = "2026-02-01") -> bytes:
    """Return an article's page."""
    inside = "".join(f"<p>{words}</p>" for words in paragraphs)
    return _PAGE.format(title=title, outlet=outlet, published=published, paragraphs=inside).encode()


def words(number: int) -> str:
    """Return the paragraph of article `number`: long enough to be one, and unlike any other."""
    return (
        f"Harbour board {number} said that {number + 3} ships waited outside while the dockers of pier "
        f"{number} stayed away from work for the {number + 2}nd day, and that talks were to begin on Monday."
    )


def feed(*entries: tuple[str, str, str], title: str = "Gazette") -> bytes:
    """Return an RSS feed of (link, title, summary)."""
    items = "".join(
        f"<item><guid>{link or name}</guid>{f'<link>{link}</link>' if link else ''}<title>{name}</title>"
        f"<description>{summary}</description></item>"
        for link, name, summary in entries
    )
    channel = f"<channel><title>{title}</title>{items}</channel>"
    return f"<?xml version='1.0'?><rss version='2.0'>{channel}</rss>".encode()


def tagged(body: bytes, etag: str) -> Callable[[Asked], Given]:
    """Return an answerer that knows its ETag."""

    def answer(asked: Asked) -> Given:
        if asked.headers.get("if-none-match") == etag:
            return Given(b"", 304, {"ETag": etag})
        return Given(body, 200, {"ETag": etag, "Content-Type": "application/rss+xml"})

    return answer

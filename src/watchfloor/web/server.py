"""One process that serves a floor and keeps it current until it is stopped."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from uvicorn import Config as ServerConfig
from uvicorn import Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from watchfloor.errors import UsageError
from watchfloor.model import Principal
from watchfloor.web.application import application
from watchfloor.web.book import PeopleBook
from watchfloor.web.reach import ServerReach
from watchfloor.web.served import ServedFloor
from watchfloor.web.sessions import Sessions

_SLOWEST_HEAD = 10.0  # seconds in which the head of a request must have come
_GRACE = 1  # seconds that answers under way are waited for when the server stops
_LAST_ROUND = 2.5  # seconds that the loop of visits is waited for; a visit it is at is made again
_MOST_CONNECTIONS = 200
_LARGEST_HEAD = 32_768  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How a floor is served: where, to whom, and what goes on beside until the event is set.

    Whoever comes by the address of the terminal is `principal`.
    """

    floor: ServedFloor
    principal: Principal
    reach: ServerReach = field(default_factory=ServerReach)
    tell: Callable[[str], None]
    beside: Callable[[threading.Event], None] | None = None


class PatientProtocol(H11Protocol):
    """HTTP that closes a connection whose request head does not come in time."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)  # type: ignore[arg-type]  # as uvicorn narrows it
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what came; once a head is whole, its request has begun."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._stop_waiting()
        elif self._deadline is None and (before is None or before.response_complete):
            self._wait()

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(_SLOWEST_HEAD, self._too_slow)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._deadline = None
        self.transport.close()


def bound(host: str, port: int) -> socket.socket:
    """Return a socket bound to an address of this machine; raise UsageError where it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
    except OSError as error:
        opened.close()
        raise UsageError(
            f"{host}:{port} cannot be used: {error.strerror}; choose another with --port, or 0 for any"
        ) from error
    return opened


def serve(serving: Serving) -> None:
    """Serve until SIGINT or SIGTERM; where it can be reached is told once it can.

    On loopback that is an address with a token, which opens one session; elsewhere people log in.
    """
    reach = serving.reach
    book = PeopleBook(serving.floor.config)
    reach.check(has_people=not book.is_empty)
    opened = bound(reach.host, reach.port)
    port = opened.getsockname()[1]
    sessions = Sessions(serving.principal, person_now=book.person)

    def tell_address(before: str) -> None:
        base = reach.address(port)
        if reach.is_loopback:
            base = f"{reach.scheme}://{_shown(reach.host)}:{port}"
            serving.tell(f"{before}: {base}/enter?token={sessions.new_token()}")
        else:
            serving.tell(f"people log in at {base}/login")

    app = application(
        serving.floor,
        sessions,
        book=book,
        hosts=reach.hosts(port),
        cookie=f"watchfloor-{port}",
        tell_address=lambda: tell_address("a new address, which works once"),
        proxies=reach.proxies,
        is_plain=reach.certificate is None and not reach.is_loopback,
    )
    server = _Announcing(
        ServerConfig(
            app,
            http=PatientProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=_GRACE,
            limit_concurrency=_MOST_CONNECTIONS,
            h11_max_incomplete_event_size=_LARGEST_HEAD,
            ssl_certfile=reach.certificate,
            ssl_keyfile=reach.private_key,
        ),
        announce=lambda: tell_address("open once, in a browser"),
    )
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    stop = threading.Event()
    thread = _start(serving.beside, stop)
    try:
        with suppress(KeyboardInterrupt):  # raised again by the server once it has stopped
            server.run(sockets=[opened])
    finally:
        stop.set()
        opened.close()
        if thread is not None:
            thread.join(_LAST_ROUND)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _start(
    beside: Callable[[threading.Event], None] | None, stop: threading.Event
) -> threading.Thread | None:
    if beside is None:
        return None
    # It never holds up the end: what it visits then is visited again, and what it wrote is kept.
    thread = threading.Thread(target=beside, args=(stop,), name="poll", daemon=True)
    thread.start()
    return thread


class _Announcing(Server):
    """A server that says its address once it can be reached."""

    def __init__(self, config: ServerConfig, *, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> Any:
        """Begin to listen, then say where."""
        await super().startup(sockets)
        if self.started:
            self._announce()

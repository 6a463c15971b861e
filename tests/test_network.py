"""The guard refuses what lies inside a network, and the client keeps its limits, against real sockets."""

from __future__ import annotations

import contextlib
import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.errors import NoAnswerError, RefusedAddressError
from watchfloor.network import Client, Guard, Limits, embedded, open_mail, read_networks, refusal

LOOPBACK = read_networks(["127.0.0.0/8"])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "168.63.129.16",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "255.255.255.255",
        "::1",
        "::",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
    ],
)
def test_addresses_inside_networks_are_refused(address: str) -> None:
    assert refusal(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"]
)
def test_public_addresses_are_not(address: str) -> None:
    assert refusal(ipaddress.ip_address(address)) is None


def test_an_allowed_network_is_allowed_and_nothing_else() -> None:
    allow = read_networks(["10.2.0.0/16", "fd00::/8"])
    assert refusal(ipaddress.ip_address("10.2.3.4"), allow) is None
    assert refusal(ipaddress.ip_address("::ffff:10.2.3.4"), allow) is None
    assert refusal(ipaddress.ip_address("fd00::1"), allow) is None
    assert refusal(ipaddress.ip_address("10.3.0.1"), allow)


@given(st.ip_addresses(v=4))
@settings(max_examples=200)
def test_no_wrapping_gets_past_the_guard(address: ipaddress.IPv4Address) -> None:
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}"):
        inner = ipaddress.ip_address(wrapped)
        assert embedded(inner) == address
        assert bool(refusal(inner)) == bool(refusal(address))


def test_one_bad_address_of_many_refuses_the_name() -> None:
    guard = Guard(resolve=lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(RefusedAddressError, match=r"10\.0\.0\.1"):
        guard.addresses("example.org", 443)


def test_the_name_is_resolved_once_for_a_connection(site: Site) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]  # a rebinding name server

    client = Client(guard=Guard(allow=LOOPBACK, resolve=resolve))
    assert client.get(site.url("/plain", "rebinding.example")).body == b"hello"
    assert asked == ["rebinding.example"]
    assert site.hosts[-1].startswith("rebinding.example:")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://",
        "http://user:secret@example.org/",
        "nonsense",
        "http://[::1",
        "gopher://x",
    ],
)
def test_only_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        Client().get(url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises((RefusedAddressError, NoAnswerError)) as caught:
        Client().get(f"http://{host}:9/")
    assert "cannot be reached" not in str(caught.value)


# ----------------------------------------------------------------------------------- a real site on loopback


class Site:
    """An HTTP server on loopback that does what its paths say."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.seen: list[dict[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.hosts.append(self.headers["Host"])
                site.seen.append(dict(self.headers))
                PATHS[self.path.split("?")[0]](self)

            def do_POST(self) -> None:
                site.seen.append(dict(self.headers))
                body = self.rfile.read(int(self.headers["Content-Length"]))
                _send(self, 307 if self.path == "/moved" else 200, body, Location="/elsewhere")

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for key, value in headers.items():
        handler.send_header(key.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass  # the client hung up, as it should


PATHS: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {
    "/plain": lambda handler: _send(handler, 200, b"hello"),
    "/gzip": lambda handler: _send(handler, 200, gzip.compress(b"packed"), Content_Encoding="gzip"),
    "/bomb": lambda handler: _send(handler, 200, gzip.compress(b"\0" * 30_000_000), Content_Encoding="gzip"),
    "/broken": lambda handler: _send(handler, 200, b"no gzip at all", Content_Encoding="gzip"),
    "/large": lambda handler: _send(handler, 200, b"x" * 200_000),
    "/slow": _endless,
    "/loop": lambda handler: _send(handler, 302, b"", Location="/loop"),
    "/once": lambda handler: _send(handler, 301, b"", Location="/plain"),
    "/inside": lambda handler: _send(handler, 302, b"", Location="http://169.254.169.254/latest/meta-data"),
    "/file": lambda handler: _send(handler, 302, b"", Location="file:///etc/passwd"),
    "/other": lambda handler: _send(
        handler,
        302,
        b"",
        Location=f"http://other.example:{handler.server.server_port}/plain",  # type: ignore[attr-defined]
    ),
}


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def client() -> Client:
    limits = Limits(bytes=100_000, seconds=1.0, step_seconds=0.5, redirects=3)
    return Client(
        guard=Guard(allow=LOOPBACK), limits=limits, user_agent="watchfloor-test (+desk@example.org)"
    )


def test_an_answer_is_whole(site: Site, client: Client) -> None:
    answer = client.get(site.url("/plain"))
    assert (answer.status, answer.body, answer.url) == (200, b"hello", site.url("/plain"))
    assert site.seen[-1]["User-Agent"] == "watchfloor-test (+desk@example.org)"


def test_gzip_is_unpacked(site: Site, client: Client) -> None:
    assert client.get(site.url("/gzip")).body == b"packed"


@pytest.mark.parametrize("path", ["/bomb", "/large", "/broken", "/slow", "/loop"])
def test_limits_hold(site: Site, client: Client, path: str) -> None:
    began = time.monotonic()
    with pytest.raises(NoAnswerError):
        client.get(site.url(path))
    assert time.monotonic() - began < 3


def test_redirects_are_followed_and_told(site: Site, client: Client) -> None:
    answer = client.get(site.url("/once"))
    assert (answer.body, answer.hops) == (b"hello", (site.url("/once"), site.url("/plain")))


@pytest.mark.parametrize("path", ["/inside", "/file"])
def test_a_redirect_into_the_network_is_refused(site: Site, client: Client, path: str) -> None:
    with pytest.raises(RefusedAddressError):
        client.get(site.url(path))


def test_credentials_stay_with_their_host(site: Site) -> None:
    client = Client(guard=Guard(allow=LOOPBACK, resolve=lambda host, port: ["127.0.0.1"]))
    client.get(site.url("/other"), {"Authorization": "Bearer secret", "X-Trace": "1"})
    assert "Authorization" in site.seen[0]
    assert "Authorization" not in site.seen[1]
    assert site.seen[1]["X-Trace"] == "1"


def test_a_post_is_not_redirected(site: Site, client: Client) -> None:
    answer = client.post(site.url("/moved"), b"{}", {"Content-Type": "application/json"})
    assert answer.status == 307
    assert len(site.seen) == 1


def test_nobody_there_is_no_answer(client: Client) -> None:
    with pytest.raises(NoAnswerError) as caught:
        client.get("http://127.0.0.1:9/")
    assert caught.value.retry


# ------------------------------------------------------------------------------------------------ deadlines


@pytest.fixture
def silent() -> Iterator[int]:
    """Return the port of a listener that is full, so that connections to it are never answered."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        waiting = []
        for _ in range(4):
            filling = socket.socket()
            filling.settimeout(0.0)
            filling.connect_ex(("127.0.0.1", port))
            waiting.append(filling)
        yield port
        for filling in waiting:
            filling.close()


def test_many_silent_addresses_cost_no_more_than_the_whole_time(silent: int) -> None:
    guard = Guard(allow=LOOPBACK, resolve=lambda host, port: ["127.0.0.1"] * 12)
    client = Client(guard=guard, limits=Limits(seconds=1.0, step_seconds=0.4))
    began = time.monotonic()
    with pytest.raises(NoAnswerError, match="too slow"):
        client.get(f"http://many.example:{silent}/")
    assert 0.9 < time.monotonic() - began < 3.0


def slow_names(host: str, port: int) -> list[str]:
    time.sleep(5)
    return ["127.0.0.1"]


def test_a_name_server_that_hangs_costs_no_more_than_a_step() -> None:
    guard = Guard(allow=LOOPBACK, resolve=slow_names)
    client = Client(guard=guard, limits=Limits(seconds=3.0, step_seconds=0.3))
    began = time.monotonic()
    with pytest.raises(NoAnswerError, match="did not answer"):
        client.get("http://slow.example/")
    assert time.monotonic() - began < 2.0


def test_what_a_name_server_says_in_time_is_heard(site: Site) -> None:
    def fails(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(NoAnswerError, match="not known"):
        Client(guard=Guard(resolve=fails)).get("http://nowhere.example/")


def dripping(listener: socket.socket) -> None:
    """Greet a byte at a time, for a minute."""
    with contextlib.suppress(OSError):
        connection, _ = listener.accept()
        with connection:
            for _ in range(600):
                connection.sendall(b"2")
                time.sleep(0.1)


def test_a_mail_server_that_drips_costs_no_more_than_the_whole_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        threading.Thread(target=dripping, args=(listener,), daemon=True).start()
        began = time.monotonic()
        with (
            pytest.raises(NoAnswerError),
            open_mail("127.0.0.1", port, security="none", guard=Guard(allow=LOOPBACK), seconds=0.8),
        ):
            pass
        assert time.monotonic() - began < 4.0


def test_mail_looks_names_up_and_connects_within_its_time(silent: int) -> None:
    for guard in (
        Guard(allow=LOOPBACK, resolve=slow_names),
        Guard(allow=LOOPBACK, resolve=lambda host, port: ["127.0.0.1"] * 12),
    ):
        began = time.monotonic()
        with (
            pytest.raises(NoAnswerError),
            open_mail("mail.example", silent, security="none", guard=guard, seconds=0.6),
        ):
            pass
        assert time.monotonic() - began < 3.0

"""Looks at hostile addresses: nothing connects that should not, nothing costs more than it may.

Groups A and B of the reliability catalogue, by the numbers in the names, against sockets on loopback.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.world import AGENT, LOOPBACK, QUICK, Asked, Given, World, feed
from watchfloor.errors import NoAnswerError, RefusedAddressError
from watchfloor.ingest.fetch import UNKNOWN, Validators, fetch, retry_after
from watchfloor.network import Client, Guard, Limits, read_networks

NOW = "2026-02-01T08:00:00Z"


class Canary:
    """A listener on loopback that counts whoever connects, and answers nothing."""

    def __init__(self) -> None:
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._done = False
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        self._socket.settimeout(0.05)
        while not self._done:
            try:
                visitor, _ = self._socket.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self) -> None:
        self._done = True
        self._thread.join()
        self._socket.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    listener = Canary()
    yield listener
    time.sleep(0.06)
    listener.close()


@pytest.fixture
def world() -> Iterator[World]:
    with World() as made:
        yield made


def strict(*addresses: str, limits: Limits = QUICK) -> Client:
    """Return a client that may visit nothing inside, and to which every name leads to `addresses`."""
    if addresses:
        return Client(
            guard=Guard(resolve=lambda host, port: list(addresses)), limits=limits, user_agent=AGENT
        )
    return Client(guard=Guard(), limits=limits, user_agent=AGENT)


# ------------------------------------------------------------------------------------------ A: who is visited


@pytest.mark.parametrize(
    "written",
    [
        "http://127.0.0.1:{port}/",  # 1
        "http://localhost:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",  # 3
        "http://[64:ff9b::7f00:1]:{port}/",
        "http://[2002:7f00:1::]:{port}/",
        "http://[::127.0.0.1]:{port}/",
        "http://0.0.0.0:{port}/",  # 4
        "http://0:{port}/",
        "http://0177.0.0.1:{port}/",  # 6
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://0x7f000001:{port}/",
        "http://127.1:{port}/",
        "http://①②⑦.0.0.1:{port}/",
        "http://127。0。0。1:{port}/",
        "http://127.0.0.1:{port}\\@example.org/",  # 7
        "http://example.org@127.0.0.1:{port}/",
        "http://127.0.0.1%2f@example.org:{port}/",
        "http://desk:secret@127.0.0.1:{port}/",  # 14
        "http://127.0.0.1:{port}/\r\nX-Injected: 1",  # 15
        "http://127.0.0.1:{port}\t/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/",
        "ftp://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://",
        "",
    ],
)
def test_a_nothing_connects_to_an_address_inside(canary: Canary, written: str) -> None:
    with pytest.raises((RefusedAddressError, NoAnswerError)) as caught:
        fetch(strict(), written.format(port=canary.port), now=NOW)
    assert canary.visits == 0
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "168.63.129.16",
        "224.0.0.1",
        "fe80::1",
        "fec0::1",
        "3fff::1",
    ],
)
def test_a_a_name_that_leads_inside_is_refused(address: str) -> None:  # 1, 2, 4, 5, 9
    with pytest.raises(RefusedAddressError):
        fetch(strict(address), "http://169.254.169.254.nip.example/", now=NOW)


def test_a_one_address_inside_among_public_ones_refuses_the_name(canary: Canary) -> None:  # 8
    with pytest.raises(RefusedAddressError):
        fetch(strict("93.184.216.34", "127.0.0.1"), f"http://both.example:{canary.port}/", now=NOW)
    assert canary.visits == 0


def test_a_a_name_that_changes_between_check_and_connection_leads_nowhere_else(canary: Canary) -> None:  # 10
    answers = iter([["127.0.0.2"], ["127.0.0.1"]])
    guard = Guard(allow=read_networks(["127.0.0.2/32"]), resolve=lambda host, port: next(answers))
    with pytest.raises(NoAnswerError):
        fetch(Client(guard=guard, limits=QUICK), f"http://rebinding.example:{canary.port}/", now=NOW)
    assert canary.visits == 0
    assert next(answers) == ["127.0.0.1"]  # the name was looked up once


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "//127.0.0.1:{port}/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/",
        "http://desk:secret@inside.example:{port}/",
        "http://[::1]:{port}/",
    ],
)
def test_a_a_redirect_inside_is_refused_on_its_hop(world: World, canary: Canary, target: str) -> None:  # 11
    def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.2"] if host == "outside.example" else ["127.0.0.1"]

    world.put("outside.example", "/", Given(b"", 302, {"Location": target.format(port=canary.port)}))
    # All of 127/8 is this machine; only one of its addresses plays the public internet.
    guard = Guard(allow=read_networks(["127.0.0.2/32"]), resolve=resolve)
    relay = Relay(world.port)
    with pytest.raises((RefusedAddressError, NoAnswerError)):
        fetch(Client(guard=guard, limits=QUICK), f"http://outside.example:{relay.port}/", now=NOW)
    relay.close()
    assert canary.visits == 0
    assert world.paths("outside.example") == ["/"]


class Relay:
    """Passes connections to 127.0.0.2 on to a server on 127.0.0.1."""

    def __init__(self, target: int) -> None:
        self._socket = socket.create_server(("127.0.0.2", 0))
        self.port = int(self._socket.getsockname()[1])
        self._target = target
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            with visitor, socket.create_connection(("127.0.0.1", self._target)) as server:
                server.sendall(visitor.recv(65_536))
                while data := server.recv(65_536):
                    visitor.sendall(data)

    def close(self) -> None:
        self._socket.close()


def test_a_a_loop_of_redirects_ends(world: World) -> None:  # 12
    world.put("loop.example", "/", Given(b"", 302, {"Location": "/"}))
    with pytest.raises(NoAnswerError, match="redirects more than"):
        fetch(world.client(), world.url("loop.example"), now=NOW)
    assert len(world.asked) == QUICK.redirects + 1


def test_a_no_proxy_of_the_environment_is_used(
    world: World, canary: Canary, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
    assert fetch(world.client(), world.put("plain.example", "/", b"words"), now=NOW).body == b"words"
    assert canary.visits == 0


def test_a_the_guard_that_is_open_lets_the_same_request_through(canary: Canary) -> None:
    """The negative control: with the network allowed, the listener is reached."""
    client = Client(guard=Guard(allow=LOOPBACK), limits=QUICK, user_agent=AGENT)
    with pytest.raises(NoAnswerError):
        fetch(client, f"http://127.0.0.1:{canary.port}/", now=NOW)
    time.sleep(0.1)
    assert canary.visits == 1


# --------------------------------------------------------------------------------------- B: what it may cost


def packed(kind: str) -> bytes:
    nothing = b"\0" * 30_000_000
    return gzip.compress(nothing) if kind == "gzip" else zlib.compress(nothing)


@pytest.mark.parametrize("kind", ["gzip", "deflate"])
def test_b_a_bomb_stops_at_the_cap(world: World, kind: str) -> None:  # 17
    url = world.put("bomb.example", "/", Given(packed(kind), 200, {"Content-Encoding": kind}))
    client = world.client()
    tracemalloc.start()
    with pytest.raises(NoAnswerError, match="more than"):
        fetch(client, url, now=NOW)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * QUICK.bytes


@pytest.mark.parametrize("encoding", [", ".join(["gzip"] * 50), "br", "zstd", "gzip, br", "x-unknown"])
def test_b_what_was_not_asked_for_is_not_unpacked(world: World, encoding: str) -> None:  # 18, 20
    url = world.put("odd.example", "/", Given(gzip.compress(b"words"), 200, {"Content-Encoding": encoding}))
    with pytest.raises(NoAnswerError, match="not asked for"):
        fetch(world.client(), url, now=NOW)


def test_b_the_body_of_a_redirect_is_not_read(world: World) -> None:  # 19
    world.put("there.example", "/", b"words")
    headers = {"Location": world.url("there.example"), "Content-Encoding": "gzip"}
    url = world.put("bomb.example", "/", Given(packed("gzip"), 302, headers))
    assert fetch(world.client(), url, now=NOW).body == b"words"


def test_b_a_byte_now_and_then_does_not_hold_us(slow_server: Callable[[bytes], int]) -> None:  # 21
    port = slow_server(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    client = Client(guard=Guard(allow=LOOPBACK), limits=Limits(seconds=0.8, step_seconds=0.5))
    began = time.monotonic()
    with pytest.raises(NoAnswerError, match="slow"):
        fetch(client, f"http://127.0.0.1:{port}/", now=NOW)
    assert time.monotonic() - began < 2


def test_b_endless_headers_end(slow_server: Callable[[bytes], int]) -> None:  # 21, 22
    port = slow_server(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(30_000)))
    client = Client(guard=Guard(allow=LOOPBACK), limits=Limits(seconds=0.8, step_seconds=0.5))
    with pytest.raises(NoAnswerError):
        fetch(client, f"http://127.0.0.1:{port}/", now=NOW)


@pytest.fixture
def slow_server() -> Iterator[Callable[[bytes], int]]:
    """Serve a beginning, then one byte after another for longer than anybody should wait."""
    made: list[socket.socket] = []

    def start(beginning: bytes) -> int:
        server = socket.create_server(("127.0.0.1", 0))
        made.append(server)
        threading.Thread(target=drip, args=(server, beginning), daemon=True).start()
        return int(server.getsockname()[1])

    yield start
    for server in made:
        server.close()


def drip(server: socket.socket, beginning: bytes) -> None:
    try:
        visitor, _ = server.accept()
        with visitor:
            visitor.recv(65_536)
            visitor.sendall(beginning)
            for _ in range(100):
                visitor.sendall(b"x")
                time.sleep(0.05)
    except OSError:
        pass  # the client hung up, as it should


@pytest.mark.parametrize(
    "headers", [{"Content-Length": "99"}, {"Content-Length": "-1"}, {"Transfer-Encoding": "chunked"}]
)
def test_b_a_body_of_another_length_than_told_is_no_answer(
    world: World, headers: dict[str, str]
) -> None:  # 22
    url = world.put("lying.example", "/", Given(b"words", 200, headers))
    with pytest.raises(NoAnswerError):
        fetch(world.client(), url, now=NOW)


def test_b_a_cut_gzip_is_flagged_and_its_validators_forgotten(world: World) -> None:  # 23
    whole = gzip.compress(feed(*((f"https://a.example/{n}", f"Story {n}", "Words.") for n in range(200))))
    headers = {"Content-Encoding": "gzip", "ETag": '"1"'}
    cut = fetch(world.client(), world.put("cut.example", "/", Given(whole[:-200], 200, headers)), now=NOW)
    assert cut.incomplete
    assert cut.validators == UNKNOWN
    assert not fetch(
        world.client(), world.put("cut.example", "/", Given(whole, 200, headers)), now=NOW
    ).incomplete


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("315360000", 86_400),  # 24: ten years
        ("99999999999999999999", None),
        ("-5", None),
        ("Sun, 01 Feb 2026 08:10:00 GMT", 600),
        ("Sun, 01 Feb 2026 07:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("tomorrow", None),
        ("", None),
        (None, None),
    ],
)
def test_b_waiting_is_bounded(value: str | None, seconds: int | None) -> None:
    assert retry_after(value, now=NOW) == seconds


def test_b_a_bad_certificate_is_a_failure_and_no_reason_to_ask_in_the_open(tmp_path: Path) -> None:  # 25
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
         "-subj", "/CN=other.example", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]
    said: list[bytes] = []

    def serve() -> None:
        try:
            with context.wrap_socket(server, server_side=True) as secured:
                while True:
                    visitor, _ = secured.accept()
                    said.append(visitor.recv(1000))
        except OSError:
            pass  # the handshake fails, as it should

    threading.Thread(target=serve, daemon=True).start()
    client = Client(guard=Guard(allow=LOOPBACK), limits=QUICK, secure=ssl.create_default_context())
    with pytest.raises(NoAnswerError, match="certificate"):
        fetch(client, f"https://127.0.0.1:{port}/", now=NOW)
    assert said == []


# ------------------------------------------------------------------------------------------------- politeness


def test_validators_go_out_as_they_came_in(world: World) -> None:
    headers = {"ETag": 'W/"a b"', "Last-Modified": "Sun, 01 Feb 2026 07:00:00 GMT"}
    seen: list[Asked] = []

    def answer(asked: Asked) -> Given:
        seen.append(asked)
        return Given(b"", 304) if "if-none-match" in asked.headers else Given(b"words", 200, headers)

    url = world.put("kept.example", "/", answer)
    first = fetch(world.client(), url, now=NOW)
    assert first.validators == Validators(etag='W/"a b"', modified=headers["Last-Modified"])
    assert fetch(world.client(), url, now=NOW, known=first.validators).unchanged
    assert seen[1].headers["if-none-match"] == 'W/"a b"'
    assert seen[1].headers["if-modified-since"] == headers["Last-Modified"]
    assert seen[1].headers["user-agent"] == AGENT


@pytest.mark.parametrize("etag", ["x" * 5000, "caf\u00e9"])
def test_validators_that_cannot_be_sent_back_are_not_kept(world: World, etag: str) -> None:
    url = world.put("odd.example", "/", Given(b"words", 200, {"ETag": etag}))
    assert fetch(world.client(), url, now=NOW).validators.etag is None


def test_only_moves_for_good_from_the_start_are_told(world: World) -> None:
    world.put("end.example", "/", b"words")
    middle = world.put("middle.example", "/", Given(b"", 302, {"Location": world.url("end.example")}))
    start = world.put("start.example", "/", Given(b"", 308, {"Location": middle}))
    found = fetch(world.client(), start, now=NOW)
    assert (found.moved_to, found.final) == (middle, world.url("end.example"))
    assert fetch(world.client(), middle, now=NOW).moved_to is None

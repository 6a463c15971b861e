"""The guarded client: the only module that opens a connection, out of this machine or inside it.

A name is resolved once for each connection, every address it has is checked, and the connection goes to a
checked address, so that no second look-up can lead elsewhere. Each hop of a redirect is a new connection, and
checked again. Addresses inside a network (loopback, private, link-local, shared, multicast, reserved, those
that carry one of these inside an IPv6 address, the metadata addresses of clouds) are refused unless `allow`
names a network that holds them. Environment proxies are not used: they would connect where no check reaches.

Requests go through httpcore2's connection pool with our own `network_backend`, its public hook; URLs are read
by httpx2, which knows IDNA.
"""

from __future__ import annotations

import contextlib
import ipaddress
import queue
import smtplib
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import httpcore2
import httpx2

from watchfloor.errors import NoAnswerError, RefusedAddressError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], list[str]]

_TEREDO = ipaddress.IPv6Network("2001::/32")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NEVER: tuple[Network, ...] = (
    ipaddress.IPv4Network("168.63.129.16/32"),  # the host of an Azure machine: public by number only
    ipaddress.IPv4Network("192.0.0.0/24"),  # protocols of the IETF; Oracle's clouds keep their metadata there
    ipaddress.IPv4Network("192.88.99.0/24"),  # 6to4 relays
    ipaddress.IPv6Network("3fff::/20"),  # documentation (RFC 9637), global to Python's ipaddress
    _TEREDO,
)
_PUBLIC_SIX = ipaddress.IPv6Network("2000::/3")  # all that is given out of IPv6; the rest is of no one's
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_FOR_GOOD = frozenset((301, 308))
_PRIVATE_HEADERS = frozenset(("authorization", "cookie", "proxy-authorization"))
_CHUNK = 65_536  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may cost: bytes of the unpacked body, seconds in all and for one step, redirects."""

    bytes: int = 10_000_000
    seconds: float = 30.0
    step_seconds: float = 10.0
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a host answered; `url` is the last of the hops, header names are lower case.

    `moved_to` is where the redirects for good that the way began with lead; `onward` is where a redirect that
    was not to be followed leads; `complete` is False for a packed body that ends before its end. A redirect's
    own body is never read.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    hops: tuple[str, ...] = ()
    moved_to: str | None = None
    onward: str | None = None
    complete: bool = True


# --------------------------------------------------------------------------------------------------- guard


def refusal(address: Address, allow: Iterable[Network] = ()) -> str | None:
    """Return why no connection to `address` may be opened, None where one may."""
    allowed = tuple(allow)
    if any(address.version == network.version and address in network for network in allowed):
        return None
    inner = embedded(address)
    if inner is not None:
        why = refusal(inner, allowed)
        return f"it carries {inner}: {why}" if why else None
    if address.is_loopback:
        return "it is this machine"
    if address.is_multicast:
        return "it is a multicast address"
    if address.is_link_local:
        return "it is link-local"
    if any(address.version == network.version and address in network for network in _NEVER) or (
        address.version == 6 and address not in _PUBLIC_SIX  # NAT64 was looked into above
    ):
        return "it is no address of the public internet"
    return None if address.is_global else "it is an address of a private or reserved network"


def embedded(address: Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address carries (mapped, NAT64, 6to4), or None."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour if address in _SIX_TO_FOUR else None


def read_networks(written: Iterable[str]) -> tuple[Network, ...]:
    """Return the networks that CIDR texts name ("10.2.0.0/16"); raise ValueError for what is none."""
    return tuple(ipaddress.ip_network(text.strip()) for text in written)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _within(seconds: float | None, look_up: Callable[[], list[str]]) -> list[str]:
    """Return what a look-up finds, or raise TimeoutError; the system's own cannot be given a limit."""
    if seconds is None:
        return look_up()
    answer: queue.SimpleQueue[list[str] | BaseException] = queue.SimpleQueue()

    def run() -> None:
        try:
            answer.put(look_up())
        except BaseException as error:  # noqa: BLE001 - it is raised where the answer is waited for
            answer.put(error)

    threading.Thread(target=run, name="look-up", daemon=True).start()
    try:
        found = answer.get(timeout=max(seconds, 0.0))
    except queue.Empty:
        raise TimeoutError(f"its name server did not answer in {seconds:.0f} s") from None
    if isinstance(found, BaseException):
        raise found
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Resolves and checks. `resolve` gives the addresses of a name as text and raises OSError."""

    allow: tuple[Network, ...] = ()
    resolve: Resolve = _resolve

    def addresses(self, host: str, port: int, *, seconds: float | None = None) -> list[str]:
        """Return the addresses of `host`, looked up within so many seconds.

        Raise RefusedAddressError where one of them is refused.
        """
        try:
            found = _within(seconds, lambda: self.resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise NoAnswerError(f"no address for {host}: {error}; check the name") from error
        for text in found:
            try:
                address = ipaddress.ip_address(text)
            except ValueError:
                raise RefusedAddressError(f"{host} leads to {text!r}, which is no address") from None
            if why := refusal(address, self.allow):
                raise RefusedAddressError(
                    f"{host} leads to {address}: {why}; name its network in allow_network if it is meant"
                )
        if not found:
            raise NoAnswerError(f"no address for {host}; check the name")
        return found


# -------------------------------------------------------------------------------------------------- sockets


class _Stream(httpcore2.NetworkStream):
    """A stream that keeps to a deadline: a host that sends a byte now and then cannot hold us."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the whole time is used up")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _Stream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Connects to checked addresses only."""

    def __init__(self, guard: Guard, deadline: float) -> None:
        self._guard = guard
        self._deadline = deadline
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception = httpcore2.ConnectError(f"no address for {host}")
        for address in self._guard.addresses(host, port, seconds=self._left(timeout)):
            left = self._left(timeout)
            try:
                stream = self._sockets.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore2.ConnectTimeout("the whole time is used up")
        return left if timeout is None else min(left, timeout)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        raise RefusedAddressError(f"{path} is a socket of this machine; name a host")


# ----------------------------------------------------------------------------------------------------- HTTP


@dataclass(slots=True)
class _Budget:
    """Seconds that several requests may still take together."""

    left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Makes guarded HTTP requests, one connection each.

    `user_agent` names us and a contact; `secure` verifies certificates (None: the machine's authorities).
    `budgets` bound what all its requests take together.
    """

    guard: Guard = Guard()
    limits: Limits = Limits()
    user_agent: str = "watchfloor"
    secure: ssl.SSLContext | None = None
    budgets: tuple[_Budget, ...] = ()

    def within(self, seconds: float) -> Client:
        """Return a client all whose requests together take so many seconds, waits between them left out."""
        return replace(self, budgets=(*self.budgets, _Budget(seconds)))

    @contextlib.contextmanager
    def _spending(self) -> Iterator[float]:
        """Give the moment at which a request has to be over, and count what it took."""
        began = time.monotonic()
        try:
            yield began + max(0.0, min([self.limits.seconds, *(budget.left for budget in self.budgets)]))
        finally:
            for budget in self.budgets:
                budget.left -= time.monotonic() - began

    def get(self, url: str, headers: Mapping[str, str] | None = None, *, follow: bool = True) -> Answer:
        """Return the answer to a GET, redirects followed; without `follow`, a redirect is the answer."""
        with self._spending() as deadline:
            return self._follow(url, dict(headers or {}), deadline, follow=follow)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Return the answer to a POST; a redirect is an answer like another, never followed."""
        with self._spending() as deadline:
            return self._once("POST", _url(url), dict(headers), body, deadline)

    def _refuse_circles(self, written: str, hops: Sequence[str]) -> None:
        if len(hops) > self.limits.redirects:
            raise NoAnswerError(f"{written} redirects more than {self.limits.redirects} times", retry=False)

    def _follow(self, written: str, headers: dict[str, str], deadline: float, *, follow: bool) -> Answer:
        url, hops = _url(written), [written]
        moved_to, for_good = None, True
        while True:
            answer = self._once("GET", url, headers, b"", deadline)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                return replace(answer, hops=tuple(hops), moved_to=moved_to)
            self._refuse_circles(written, hops)
            following = _url(str(_joined(url, target)))
            if not follow:
                moved_to = str(following) if answer.status in _FOR_GOOD else None
                return replace(answer, hops=tuple(hops), moved_to=moved_to, onward=str(following))
            if (following.host, following.port, following.scheme) != (url.host, url.port, url.scheme):
                headers = _without_private(headers)
            url = following
            hops.append(str(url))
            for_good = for_good and answer.status in _FOR_GOOD
            moved_to = str(url) if for_good else moved_to

    def _once(
        self, method: str, url: httpx2.URL, headers: Mapping[str, str], body: bytes, deadline: float
    ) -> Answer:
        steps = dict.fromkeys(("connect", "read", "write", "pool"), self.limits.step_seconds)
        backend = _Backend(self.guard, deadline)
        try:
            with (
                httpcore2.ConnectionPool(ssl_context=self.secure, network_backend=backend) as pool,
                pool.stream(
                    method,
                    httpcore2.URL(
                        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                    ),
                    headers=self._headers(url, headers, body),
                    content=body or None,
                    extensions={"timeout": steps},
                ) as response,
            ):
                return self._answer(url, response)
        except (httpcore2.TimeoutException, TimeoutError) as error:
            raise NoAnswerError(f"{url.host} is too slow: {error or 'no answer in time'}") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, ssl.SSLError, OSError) as error:
            raise NoAnswerError(f"{url.host} cannot be reached: {error or type(error).__name__}") from error

    def _headers(self, url: httpx2.URL, headers: Mapping[str, str], body: bytes) -> list[tuple[bytes, bytes]]:
        given = {"User-Agent": self.user_agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
        given |= {"Host": url.netloc.decode("ascii"), "Connection": "close"}
        if body:
            given["Content-Length"] = str(len(body))
        given |= headers
        return [(key.encode("ascii"), value.encode("latin-1")) for key, value in given.items()]

    def _answer(self, url: httpx2.URL, response: httpcore2.Response) -> Answer:
        headers: dict[str, str] = {}
        for raw_key, raw_value in response.headers:
            key, value = raw_key.decode("ascii", "replace").lower(), raw_value.decode("latin-1")
            headers[key] = f"{headers[key]}, {value}" if key in headers else value
        body = bytearray()
        unpacking = _Unpacking(headers.get("content-encoding", ""), self.limits.bytes)
        redirected = response.status in _REDIRECTS and "location" in headers
        for chunk in () if redirected else unpacking.unpacked(response.iter_stream()):
            body += chunk
            if len(body) > self.limits.bytes:
                raise NoAnswerError(f"{url.host} sends more than {self.limits.bytes:,} bytes", retry=False)
        return Answer(
            url=str(url),
            status=response.status,
            headers=headers,
            body=bytes(body),
            complete=unpacking.complete,
        )


def _url(written: str) -> httpx2.URL:
    try:
        url = httpx2.URL(written)
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise RefusedAddressError(f"{written[:200]!r} is no web address: {error}") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise RefusedAddressError(f"{written[:200]!r} is no web address; it must begin with https://")
    if url.userinfo:
        raise RefusedAddressError(f"the address of {url.host} holds a password; leave it out")
    return url


def _joined(url: httpx2.URL, target: str) -> httpx2.URL:
    try:
        return url.join(target)
    except (httpx2.InvalidURL, ValueError) as error:
        raise NoAnswerError(f"{url.host} redirects to {target[:200]!r}: {error}", retry=False) from error


class _Unpacking:
    """Unpacks a body a chunk at a time: a small gzip may hold gigabytes."""

    def __init__(self, encoding: str, most: int) -> None:
        self.complete = True
        self._encoding = encoding
        self._most = most

    def unpacked(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the unpacked body; `complete` tells afterwards whether it was all there."""
        names = [name.strip().lower() for name in self._encoding.split(",") if name.strip()]
        if not names or names == ["identity"]:
            yield from chunks
            return
        if len(names) > 1 or names[0] not in ("gzip", "x-gzip", "deflate"):
            shown = self._encoding[:100]
            raise NoAnswerError(f"the body is packed as {shown!r}, which was not asked for", retry=False)
        unpacker = zlib.decompressobj(wbits=47 if "gzip" in names[0] else zlib.MAX_WBITS)
        try:
            for chunk in chunks:
                self.complete = False
                waiting = chunk
                while waiting:
                    yield unpacker.decompress(waiting, min(_CHUNK, self._most + 1))
                    waiting = unpacker.unconsumed_tail
            self.complete = self.complete or unpacker.eof
        except zlib.error as error:
            raise NoAnswerError(f"the packed body is broken: {error}") from error


# ----------------------------------------------------------------------------------------------------- mail

Security = Literal["tls", "starttls", "none"]


class _GuardedSMTP(smtplib.SMTP):
    """An SMTP client that connects to checked addresses only, and keeps to a deadline whatever drips in."""

    def __init__(
        self, guard: Guard, host: str, *, seconds: float, wrap: ssl.SSLContext | None = None
    ) -> None:
        self._guard = guard
        self._wrap = wrap
        self._deadline = time.monotonic() + seconds
        self._cutting = threading.Timer(seconds, self._cut_off)
        self._cutting.daemon = True
        self._cutting.start()
        super().__init__(timeout=seconds)
        self._host = host  # smtplib's own: the name that STARTTLS checks, which connect() leaves empty

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # smtplib's own hook
        failure: OSError = ConnectionError(f"no address for {host}")
        for address in self._guard.addresses(host, port, seconds=self._left()):
            try:
                plain = socket.create_connection((address, port), self._left())
            except OSError as error:
                failure = error
            else:
                return self._wrap.wrap_socket(plain, server_hostname=host) if self._wrap else plain
        raise failure

    def getreply(self) -> tuple[int, bytes]:
        """Return the server's answer; none is waited for beyond the deadline."""
        if isinstance(self.sock, socket.socket):
            self.sock.settimeout(self._left())
        return super().getreply()

    def close(self) -> None:
        """Hang up."""
        self._cutting.cancel()
        super().close()

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the whole time is used up")
        return left

    def _cut_off(self) -> None:
        """End whatever is waited for: a reading that gets a byte now and then would go on for good."""
        if isinstance(self.sock, socket.socket):
            with contextlib.suppress(OSError):
                # Not the shutdown of a secured socket, which is taken apart while another thread reads.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


@contextlib.contextmanager
def open_mail(
    host: str,
    port: int,
    *,
    security: Security = "starttls",
    guard: Guard,
    seconds: float = 30.0,
    secure: ssl.SSLContext | None = None,
) -> Iterator[smtplib.SMTP]:
    """Open a guarded SMTP session for the length of a `with` block, or raise NoAnswerError.

    `seconds` is for everything: looking up, connecting, and all that is said until the block ends.
    """
    context = secure or ssl.create_default_context()
    session = _GuardedSMTP(guard, host, seconds=seconds, wrap=context if security == "tls" else None)
    try:
        code, greeting = session.connect(host, port)
        if code != 220:
            raise NoAnswerError(f"{host} does not take mail: {code} {greeting.decode('utf-8', 'replace')}")
        session.ehlo_or_helo_if_needed()
        if security == "starttls":
            session.starttls(context=context)
            session.ehlo()
    except (OSError, smtplib.SMTPException) as error:
        session.close()
        raise NoAnswerError(f"{host}:{port} cannot be reached for mail: {error}") from error
    except BaseException:
        session.close()
        raise
    try:
        yield session
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            session.quit()
        session.close()


def _without_private(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that another host may see too."""
    return {key: value for key, value in headers.items() if key.lower() not in _PRIVATE_HEADERS}

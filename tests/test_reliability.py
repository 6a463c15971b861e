"""Groups A and B of the reliability catalogue: no address inside is reached, whichever way we are sent there.

The public internet is played by 127.0.0.2, the only address that is allowed. A canary listens on the usual
addresses of this machine, and every connection that this process opens is written down: nothing may reach the
one, and the others lead outside. The ids of the vectors are the numbers of the cases.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from tests.world import AGENT, QUICK, Given, World, feed, page, words
from watchfloor.disclosure import disclose_delivery
from watchfloor.engine.collect.discovery import discover, preview
from watchfloor.engine.collect.health import Success
from watchfloor.engine.collect.visit import Turns, Visitor
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.errors import InputError, NoAnswerError, RefusedAddressError, UsageError
from watchfloor.ingest.permissions import Permissions, ask_permissions
from watchfloor.ingest.sources import new_source
from watchfloor.model import AlertId, Audience, Delivery, SituationReport, SourceHealth, SourceKind
from watchfloor.network import Client, Guard, Network, open_mail, read_networks
from watchfloor.settings import Secret
from watchfloor.store import HeldSource
from watchfloor.watch import deliver
from watchfloor.watch.channels.webhook import Webhook

NOW = "2026-02-01T08:00:00Z"
OUTSIDE = "127.0.0.2"
ALLOWED = read_networks([f"{OUTSIDE}/32"])
EVERYTHING = read_networks(["127.0.0.0/8"])
# Names that name servers of others could give such addresses.
NAMES: Mapping[str, list[str]] = {
    "both.example": ["93.184.216.34", "127.0.0.1"],
    "mixed.example": ["2606:2800:220:1:248:1893:25c8:1946", "::1"],
    "169.254.169.254.nip.example": ["169.254.169.254"],
    "loopback.example": ["127.0.0.1"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "shared.example": ["100.64.0.1"],
    "odd.example": ["not an address"],
}

VECTORS: dict[str, str] = {
    "A1-loopback": "http://127.0.0.1:{port}/",
    "A1-localhost": "http://localhost:{port}/",
    "A1-capitals": "http://LOCALHOST:{port}/",
    "A1-loopback-far": "http://127.255.255.254:{port}/",
    "A1-ten": "http://10.0.0.1:{port}/",
    "A1-172-first": "http://172.16.0.1:{port}/",
    "A1-172-last": "http://172.31.255.254:{port}/",
    "A1-192-168": "http://192.168.0.1:{port}/",
    "A1-link-local": "http://169.254.169.254/latest/meta-data/",
    "A1-six-loopback": "http://[::1]:{port}/",
    "A1-unique-local": "http://[fc00::1]:{port}/",
    "A1-metadata-six": "http://[fd00:ec2::254]:{port}/",
    "A1-six-link-local": "http://[fe80::1]:{port}/",
    "A1-name": "http://loopback.example:{port}/",
    "A1-six-name": "http://six.example:{port}/",
    "A2-shared": "http://100.64.0.1:{port}/",
    "A2-shared-metadata": "http://100.100.100.200:{port}/",
    "A2-name": "http://shared.example:{port}/",
    "A3-mapped": "http://[::ffff:127.0.0.1]:{port}/",
    "A3-mapped-hex": "http://[::ffff:7f00:1]:{port}/",
    "A3-mapped-long": "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/",
    "A3-mapped-metadata": "http://[::ffff:169.254.169.254]:{port}/",
    "A3-mapped-shared": "http://[::ffff:100.64.0.1]:{port}/",
    "A3-mapped-name": "http://mapped.example:{port}/",
    "A3-translated": "http://[::ffff:0:127.0.0.1]:{port}/",
    "A3-compatible": "http://[::127.0.0.1]:{port}/",
    "A3-nat64": "http://[64:ff9b::7f00:1]:{port}/",
    "A3-nat64-metadata": "http://[64:ff9b::169.254.169.254]:{port}/",
    "A3-nat64-local": "http://[64:ff9b:1::7f00:1]:{port}/",
    "A3-6to4": "http://[2002:7f00:1::]:{port}/",
    "A3-6to4-metadata": "http://[2002:a9fe:a9fe::1]:{port}/",
    "A3-teredo": "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]:{port}/",
    "A4-multicast": "http://224.0.0.1:{port}/",
    "A4-multicast-last": "http://239.255.255.250:{port}/",
    "A4-nothing": "http://0.0.0.0:{port}/",
    "A4-nothing-short": "http://0:{port}/",
    "A4-nothing-six": "http://[::]:{port}/",
    "A4-broadcast": "http://255.255.255.255:{port}/",
    "A4-reserved": "http://240.0.0.1:{port}/",
    "A4-benchmarks": "http://198.18.0.1:{port}/",
    "A4-documents": "http://192.0.2.1:{port}/",
    "A4-six-multicast": "http://[ff02::1]:{port}/",
    "A4-site-local": "http://[fec0::1]:{port}/",
    "A4-six-documents": "http://[2001:db8::1]:{port}/",
    "A4-six-documents-new": "http://[3fff::1]:{port}/",
    "A4-six-segments": "http://[5f00::1]:{port}/",
    "A4-six-unassigned": "http://[4000::1]:{port}/",
    "A4-six-discard": "http://[100::1]:{port}/",
    "A5-azure": "http://168.63.129.16/metadata",
    "A5-oracle": "http://192.0.0.192/opc/v2/",
    "A6-octal": "http://0177.0.0.1:{port}/",
    "A6-octal-whole": "http://017700000001:{port}/",
    "A6-decimal": "http://2130706433:{port}/",
    "A6-decimal-metadata": "http://2852039166/",
    "A6-hex-short": "http://0x7f.1:{port}/",
    "A6-hex-whole": "http://0x7f000001:{port}/",
    "A6-two-parts": "http://127.1:{port}/",
    "A6-circled": "http://①②⑦.0.0.1:{port}/",
    "A6-full-stops": "http://127。0。0。1:{port}/",
    "A6-final-dot": "http://127.0.0.1.:{port}/",
    "A7-backslash": "http://127.0.0.1:{port}\\@example.org/",
    "A7-backslash-before": "http://example.org\\@127.0.0.1:{port}/",
    "A7-at": "http://example.org@127.0.0.1:{port}/",
    "A7-packed-slash": "http://127.0.0.1%2f@example.org:{port}/",
    "A7-hash": "http://127.0.0.1:{port}#@example.org/",
    "A8-one-of-two": "http://both.example:{port}/",
    "A8-one-of-two-six": "http://mixed.example:{port}/",
    "A9-name-of-an-address": "http://169.254.169.254.nip.example/",
    "A9-no-address": "http://odd.example/",
    "A11-file": "file:///etc/passwd",
    "A11-gopher": "gopher://127.0.0.1:{port}/_x",
    "A11-ftp": "ftp://127.0.0.1:{port}/",
    "A11-dict": "dict://127.0.0.1:{port}/x",
    "A11-jar": "jar:http://127.0.0.1:{port}!/x",
    "A11-socket": "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
    "A11-data": "data:text/html,<p>words",
    "A14-password": "http://desk:secret@127.0.0.1:{port}/",
    "A15-line-end": "http://127.0.0.1:{port}/\r\nX-Injected: 1",
    "A15-line-end-host": "http://127.0.0.1\r\n:{port}/",
    "A15-tab": "http://127.0.0.1:{port}\t/",
}


@dataclass
class Watch:
    """What must not happen: who was visited inside, and where this process connected."""

    visits: int = 0
    connected: list[tuple[object, ...]] = field(default_factory=list)
    port: int = 0


@pytest.fixture(scope="module")
def watch() -> Iterator[Watch]:
    """Listen on the addresses of this machine, and write down every connection that is opened."""
    seen = Watch()
    listeners = [socket.create_server(("127.0.0.1", 0))]
    seen.port = int(listeners[0].getsockname()[1])
    with contextlib.suppress(OSError):  # a machine without IPv6
        listeners.append(socket.create_server(("::1", seen.port), family=socket.AF_INET6))

    def listen(listener: socket.socket) -> None:
        while listener.fileno() >= 0:
            with contextlib.suppress(OSError):
                visitor, _ = listener.accept()
                seen.visits += 1
                visitor.close()

    for listener in listeners:
        threading.Thread(target=listen, args=(listener,), daemon=True).start()
    real = socket.socket.connect

    def connect(self: socket.socket, address: tuple[object, ...]) -> None:
        seen.connected.append(address)
        real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr("watchfloor.engine.collect.discovery.ReaderPool", lambda processes: ReaderPool(0))
        yield seen
    for listener in listeners:
        listener.close()


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World(OUTSIDE) as made:
        yield made


def resolve(host: str, port: int) -> list[str]:
    """Resolve as the system does, but for names of stubs: those lead outside, unless NAMES says otherwise."""
    if host in NAMES:
        return NAMES[host]
    if host.endswith(".example") or host == "example.org":
        return [OUTSIDE]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICSERV)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def client(allow: tuple[Network, ...] = ALLOWED) -> Client:
    return Client(guard=Guard(allow=allow, resolve=resolve), limits=QUICK, user_agent=AGENT)


# --------------------------------------------------------------------------------------------- the fetchers

Fetcher = Callable[[World, Client, str], bool]  # tells whether anything was got


def _open(origin: str) -> Permissions | None:
    """Permit everything of what is inside, so that it is not its robots.txt that is refused."""
    return None if ".example:" in origin and "sent" not in origin else Permissions(origin=origin, asked=NOW)


def _visitor(client: Client, *, asks: bool) -> Visitor:
    return Visitor(
        client=client,
        reading=ReaderPool(0),
        clock=lambda: NOW,
        turns=Turns(0.0),
        recall=(lambda origin: None) if asks else _open,
    )


def _visit(client: Client, url: str, kind: SourceKind, *, asks: bool = False) -> bool:
    visit = _visitor(client, asks=asks).visit(HeldSource(new_source(url, kind), SourceHealth()))
    return isinstance(visit.outcome, Success) and bool(visit.found)


def _sent_on(world: World, url: str, host: str = "sent.example") -> str:
    """Return an address outside that redirects to `url`."""
    location = url.replace("\r", "%0d").replace("\n", "%0a").encode("utf-8").decode("latin-1")
    return world.put(host, "/", Given(b"", 302, {"Location": location}))


def feed_(world: World, client: Client, url: str) -> bool:
    return _visit(client, url, "feed")


def feed_sent_on(world: World, client: Client, url: str) -> bool:
    return _visit(client, _sent_on(world, url), "feed")


def feed_robots(world: World, client: Client, url: str) -> bool:
    return _visit(client, url, "feed", asks=True)


def page_of_feed(world: World, client: Client, url: str) -> bool:
    link = url.replace("&", "&amp;").replace("<", "&lt;")
    own = world.put("outlet.example", "/feed", feed((link, "Quay closed", words(1))))
    visit = _visitor(client, asks=False).visit(HeldSource(new_source(own, "feed"), SourceHealth()))
    return any(it.page is not None for it in visit.brought)


def page_sent_on(world: World, client: Client, url: str) -> bool:
    return page_of_feed(world, client, _sent_on(world, url))


def page_watched(world: World, client: Client, url: str) -> bool:
    return _visit(client, url, "page")


def _listing(world: World, kind: str, url: str) -> str:
    link = url.replace("&", "&amp;").replace("<", "&lt;")
    outer, inner = ("urlset", "url") if kind == "page" else ("sitemapindex", "sitemap")
    return world.put("outlet.example", "/map.xml", f"<{outer}><{inner}><loc>{link}</loc></{inner}></{outer}>")


def sitemap(world: World, client: Client, url: str) -> bool:
    return _visit(client, url, "sitemap")


def sitemap_of_index(world: World, client: Client, url: str) -> bool:
    return _visit(client, _listing(world, "sitemap", url), "sitemap")


def sitemap_sent_on(world: World, client: Client, url: str) -> bool:
    return _visit(client, _listing(world, "sitemap", _sent_on(world, url)), "sitemap")


def page_of_sitemap(world: World, client: Client, url: str) -> bool:
    own = _listing(world, "page", url)
    visit = _visitor(client, asks=False).visit(HeldSource(new_source(own, "sitemap"), SourceHealth()))
    return any(it.page is not None for it in visit.brought)


def robots_sent_on(world: World, client: Client, url: str) -> bool:
    """Follow robots.txt and tdmrep.json of an outlet, both of which lead elsewhere."""
    got = False
    for path in ("/robots.txt", "/.well-known/tdmrep.json"):
        host = f"moved{len(path)}.example"
        target = _sent_on(world, url)
        world.put(host, path, Given(b"", 302, {"Location": target}))
        with contextlib.suppress(NoAnswerError):
            found = ask_permissions(client, _origin(world, host), now=NOW)
            got = got or bool(found.robots)
    return got


def _origin(world: World, host: str) -> str:
    return f"http://{host}:{world.port}"


def discovered(world: World, client: Client, url: str) -> bool:
    with contextlib.suppress(UsageError, NoAnswerError, InputError):
        return discover(url, client, now=NOW, pause=0.0).trouble is None
    return False


def discovered_offer(world: World, client: Client, url: str) -> bool:
    quoted = url.replace('"', "&quot;")
    head = f'<link rel="alternate" type="application/rss+xml" href="{quoted}">'
    front = world.put("front.example", "/", f"<html><head>{head}</head><body>The Gazette</body></html>")
    return discovered(world, client, front)


def previewed(world: World, client: Client, url: str) -> bool:
    return isinstance(preview(new_source(url, "feed"), client, now=NOW, most=1, pause=0.0).outcome, Success)


def webhook(world: World, client: Client, url: str) -> bool:
    allowed = tuple(map(str, client.guard.allow))
    channel = Webhook(name="desk", url=url, secret=Secret("s3cret"), allow_network=allowed)
    sent = Delivery(id="d1", alert=AlertId("a1"), channel="desk", payload="{}")
    told = disclose_delivery(sent, SituationReport(), Audience.public)
    return deliver(told, channel, clock=lambda: datetime(2026, 2, 1, tzinfo=UTC), client=client).delivered


def webhook_sent_on(world: World, client: Client, url: str) -> bool:
    return webhook(world, client, _sent_on(world, url))


def mail(world: World, client: Client, url: str) -> bool:
    """Hand mail to the host that the address names."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 25
    except ValueError:
        return False
    with (
        contextlib.suppress(NoAnswerError, UnicodeError),
        open_mail(host, port, security="none", guard=client.guard, seconds=1.0),
    ):
        return True
    return False


FETCHERS: tuple[Fetcher, ...] = (
    feed_, feed_sent_on, feed_robots, page_of_feed, page_sent_on, page_watched, sitemap, sitemap_of_index,
    sitemap_sent_on, page_of_sitemap, robots_sent_on, discovered, discovered_offer, previewed, webhook,
    webhook_sent_on, mail,
)  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS)
def test_no_fetcher_connects_to_an_address_inside(watch: Watch, world: World, vector: str) -> None:
    url = VECTORS[vector].format(port=watch.port)
    for fetcher in FETCHERS:
        watch.connected.clear()
        assert not fetcher(world, client(), url), fetcher.__name__
        assert {str(address[0]) for address in watch.connected} <= {OUTSIDE}, fetcher.__name__
        assert watch.visits == 0, fetcher.__name__


def test_there_are_enough_vectors() -> None:
    assert len(VECTORS) >= 60
    assert {int(name[1:].partition("-")[0]) for name in VECTORS} == {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 14, 15}


@pytest.mark.parametrize("fetcher", [it for it in FETCHERS if it is not webhook_sent_on])
def test_with_the_guard_off_every_fetcher_does_connect(watch: Watch, world: World, fetcher: Fetcher) -> None:
    """The negative control: what the test above would see if the guard let anything through."""
    before = watch.visits
    fetcher(world, client(EVERYTHING), f"http://127.0.0.1:{watch.port}/")
    for _ in range(100):
        if watch.visits > before:
            break
        time.sleep(0.02)
    assert watch.visits > before
    watch.visits = 0


def test_a10_no_fetcher_follows_a_name_that_changes_between_check_and_connection(
    watch: Watch, world: World
) -> None:
    """Every look-up but the first of each connection would lead inside; there is none."""
    for fetcher in FETCHERS:
        asked: list[str] = []

        def rebinding(host: str, port: int, asked: list[str] = asked) -> list[str]:
            if host != "rebinding.example":
                return [OUTSIDE]
            asked.append(host)
            return [OUTSIDE] if len(asked) % 2 else ["127.0.0.1"]

        changing = Client(guard=Guard(allow=ALLOWED, resolve=rebinding), limits=QUICK, user_agent=AGENT)
        watch.connected.clear()
        fetcher(world, changing, f"http://rebinding.example:{watch.port}/")
        assert {str(address[0]) for address in watch.connected} <= {OUTSIDE}, fetcher.__name__
    assert watch.visits == 0


def test_a12_a_loop_across_hosts_ends_after_five_hops(world: World) -> None:
    world.put("ping.example", "/", Given(b"", 302, {"Location": world.url("pong.example")}))
    world.put("pong.example", "/", Given(b"", 302, {"Location": world.url("ping.example")}))
    before = len([asked for asked in world.asked if asked.path == "/"])
    assert not _visit(client(), world.url("ping.example"), "feed")
    hops = [asked for asked in world.asked if asked.path == "/"][before:]
    assert len(hops) == QUICK.redirects + 1


def test_a14_nothing_secret_crosses_to_another_host(world: World) -> None:
    there = world.put("there.example", "/feed", feed(("", "Notice", words(1))))
    world.put("here.example", "/feed", Given(b"", 302, {"Location": there}))
    answer = client().get(world.url("here.example", "/feed"), {"Authorization": "Bearer secret"})
    assert answer.status == 200
    asked = [it for it in world.asked if it.path == "/feed"][-2:]
    assert ["authorization" in it.headers for it in asked] == [True, False]
    with pytest.raises(RefusedAddressError) as caught:
        client().get("http://desk:secret@there.example/")
    assert "secret" not in str(caught.value)


def test_a16_a_host_without_address_is_kept_and_failing(world: World) -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    lost = Client(guard=Guard(resolve=nowhere), limits=QUICK, user_agent=AGENT)
    found = discover("https://gone.example/feed", lost, now=NOW, pause=0.0)
    assert found.source.url == "https://gone.example/feed"
    assert found.trouble is not None
    assert "no address for gone.example" in found.trouble


# -------------------------------------------------------------------------- robots.txt of where one is sent


def test_leave_is_asked_before_the_hop_and_not_after(world: World) -> None:
    """A redirect to a site that closes itself: its robots.txt is asked, the page never."""
    for kind, path in (("feed", "/closed-feed"), ("page", "/closed-page")):
        closed = world.url("closed.example", path)
        world.put("closed.example", "/robots.txt", "User-agent: *\nDisallow: /closed\n")
        sent = world.put("open.example", path, Given(b"", 301, {"Location": closed}))
        visit = _visitor(client(), asks=True).visit(HeldSource(new_source(sent, kind), SourceHealth()))  # type: ignore[arg-type]
        assert not isinstance(visit.outcome, Success)
        assert "robots.txt" in visit.outcome.error
        assert path not in world.paths("closed.example")
    assert "/robots.txt" in world.paths("closed.example")


def test_leave_is_asked_for_a_hop_within_the_site_too(world: World) -> None:
    world.put("half.example", "/robots.txt", "User-agent: *\nDisallow: /members\n")
    sent = world.put("half.example", "/feed", Given(b"", 302, {"Location": "/members/feed"}))
    assert not _visit(client(), sent, "feed", asks=True)
    assert "/members/feed" not in world.paths("half.example")


def test_a_reservation_of_where_one_is_sent_holds(world: World) -> None:
    there = world.put("kept.example", "/1", page("Quay closed", words(1), words(2)))
    reserve = b'[{"location": "/", "tdm-reservation": 1}]'
    world.put("kept.example", "/.well-known/tdmrep.json", reserve)
    link = world.put("short.example", "/s", Given(b"", 302, {"Location": there}))
    own = world.put("outlet2.example", "/feed", feed((link, "Quay closed", "The quay was closed.")))
    visit = _visitor(client(), asks=True).visit(HeldSource(new_source(own, "feed"), SourceHealth()))
    (brought,) = visit.brought
    assert brought.page is None
    assert brought.what is not None
    assert words(1) not in str(brought.what)

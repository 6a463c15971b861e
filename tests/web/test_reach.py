"""Where a server may listen, what that takes, and what is believed of proxies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from watchfloor.errors import UsageError
from watchfloor.web.proxies import ForwardedRequests, networks_of
from watchfloor.web.reach import ServerReach

PROXY, STRANGER = "10.2.0.7", "192.0.2.44"
NETWORK = networks_of(["10.2.0.0/16"])


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "localhost", "::1"])
def test_on_loopback_nothing_else_is_needed(host: str) -> None:
    ServerReach(host=host).check(has_people=False)


@pytest.mark.parametrize(
    ("host", "more", "why"),
    [
        ("0.0.0.0", {}, "--tls-cert FILE"),
        ("::", {}, "--trusted-proxy CIDR"),
        ("192.0.2.7", {}, "--tls-cert FILE"),
        ("desk.example.org", {"proxies": NETWORK}, "is no address"),
        ("", {"proxies": NETWORK}, "is no address"),
        ("127.0.0.1", {"certificate": Path("desk.pem")}, "belong together"),
        ("127.0.0.1", {"certificate": Path("none.pem"), "private_key": Path("none.key")}, "cannot be used"),
        ("127.0.0.1", {"addresses": ["desk.example.org"]}, "no address of a server"),
        ("127.0.0.1", {"addresses": ["https://desk.example.org:x"]}, "no address of a server"),
    ],
)
def test_what_is_missing_is_said_with_what_mends_it(host: str, more: dict[str, object], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        ServerReach(host=host, **more).check(has_people=True)  # type: ignore[arg-type]  # a row of a table


def test_people_and_a_proxy_are_enough() -> None:
    ServerReach(host="0.0.0.0", proxies=NETWORK).check(has_people=True)


@pytest.mark.parametrize(
    ("written", "why"), [("10.2.0.7/8", "host bits"), ("0.0.0.0/0", "too many"), ("proxy", "does not appear")]
)
def test_a_network_that_is_none_or_everybodys_is_refused(written: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        networks_of([written])


@pytest.mark.parametrize(
    ("addresses", "named"),
    [
        (["https://desk.example.org"], {"desk.example.org", "desk.example.org:443"}),
        (["https://desk.example.org:8443/"], {"desk.example.org:8443"}),
        (["http://[2001:db8::7]:8641"], {"[2001:db8::7]:8641"}),
    ],
)
def test_browsers_call_it_by_the_names_that_it_is_given(addresses: Sequence[str], named: set[str]) -> None:
    reach = ServerReach(host="0.0.0.0", addresses=addresses)
    found = reach.hosts(8641)
    assert found is not None
    assert set(found) == named | {"127.0.0.1:8641", "localhost:8641", "[::1]:8641"}
    assert ServerReach(host="0.0.0.0").hosts(8641) is None
    assert ServerReach().hosts(8641) == frozenset({"127.0.0.1:8641", "localhost:8641", "[::1]:8641"})


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope)
    told = {"client": scope["client"][0], "scheme": scope["scheme"], "host": request.headers["host"]}
    await JSONResponse(told)(scope, receive, send)


FORWARDED = {
    "x-forwarded-for": "198.51.100.9, 203.0.113.5",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "desk.example.org",
}


def told_by(
    peer: str, *, is_plain: bool = True, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str]]:
    app = ForwardedRequests(_echo, networks=NETWORK, is_plain=is_plain)
    client = TestClient(app, base_url="http://inside", client=(peer, 50_000))
    answer = client.get("/api/v1/reports", headers=FORWARDED if headers is None else headers)
    return answer.status_code, answer.json()


def test_a_trusted_proxy_is_believed_and_only_its_nearest_client() -> None:
    status, told = told_by(PROXY)
    assert status == 200
    assert told == {"client": "203.0.113.5", "scheme": "https", "host": "desk.example.org"}


def test_nobody_else_is_believed() -> None:
    status, told = told_by(STRANGER, is_plain=False)
    assert status == 200
    assert told == {"client": STRANGER, "scheme": "http", "host": "inside"}


def test_nobody_comes_past_the_proxy_of_a_server_without_tls() -> None:
    status, told = told_by(STRANGER)
    assert status == 403
    assert "past it" in told["detail"]
    assert told_by("127.0.0.1")[0] == 200, "the machine itself asks for its health"


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": ""},
        {"x-forwarded-for": "not an address"},
        {"x-forwarded-proto": "javascript"},
        {"x-forwarded-for": "," * 500},
    ],
)
def test_what_a_proxy_says_badly_costs_nothing(headers: dict[str, str]) -> None:
    status, told = told_by(PROXY, headers=headers)
    assert status == 200
    assert told["scheme"] == "http"

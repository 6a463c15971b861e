"""Requests that a proxy passes on: what it says of them is believed from its own network alone."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from watchfloor.errors import UsageError
from watchfloor.web.defence import peer_of, refusal
from watchfloor.web.problems import Problem

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_WIDEST = {4: 8, 6: 16}  # bits: a wider network is half the world, and everybody in it would be believed


def networks_of(written: Sequence[str]) -> tuple[Network, ...]:
    """Return the networks of proxies; raise UsageError for what is none, or is too wide to be trusted."""
    found = []
    for one in written:
        try:
            network = ipaddress.ip_network(one)
        except ValueError as error:
            raise UsageError(f"--trusted-proxy {error}; write it as 10.2.0.0/16, or 10.2.0.7/32") from error
        if network.prefixlen < _WIDEST[network.version]:
            raise UsageError(f"--trusted-proxy {one} holds too many; name the network of your proxy alone")
        found.append(network)
    return tuple(found)


class ForwardedRequests:
    """Believes `X-Forwarded-For`, `-Proto` and `-Host` of trusted proxies, and lets nobody else past them.

    With `is_plain` the server speaks no TLS itself, so that whoever comes by no proxy is refused.
    """

    def __init__(self, app: ASGIApp, *, networks: Sequence[Network], is_plain: bool) -> None:
        self._app = app
        self._networks = tuple(networks)
        self._is_plain = is_plain
        self._believing = ProxyHeadersMiddleware(cast("Any", app), [str(it) for it in self._networks])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or not self._networks:
            await self._app(scope, receive, send)
        elif self._is_trusted(peer_of(scope)):
            await self._believing(cast("Any", _as_called(scope)), cast("Any", receive), cast("Any", send))
        elif self._is_plain and not _is_loopback(peer_of(scope)):
            problem = Problem(
                status=HTTPStatus.FORBIDDEN,
                detail="this server is reached through its proxy, and not past it",
            )
            await refusal(scope, problem)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_trusted(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self._networks)


def _as_called(scope: Scope) -> Scope:
    """Return a request under the name by which its browser called the proxy."""
    named = [value for name, value in scope["headers"] if name == b"x-forwarded-host"]
    if len(named) != 1:
        return scope
    others = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return {**scope, "headers": [(b"host", named[0].strip()), *others]}


def _is_loopback(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer).is_loopback
    except ValueError:
        return False

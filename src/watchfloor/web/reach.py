"""From where a server can be reached, and what that takes: people and TLS, wherever others could call it."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from watchfloor.errors import UsageError
from watchfloor.web.proxies import Network

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8641
_ADD = "watchfloor people add NAME --role administrator"
_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerReach:
    """Where a server listens, by which certificate, behind which proxies, and how browsers call it."""

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    certificate: Path | None = None
    private_key: Path | None = None
    proxies: Sequence[Network] = ()
    addresses: Sequence[str] = ()

    @property
    def is_loopback(self) -> bool:
        """Tell whether this machine alone can reach it."""
        if self.host == "localhost":
            return True
        with suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return False

    @property
    def scheme(self) -> str:
        """Return how the server itself speaks."""
        return "https" if self.certificate else "http"

    def check(self, *, has_people: bool) -> None:
        """Raise UsageError where others could come in who should not, or listen to what is said."""
        if (self.certificate is None) != (self.private_key is None):
            raise UsageError("--tls-cert and --tls-key belong together; give both files")
        if self.certificate and self.private_key:
            _check_certificate(self.certificate, self.private_key)
        for address in self.addresses:
            list(_named(address))
        if self.is_loopback:
            return
        if not has_people:
            raise UsageError(
                f"--host {self.host} could be reached by others, and nobody has a password; add somebody: "
                f"{_ADD}\nor serve on 127.0.0.1 (the default), and reach it through SSH: "
                f"ssh -L {DEFAULT_PORT}:127.0.0.1:{DEFAULT_PORT} HOST"
            )
        if not (self.certificate or self.proxies):
            raise UsageError(
                f"--host {self.host} could be reached by others, who could read passwords on their way; give "
                "--tls-cert FILE --tls-key FILE, or --trusted-proxy CIDR, the network of a proxy that speaks "
                f"TLS\nor serve on 127.0.0.1, and reach it through SSH: "
                f"ssh -L {DEFAULT_PORT}:127.0.0.1:{DEFAULT_PORT} HOST"
            )
        with suppress(ValueError):
            ipaddress.ip_address(self.host)
            return
        raise UsageError(f"--host {self.host!r} is no address; give one of this machine, or 0.0.0.0 for all")

    def hosts(self, port: int) -> frozenset[str] | None:
        """Return the names by which browsers may call it; None where any will do, since people log in."""
        here = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        if not self.is_loopback and not self.addresses:
            return None
        named = {name for address in self.addresses for name in _named(address)}
        return frozenset(here | named)

    def address(self, port: int) -> str:
        """Return how a browser calls it, without a slash at the end."""
        if self.addresses:
            return self.addresses[0].rstrip("/")
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{shown}:{port}"


def _named(address: str) -> Iterator[str]:
    """Yield the host of an address as browsers send it; raise UsageError for what is no address."""
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
    except ValueError:
        host = port = None
        parts = urlsplit("")
    if parts.scheme not in _USUAL_PORTS or not host or parts.path.strip("/") or parts.query:
        raise UsageError(
            f"--public-address {address!r} is no address of a server; write https://desk.example.org"
        )
    shown = f"[{host}]" if ":" in host else host
    usual = _USUAL_PORTS[parts.scheme]
    if port in (None, usual):
        yield shown
    yield f"{shown}:{port or usual}"


def _check_certificate(certificate: Path, key: Path) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=lambda: b"")
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise UsageError(
            f"--tls-cert {certificate} and --tls-key {key} cannot be used: {error}; give a certificate in "
            "PEM and its key without a password"
        ) from error

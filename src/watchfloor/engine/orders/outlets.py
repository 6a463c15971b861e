"""Which sources tell what: by the hosts of their addresses and of those of articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from watchfloor.hosts import host_of
from watchfloor.store import HeldSource


def sources_of(held: Sequence[HeldSource], urls: Iterable[str | None]) -> list[HeldSource]:
    """Return those of some sources that are at the sites of some articles, in their order."""
    hosts = {host for url in urls if (host := host_of(url))}
    return [it for it in held if any(_is_of(own, hosts) for own in _hosts(it))]


def _hosts(held: HeldSource) -> list[str]:
    return [host for host in (host_of(held.source.url), host_of(held.source.site)) if host]


def _is_of(host: str, others: set[str]) -> bool:
    """Tell whether a host is one of others, or one of the two lies within the other's domain."""
    return host in others or any(host.endswith(f".{other}") or other.endswith(f".{host}") for other in others)

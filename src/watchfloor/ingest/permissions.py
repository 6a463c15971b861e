"""What a site permits: its robots.txt, and what it reserves from text and data mining."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import msgspec
from protego import Protego

from watchfloor.errors import NoAnswerError
from watchfloor.network import Client

AGENT = "watchfloor"  # the name that robots.txt may speak to
_LONGEST = 512_000  # bytes of robots.txt that count: RFC 9309, 2.5, asks for 500 KiB at least
_MOST_RULES = 2_000
_LONGEST_RULE = 2_000  # characters
_META = re.compile(rb"<meta\b[^<>]{0,300}?\btdm-reservation\b[^<>]{0,300}>", re.I)
_RESERVED_META = re.compile(rb"content\s*=\s*+(?:[\"']\s*+)?1\b", re.I)
_SLOWEST = (
    30.0  # seconds between two visits that we grant at most; a site that asks for more is read less often
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """What one origin (scheme, host, port) permits, asked at the moment `asked`.

    `closed` is why nothing may be read for now: robots.txt is there and cannot be had. `reserved` are the
    paths of tdmrep.json with their reservation, in its order.
    """

    origin: str
    asked: str
    robots: str = ""
    closed: str | None = None
    reserved: tuple[tuple[str, bool], ...] = ()

    def refusal(self, url: str) -> str | None:
        """Return why `url` is not to be read, None where it may be."""
        if self.closed:
            return self.closed
        if not self.robots or _rules(self.robots).can_fetch(url, AGENT):
            return None
        return "the site's robots.txt asks that this address is not read"

    def reserves(self, url: str) -> bool:
        """Tell whether tdmrep.json reserves `url`; the longest path that fits decides."""
        path = urlsplit(url).path or "/"
        fitting = [(len(rule), held) for rule, held in self.reserved if _fits(rule, path)]
        return max(fitting)[1] if fitting else False

    @property
    def pause(self) -> float:
        """The seconds that the site asks to be left between two requests."""
        asked = _rules(self.robots).crawl_delay(AGENT) if self.robots else None
        return min(float(asked), _SLOWEST) if asked and asked > 0 else 0.0

    def sitemaps(self) -> tuple[str, ...]:
        """Return the sitemaps that robots.txt names."""
        return tuple(_rules(self.robots).sitemaps) if self.robots else ()


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address: what permissions are given for."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"


def ask_permissions(client: Client, origin: str, *, now: str) -> Permissions:
    """Return what `origin` permits now; raise NoAnswerError where the host does not answer at all.

    No robots.txt (any 4xx) permits everything, one that cannot be had (5xx, 429) nothing: RFC 9309, 2.3.1.
    """
    answer = client.get(f"{origin}/robots.txt")
    if answer.status == 429 or answer.status >= 500:
        closed = (
            f"the site's robots.txt cannot be had (it answers {answer.status}), so nothing is read for now"
        )
        return Permissions(origin=origin, asked=now, closed=closed)
    robots = answer.body[:_LONGEST].decode("utf-8", "replace") if answer.status == 200 else ""
    return Permissions(
        origin=origin,
        asked=now,
        robots=robots if not robots.lstrip("\ufeff \r\n\t").startswith("<") else "",
        reserved=_ask_reservations(client, origin),
    )


def _ask_reservations(client: Client, origin: str) -> tuple[tuple[str, bool], ...]:
    try:
        answer = client.get(f"{origin}/.well-known/tdmrep.json")
    except NoAnswerError:
        return ()
    return read_reservations(answer.body) if answer.status == 200 else ()


def read_reservations(data: bytes) -> tuple[tuple[str, bool], ...]:
    """Return the paths of a tdmrep.json with their reservation; what is none says nothing."""
    try:
        rules = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return ()
    if not isinstance(rules, list):
        return ()
    return tuple(
        (rule["location"], str(rule.get("tdm-reservation")) == "1")
        for rule in rules[:_MOST_RULES]
        if isinstance(rule, dict) and isinstance(rule.get("location"), str)
    )


def page_reserves(data: bytes, header: str | None) -> bool:
    """Tell whether an answer reserves itself: by its `tdm-reservation` header, or by a meta element."""
    if header is not None and header.strip() == "1":
        return True
    return any(_RESERVED_META.search(element) for element in _META.findall(data[:65_536]))


def written(permissions: Permissions) -> str:
    """Return permissions as they are kept."""
    return msgspec.json.encode(permissions).decode()


def read_written(value: str) -> Permissions:
    """Return permissions that were kept."""
    return msgspec.json.decode(value, type=Permissions)


def _fits(rule: str, path: str) -> bool:
    """Tell whether a path fits a rule of words and `*`; part by part, so that no rule takes long."""
    anchored = rule.endswith("$")
    first, *parts = rule[:_LONGEST_RULE].removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not parts:
        return path == first if anchored else True
    *middle, last = parts
    at = len(first)
    for part in middle:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return path.endswith(last) and len(path) - len(last) >= at if anchored else path.find(last, at) >= 0


@lru_cache(maxsize=128)
def _rules(robots: str) -> Any:
    return Protego.parse(robots)

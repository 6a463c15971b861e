"""Requests as a desk and its programs send them: 70 % searches, 25 % single things, 5 % acts."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from benchmarks.floors import searched_word

API = "/api/v1"
SITUATION = "ports"
_QUERIES = 5_000  # that are sent, the second half as often as the first, and so on (Zipf)
_ORDERS = {"search, newest first": "newest", "search, best first": "best"}
_ITEMS = {
    "report": f"{API}/reports/{{reports}}",
    "event": f"{API}/events/{{events}}",
    "actor": f"{API}/actors/{{actors}}",
    "story": f"{API}/stories/{{stories}}/brief",
}
_PAGES = {
    "page: now": "/",
    "page: search": "/search?words={words}",
    "page: situation": f"/situations/{SITUATION}",
    "page: story": "/stories/{stories}",
    "page: report": "/reports/{reports}",
    "page: event": "/events/{events}",
    "page: numbers": "/numbers",
}
_SHARES = {
    "search, newest first": 45,
    "search, best first": 25,
    "report": 10,
    "event": 8,
    "actor": 5,
    "story": 2,
    "act: comment": 3,
    "act: judgement": 2,
}
LOAD_KINDS: Sequence[str] = tuple(_SHARES)
KINDS: Sequence[str] = (*_SHARES, *_PAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRequest:
    """One request: its kind, and what is sent."""

    kind: str
    path: str
    body: Mapping[str, Any] | None = None


class RequestDraw:
    """Draws requests to a floor of which some ids are known."""

    def __init__(self, ids: Mapping[str, Sequence[str]], *, seed: int = 7) -> None:
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self._ids = ids
        self._queries = sorted({self._query() for _ in range(2 * _QUERIES)})
        self._random.shuffle(self._queries)
        del self._queries[_QUERIES:]
        self._weights = [1 / place for place in range(1, len(self._queries) + 1)]
        self._acts = 0

    def _query(self) -> str:
        words = (searched_word(self._random) for _ in range(self._random.choice((1, 2, 2, 3))))
        return " ".join(words)

    def any(self) -> LoadRequest:
        """Return the next request."""
        [kind] = self._random.choices(list(_SHARES), list(_SHARES.values()))
        return self.of(kind)

    def of(self, kind: str) -> LoadRequest:
        """Return the next request of a kind."""
        some = {name: self._random.choice(held) for name, held in self._ids.items()}
        [query] = self._random.choices(self._queries, self._weights)
        words = quote_plus(query)
        if kind in _ORDERS:
            return LoadRequest(kind=kind, path=f"{API}/search?words={words}&limit=30&order={_ORDERS[kind]}")
        template = _ITEMS.get(kind) or _PAGES.get(kind)
        if template:
            return LoadRequest(kind=kind, path=template.format(words=words, **some))
        self._acts += 1
        told = f"Invented remark {self._acts}."
        if kind == "act: comment":
            path = f"{API}/work/{some['stories']}/comment"
            return LoadRequest(kind=kind, path=path, body={"words": told})
        body = {"about": some["events"], "note": told}
        return LoadRequest(kind=kind, path=f"{API}/judgements", body=body)

"""Requests are drawn as a desk sends them."""

from __future__ import annotations

from collections import Counter

from benchmarks.desk_requests import RequestDraw

DRAWN = 4_000


def draw_of() -> RequestDraw:
    return RequestDraw({what: ["one", "two"] for what in ("reports", "events", "stories", "actors")})


def test_most_are_searches_and_few_are_acts() -> None:
    draw = draw_of()
    kinds = Counter(draw.any().kind for _ in range(DRAWN))
    shares = Counter[str]()
    for kind, count in kinds.items():
        shares[kind.partition(",")[0] if kind.startswith("search") else kind.partition(":")[0]] += count
    assert 0.66 < shares["search"] / DRAWN < 0.74
    assert 0.03 < shares["act"] / DRAWN < 0.07


def test_a_few_queries_are_sent_again_and_again_and_most_seldom() -> None:
    draw = draw_of()
    sent = Counter(draw.of("search, newest first").path for _ in range(DRAWN))
    assert len(sent) > DRAWN / 8
    assert max(sent.values()) > DRAWN / 20

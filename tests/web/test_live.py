"""What becomes known is told as it comes, and whoever comes back misses nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from tests.web.floors import Desk, somebody
from watchfloor.config import read_config
from watchfloor.web.live import MOST_STREAMS, LastAdmission, OpenStreams, told_events
from watchfloor.web.problems import TooManyStreamsError
from watchfloor.web.served import ServedFloor


def told(desk: Desk, *, seen: int, looks: int = 3) -> list[str]:
    """Return what a stream that ends after some looks tells."""
    floor = ServedFloor(config=read_config(desk.folder), clock=lambda: "2026-12-01T00:00:00Z")
    left = iter([True] * looks)
    events = told_events(
        floor,
        somebody(),
        seen=seen,
        watched=LastAdmission(floor),
        is_open=lambda: next(left, False),
        every=0.0,
    )

    async def read(stream: AsyncIterator[str]) -> list[str]:
        return [event async for event in stream]

    return asyncio.run(read(events))


def rows(event: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(event.partition("data: ")[2])
    return found


def test_whoever_comes_back_is_told_what_was_missed_and_only_once(desk: Desk) -> None:
    begin, changes, alerts = told(desk, seen=1)
    assert begin.startswith("retry: 5000\nid: 1\n")
    assert "event: changes\n" in changes
    assert "event: alerts\n" in alerts
    last = desk.client().get("/api/v1/reports").json()["admissions"]
    assert changes.startswith(f"id: {last}\n")
    held = desk.client().get("/api/v1/changes", params={"limit": "500"}).json()["items"]
    assert [it["id"] for it in rows(changes)] == [it["id"] for it in held[::-1]][-len(rows(changes)) :]
    assert len(rows(changes)) > 20
    assert len(told(desk, seen=last)) == 1


def test_an_id_that_is_none_is_refused(desk: Desk) -> None:
    client = desk.client()
    for wrong in ("x", "-1", "9" * 20):
        assert client.get("/api/v1/stream", headers={"last-event-id": wrong}).status_code == 400
    assert client.get("/api/v1/stream", params={"colour": "red"}).status_code == 400
    stranger, _ = desk.stranger()
    assert stranger.get("/api/v1/stream").status_code == 401


def test_nobody_takes_the_connections_of_all_by_open_streams(desk: Desk) -> None:
    client = desk.client()
    held: OpenStreams = client.app.state.open_streams  # type: ignore[attr-defined]
    for _ in range(MOST_STREAMS):
        held.begin("local:mira")
    refused = client.get("/api/v1/stream")
    assert refused.status_code == 429
    assert "close one" in refused.json()["detail"]
    held.begin("local:ana")
    held.end("local:mira")
    held.begin("local:mira")
    with pytest.raises(TooManyStreamsError):
        held.begin("local:mira")


def test_a_stream_that_ended_is_counted_no_more(desk: Desk) -> None:
    client = desk.client()
    held: OpenStreams = client.app.state.open_streams  # type: ignore[attr-defined]
    client.app.state.sessions.is_open = lambda _: False  # type: ignore[attr-defined]
    for _ in range(MOST_STREAMS + 1):
        assert client.get("/api/v1/stream").text.startswith("retry: 5000")
    assert held.count("local:mira") == 0

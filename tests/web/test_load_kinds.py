"""Every kind of request that the load bench sends is one that the server answers."""

from __future__ import annotations

from benchmarks.desk_requests import API, KINDS, RequestDraw
from tests.web.floors import Desk


def test_every_kind_is_answered(desk: Desk) -> None:
    client = desk.client()
    ids = {
        what: [it["id"] for it in client.get(f"{API}/{what}").json()["items"]]
        for what in ("reports", "events", "stories", "actors")
    }
    draw = RequestDraw(ids)
    for kind in KINDS:
        asked = draw.of(kind)
        if asked.body is None and kind != "page: situation":
            assert client.get(asked.path).status_code == 200, asked

"""A happening that a note of our own and articles tell is one row on screen and in the API."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.faults.commands import command
from tests.web.floors import Desk
from tests.web.pages.test_pages import shown

ARTICLES = (
    {
        "outlet": "Courant",
        "published": "2026-03-03T10:00:00Z",
        "title": "Eight killed at a market in Bouake",
        "text": "Gunmen killed eight people at a market in Bouake on Tuesday, police said.",
    },
    {
        "outlet": "Lagoon Post",
        "published": "2026-03-04T10:00:00Z",
        "title": "Two killed in Korhogo",
        "text": "Gunmen killed two people in Korhogo on Wednesday, the mayor said.",
    },
)
NOTE = "Gunmen killed eleven people at the market in Bouake."
ROW = re.compile(r"<tr data-item>.*?</tr>", re.DOTALL)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder = tmp_path_factory.mktemp("noted") / "floor"
    assert command("init", folder).code == 0
    given = "".join(json.dumps(it) + "\n" for it in ARTICLES)
    assert command("add", "-", "--floor", folder, given=given).code == 0
    note = ("note", NOTE, "--from", "our driver", "--seen", "2026-03-03T10:05Z", "--place", "Bouake")
    said = command(*note, "--floor", folder)
    assert said.code == 0, said.output
    said = command("situation", "add", "markets", "--country", "CI", "--floor", folder)
    assert said.code == 0, said.output
    return Desk(folder).client()


def listed(client: TestClient, **asked: str) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/events", params=asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def link_to(own: dict[str, Any]) -> str:
    return f'href="/events/{own["id"]}">our own note, internal</a>'


def test_the_api_answers_one_row_that_leads_to_the_note(client: TestClient) -> None:
    rows = {it["place"]["name"]: it for it in listed(client)}
    assert sorted(rows) == ["Bouaké", "Korhogo"]
    [own] = listed(client, outlet="own staff")
    assert rows["Bouaké"]["beside"] == [own["id"]]
    assert "beside" not in rows["Korhogo"]
    assert own["handling"] == "internal"


def test_a_situation_shows_and_counts_it_once(client: TestClient) -> None:
    words = shown(client, "/situations/markets")
    rows = ROW.findall(words.partition('id="events"')[2])
    [own] = listed(client, outlet="own staff")
    [with_note] = [it for it in rows if "Bouaké" in it]
    assert link_to(own) in with_note
    assert "our own" not in "".join(it for it in rows if "Korhogo" in it)
    assert "2 happenings" in words


def test_the_story_and_the_event_lead_to_the_note_and_the_note_stands_for_itself(client: TestClient) -> None:
    [own] = listed(client, outlet="own staff")
    for event in listed(client):
        assert (link_to(own) in shown(client, f"/events/{event['id']}")) == ("beside" in event)
        if "beside" in event:
            assert shown(client, f"/stories/{event['story']}").count(link_to(own)) == 1
    assert "Our own people tell it too" not in shown(client, f"/events/{own['id']}")

"""What sources with a label of the desk tell comes first, where the API and pages are asked for that."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from tests.faults.commands import command
from tests.web.floors import Desk
from tests.web.pages.test_pages import shown

ARTICLES = (
    {
        "outlet": "Valley Bugle",
        "published": "2026-03-03T10:00:00Z",
        "title": "Mayor of Graz promises a bridge",
        "text": "Mayor Edda Kranich said the bridge of Graz would be built by May.",
    },
    {
        "outlet": "Continental",
        "published": "2026-03-04T10:00:00Z",
        "title": "Dockers strike in Lisbon",
        "text": "Dockers went on strike in Lisbon on Wednesday, union leader Rui Falcato said.",
    },
)


def made(folder_of: pytest.TempPathFactory, labels: str) -> TestClient:
    folder = folder_of.mktemp("order") / "floor"
    assert command("init", folder).code == 0
    if labels:
        (folder / "labels.csv").write_text(f"source,label,of\n{labels}", "utf-8")
    given = "".join(json.dumps(it) + "\n" for it in ARTICLES)
    said = command("add", "-", "--floor", folder, given=given)
    assert said.code == 0, said.output
    return Desk(folder).client()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return made(tmp_path_factory, "Valley Bugle,local,\n")


def outlets(client: TestClient, **asked: str) -> list[str]:
    answer = client.get("/api/v1/reports", params=asked)
    assert answer.status_code == 200, answer.text
    return [it["outlet"] for it in answer.json()["items"]]


def titles(words: str) -> list[str]:
    return re.findall(r'<article class="story.*?<h3><a [^>]*>(.*?)</a>', words, re.DOTALL)


def test_the_api_puts_them_first_and_goes_on_behind_them(client: TestClient) -> None:
    assert outlets(client) == ["Continental", "Valley Bugle"]
    assert outlets(client, order="newest") == ["Continental", "Valley Bugle"]
    assert outlets(client, order="local") == ["Valley Bugle", "Continental"]
    first = client.get("/api/v1/reports", params={"order": "local", "limit": "1"}).json()
    assert outlets(client, order="local", after=first["next"]) == ["Continental"]
    briefs = client.get("/api/v1/briefs", params={"order": "local"}).json()["items"]
    assert briefs[0]["title"] == "Mayor of Graz promises a bridge"
    assert client.get("/api/v1/reports", params={"order": "loud"}).status_code == 400


def test_now_said_and_actors_offer_the_labels_that_are_borne(client: TestClient) -> None:
    for path in ("/", "/said", "/actors"):
        words = shown(client, path)
        assert '<option value="local">local sources first</option>' in words, path
        assert "state-run sources first" not in words, path
        chosen = shown(client, f"{path}?order=local")
        assert '<option value="local" selected>' in chosen, path
        assert "what local sources tell first, then the rest" in chosen, path
        assert client.get(f"{path}?order=loud").status_code == 400, path
        assert client.get(f"{path}?order=").status_code == 200, path
    assert titles(shown(client, "/?order=local"))[0] == "Mayor of Graz promises a bridge"
    speakers = re.findall(r'<th scope="row">(?:<a [^>]*>)?(.*?)<', shown(client, "/said?order=local"))
    assert speakers.index("Edda Kranich") < speakers.index("Rui Falcato")


def test_a_floor_without_labels_offers_no_order(desk: Desk) -> None:
    client = desk.client()
    for path in ("/", "/said", "/actors"):
        assert "sources first" not in shown(client, path), path

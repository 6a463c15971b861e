"""Now: what changed, what is open, what is due; the mark moves when somebody says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faults.commands import command
from tests.web.floors import HOSTILE, Desk, csrf_of
from watchfloor.model import PrincipalRole


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return a floor of this module's own, whose mark may move; strangers wrote in it."""
    folder = tmp_path_factory.mktemp("now") / "floor"
    assert command("init", folder).code == 0
    told = {
        "title": f"Bomb in Tarvel {HOSTILE}",
        "text": f"Police arrested two men in Madrid on Friday {HOSTILE}. Four people were killed.",
        "outlet": f"Wire {HOSTILE}",
        "published": "2026-03-06T10:00:00Z",
    }
    assert command("add", "-", "--floor", folder, given=json.dumps(told)).code == 0
    return Desk(Path(folder))


def test_looking_moves_no_mark_and_seen_does(own: Desk) -> None:
    client = own.client()
    first, again = client.get("/").text, client.get("/").text
    assert "you have no mark yet" in first
    assert "you have no mark yet" in again
    assert "Bomb in Tarvel" in first.partition('id="stories"')[0]
    answer = client.post("/seen", data={"csrf": csrf_of(client), "admission": "1"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    seen = client.get("/").text
    assert "Changed since you looked" in seen
    assert "Nothing changed in what was read" in seen


def test_the_mark_is_that_of_the_command_line(own: Desk) -> None:
    client = own.client(PrincipalRole.VIEWER)
    client.post("/seen", data={"csrf": csrf_of(client), "admission": "99"})
    assert client.get("/api/v1/news").json()["items"] == []


def test_words_of_strangers_are_never_markup(own: Desk) -> None:
    client = own.client()
    for path in ("/", "/?wall=1", "/alerts", "/ahead"):
        words = client.get(path).text
        assert "<script>alert" not in words, path
        assert "<img" not in words, path
    assert "&lt;script&gt;" in client.get("/").text


def test_every_statement_leads_to_its_words(desk: Desk) -> None:
    words = desk.client().get("/").text
    assert words.count('title="Its words in') > 20
    assert "/reports/" in words


def test_a_past_moment_is_said_and_kept_in_links(desk: Desk) -> None:
    client = desk.client()
    then = client.get("/", params={"as_of": "2020-01-01T06:00"}).text
    assert "You look at what this floor knew at 2020-01-01 06:00 UTC" in then
    assert 'href="/alerts?as_of=2020-01-01T06%3A00%3A00Z"' in then
    assert "This floor holds no story yet" in then
    assert client.get("/", params={"as_of": "2099-01-01"}).status_code == 400
    assert client.get("/", params={"colour": "red"}).status_code == 400


def test_the_wall_refreshes_itself(desk: Desk) -> None:
    assert '<meta http-equiv="refresh" content="60">' in desk.client().get("/", params={"wall": "1"}).text

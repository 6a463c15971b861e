"""Lists of sources, briefings, what is due and what was kept long enough, by the API."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.commands import command
from tests.web.floors import Desk, examples_floor
from tests.web.programs import Programs

OPML = (
    '<opml version="2.0"><body><outline text="Ports"><outline type="rss" text="Harbour Wire" '
    'xmlUrl="https://harbourwire.example/feed"/></outline><outline xmlUrl="ftp://x"/></body></opml>'
)
BRIEFING = """situation: fishing
channel: desk
schedule: daily 06:00
"""


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Programs:
    folder = examples_floor(Path(tmp_path_factory.mktemp("briefed") / "floor"))
    (folder / "briefings").mkdir(exist_ok=True)
    (folder / "briefings" / "morning.yaml").write_text(BRIEFING, encoding="utf-8")
    with (folder / "watchfloor.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[channels.desk]\nkind = "file"\npath = "told.jsonl"\n')
    return Programs(folder)


def test_a_list_of_feeds_is_taken_in_and_given_out(programs: Programs) -> None:
    assert programs.does("/opml", {"opml": OPML}, role="analyst").status_code == 403
    told = programs.done("/opml", {"opml": OPML}, role="editor")
    assert [it["title"] for it in told["added"]] == ["Harbour Wire"]
    assert (told["listed"], told["unusable"]) == (1, ["ftp://x"])
    assert programs.done("/opml", {"opml": OPML}, role="editor")["added"] == []
    given = programs.get("/opml")
    assert 'xmlUrl="https://harbourwire.example/feed"' in given["opml"]
    assert given["without"] == 1  # the folder of the examples
    assert programs.does("/opml", {"opml": "no list"}, role="editor").status_code == 400


def test_a_source_that_cannot_be_visited_says_why(programs: Programs) -> None:
    answer = programs.does("/previews", {"address": "http://127.0.0.1:9/feed"}, role="editor")
    assert (answer.status_code, "contact" in answer.json()["detail"]) == (400, True)
    assert programs.does("/previews", {"address": "/etc/passwd"}, role="editor").status_code == 400


def test_a_briefing_is_looked_at_and_sent(programs: Programs) -> None:
    [plan] = programs.get("/briefings")["items"]
    assert (plan["name"], plan["situation"], plan["channel"]) == ("morning", "fishing", "desk")
    assert "fishing" in programs.get("/briefings/morning/preview")["text"].casefold()
    assert programs.does("/briefings/morning/send", role="analyst").status_code == 403
    assert programs.done("/briefings/morning/send", role="editor") == {"queued": "morning"}
    sent = programs.done("/deliveries/send", role="editor")["sent"]
    assert [(it["channel"], it["delivered"]) for it in sent if it["channel"] == "desk"][-1:] == [
        ("desk", True)
    ]
    assert "briefing" in (programs.folder / "told.jsonl").read_text(encoding="utf-8")
    assert programs.does("/briefings/evening/send", role="editor").status_code == 404


def test_what_was_kept_long_enough_is_counted_before_it_goes(programs: Programs) -> None:
    assert programs.does("/expirations", {"dry_run": True}, role="editor").status_code == 403
    told = programs.done("/expirations", {"dry_run": True}, role="administrator")
    assert told == {"texts": 0, "bytes": 0, "by_rule": {}, "oldest": None}


def test_in_which_shares_something_was_given(programs: Programs) -> None:
    programs.done("/shares", {"name": "harbour", "country": ["IE"]}, role="editor")
    programs.done("/shares/harbour/write", role="editor")
    event = programs.get("/events", country="IE")["items"][0]["id"]
    [given] = programs.get(f"/given/{event}")["items"]
    assert (given["share"], given["until"]) == ("harbour", None)


def test_what_opens_is_told_once_and_kept_nowhere(programs: Programs) -> None:
    body, key = {"name": "nora", "role": "viewer"}, {"Idempotency-Key": "nora-1"}
    first = programs.does("/people", body, role="administrator", **key)
    assert first.json()["password"]
    again = programs.does("/people", body, role="administrator", **key)
    assert (again.status_code, "kept nowhere" in again.json()["detail"]) == (409, True)
    held = programs.clients["administrator"].app.state.repeats._held  # type: ignore[attr-defined]  # Starlette's
    assert first.json()["password"] not in str([it.answer for it in held.values()])


def test_a_shift_is_told_as_it_was_at_a_moment(programs: Programs) -> None:
    story = programs.get("/stories")["items"][0]["id"]
    before = programs.get("/shift")["now"]
    programs.done(f"/work/{story}/assign", {"to": "nora"})
    assert [it["act"]["value"] for it in programs.get("/shift")["assignments"]] == ["nora"]
    assert programs.get("/shift", as_of="2026-01-01T00:00:00Z")["assignments"] == []
    assert before >= programs.get("/shift", as_of="2026-01-01T00:00:00Z")["now"]


def test_what_is_set_up_says_that_it_is_shown_as_it_is_now(desk: Desk) -> None:
    client = desk.client()
    for path in ("/watches", "/situations", "/sources", "/shares"):
        assert "as it is now" in client.get(path, params={"as_of": "2026-03-01"}).text, path
    assert "as it is now" not in client.get("/shift", params={"as_of": "2026-03-01"}).text
    assert command("doctor", "--floor", desk.folder).code == 0

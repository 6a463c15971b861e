"""The API does what the command line does: with its rights, signed, once for one key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.faults.commands import command
from tests.web.floors import HOST, csrf_of, examples_floor
from tests.web.fuzz import WITHHELD
from tests.web.programs import Programs
from watchfloor.model import PrincipalRole
from watchfloor.web.api_route import PREFIX


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Programs:
    return Programs(examples_floor(Path(tmp_path_factory.mktemp("written")) / "floor"))


def test_an_event_is_judged_corrected_and_the_correction_undone(programs: Programs) -> None:
    event = programs.get("/events")["items"][0]["id"]
    told = programs.done("/judgements", {"about": event, "status": "checked", "note": "rang the port"})
    assert [(it["act"]["by"], it["act"]["value"]) for it in told["done"]] == [("key:analysts", "checked")]
    day = {"slot": "day", "value": "2026-03-02", "reason": "seen"}
    judged = programs.done(f"/events/{event}/correct", day)
    assert judged["act"]["kind"] == "replace"
    assert "key:analysts" in command("explain", event, "--floor", programs.folder).out
    undone = programs.done(f"/acts/{judged['act']['id']}/undo", {"reason": "misread"})
    assert undone["act"]["undoes"] == judged["act"]["id"]


def test_stories_are_put_together_and_taken_apart(programs: Programs) -> None:
    one, other = (it["id"] for it in programs.get("/stories")["items"][:2])
    merged = programs.done(f"/stories/{one}/merge", {"into": other, "reason": "one quarrel"})
    assert merged["act"]["kind"] == "merge"
    assert merged["changes"]
    programs.done("/acts/last/undo", {"reason": "two after all"})
    assert {one, other} <= {it["id"] for it in programs.get("/stories")["items"]}


def test_alerts_are_acknowledged_closed_and_called_wrong(programs: Programs) -> None:
    alerts = programs.get("/alerts")["items"]
    [done] = programs.done(f"/alerts/{alerts[0]['id']}/acknowledge", {"note": "calling"})["done"]
    assert done["act"]["kind"] == "acknowledge"
    programs.done(f"/alerts/{alerts[0]['id']}/close", {})
    assert programs.done(f"/alerts/{alerts[-1]['id']}/wrong", {"fault": "not-news", "note": "satire"})["done"]


def test_a_situation_is_followed_and_let_go_by_whom_it_is(programs: Programs) -> None:
    kept = programs.done("/situations", {"name": "ports", "country": ["IE"], "type": ["PROTEST"]})
    assert kept["asks"] == ["country IE", "type PROTEST"]
    assert programs.get("/situations/ports")["name"] == "ports"
    assert programs.does("/situations", {"name": "ports", "country": ["IE"]}).status_code == 400
    for blank in ({"title": " "}, {"note": "\u2028"}, {"words": "\x85"}, {"place": [" "]}):
        answer = programs.does("/situations", {"name": "blank", "country": ["IE"], **blank})
        assert (answer.status_code, "is blank" in answer.json()["detail"]) == (400, True), blank
    assert [it["name"] for it in programs.get("/situations")["items"]] == ["fishing", "ports"]
    programs.done("/situations", {"name": "theirs", "country": ["IE"]}, role="editor")
    refused = programs.does("/situations/theirs", role="analyst", method="DELETE")
    assert (refused.status_code, "of key:editors's" in refused.json()["detail"]) == (403, True)
    assert programs.done("/situations/ports", method="DELETE") == {"removed": "ports"}
    assert programs.does("/situations/ports", method="DELETE").status_code == 404
    assert programs.done("/situations/theirs", role="administrator", method="DELETE")


WATCH = "name: dock strikes\nauthor: analysts\ntype: PROTEST\ncountry: IE\n"


def test_a_watch_is_tried_written_turned_on_and_edited(programs: Programs) -> None:
    [tried] = programs.done("/watches/try", {"text": WATCH}, role="viewer")["watches"]
    assert tried["name"] == "dock strikes"
    file = programs.done("/watches", {"name": "docks", "text": WATCH})
    assert (file["on"], file["watches"]) == (False, ["dock strikes"])
    assert programs.done("/watches/docks/switch", {"on": True})["on"]
    edit = {"name": "docks", "text": WATCH + "level: high\n", "before": file["digest"]}
    assert programs.does("/watches", {**edit, "before": "other"}).status_code == 400
    assert "high" in programs.done("/watches", edit)["text"]
    assert programs.does("/watches/nothing/switch", {"on": True}).status_code == 404
    assert programs.does("/watches", {"name": "odd", "text": "name: [x"}).status_code == 400
    theirs = {"name": "theirs", "text": "name: theirs\ncountry: IE\n"}
    programs.done("/watches", theirs, role="editor")
    assert programs.does("/watches/theirs/switch", {"on": True}).status_code == 403


def test_a_source_is_paused_set_and_removed(programs: Programs) -> None:
    [source] = programs.get("/sources")["items"]
    path = f"/sources/{source['source']['id']}"
    told = programs.done(path, {"paused": True, "title": "The harbour"}, role="editor", method="PATCH")
    assert (told["source"]["paused"], told["source"]["title"]) == (True, "The harbour")
    assert not programs.done(path, {"paused": False}, role="editor", method="PATCH")["source"]["paused"]
    assert programs.does(path, {"paused": True}, role="analyst", method="PATCH").status_code == 403
    assert programs.does("/sources", {"address": "/etc/passwd"}, role="editor").status_code == 400
    assert programs.does("/sources", {"address": "file:///etc/passwd"}, role="editor").status_code == 400
    assert programs.done(path, role="editor", method="DELETE") == {"removed": path.rpartition("/")[2]}
    assert programs.does(path, role="editor", method="DELETE").status_code == 404


def test_what_is_withheld_is_told_before_and_gone_after(programs: Programs) -> None:
    report = programs.get("/reports")["items"][-1]["id"]
    asked = {"what": [report], "reason": "asked by the paper"}
    [would] = programs.done("/withheld", {**asked, "dry_run": True}, role="editor")["reached"]
    assert would["texts"] == 1
    assert programs.get(f"/reports/{report}")["id"] == report
    assert programs.done("/withheld", asked, role="editor")["reached"] == [{**would, "told": []}]
    for path in (f"/reports/{report}", f"/reports/{report}?as_of=2026-01-01"):
        answer = programs.clients["viewer"].get(f"{PREFIX}{path}")
        assert answer.status_code in (200, 404)


def test_whoever_is_known_from_withheld_texts_alone_is_listed_no_more(programs: Programs) -> None:
    said = command("add", "-", "--floor", programs.folder, given=json.dumps(WITHHELD))
    assert said.code == 0, said.output
    before = {it["name"]: it["id"] for it in programs.get("/actors", limit="1000")["items"]}
    assert {"Ines Roldao", "Ireland"} < set(before)
    now = programs.get("/coverage")["at"]
    [report] = {it["report"] for it in programs.get("/search", words="sprocketwood")["items"]}
    programs.done("/withheld", {"what": [report], "reason": "asked"}, role="editor")
    for asked in ({}, {"as_of": now}):
        listed = {it["name"] for it in programs.get("/actors", limit="1000", **asked)["items"]}
        assert set(before) - listed == {"Ines Roldao", "Portuguese police", "Six workers"}, asked
    gone = programs.clients["viewer"].get(f"{PREFIX}/actors/{before['Ines Roldao']}")
    assert gone.status_code == 404


def test_a_call_that_is_sent_again_is_done_once(programs: Programs) -> None:
    event = programs.get("/events")["items"][0]["id"]
    body = {"about": event, "note": "told once"}
    key = {"Idempotency-Key": "note-1"}
    first, again = (programs.does("/judgements", body, **key) for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert command("explain", event, "--floor", programs.folder).out.count("told once") == 1
    other = programs.does("/judgements", {**body, "note": "another"}, **key)
    assert (other.status_code, "another call" in other.json()["detail"]) == (409, True)
    theirs = programs.does("/judgements", {**body, "note": "of an editor"}, "editor", **key)
    assert theirs.status_code == 200, "keys of one are not those of another"
    second = {"Idempotency-Key": "note-2"}
    assert programs.does("/judgements", {**body, "status": "seen"}, **second).status_code == 400
    assert programs.does("/judgements", body, **second).status_code == 200, "it failed before"
    assert programs.does("/judgements", body, **{"Idempotency-Key": "x" * 300}).status_code == 400


BAD = [
    ("POST", "/judgements", b"", 400),
    ("POST", "/judgements", b"{", 400),
    ("POST", "/judgements", b"[" * 100_000, 400),
    ("POST", "/judgements", b'{"about": "x", "note": "\xff"}', 400),
    ("POST", "/judgements", b'{"about": "x", "note": "y", "by": "somebody else"}', 400),
    ("POST", "/judgements", b'{"about": NaN}', 400),
    ("POST", "/judgements?by=ben", b'{"about": "x", "note": "y"}', 400),
    ("POST", "/judgements", b'{"about": "\\ud800", "note": "y"}', 400),
    ("POST", "/judgements", b'{"about": "x", "note": "' + b"y" * 300_000 + b'"}', 413),
    ("DELETE", "/situations/fishing", b"{}", 400),
    ("DELETE", "/situations/..%2f..%2fwatchfloor.toml", b"", 404),
    ("PUT", "/situations/fishing", b"{}", 405),
    ("POST", "/mark", b'{"admission": 9007199254740991}', 400),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), BAD, ids=[str(it) for it in range(len(BAD))])
def test_what_is_no_act_is_refused_as_documented(
    programs: Programs, method: str, path: str, body: bytes, status: int
) -> None:
    client = programs.clients["administrator"]
    headers = {"content-type": "application/json"}
    answer = client.request(method, f"{PREFIX}{path}", content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_no_other_kind_of_body_is_read(programs: Programs) -> None:
    client = programs.clients["administrator"]
    answer = client.post(f"{PREFIX}/mark", data={"admission": "1"})
    assert answer.status_code == 415


def test_a_session_writes_with_the_token_of_its_forms(programs: Programs) -> None:
    client = programs.desk.client(PrincipalRole.ANALYST)
    body = json.dumps({})
    headers = {"content-type": "application/json"}
    assert client.post(f"{PREFIX}/mark", content=body, headers=headers).status_code == 403
    token = {"x-csrf-token": csrf_of(client)}
    assert client.post(f"{PREFIX}/mark", content=body, headers={**headers, **token}).status_code == 200
    cross = {**headers, **token, "origin": "https://evil.example"}
    assert client.post(f"{PREFIX}/mark", content=body, headers=cross).status_code == 403


@pytest.mark.parametrize("written", ["Bearer wfk_guess", "Bearer", "Basic bWlyYTp4", "wfk_x", "Bearer \xff"])
def test_a_key_that_is_none_opens_nothing(programs: Programs, written: str) -> None:
    client = TestClient(programs.clients["viewer"].app, base_url=f"http://{HOST}")
    answer = client.get(f"{PREFIX}/reports", headers={b"authorization": written.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_keys_open_the_api_alone_and_end_when_they_are_removed(programs: Programs) -> None:
    key = command("key", "add", "fleeting", "--role", "viewer", "--floor", programs.folder).out.strip()
    client = TestClient(
        programs.desk.stranger()[0].app, base_url=f"http://{HOST}", headers={"authorization": f"Bearer {key}"}
    )
    assert client.get(f"{PREFIX}/reports").status_code == 200
    assert client.get("/").status_code == 401
    assert command("key", "remove", "fleeting", "--floor", programs.folder).code == 0
    assert client.get(f"{PREFIX}/reports").status_code == 401
    tried = [client.get(f"{PREFIX}/reports").status_code for _ in range(40)]
    assert tried[-1] == 429

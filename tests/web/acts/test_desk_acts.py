"""What keeps a desk going is done by programs too: people, keys, deliveries, shares, notes, erasures."""

from __future__ import annotations

import json
from shutil import copytree
from typing import Any

import pytest

from tests.faults.commands import command
from tests.web.floors import Desk
from tests.web.programs import Programs
from watchfloor.web.api_route import PREFIX

LOG = '\n[channels.log]\nkind = "file"\npath = "alerts.jsonl"\n'


@pytest.fixture(scope="module")
def programs(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Programs:
    folder = tmp_path_factory.mktemp("desk") / "floor"
    copytree(desk.folder, folder)
    settings = folder / "watchfloor.toml"
    settings.write_text(settings.read_text("utf-8") + LOG, "utf-8")
    return Programs(folder)


def said(programs: Programs, *arguments: str) -> Any:
    ended = command(*arguments, "--json", "--floor", programs.folder)
    assert ended.code == 0, ended.output
    return json.loads(ended.out)


def managed(programs: Programs, path: str) -> Any:
    answer = programs.clients["administrator"].get(f"{PREFIX}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_people_are_let_in_set_and_deactivated(programs: Programs) -> None:
    wanted = {"name": "zoe", "role": "analyst", "zone": "Europe/Dublin"}
    made = programs.done("/people", wanted, role="administrator")
    assert (made["person"]["role"], made["person"]["zone"]) == ("analyst", "Europe/Dublin")
    assert len(made["password"]) > 12
    assert programs.does("/people", wanted, role="administrator").status_code == 400
    assert programs.does("/people", wanted, role="editor").status_code == 403
    again = programs.done("/people/zoe/reset", role="administrator")
    assert again["password"] != made["password"]
    programs.done("/people", {"name": "adam", "role": "administrator"}, role="administrator")
    told = programs.done("/people/zoe", {"role": "editor"}, role="administrator", method="PATCH")
    assert told["role"] == "editor"
    assert programs.does("/people/nobody", {}, role="administrator", method="PATCH").status_code == 404
    heir = programs.done("/people/zoe/deactivate", {"to": "adam"}, role="administrator")
    assert heir["name"] == "adam"
    [zoe] = [it for it in managed(programs, "/people") if it["name"] == "zoe"]
    assert zoe["deactivated"]
    assert "password" not in json.dumps(managed(programs, "/people"))


def test_a_key_is_made_and_taken_away(programs: Programs) -> None:
    made = programs.done("/keys", {"name": "wall", "role": "viewer"}, role="administrator")
    client = programs.clients["viewer"]
    headers = {"authorization": f"Bearer {made['key']}"}
    assert client.get(f"{PREFIX}/events", headers=headers).status_code == 200
    assert [it["name"] for it in managed(programs, "/keys")] == [*sorted(programs.keys), "wall"]
    assert made["key"] not in json.dumps(managed(programs, "/keys"))
    assert programs.done("/keys/wall", role="administrator", method="DELETE") == {"removed": "wall"}
    assert client.get(f"{PREFIX}/events", headers=headers).status_code == 401
    assert programs.does("/keys/wall", role="administrator", method="DELETE").status_code == 404
    assert programs.does("/keys", {"name": "x", "role": "owner"}, role="administrator").status_code == 400


def test_channels_are_tried_and_deliveries_retried_or_dropped(programs: Programs) -> None:
    [channel] = programs.get("/channels")["items"]
    assert (channel["name"], channel["kind"], channel["state"]) == ("log", "file", "on")
    tried = programs.done("/channels/log/test", role="editor")
    assert tried == {"channel": "log", "delivered": True, "error": None}
    off = programs.done("/channels/log/off", {"reason": "it moves"}, role="administrator")
    assert (off["state"], off["trouble"]) == ("off", "it moves")
    assert programs.done("/channels/log/on", role="administrator")["state"] == "on"
    assert programs.does("/channels/nowhere/test", role="editor").status_code == 404
    assert programs.done("/deliveries/retry", {"channel": "log"}, role="editor") == {"meant": 0, "done": []}
    assert programs.does("/deliveries/drop", {"ids": ["x"]}, role="editor").status_code == 400
    assert programs.does("/deliveries/drop", {}, role="editor").status_code == 400
    assert programs.get("/deliveries")["items"] == said(programs, "show", "deliveries")


def test_a_share_is_set_up_given_and_ended(programs: Programs) -> None:
    asked = {"name": "partner", "format": "jsonl", "tables": ["events"], "country": ["IE"]}
    made = programs.done("/shares", asked, role="editor")
    assert (made["asks"], made["format"], made["audience"]) == ("country IE", "jsonl", "partner")
    assert programs.get("/shares")["items"] == said(programs, "share", "list")
    moves = programs.get("/shares/partner/preview")["items"]
    previewed = command("share", "preview", "partner", "--json", "--floor", programs.folder).out.splitlines()
    assert moves == [json.loads(line) for line in previewed if line.startswith("{")]
    assert {it["became"] for it in moves} == {"new"}
    written = programs.done("/shares/partner/write", role="editor")
    assert written["became"] == {"new": len(moves)}
    assert programs.get("/shares/partner/preview")["items"] == []
    event = moves[0]["id"]
    kept = programs.done("/unshared", {"what": event, "reason": "a source"})
    assert kept["act"]["by"] == "key:analysts"
    assert programs.done("/shares/partner/write", role="editor")["became"] == {"withdrawn": 1}
    assert programs.done("/shares/partner", role="editor", method="DELETE")["name"] == "partner"
    assert programs.does("/shares/partner/write", role="editor").status_code == 404
    assert programs.does("/shares", {**asked, "audience": "desk"}, role="editor").status_code == 400
    assert programs.does("/shares", {**asked, "out": "/etc"}, role="editor").status_code == 400


def test_a_note_is_taken_in_and_taken_back(programs: Programs) -> None:
    note = {"words": "Dockers blocked the gate of the port of Dublin.", "role": "driver", "place": "Dublin"}
    told = programs.done("/notes", note)
    assert (told["became"], told["reason"]) == ("added", None)
    held = programs.get(f"/reports/{told['report']}")
    assert held["handling"] == "internal"
    programs.done("/acts/last/undo", {"reason": "not seen"})
    assert programs.does("/notes", {**note, "seen": "tomorrowish"}).status_code == 400
    assert programs.does("/notes", note, role="viewer").status_code == 403


def test_a_shift_is_handed_over_and_signed(programs: Programs) -> None:
    programs.done("/shift/over", {"to": "key:editors", "note": "the toll is open"})
    programs.done("/shift/sign", {}, role="editor")
    told = programs.clients["editor"].get(f"{PREFIX}/shift").json()
    assert told["since"]


def test_a_record_is_that_of_the_command_line(programs: Programs) -> None:
    story = programs.get("/stories")["items"][0]["id"]
    known = programs.get("/reports", limit="1")["items"][0]["known"]
    record = programs.get(f"/stories/{story}/record", as_of=known)
    assert record == said(programs, "show", "record", story, "--as-of", known)
    assert record["texts"]
    client = programs.clients["viewer"]
    assert client.get(f"{PREFIX}/stories/0a1b2c3d4e5f6071/record").status_code == 404


def test_a_text_is_read_again(programs: Programs) -> None:
    report = programs.get("/reports")["items"][-1]["id"]
    [text] = programs.done("/rereadings", {"ids": [report]}, role="editor")["texts"]
    assert (text["report"], text["became"]) == (report, "same")
    assert programs.does("/rereadings", {"ids": []}, role="editor").status_code == 400
    assert programs.done("/rereadings", {"ids": ["nothing"]}, role="editor") == {"texts": []}


def test_what_was_kept_away_is_taken_in_again(programs: Programs) -> None:
    programs.done("/withheld", {"what": ["Harbour Wire"], "reason": "licence ended"}, role="editor")
    [kept] = [it for it in programs.get("/withheld")["items"] if it["kind"] == "outlet"]
    assert kept["reason"].endswith("licence ended")
    path = f"/withheld/{kept['id']}/readmit"
    assert programs.done(path, {"reason": "agreed"}, role="editor") == {"readmitted": kept["id"]}
    assert kept not in programs.get("/withheld")["items"]
    assert programs.does(path, {"reason": "agreed"}, role="editor").status_code == 404
    assert programs.does("/withheld/x/readmit", {"reason": "agreed"}, role="editor").status_code == 404


def test_a_person_is_erased_after_a_look(programs: Programs) -> None:
    name = next(it["name"] for it in programs.get("/actors", limit="100")["items"] if it["kind"] == "person")
    asked = {"names": [name], "reason": "request 12"}
    would = programs.done("/erasures", {**asked, "dry_run": True}, role="administrator")
    assert (would["done"], would["actors"], would["public"]) == (False, [name], True)
    assert programs.does("/erasures", asked, role="editor").status_code == 403
    done = programs.done("/erasures", asked, role="administrator")
    assert done["done"]
    assert name not in {it["name"] for it in programs.get("/actors", limit="100")["items"]}
    assert name not in programs.clients["viewer"].get(f"{PREFIX}/search", params={"words": "quota"}).text

"""What people decide on a page stands in the log under their name, and is refused to those who may not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.faults.commands import command
from tests.web.floors import Desk, csrf_of
from watchfloor.config import read_config
from watchfloor.engine.deliver.links import link_key, token
from watchfloor.model import PrincipalRole
from watchfloor.store import Store
from watchfloor.watch import floor_names
from watchfloor.watch.watch_files import watch_file


@pytest.fixture(scope="module")
def own(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return a copy of the floor, on which something may be decided."""
    return Desk(Path(copytree(desk.folder, tmp_path_factory.mktemp("acts") / "floor")))


def test_a_note_and_a_status_are_kept(own: Desk) -> None:
    client = own.client(PrincipalRole.ANALYST)
    event = client.get("/api/v1/events").json()["items"][0]["id"]
    form = {"csrf": csrf_of(client), "status": "checked", "note": "rang the <b>mayor</b>"}
    answer = client.post(f"/events/{event}/judge", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/events/{event}")
    words = client.get(f"/events/{event}").text
    assert "checked" in words
    assert "rang the &lt;b&gt;mayor" in words
    told = command("explain", event, "--json", "--floor", own.folder)
    assert "local:mira" in json.loads(told.out)["judgements"][0]["by"]


def test_an_empty_judgement_is_refused(own: Desk) -> None:
    client = own.client()
    event = client.get("/api/v1/events").json()["items"][0]["id"]
    csrf = csrf_of(client)
    assert client.post(f"/events/{event}/judge", data={"csrf": csrf}).status_code == 400
    wrong = {"csrf": csrf, "status": "certain"}
    assert client.post(f"/events/{event}/judge", data=wrong).status_code == 400
    assert client.post("/events/0a1b2c3d/judge", data={"csrf": csrf, "note": "x"}).status_code == 400


def test_an_alert_is_acknowledged_and_said_to_be_wrong(own: Desk) -> None:
    client = own.client()
    first, second = client.get("/api/v1/alerts").json()["items"][:2]
    form = {"csrf": csrf_of(client), "note": "calling the stringer"}
    assert client.post(f"/alerts/{first['id']}/acknowledge", data=form).status_code == 200
    assert "Acknowledged by local:mira" in client.get(f"/alerts/{first['id']}").text
    assert client.post(f"/alerts/{first['id']}/close", data=form).status_code == 200
    assert "Closed by local:mira" in client.get(f"/alerts/{first['id']}").text
    wrong = {"csrf": form["csrf"], "fault": "not-news", "note": "satire"}
    answer = client.post(f"/alerts/{second['id']}/wrong", data=wrong)
    assert answer.status_code == 200
    assert "OUR MISREADING" in answer.text
    assert client.post(f"/alerts/{second['id']}/wrong", data={**wrong, "fault": "ugly"}).status_code == 400


def test_a_watch_is_of_its_author_and_channels_are_for_editors(own: Desk) -> None:
    with (own.folder / "watchfloor.toml").open("a") as settings:
        settings.write('\n[channels.log]\nkind = "file"\npath = "alerts.jsonl"\n')
    analyst, editor = own.client(PrincipalRole.ANALYST), own.client(PrincipalRole.EDITOR)
    rule = "name: Ports\ntype: PROTEST\n"
    form = {"csrf": csrf_of(analyst), "act": "keep", "name": "ports"}
    assert analyst.post("/watches", data={**form, "text": rule}).status_code == 403, "it is nobody's"
    assert "author: mira" in analyst.get("/watches").text, "a new one begins as one's own"
    mine = f"{rule}author: mira\n"
    channels = f"{mine}channels: [log]\n"
    assert analyst.post("/watches", data={**form, "text": channels}).status_code == 403
    kept = analyst.post("/watches", data={**form, "text": mine})
    assert (kept.status_code, kept.url.path) == (200, "/watches/ports")
    taken = analyst.post("/watches", data={**form, "text": mine})
    assert "there is a file of watches &#39;ports&#39; already" in taken.text
    on = analyst.post("/watches/ports/switch", data={"csrf": form["csrf"], "on": "1"})
    assert (on.status_code, on.url.path) == (200, "/watches/ports"), "it leads back to the watch"
    config = read_config(own.folder)
    held = watch_file(config.watches, "ports", floor_names(config))
    theirs = {"csrf": csrf_of(editor), "act": "keep", "before": held.digest}
    again = editor.post("/watches/ports", data={**theirs, "text": channels.replace("mira", "ben")})
    assert again.status_code == 200
    assert analyst.post("/watches/ports/switch", data={"csrf": form["csrf"], "on": "0"}).status_code == 403
    with Store.open(own.folder) as store:
        told = [row["what"] for row in store.admissions() if "watch ports" in row["what"]]
    assert told[:2] == ["watch ports is written by local:mira", "watch ports is turned on by local:mira"]


def test_viewers_may_not_decide(own: Desk) -> None:
    viewer = own.client(PrincipalRole.VIEWER)
    event = viewer.get("/api/v1/events").json()["items"][0]["id"]
    alert = viewer.get("/api/v1/alerts").json()["items"][0]["id"]
    csrf = csrf_of(viewer)
    for path in (
        f"/events/{event}/judge",
        *(f"/alerts/{alert}/{act}" for act in ("acknowledge", "close", "wrong")),
    ):
        form = {"csrf": csrf, "note": "x", "fault": "old"}
        assert viewer.post(path, data=form).status_code == 403, path


def test_a_link_acknowledges_one_alert_once_and_opening_it_nothing(own: Desk) -> None:
    insider = own.client()
    alert = insider.get("/api/v1/alerts").json()["items"][-1]["id"]
    stranger, _ = own.stranger()
    until = datetime.now(UTC) + timedelta(hours=1)
    link = f"/acknowledge/{token(link_key(own.folder), alert, 'desk', until=until)}"
    for _ in range(2):
        opened = stranger.get(link)
        assert opened.status_code == 200
        assert "Acknowledge: I see to it" in opened.text
    assert "Acknowledged by" not in insider.get(f"/alerts/{alert}").text
    assert stranger.post(link).status_code == 200
    assert "Acknowledged by" in insider.get(f"/alerts/{alert}").text
    assert stranger.post(link).status_code == 400
    assert stranger.get("/acknowledge/x.y.z").status_code == 400
    assert stranger.get("/").status_code == 401


RULE = "name: Harbour blockades\r\ntype: PROTEST\r\ncountry: ES\r\n"


def test_a_watch_is_tried_kept_edited_and_switched(own: Desk) -> None:
    client = own.client(PrincipalRole.EDITOR)
    form = {"csrf": csrf_of(client), "name": "", "before": "", "text": RULE}
    tried = client.post("/watches", data={**form, "act": "try"})
    assert tried.status_code == 200
    assert "It would have opened" in tried.text
    file = own.folder / "watches" / "harbour-blockades.yaml.off"
    assert not file.exists()
    kept = client.post("/watches", data={**form, "act": "keep"}, follow_redirects=False)
    assert (kept.status_code, kept.headers["location"]) == (303, "/watches/harbour-blockades")
    assert file.exists()
    wrong = {**form, "before": "0" * 64, "act": "keep"}
    assert "changed by somebody else" in client.post("/watches/harbour-blockades", data=wrong).text
    for on, ending in (("1", ".yaml"), ("0", ".yaml.off")):
        there = {"csrf": form["csrf"], "on": on}
        answer = client.post("/watches/harbour-blockades/switch", data=there, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/watches/harbour-blockades")
        assert (own.folder / "watches" / f"harbour-blockades{ending}").exists()
    broken = client.post("/watches", data={**form, "name": "x", "text": "name: x\ncolour: red", "act": "try"})
    assert broken.status_code == 400
    assert "colour" in broken.text.partition('role="alert"')[2].partition("</p>")[0]
    assert client.post("/watches/nowhere/switch", data={"csrf": form["csrf"], "on": "1"}).status_code == 400


def test_a_slot_is_corrected_and_that_is_taken_back(own: Desk) -> None:
    client = own.client(PrincipalRole.ANALYST)
    csrf = csrf_of(client)
    event = next(it for it in client.get("/api/v1/events").json()["items"] if it["type"] == "PROTEST")["id"]
    for wrong in ({"slot": "day", "value": "2026-03-05"}, {"slot": "mood", "value": "x", "reason": "y"}):
        assert client.post(f"/events/{event}/correct", data={"csrf": csrf, **wrong}).status_code == 400
    form = {"csrf": csrf, "slot": "day", "value": "2026-03-05", "reason": "the police log"}
    answer = client.post(f"/events/{event}/correct", data=form)
    assert answer.url.path == f"/events/{event}"
    assert "corrected day as 2026-03-05" in answer.text
    assert "the police log" in answer.text
    act = answer.text.partition('action="/acts/')[2].partition("/undo")[0]
    undo = {"csrf": csrf, "reason": "another march", "back": f"/events/{event}"}
    undone = client.post(f"/acts/{act}/undo", data=undo)
    assert undone.url.path == f"/events/{event}"
    assert "taken back by local:mira" in undone.text
    assert "another march" in client.get("/decisions").text


def test_events_are_put_together_and_taken_apart(own: Desk) -> None:
    client = own.client(PrincipalRole.ANALYST)
    csrf = csrf_of(client)
    events = client.get("/api/v1/events").json()["items"]
    one = next(it for it in events if sum(it["story"] == other["story"] for other in events) > 1)
    other = next(it for it in events if it["story"] == one["story"] and it["id"] != one["id"])
    form = {"csrf": csrf, "into": other["id"], "reason": "one happening"}
    joined = client.post(f"/events/{one['id']}/join", data=form)
    assert joined.status_code == 200
    assert "put the event into another" in client.get("/decisions").text
    kept = client.get(f"/events/{one['id']}").text
    members = [it.partition('"')[0] for it in kept.split('name="member-')[1:]]
    assert members
    ticked = {"csrf": csrf, f"member-{members[-1]}": "1", "reason": "two after all"}
    assert client.post(f"/events/{one['id']}/part", data=ticked).status_code in (200, 400)
    assert client.post(f"/events/{one['id']}/part", data={"csrf": csrf, "reason": "x"}).status_code == 400


def test_stories_are_put_together_split_and_that_is_taken_back(own: Desk) -> None:
    client = own.client(PrincipalRole.ANALYST)
    csrf = csrf_of(client)
    one, other = (it["id"] for it in client.get("/api/v1/stories").json()["items"][:2])
    form = {"csrf": csrf, "into": other, "reason": "one quarrel"}
    merged = client.post(f"/stories/{one}/merge", data=form)
    assert merged.status_code == 200
    act = client.get("/decisions").text.partition('action="/acts/')[2].partition("/undo")[0]
    undone = client.post(f"/acts/{act}/undo", data={"csrf": csrf, "reason": "two", "back": "//evil.example"})
    assert undone.url.path == "/decisions", "only to a page of ours"
    assert "taken back by" in undone.text
    rows = client.get("/api/v1/stories").json()["items"]
    story = next(
        it["id"] for it in rows if client.get(f"/stories/{it['id']}").text.count('name="report-') > 1
    )
    report = client.get(f"/stories/{story}").text.partition('name="report-')[2].partition('"')[0]
    split = {"csrf": csrf, f"report-{report}": "1", "reason": "another matter"}
    assert "took reports out of the story" in client.post(f"/stories/{story}/split", data=split).text
    assert client.post(f"/stories/{story}/merge", data={"csrf": csrf, "reason": "x"}).status_code == 400


def test_a_number_is_chosen(own: Desk) -> None:
    client = own.client(PrincipalRole.ANALYST)
    words = client.get("/numbers").text
    number = words.partition('action="/numbers/')[2].partition("/use")[0]
    story = words.partition('name="back" value="')[2].partition('"')[0]
    form = {"csrf": csrf_of(client), "back": story, "value": "3", "other": "5", "reason": "the hospital"}
    answer = client.post(f"/numbers/{number}/use", data=form)
    assert answer.url.path == story
    assert "The desk uses 5 (local:mira" in answer.text
    assert "chose the number 5" in answer.text
    nothing = {"csrf": form["csrf"], "value": "3"}
    assert client.post(f"/numbers/{number}/use", data=nothing).status_code == 400


def test_viewers_may_change_nothing(own: Desk) -> None:
    viewer = own.client(PrincipalRole.VIEWER)
    form = {"csrf": csrf_of(viewer), "reason": "x", "into": "x", "slot": "day", "value": "2026-03-05"}
    form |= {
        "text": RULE,
        "act": "keep",
        "name": "x",
        "before": "",
        "on": "1",
        "member-x": "1",
        "report-x": "1",
    }
    form |= {"words": "x", "to": "x"}
    for path in (
        *("/watches", "/watches/examples", "/watches/examples/switch", "/events/x/correct", "/events/x/join"),
        *("/events/x/part", "/stories/x/merge", "/stories/x/split", "/numbers/x/use", "/acts/x/undo"),
        *("/work/x/comment", "/work/x/assign", "/work/x/done", "/shift/hand-over", "/shift/sign"),
    ):
        expected = {403, 400} if path.startswith("/watches") else {403}
        assert viewer.post(path, data=form).status_code in expected, path
    for path in ("/watches", "/watches/examples", "/numbers", "/decisions"):
        assert 'method="post"' not in viewer.get(path).text.partition("<main")[2], path


def test_the_desk_comments_assigns_and_hands_its_shift_over(own: Desk) -> None:
    client = own.client(PrincipalRole.ANALYST)
    csrf = csrf_of(client)
    story = client.get("/api/v1/stories").json()["items"][0]["id"]
    said = client.post(f"/work/{story}/comment", data={"csrf": csrf, "words": "ring <i>Vigo</i>"})
    assert "ring &lt;i&gt;Vigo" in client.get("/shift").text
    assert said.url.path == "/shift"
    form = {"csrf": csrf, "to": "ben", "note": "the harbour master", "back": f"/stories/{story}"}
    assert client.post(f"/work/{story}/assign", data=form).url.path == f"/stories/{story}"
    shift = client.get("/shift").text
    assert "<strong>ben</strong>" in shift
    assert "the harbour master" in shift
    assert client.post(f"/work/{story}/done", data={"csrf": csrf}).status_code == 200
    assert "Nothing is assigned" in client.get("/shift").text
    assert "ring &lt;i&gt;Vigo" in client.get(f"/record?story={story}").text
    handed = client.post("/shift/hand-over", data={"csrf": csrf, "to": "ben", "note": "quiet"})
    assert "Handed over by local:mira to ben" in handed.text
    assert client.post("/shift/sign", data={"csrf": csrf}).status_code == 400, "not by who handed it over"
    for path, data in (("/shift/hand-over", {"to": ""}), (f"/work/{story}/assign", {"to": " "})):
        assert client.post(path, data={"csrf": csrf, **data}).status_code == 400
    assert client.post(f"/work/{story}/comment", data={"csrf": csrf, "words": ""}).status_code == 400
    assert own.client(PrincipalRole.VIEWER).get("/shift").status_code == 200


def test_a_note_of_our_own_is_read_marked_and_made_no_message_of(own: Desk) -> None:
    client = own.client(PrincipalRole.ANALYST)
    csrf = csrf_of(client)
    form = {"csrf": csrf, "words": "Police arrested five protesters in Vigo today.", "role": "our driver"}
    answer = client.post("/notes", data={**form, "place": "Vigo", "handling": "internal"})
    assert answer.url.path == "/notes"
    assert '<span class="badge alarm">internal</span>' in answer.text
    report = answer.text.partition('href="/reports/')[2].partition('"')[0]
    words = client.get(f"/reports/{report}").text
    assert "Our own, internal" in words
    story = words.partition('href="/stories/')[2].partition('"')[0]
    told = client.get(f"/stories/{story}").text
    assert "it leaves the desk in no form" in told
    assert 'id="message"' not in told
    assert client.post("/notes", data={**form, "handling": "secret"}).status_code == 400
    assert client.post("/notes", data={"csrf": csrf, "words": " ", "role": "x"}).status_code == 400
    viewer = own.client(PrincipalRole.VIEWER)
    assert viewer.post("/notes", data={**form, "csrf": csrf_of(viewer)}).status_code == 403
    assert 'action="/notes" method="post"' not in viewer.get("/notes").text

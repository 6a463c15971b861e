"""What people decide on a page stands in the log under their name, and is refused to those who may not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.faults.commands import command
from tests.web.floors import Desk, csrf_of
from watchfloor.engine.deliver.links import link_key, token
from watchfloor.model import PrincipalRole

pytestmark = pytest.mark.xdist_group("screen")


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

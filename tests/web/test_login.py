"""Entering by name and password: who may, how often one may guess, and when a session ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from tests.faults.commands import command
from tests.web.floors import COOKIE, HOST, Desk, csrf_of
from watchfloor.web.login import local_path
from watchfloor.web.tries import Tries

PASSWORD = "a lamp in the window"


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Let passwords cost little here; what they cost is tried in tests/test_passwords.py."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("watchfloor.passwords._hasher", PasswordHasher(time_cost=1, memory_cost=64))
        yield


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return a floor of three people, with one password."""
    place = tmp_path_factory.mktemp("staffed")
    folder, secret = Path(place) / "floor", Path(place) / "secret"
    secret.write_text(PASSWORD, "utf-8")
    assert command("init", folder).code == 0
    for name, role, *more in (
        ("mira", "administrator", "--zone", "Asia/Tokyo"),
        ("ana", "analyst"),
        ("vera", "viewer"),
    ):
        said = command(
            "people", "add", name, "--role", role, *more, "--password-file", secret, "--floor", folder
        )
        assert said.code == 0, said.output
    return Desk(folder)


def entered(desk: Desk, name: str, password: str = PASSWORD) -> TestClient:
    client, _ = desk.stranger()
    answer = client.post("/login", data={"name": name, "password": password}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return client


def test_a_name_and_its_password_open_a_session_of_that_person(staffed: Desk) -> None:
    client = entered(staffed, "mira")
    page = client.get("/account")
    assert page.status_code == 200
    assert "mira" in page.text
    assert "Asia/Tokyo" in page.text
    assert "HttpOnly" in str(
        client.post("/login", data={"name": "mira", "password": PASSWORD}).history[0].headers
    )


def test_a_page_that_was_asked_for_is_come_to_after_the_login(staffed: Desk) -> None:
    client, _ = staffed.stranger()
    page = client.get("/changes?since=yesterday")
    assert page.status_code == 401
    assert 'name="next" value="/changes?since=yesterday"' in page.text
    asked = {"name": "ana", "password": PASSWORD, "next": "/changes?since=yesterday"}
    answer = client.post("/login", data=asked, follow_redirects=False)
    assert answer.headers["location"] == "/changes?since=yesterday"
    api = client.get("/api/v1/reports", headers={"cookie": ""})
    assert (api.status_code, api.headers["content-type"]) == (401, "application/problem+json")


@pytest.mark.parametrize(
    "written",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil", "evil", "", "/login", "/a\nb"],
)
def test_a_login_leads_nowhere_else(written: str) -> None:
    assert local_path(written) == "/"
    assert local_path("/stories/0a1b?as_of=2026-03-01") == "/stories/0a1b?as_of=2026-03-01"


def test_what_was_wrong_is_not_told(staffed: Desk) -> None:
    client, _ = staffed.stranger()
    pages = [
        client.post("/login", data={"name": name, "password": password})
        for name, password in (("mira", "wrong"), ("nobody", PASSWORD), ("mira", ""), ("", ""))
    ]
    assert {page.status_code for page in pages} == {401}
    assert len({page.text for page in pages}) == 1
    assert COOKIE not in client.cookies


def test_guessing_is_slow_for_a_name_and_for_an_address(
    staffed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchfloor.web.login.person_entering", lambda *_: None)
    client, _ = staffed.stranger()
    answers = [client.post("/login", data={"name": "mira", "password": "guess"}) for _ in range(12)]
    assert [it.status_code for it in answers] == [401] * 10 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) > 200
    for number in range(20):
        client.post("/login", data={"name": f"name-{number}", "password": "guess"})
    assert client.post("/login", data={"name": "ana", "password": "guess"}).status_code == 429


def test_tries_are_forgotten_after_a_while() -> None:
    now = [0.0]
    tries = Tries(2, 60.0, clock=lambda: now[0])
    for _ in range(2):
        assert tries.wait("mira") == 0
        tries.count("mira")
    now[0] = 20.0
    assert tries.wait("mira") == 40.0
    assert tries.wait("ana") == 0
    now[0] = 61.0
    assert tries.wait("mira") == 0


def test_another_site_cannot_log_somebody_in(staffed: Desk) -> None:
    client, _ = staffed.stranger()
    asked = {"name": "mira", "password": PASSWORD}
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/login", data=asked, headers=headers).status_code == 403


def test_a_reset_a_role_and_a_deactivation_hold_at_once(staffed: Desk) -> None:
    floor = ("--floor", staffed.folder)
    assert command("people", "add", "ben", "--role", "viewer", *floor).code == 0
    password = command("people", "reset", "ben", *floor).out.strip()
    client = entered(staffed, "ben", password)
    assert client.get("/people").status_code == 403
    assert command("people", "set", "ben", "--role", "administrator", *floor).code == 0
    assert client.get("/people").status_code == 200
    assert command("people", "reset", "ben", *floor).code == 0
    assert client.get("/").status_code == 401
    password = command("people", "reset", "ben", *floor).out.strip()
    client = entered(staffed, "ben", password)
    assert client.get("/").status_code == 200
    assert command("people", "deactivate", "ben", *floor).code == 0
    assert client.get("/").status_code == 401
    assert client.get("/api/v1/reports").status_code == 401


def test_a_session_begins_anew_with_each_login_and_ends_with_leaving(staffed: Desk) -> None:
    client = entered(staffed, "vera")
    before = client.cookies[COOKIE]
    client.post("/login", data={"name": "vera", "password": PASSWORD})
    assert client.cookies[COOKIE] != before
    old = TestClient(client.app, base_url=f"http://{HOST}", cookies={COOKIE: before})
    assert old.get("/").status_code == 401
    answer = client.post("/leave", data={"csrf": csrf_of(client)}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert client.get("/").status_code == 401


def test_an_administrator_lets_people_in_and_out_on_a_page(staffed: Desk) -> None:
    client = entered(staffed, "mira")
    token = csrf_of(client)
    page = client.post("/people/add", data={"csrf": token, "name": "nils", "role": "editor"})
    assert page.status_code == 200, page.text
    password = page.text.partition("shown this once: <code>")[2].partition("<")[0]
    theirs = entered(staffed, "nils", password)
    assert client.post("/people/nils/set", data={"csrf": token, "zone": "Europe/Oslo"}).status_code == 200
    assert "Europe/Oslo" in theirs.get("/account").text
    fresh = {
        "csrf": csrf_of(theirs),
        "old": password,
        "new": "an even longer one",
        "again": "an even longer one",
    }
    assert theirs.post("/account/password", data={**fresh, "again": "other"}).status_code == 400
    assert theirs.post("/account/password", data={**fresh, "old": "wrong"}).status_code == 400
    assert theirs.post("/account/password", data=fresh).status_code == 200
    assert theirs.get("/").status_code == 200, "the session that changed it goes on"
    entered(staffed, "nils", "an even longer one")
    assert client.post("/people/nils/deactivate", data={"csrf": token}).status_code == 200
    assert theirs.get("/").status_code == 401
    log = client.get("/people").text
    assert "deactivated" in log
    for wrong in ({"name": "NILS", "role": "editor"}, {"name": "olaf", "role": "king"}, {}):
        assert client.post("/people/add", data={"csrf": token, **wrong}).status_code == 400


def test_acts_bear_the_person(staffed: Desk, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Police in Split arrested two men on Monday, the interior ministry said.", "utf-8")
    said = command("add", article, "--floor", staffed.folder)
    assert said.code == 0, said.output
    client = entered(staffed, "ana")
    events = client.get("/api/v1/events", params={"weak": "true"}).json()["items"]
    asked = {"csrf": csrf_of(client), "status": "checked", "note": "rang them"}
    answer = client.post(f"/events/{events[0]['id']}/judge", data=asked, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    explained = command("explain", events[0]["id"], "--floor", staffed.folder).out
    assert "by ana" in explained or "ana" in explained.split("rang them")[0].splitlines()[-1]


def test_each_person_has_a_mark_of_their_own(staffed: Desk) -> None:
    mira, vera = entered(staffed, "mira"), entered(staffed, "vera")
    assert mira.get("/api/v1/news").json()["items"] or True
    mira.post("/seen", data={"csrf": csrf_of(mira)})
    marks = sorted(staffed.folder.glob(".mark-*.json"))
    vera.post("/seen", data={"csrf": csrf_of(vera)})
    assert len(sorted(staffed.folder.glob(".mark-*.json"))) == len(marks) + 1

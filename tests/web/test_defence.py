"""Who may enter, from where, with what: every page and call, for nobody and for somebody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.web.floors import COOKIE, HOST, Desk, csrf_of, somebody
from watchfloor.web.api import ROUTES
from watchfloor.web.api_route import PREFIX
from watchfloor.web.defence import LARGEST_BODY
from watchfloor.web.pages import PAGES
from watchfloor.web.sessions import IDLE, LONGEST, Sessions, TooManyTriesError

CLOSED = [it for it in PAGES if not it.path.startswith("/acknowledge/")]  # that has a link for its key
ADDRESSES = [*(f"{PREFIX}{it.path}" for it in ROUTES), f"{PREFIX}/openapi.json", *(it.path for it in CLOSED)]
POSTS = [it.path for it in CLOSED if "POST" in it.methods] + ["/leave"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_a_session_nothing_is_told(desk: Desk, address: str) -> None:
    client, _ = desk.stranger()
    for method in ("GET", "POST", "HEAD"):
        answer = client.request(method, address.replace("{id}", "0a1b2c3d4e5f6071"))
        assert answer.status_code == 401, method
        if method == "GET":
            kind = "application/problem+json" if address.startswith("/api/") else "text/html"
            assert answer.headers["content-type"].startswith(kind)
            assert "quota" not in answer.text


@pytest.mark.parametrize("address", POSTS)
def test_a_form_of_another_session_is_refused(desk: Desk, address: str) -> None:
    client = desk.client()
    path = address.replace("{id}", "0a1b2c3d4e5f6071")
    assert client.post(path, data={}).status_code == 403
    assert client.post(path, data={"csrf": csrf_of(desk.client())}).status_code == 403


def test_health_and_assets_are_told_to_everybody(desk: Desk) -> None:
    client, _ = desk.stranger()
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/assets/screen.css").status_code == 200
    for path in ("/assets/..%2fserver.py", "/assets/../server.py", "/assets/", "/assets/screen.css%00.js"):
        assert client.get(path).status_code in (401, 404)


def test_an_address_opens_one_session_and_no_second(desk: Desk) -> None:
    client, sessions = desk.stranger()
    token = sessions.new_token()
    assert client.head("/enter", params={"token": token}).status_code == 204
    answer = client.get("/enter", params={"token": token}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    written = answer.headers["set-cookie"]
    assert "HttpOnly" in written
    assert "SameSite=lax" in written
    before = desk.addresses
    again = TestClient(client.app, base_url=f"http://{HOST}").get("/enter", params={"token": token})
    assert again.status_code == 401
    assert "used once already" in again.text
    assert desk.addresses == before + 1


def test_wrong_tokens_are_slowed_down_and_the_right_one_is_taken_all_the_same(desk: Desk) -> None:
    client, sessions = desk.stranger()
    token = sessions.new_token()
    tried = [client.get("/enter", params={"token": f"guess-{number}"}).status_code for number in range(12)]
    assert tried == [401] * 10 + [429] * 2
    assert client.get("/enter", params={"token": token}, follow_redirects=False).status_code == 303


def test_a_session_ends_by_itself_and_when_somebody_leaves(desk: Desk) -> None:
    now = [0.0]
    sessions = Sessions(somebody(), clock=lambda: now[0])
    cookie = sessions.enter(sessions.new_token())
    assert cookie
    for _ in range(20):
        now[0] += IDLE - 1
        if now[0] > LONGEST:
            break
        held = sessions.session(cookie)
        assert held is not None
        assert held.principal == somebody()
    assert sessions.session(cookie) is None
    other = sessions.enter(sessions.new_token())
    now[0] += IDLE + 1
    assert sessions.session(other) is None
    client = desk.client()
    assert client.post("/leave", data={"csrf": csrf_of(client)}).status_code == 200
    assert client.get("/").status_code == 401


def test_a_token_that_was_replaced_opens_nothing() -> None:
    sessions = Sessions(somebody())
    old = sessions.new_token()
    sessions.new_token()
    assert sessions.enter(old) is None
    for _ in range(9):
        sessions.enter("guess")
    with pytest.raises(TooManyTriesError):
        sessions.enter("guess")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8641", "127.0.0.1", "127.0.0.1:80", ""])
def test_another_host_is_refused_before_anything_else(desk: Desk, host: str) -> None:
    client = desk.client()
    for path in ("/", "/api/v1/reports", "/healthz"):
        assert client.get(path, headers={"host": host}).status_code == 421


def test_every_answer_tells_browsers_what_they_may_not(desk: Desk) -> None:
    client, _ = desk.stranger()
    for one, path in (
        (client, "/"),
        (desk.client(), "/"),
        (client, "/assets/screen.js"),
        (client, "/healthz"),
    ):
        answer = one.get(path)
        policy = answer.headers["content-security-policy"]
        assert "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "server" not in answer.headers


def test_what_is_too_large_or_no_form_is_refused(desk: Desk) -> None:
    client = desk.client()
    token = csrf_of(client)
    large = client.post("/seen", content=b"x" * (LARGEST_BODY + 1), headers={"x-csrf-token": token})
    assert large.status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x" * 1000

    assert client.post("/seen", content=pieces(), headers={"x-csrf-token": token}).status_code == 413
    headers = {"x-csrf-token": token, "content-type": "application/json"}
    assert client.post("/seen", content=b"{}", headers=headers).status_code == 415
    assert client.get("/?" + "x" * 9000).status_code == 414
    form = {"x-csrf-token": token, "content-type": "application/x-www-form-urlencoded"}
    assert client.post("/seen", content=b"\xff\xfe=%ff", headers=form).status_code == 400
    assert (
        client.post("/seen", content=b"&".join(b"a=1" for _ in range(500)), headers=form).status_code == 400
    )


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_site_cannot_send_a_form(desk: Desk, headers: dict[str, str]) -> None:
    client = desk.client()
    token = csrf_of(client)
    assert client.post("/seen", data={"csrf": token}, headers=headers).status_code == 403
    assert client.cookies.get(COOKIE)

"""What stands before every page and call: who may enter, which hosts, how much, and what browsers are told.

Written on ASGI itself: a request is refused before anything of its body is read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchfloor.web.problems import Problem
from watchfloor.web.sessions import Session, Sessions

LARGEST_BODY = 65_536  # bytes: forms of people, no files
_SLOWEST_BODY = 10.0  # seconds
_LONGEST_QUERY = 8_192  # bytes
_SAFE = frozenset(["GET", "HEAD", "OPTIONS"])
_OPEN_PATHS = frozenset(["/healthz", "/enter"])
_ASSETS = "/assets/"
_OPEN_FOLDERS = (_ASSETS, "/acknowledge/")  # a signed link in a message opens its one alert
_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 100

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": browsers then send the forms of our own pages with the origin "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(frozen=True, slots=True)
class Defence:
    """Refuses what may not pass; of the rest, `state` holds the `session` and the `form`."""

    app: ASGIApp
    sessions: Sessions
    hosts: frozenset[str]
    cookie: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        telling = _telling(send, scope["path"])
        state = scope.setdefault("state", {})
        state["session"] = None
        problem = self._refused(scope, state)
        if problem is None and scope["method"] not in _SAFE:
            problem = await _read_form(scope, receive, state)
        if problem is not None:
            await refusal(scope, problem)(scope, receive, telling)
            return
        await self.app(scope, receive, telling)

    def _refused(self, scope: Scope, state: dict[str, object]) -> Problem | None:
        """Return why a request may not pass, judged by its head alone."""
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.hosts:
            return Problem(
                status=HTTPStatus.MISDIRECTED_REQUEST,
                detail="this server answers by the address that it printed, and by no other name",
            )
        if len(scope.get("query_string", b"")) > _LONGEST_QUERY:
            return Problem(status=HTTPStatus.REQUEST_URI_TOO_LONG, detail="ask for less at once")
        path = scope["path"]
        if path in _OPEN_PATHS or path.startswith(_OPEN_FOLDERS):
            return None
        cookie = HTTPConnection(scope).cookies.get(self.cookie)
        session = self.sessions.session(cookie)
        if session is None:
            return Problem(
                status=HTTPStatus.UNAUTHORIZED,
                detail="open the address that `watchfloor serve` printed in its terminal; it works once, "
                "and opens a session",
                headers={"WWW-Authenticate": "Cookie"},
            )
        state["session"], state["cookie"] = session, cookie
        return None


async def _read_form(scope: Scope, receive: Receive, state: dict[str, object]) -> Problem | None:
    """Read a form, and judge whether this session sent it; keep it as `state.form`."""
    headers = Headers(scope=scope)
    if _is_of_another_site(headers, scope["scheme"]):
        return Problem(status=HTTPStatus.FORBIDDEN, detail="another site sent this; do it on the page itself")
    if _announced(headers) > LARGEST_BODY:
        return _too_large()
    if headers.get("content-type", _FORM).partition(";")[0].strip().lower() != _FORM:
        return Problem(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail=f"send {_FORM}")
    try:
        body = await asyncio.wait_for(_body(receive), _SLOWEST_BODY)
    except TimeoutError:
        return Problem(status=HTTPStatus.REQUEST_TIMEOUT, detail="the body came too slowly; send it again")
    if body is None:
        return _too_large()
    try:
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        return Problem(status=HTTPStatus.BAD_REQUEST, detail="the body is no form in UTF-8; send it again")
    session = state["session"]
    token = headers.get("x-csrf-token") or form.pop("csrf", None)
    if isinstance(session, Session) and not session.admits(token):
        return Problem(
            status=HTTPStatus.FORBIDDEN,
            detail="the form was of another session, or an old one; load the page again and send it anew",
        )
    state["form"] = form
    return None


def _is_of_another_site(headers: Headers, scheme: str) -> bool:
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and origin != f"{scheme}://{headers.get('host')}"


def _announced(headers: Headers) -> int:
    try:
        return int(headers.get("content-length", "0"))
    except ValueError:
        return LARGEST_BODY + 1


async def _body(receive: Receive) -> bytes | None:
    """Return the body of a request; None where it is too large."""
    found = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        piece: bytes = message.get("body", b"")
        found += piece
        if len(found) > LARGEST_BODY:
            return None
        if not message.get("more_body", False):
            return found


def _too_large() -> Problem:
    return Problem(
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail=f"send at most {LARGEST_BODY:,} bytes at once"
    )


def refusal(scope: Scope, problem: Problem) -> ASGIApp:
    """Return what answers a refused request: problem+json for calls, a page for people."""
    if scope["path"].startswith("/api/") or scope["path"] == "/healthz":
        return problem.as_json()
    from watchfloor.web.rendering import problem_page  # noqa: PLC0415 - pages are built on this module

    return problem_page(problem)


def _telling(send: Send, path: str) -> Send:
    """Return a `send` that tells browsers what they may do with an answer."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if not path.startswith(_ASSETS):
                headers.setdefault("Cache-Control", "private, no-cache")
        await send(message)

    return sending

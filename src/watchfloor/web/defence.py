"""What stands before every page and call: who may enter, which hosts, how much, and what browsers are told.

Written on ASGI itself: a request is refused before anything of its body is read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchfloor.web.book import PeopleBook
from watchfloor.web.problems import Problem
from watchfloor.web.sessions import Session, Sessions
from watchfloor.web.tries import Tries

LARGEST_BODY = 65_536  # bytes: forms of people, no files
LARGEST_CALL = 262_144  # bytes: what programs send
LARGEST_UPLOAD = 32 * 2**20  # bytes: files of articles, which are kept aside and not in memory
_SLOWEST_BODY = 10.0  # seconds
_LONGEST_QUERY = 8_192  # bytes
_SAFE = frozenset(["GET", "HEAD", "OPTIONS"])
_OPEN_PATHS = frozenset(["/healthz", "/enter", "/login"])
_ASSETS = "/assets/"
_API = "/api/"
UPLOADS = f"{_API}v1/uploads"  # files, which whoever answers reads
MODEL_DOOR = "/mcp"  # for programs of language models
_KEY_TRIES, _KEYS_WITHIN = 30, 300.0  # wrong keys from one address within so many seconds
_SAFELY_ONLY = "max-age=31536000; includeSubDomains"
_OPEN_FOLDERS = (_ASSETS, "/acknowledge/")  # a signed link in a message opens its one alert
_MOST_FIELDS = 100

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; connect-src 'self'; "
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
class WantedBody:
    """What may be sent to an address: its media type, and how many bytes at most."""

    kind: str
    largest: int


_FORM = WantedBody("application/x-www-form-urlencoded", LARGEST_BODY)
_CALL = WantedBody("application/json", LARGEST_CALL)
_FILE = WantedBody("application/octet-stream", LARGEST_UPLOAD)


@dataclass(frozen=True, slots=True)
class Defence:
    """Refuses what may not pass; of the rest, `state` holds the `session` and the `form`."""

    app: ASGIApp
    sessions: Sessions
    book: PeopleBook
    hosts: frozenset[str] | None
    cookie: str
    keys_tried: Tries = field(default_factory=lambda: Tries(_KEY_TRIES, _KEYS_WITHIN))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        telling = _telling(send, scope)
        state = scope.setdefault("state", {})
        state["session"] = None
        problem = self._refused(scope, state)
        if problem is None and scope["method"] not in _SAFE:
            problem = await _read_body(scope, receive, state)
        if problem is not None:
            await refusal(scope, problem)(scope, receive, telling)
            return
        await self.app(scope, receive, telling)

    def _refused(self, scope: Scope, state: dict[str, object]) -> Problem | None:
        """Return why a request may not pass, judged by its head alone."""
        headers = Headers(scope=scope)
        if self.hosts is not None and headers.get("host", "").lower() not in self.hosts:
            return Problem(
                status=HTTPStatus.MISDIRECTED_REQUEST,
                detail="this server answers by the address that it printed, and by no other name",
            )
        if len(scope.get("query_string", b"")) > _LONGEST_QUERY:
            return Problem(status=HTTPStatus.REQUEST_URI_TOO_LONG, detail="ask for less at once")
        path = scope["path"]
        if path in _OPEN_PATHS or path.startswith(_OPEN_FOLDERS):
            return None
        written = headers.get("authorization")
        if written is not None and _is_of_programs(path):
            return self._by_key(scope, state, written)
        cookie = HTTPConnection(scope).cookies.get(self.cookie)
        session = self.sessions.session(cookie)
        if session is None:
            return self._stranger(scope)
        state["session"], state["cookie"] = session, cookie
        return None

    def _by_key(self, scope: Scope, state: dict[str, object], written: str) -> Problem | None:
        """Let a program in by its key; it has a session for this one call."""
        scheme, _, key = written.partition(" ")
        address = peer_of(scope)
        if seconds := self.keys_tried.wait(address):
            return Problem(
                status=HTTPStatus.TOO_MANY_REQUESTS,
                detail="too many wrong keys came from there; wait",
                headers={"Retry-After": f"{max(1.0, seconds):.0f}"},
            )
        who = self.book.of_key(key.strip()) if scheme.lower() == "bearer" else None
        if who is None:
            self.keys_tried.count(address)
            return Problem(
                status=HTTPStatus.UNAUTHORIZED,
                detail="this is no key of this floor; make one with: watchfloor key add NAME --role viewer",
                headers={"WWW-Authenticate": 'Bearer realm="watchfloor", error="invalid_token"'},
            )
        state["session"], state["key"] = (
            Session(principal=who, begun=0.0, used=0.0, has_key=True),
            key.strip(),
        )
        return None

    def _stranger(self, scope: Scope) -> Problem:
        """Return what somebody is told who has not entered."""
        is_program = _is_of_programs(scope["path"])
        if self.book.is_empty:
            detail = (
                "open the address that `watchfloor serve` printed in its terminal; it works once, "
                "and opens a session"
            )
        else:
            detail = "log in at /login, or send a key: Authorization: Bearer KEY"
        query = scope.get("query_string", b"").decode("ascii", "replace")
        goes_to = scope["path"] + (f"?{query}" if query else "") if scope["method"] == "GET" else "/"
        return Problem(
            status=HTTPStatus.UNAUTHORIZED,
            detail=detail,
            headers={"WWW-Authenticate": 'Bearer realm="watchfloor"' if is_program else "Cookie"},
            goes_to=None if is_program or self.book.is_empty else goes_to,
        )


def _is_of_programs(path: str) -> bool:
    """Tell whether what is answered there is for programs: problem+json, and a key opens it."""
    return path.startswith(_API) or path == MODEL_DOOR


async def _read_body(scope: Scope, receive: Receive, state: dict[str, object]) -> Problem | None:
    """Read a body, and judge whether this session sent it; keep it as `state.body`, or `state.form`.

    A file is left to whoever answers.
    """
    headers, wanted = Headers(scope=scope), _wanted(scope["path"])
    problem = _unwanted(headers, scope["scheme"], wanted)
    if problem is not None:
        return problem
    if wanted is _FILE:
        return _of_another_session(state, headers.get("x-csrf-token"))
    try:
        body = await asyncio.wait_for(_body(receive, wanted.largest), _SLOWEST_BODY)
    except TimeoutError:
        return Problem(status=HTTPStatus.REQUEST_TIMEOUT, detail="the body came too slowly; send it again")
    if body is None:
        return _too_large(wanted.largest)
    form = _form(body) if wanted is _FORM else {}
    if form is None:
        return Problem(status=HTTPStatus.BAD_REQUEST, detail="the body is no form in UTF-8; send it again")
    state["body"], state["form"] = body, form
    return _of_another_session(state, headers.get("x-csrf-token") or form.pop("csrf", None))


def _wanted(path: str) -> WantedBody:
    if path == UPLOADS:
        return _FILE
    return _CALL if _is_of_programs(path) else _FORM


def _of_another_session(state: dict[str, object], token: str | None) -> Problem | None:
    """Return the refusal of what carries no token of the session that it comes with."""
    session = state["session"]
    if isinstance(session, Session) and not (session.has_key or session.admits(token)):
        return Problem(
            status=HTTPStatus.FORBIDDEN,
            detail="the form was of another session, or an old one; load the page again and send it anew",
        )
    return None


def _unwanted(headers: Headers, scheme: str, wanted: WantedBody) -> Problem | None:
    """Return why a body is not read, judged by the head of its request."""
    if _is_of_another_site(headers, scheme):
        return Problem(status=HTTPStatus.FORBIDDEN, detail="another site sent this; do it on the page itself")
    if _announced(headers) > wanted.largest:
        return _too_large(wanted.largest)
    kind = headers.get("content-type", wanted.kind).partition(";")[0].strip().lower()
    if kind != wanted.kind:
        return Problem(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail=f"send {wanted.kind}")
    return None


def _form(body: bytes) -> dict[str, str] | None:
    """Return the fields of a form; None for what is none."""
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        return None


def peer_of(scope: Scope) -> str:
    """Return the address from which a request comes."""
    client = scope.get("client")
    return str(client[0]) if client else "?"


def _is_of_another_site(headers: Headers, scheme: str) -> bool:
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and origin != f"{scheme}://{headers.get('host')}"


def _announced(headers: Headers) -> int:
    try:
        return int(headers.get("content-length", "0"))
    except ValueError:
        return LARGEST_UPLOAD + 1


async def _body(receive: Receive, largest: int) -> bytes | None:
    """Return the body of a request; None where it is too large, or its sender went away in the middle."""
    found = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        piece: bytes = message.get("body", b"")
        found += piece
        if len(found) > largest:
            return None
        if not message.get("more_body", False):
            return found


def _too_large(largest: int) -> Problem:
    return Problem(
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail=f"send at most {largest:,} bytes at once"
    )


def refusal(scope: Scope, problem: Problem) -> ASGIApp:
    """Return what answers a refused request: problem+json for calls, a page for people."""
    if _is_of_programs(scope["path"]) or scope["path"] == "/healthz":
        return problem.as_json()
    from watchfloor.web.rendering import problem_page  # noqa: PLC0415 - pages are built on this module

    return problem_page(problem)


def _telling(send: Send, scope: Scope) -> Send:
    """Return a `send` that tells browsers what they may do with an answer."""
    path = scope["path"]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if scope["scheme"] == "https":
                headers.setdefault("Strict-Transport-Security", _SAFELY_ONLY)
            if not path.startswith(_ASSETS):
                headers.setdefault("Cache-Control", "private, no-cache")
        await send(message)

    return sending

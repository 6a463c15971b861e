"""The doors in and out: a one-time address, a name with a password, and leaving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from watchfloor.engine.services.people import person_entering
from watchfloor.errors import UsageError
from watchfloor.web.asking import floor_of_request, form_of
from watchfloor.web.book import PeopleBook
from watchfloor.web.defence import peer_of, refusal
from watchfloor.web.problems import NotThereError, Problem
from watchfloor.web.rendering import login_page
from watchfloor.web.sessions import Sessions, TooManyTriesError
from watchfloor.web.tries import Tries

_NAME_TRIES, _ADDRESS_TRIES, _WITHIN = 10, 30, 300.0  # wrong passwords within so many seconds
_LONGEST_WRITTEN = 1_000  # characters of a name or password that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """How people enter one server: its sessions, who may, and the cookie that is given to them."""

    sessions: Sessions
    book: PeopleBook
    cookie: str
    tell_address: Callable[[], None] = lambda: None
    names: Tries = field(default_factory=lambda: Tries(_NAME_TRIES, _WITHIN))
    addresses: Tries = field(default_factory=lambda: Tries(_ADDRESS_TRIES, _WITHIN))

    def password_tries(self, name: str) -> None:
        """Count a try of somebody who is inside; raise UsageError where there were too many."""
        if seconds := self.names.wait(name):
            raise UsageError(str(TooManyTriesError(seconds)))
        self.names.count(name)


def entrance_of(request: Request) -> Entrance:
    """Return the entrance of the server that a request is to."""
    found = request.app.state.entrance
    assert isinstance(found, Entrance)
    return found


def refused(request: Request, problem: Problem) -> Response:
    """Return what answers a refused request."""
    answer = refusal(request.scope, problem)
    assert isinstance(answer, Response)
    return answer


def _enter(request: Request) -> Response:
    """Exchange a token for a session; only a GET does, since programs that look at links ask for heads."""
    entrance = entrance_of(request)
    token = request.query_params.get("token", "")
    if request.method != "GET":
        return Response(status_code=204)
    try:
        cookie = entrance.sessions.enter(token)
    except TooManyTriesError as error:
        return _too_many(request, error.seconds)
    if cookie is None:
        used = entrance.sessions.was_used(token)
        if used:
            entrance.tell_address()
        why = (
            "this address was used once already; a new one stands in the terminal of `watchfloor serve`"
            if used
            else "this is not the address that `watchfloor serve` printed; copy it whole from its terminal"
        )
        return refused(request, Problem(status=HTTPStatus.UNAUTHORIZED, detail=why))
    return _entered(request, cookie, "/")


def _show(request: Request) -> Response:
    if entrance_of(request).book.is_empty:
        raise NotThereError(
            "nobody has a password here; open the address that `watchfloor serve` printed in its terminal"
        )
    return login_page(goes_to=local_path(request.query_params.get("next", "")))


def _log_in(request: Request) -> Response:
    """Exchange a name and password for a session; what was wrong is not told, nor sooner for one of them."""
    form, entrance = form_of(request), entrance_of(request)
    name, password = (form.get(it, "")[:_LONGEST_WRITTEN].strip() for it in ("name", "password"))
    goes_to, address = local_path(form.get("next", "")), peer_of(request.scope)
    if seconds := max(entrance.names.wait(name), entrance.addresses.wait(address)):
        return _too_many(request, seconds)
    person = person_entering(floor_of_request(request).config, name, password)
    if person is None:
        entrance.names.count(name)
        entrance.addresses.count(address)
        wrong = "There is no such name with such a password."
        return login_page(goes_to=goes_to, wrong=wrong, status=HTTPStatus.UNAUTHORIZED)
    entrance.book.forget()
    before = request.cookies.get(entrance.cookie)
    if before:
        entrance.sessions.end(before)
    return _entered(request, entrance.sessions.begin(person), goes_to)


def local_path(written: str) -> str:
    """Return where to go on this server, "/" for what would lead elsewhere."""
    is_plain = written.isascii() and written.isprintable() and "\\" not in written
    if not (is_plain and written.startswith("/") and not written.startswith("//")):
        return "/"
    parts = urlsplit(written)
    return "/" if parts.netloc or parts.scheme or parts.path in ("/login", "/leave", "/enter") else written


def _entered(request: Request, cookie: str, goes_to: str) -> Response:
    answer = RedirectResponse(goes_to, status_code=303)
    answer.set_cookie(
        entrance_of(request).cookie,
        cookie,
        httponly=True,
        samesite="lax",
        path="/",
        secure=request.url.scheme == "https",
    )
    return answer


def _leave(request: Request) -> Response:
    entrance = entrance_of(request)
    is_known = request.state.session.person is not None
    entrance.sessions.end(request.state.cookie)
    answer: Response
    if is_known:
        answer = RedirectResponse("/login", status_code=303)
    else:
        entrance.tell_address()
        left = "You left. A new address stands in the terminal of `watchfloor serve`."
        answer = refused(request, Problem(status=HTTPStatus.OK, detail=left))
    answer.delete_cookie(entrance.cookie, path="/", secure=request.url.scheme == "https", httponly=True)
    return answer


def _too_many(request: Request, seconds: float) -> Response:
    error = TooManyTriesError(seconds)
    wait = {"Retry-After": f"{max(1.0, seconds):.0f}"}
    return refused(request, Problem(status=HTTPStatus.TOO_MANY_REQUESTS, detail=str(error), headers=wait))


DOORS: Sequence[Route] = (
    Route("/enter", _enter),
    Route("/login", _show),
    Route("/login", _log_in, methods=["POST"], name="login"),
    Route("/leave", _leave, methods=["POST"]),
)

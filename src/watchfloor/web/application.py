"""The parts put together: defence, then pages, the API, assets, and the doors in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from watchfloor.errors import WatchfloorError
from watchfloor.journal import failure_of
from watchfloor.permissions import Action, require
from watchfloor.printable import printable_json
from watchfloor.web.acts import ACTS
from watchfloor.web.api import ROUTES
from watchfloor.web.api_route import PREFIX
from watchfloor.web.asking import floor_of_request, principal_of
from watchfloor.web.book import PeopleBook
from watchfloor.web.defence import MODEL_DOOR, UPLOADS, Defence
from watchfloor.web.live import LastAdmission, OpenStreams, stream
from watchfloor.web.login import DOORS, Entrance, refused
from watchfloor.web.openapi import document
from watchfloor.web.pages import PAGES
from watchfloor.web.problems import NotThereError, Problem, problem_of
from watchfloor.web.proxies import ForwardedRequests, Network
from watchfloor.web.repeats import Repeats
from watchfloor.web.served import ServedFloor
from watchfloor.web.sessions import Sessions
from watchfloor.web.uploads import upload

_ASSETS = resources.files("watchfloor.web") / "assets"
_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def application(
    floor: ServedFloor,
    sessions: Sessions,
    *,
    book: PeopleBook,
    hosts: frozenset[str] | None,
    cookie: str,
    tell_address: Callable[[], None] = lambda: None,
    proxies: Sequence[Network] = (),
    is_plain: bool = False,
) -> Starlette:
    """Return the whole application; `tell_address` says a new one-time address in the terminal."""
    app = Starlette(
        routes=[
            Route("/healthz", _health),
            *DOORS,
            Route("/assets/{name}", _asset),
            Route(f"{PREFIX}/openapi.json", _document),
            Route(f"{PREFIX}/stream", stream),
            Route(UPLOADS, upload, methods=["POST"], name="upload"),
            *(Route(f"{PREFIX}{route.path}", route.answered, name=route.name) for route in ROUTES),
            *(Route(f"{PREFIX}{it.path}", it.answered, methods=[it.method], name=it.name) for it in ACTS),
            Route(MODEL_DOOR, _ModelDoor(), methods=["POST"]),
            *(Route(one.path, one.answered, methods=list(one.methods), name=one.name) for one in PAGES),
        ],
        middleware=[
            Middleware(partial(ForwardedRequests, networks=proxies, is_plain=is_plain)),
            Middleware(partial(Defence, sessions=sessions, book=book, hosts=hosts, cookie=cookie)),
        ],
        exception_handlers={
            WatchfloorError: _foreseen,
            HTTPException: _of_http,
            Exception: _unforeseen,
        },
    )
    app.state.floor = floor
    app.state.sessions = sessions
    app.state.repeats = Repeats()
    app.state.last_admission = LastAdmission(floor)
    app.state.open_streams = OpenStreams()
    app.state.entrance = Entrance(sessions=sessions, book=book, cookie=cookie, tell_address=tell_address)
    return app


def _health(_: Request) -> Response:
    return Response("ok\n", media_type="text/plain")


def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    suffix = name[name.rfind(".") :]
    if suffix not in _MEDIA_TYPES or name not in {it.name for it in _ASSETS.iterdir()}:
        raise NotThereError(f"there is no asset {name}")
    return Response(
        (_ASSETS / name).read_bytes(),
        media_type=_MEDIA_TYPES[suffix],
        headers={"Cache-Control": "no-cache"},
    )


def _document(_: Request) -> Response:
    return Response(printable_json(document(), indent=2), media_type="application/json")


class _ModelDoor:
    """Answers programs of language models; the protocol is loaded with the first of them."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        request = Request(scope, receive)
        who = principal_of(request)
        require(who, Action.READ)
        answer = await run_in_threadpool(_answer_http)
        await answer(floor_of_request(request), who, scope, request.state.body, send)


def _answer_http() -> Any:
    from watchfloor.web.model_door import answer_http  # noqa: PLC0415 - a second that no page shall wait

    return answer_http


# -------------------------------------------------------------------------------------------- what went wrong


def _foreseen(request: Request, error: Exception) -> Response:
    assert isinstance(error, WatchfloorError)
    return refused(request, problem_of(error))


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    told = {
        HTTPStatus.NOT_FOUND: "there is no page by this address; begin at /",
        HTTPStatus.METHOD_NOT_ALLOWED: "this cannot be done here; see /api/v1/openapi.json for what can",
    }
    problem = Problem(status=status, detail=told.get(status, error.detail), headers=error.headers or {})
    return refused(request, problem)


def _unforeseen(request: Request, error: Exception) -> Response:
    """Write what nobody foresaw into the journal, without words of articles, and say so."""
    floor = floor_of_request(request)
    route: Any = request.scope.get("route")
    what = getattr(route, "name", None) or "request"
    floor.journal.write(failure_of(error, at=floor.clock(), what="page", id=what))
    problem = Problem(
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        detail="this failed by a fault of ours; journal.jsonl of the floor says where, and all else goes on",
    )
    return refused(request, problem)

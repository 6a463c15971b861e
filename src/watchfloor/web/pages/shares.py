"""Shares: what partners are given, and of one what would be given now that was not given yet."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watchfloor.permissions import Action, allowed
from watchfloor.web.asking import floor_of_request, principal_of, refuse_unknown
from watchfloor.web.frame import frame_of
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.problems import NotThereError
from watchfloor.web.rendering import page

_ROWS = 200


def _shares(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    held = floor_of_request(request).shares.shares(principal_of(request))
    return page(request, "shares.html.j2", {"rows": held})


def _share(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    floor, who, name = floor_of_request(request), principal_of(request), request.path_params["id"]
    share = next((it for it in floor.shares.shares(who) if it.name == name), None)
    if share is None:
        raise NotThereError(f"{name} is no share of the floor")
    moves = floor.shares.preview_share(who, name)
    may = frame_of(request).as_of is None and allowed(who, Action.SHARE).allowed
    values = {"share": share, "rows": moves[:_ROWS], "count": len(moves), "may_share": may}
    return page(request, "share.html.j2", values)


def _written(request: Request) -> Response:
    name = request.path_params["id"]
    floor_of_request(request).shares.write_share(principal_of(request), name)
    return RedirectResponse(f"/shares/{name}", status_code=303)


PAGES: Sequence[FloorPage] = (
    FloorPage(path="/shares", name="shares", answer=_shares),
    FloorPage(path="/shares/{id}", name="share", answer=_share),
    FloorPage(
        path="/shares/{id}/write", name="write_share", answer=_written, methods=("POST",), action=Action.SHARE
    ),
)

"""The page behind the link in a message: one alert, one button, for whoever has the link."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from watchfloor.engine.services.alerts import link_holder
from watchfloor.web.asking import floor_of_request, refuse_unknown
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.rendering import environment


def _linked(request: Request) -> Response:
    """Show which alert a link acknowledges, without words of articles; a POST acknowledges it."""
    refuse_unknown(request.query_params, ())
    floor, token = floor_of_request(request), request.path_params["token"]
    holder = link_holder(floor.config, token, now=floor.clock())
    alert = floor.alerts.linked_alert(holder, token)
    is_done = request.method == "POST"
    if is_done:
        floor.alerts.acknowledge_link(holder, token)
    values = {
        "alert": alert,
        "is_done": is_done,
        "opened": floor.shown(alert.opened),
        "path": request.url.path,
    }
    return HTMLResponse(environment().get_template("linked.html.j2").render(**values))


PAGES: Sequence[FloorPage] = (
    FloorPage(path="/acknowledge/{token}", name="linked", answer=_linked, methods=("GET", "POST")),
)

"""Sources: what is read, how each is doing, and what we therefore do not see."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.exchange.coverage import coverage_lines
from watchfloor.web.asking import as_of_asked, floor_of_request, principal_of, refuse_unknown
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.rendering import page


def _sources(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    floor, who = floor_of_request(request), principal_of(request)
    held, since = floor.sources.health(who)
    coverage = floor.sources.coverage(who, as_of=as_of_asked(request))
    values = {"held": held, "since": since, "rests": coverage_lines(coverage)}
    return page(request, "sources.html.j2", values)


PAGES: Sequence[FloorPage] = (FloorPage(path="/sources", name="sources", answer=_sources),)

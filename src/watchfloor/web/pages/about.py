"""About: how well texts are read, on which data that was measured, what this floor rests on, its version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.exchange.coverage import coverage_lines
from watchfloor.model import Scope
from watchfloor.web.asking import as_of_asked, floor_of_request, principal_of, refuse_unknown
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.rendering import page


@cache
def _card() -> Mapping[str, Any]:
    """Return the accuracy card of the package; an empty one where it carries none."""
    path = resources.files("watchfloor") / "data" / "accuracy.json"
    card: Mapping[str, Any] = json.loads(path.read_bytes()) if path.is_file() else {"note": "", "tasks": []}
    return card


def _about(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    floor, who = floor_of_request(request), principal_of(request)
    with floor.questions.ask(who) as questions:
        rests = questions.rests(Scope(as_of=as_of_asked(request)))
    values = {"card": _card(), "rests": coverage_lines(rests.coverage), "admissions": rests.admissions}
    return page(request, "about.html.j2", values)


PAGES: Sequence[FloorPage] = (FloorPage(path="/about", name="about", answer=_about),)

"""Changes: what is new since a moment, story by story, in sentences with their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.engine.answer.asking import LAST
from watchfloor.web.asking import floor_of_request, list_asked, principal_of
from watchfloor.web.frame import frame_of
from watchfloor.web.pages.news import news_found
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.rendering import page

_MOST, _LINES = 100, 12
_SPANS = (
    (LAST, "I looked"),
    ("today", "today"),
    ("yesterday", "yesterday"),
    ("24h", "24 hours"),
    ("7d", "7 days"),
)


def _changes(request: Request) -> Response:
    asked = list_asked(request, without=("happened_from", "happened_to"), pages=False)
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    question = replace(asked.asked, since=asked.asked.since or LAST)
    with floor.questions.ask(who) as questions, questions.snapshot():
        found = news_found(floor, who, questions, question, frame, most=_MOST, lines=_LINES)
    values = {"news": found, "since": question.since, "spans": _SPANS}
    return page(request, "changes.html.j2", values)


PAGES: Sequence[FloorPage] = (FloorPage(path="/changes", name="changes", answer=_changes),)

"""Ahead: what is due, soonest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.disclosure import disclose
from watchfloor.engine.services.questions import Questions
from watchfloor.exchange.brief_words import DUE_NAMES, day_words
from watchfloor.model import Audience, DueTold, Scope
from watchfloor.web.asking import floor_of_request, list_asked, principal_of
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.rendering import page
from watchfloor.web.told import StatementMaker, ToldLine


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """Something due: the day, what kind of time it is, who tells it, its words, and its story."""

    day: str
    kind: str
    by: str
    line: ToldLine
    story: str
    title: str


def due_lines(
    questions: Questions, scope: Scope, frame: Frame, *, limit: int, after: str | None = None
) -> tuple[Sequence[DueLine], str | None]:
    """Return what is due, and the cursor of what comes after."""
    found = questions.page("ahead", scope, limit=limit, cursor=after)
    dues: list[DueTold] = [row.value for row in found.rows]
    maker = StatementMaker(disclose(questions.known_of(dues, as_of=scope.as_of), Audience.desk), frame)
    return due_rows(dues, maker), found.cursor


def due_rows(dues: Sequence[DueTold], maker: StatementMaker) -> Sequence[DueLine]:
    """Return what is due as rows."""
    return [
        DueLine(
            day=day_words(it.day),
            kind=DUE_NAMES.get(it.kind, it.kind),
            by=it.by or "",
            line=maker.line(it.text, it.evidence, quoted=True),
            story=it.story,
            title=it.title,
        )
        for it in dues
    ]


def _ahead(request: Request) -> Response:
    asked = list_asked(request, limit=100)
    floor, who = floor_of_request(request), principal_of(request)
    scope = floor.questions.meant(who, asked.asked)[0].scope
    with floor.questions.ask(who) as questions, questions.snapshot():
        dues, cursor = due_lines(questions, scope, frame_of(request), limit=asked.limit, after=asked.after)
        return page(request, "ahead.html.j2", {"dues": dues, "next": cursor})


PAGES: Sequence[FloorPage] = (FloorPage(path="/ahead", name="ahead", answer=_ahead),)

"""Who said what: by speaker, by whom it was said to, by topic and by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.disclosure import disclose
from watchfloor.engine.answer.queries import Listed, Page
from watchfloor.engine.services.questions import Questions
from watchfloor.errors import UsageError
from watchfloor.model import Actor, Audience, Evidence, QuoteTold, Scope
from watchfloor.web.asking import (
    LABEL_ORDERS,
    ListAsked,
    floor_of_request,
    list_asked,
    parameters_given,
    principal_of,
)
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.rendering import page
from watchfloor.web.told import StatementMaker, ToldLine

_ROWS = 40
_LOOKED_THROUGH = 1000  # quotes, where those said to somebody are asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """Somebody's words: `href` leads to what else is known of who said them, where that may be told."""

    speaker: str
    href: str | None
    to: str
    act: str
    kind: str
    line: ToldLine
    when: str
    outlet: str
    is_weak: bool


def _said(request: Request) -> Response:
    asked = list_asked(request, limit=_ROWS, beside=("to_whom",), orders=("newest", *LABEL_ORDERS))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    scope = floor.questions.meant(who, asked.asked)[0].scope
    to_whom = request.query_params.get("to_whom", "").strip()
    if len(to_whom) > 200:
        raise UsageError("to_whom is a name; write a shorter one")
    with floor.questions.ask(who) as questions, questions.snapshot():
        found = _said_to(questions, scope, to_whom, asked) if to_whom else _page(questions, scope, asked)
        given = parameters_given(request)
        return page(
            request,
            "said.html.j2",
            {
                "rows": tuple(said_rows(questions, [row.value for row in found.rows], frame)),
                "given": dict(given),
                "labels": questions.source_labels(as_of=scope.as_of),
                "next": frame.kept(given, after=found.cursor) if found.cursor else None,
                "looked_through": _LOOKED_THROUGH if to_whom else 0,
            },
        )


def _page(questions: Questions, scope: Scope, asked: ListAsked) -> Page[QuoteTold]:
    return questions.page("quotes", scope, limit=asked.limit, cursor=asked.after, first=asked.first)


def _said_to(questions: Questions, scope: Scope, name: str, asked: ListAsked) -> Page[QuoteTold]:
    """Return what was said to somebody, of the newest quotes in scope."""
    found: Page[QuoteTold] = questions.page("quotes", scope, limit=_LOOKED_THROUGH)
    wanted = name.casefold()
    rows: list[Listed[QuoteTold]] = [it for it in found.rows if wanted in it.value.addressee.casefold()]
    return replace(found, rows=tuple(rows[: asked.limit]), cursor=None)


def said_rows(questions: Questions, quotes: Sequence[QuoteTold], frame: Frame) -> Iterator[SaidRow]:
    """Yield quotes as rows, each in its exact words."""
    maker = StatementMaker(disclose(questions.known_of(quotes, as_of=frame.as_of), Audience.desk), frame)
    public = public_actors(questions, [it.speaker for it in quotes if it.speaker], frame)
    for it in quotes:
        evidence = [Evidence(report=it.report, text_id=it.text_id, span=span) for span in it.content[:1]]
        actor = public.get(it.speaker or "")
        yield SaidRow(
            speaker=actor.name if actor else it.speaker_name or "somebody unnamed",
            href=frame.to(f"/actors/{actor.id}") if actor else None,
            to=it.addressee,
            act="" if it.act == "statement" else it.act,
            kind=it.kind,
            line=maker.line(it.words, evidence, quoted=True),
            when=frame.moment(it.published),
            outlet=it.outlet or "an unnamed outlet",
            is_weak=it.grade == "weak",
        )


def public_actors(questions: Questions, ids: Sequence[str], frame: Frame) -> Mapping[str, Actor]:
    """Return those of some actors who have a name and are no private persons, by their ids."""
    if not ids:
        return {}
    wanted = tuple(dict.fromkeys(ids))
    found: Page[Any] = questions.page("actors", Scope(actors=wanted, as_of=frame.as_of), limit=len(wanted))
    actors = [row.value for row in found.rows]
    return {it.id: it for it in actors if not _describes(it.name)}


def _describes(name: str) -> bool:
    """Tell whether a name is none but a description: "diplomat"; scripts without capitals have names too."""
    return all(letter.islower() for letter in name if letter.isalpha())


PAGES: Sequence[FloorPage] = (FloorPage(path="/said", name="said", answer=_said),)

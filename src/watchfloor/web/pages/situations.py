"""Situations: what is followed under a name; of one, its stories, events, who against whom, and alerts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.disclosure import disclose
from watchfloor.engine.answer.queries import Page
from watchfloor.engine.answer.situation_now import Intensity
from watchfloor.engine.services.questions import Questions
from watchfloor.exchange.brief_words import called
from watchfloor.exchange.coverage import coverage_lines
from watchfloor.exchange.news import Names
from watchfloor.exchange.view import event_cells
from watchfloor.model import Asked, Audience, Event, EventType
from watchfloor.plover import type_facts
from watchfloor.web.asking import floor_of_request, principal_of, refuse_unknown
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.alerts import alert_lines
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.problems import NotThereError
from watchfloor.web.rendering import page
from watchfloor.web.told import StatementMaker, ToldLine

_MOST_EVENTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event of a situation in a row."""

    id: str
    when: str
    called: str
    code: str
    sides: str
    where: str
    line: ToldLine
    is_weak: bool


def _situations(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    floor, who = floor_of_request(request), principal_of(request)
    read = floor.desk.situations(who)
    rows = [
        (it.name, it.title, "; ".join(words for _, words in it.conditions()), it.note)
        for it in read.held.values()
    ]
    return page(request, "situations.html.j2", {"rows": rows, "broken": [str(it) for it in read.broken]})


def _situation(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    name = request.path_params["id"]
    if name not in floor.desk.situations(who).held:
        raise NotThereError(f"{name} is no situation of the floor")
    situation, found, rests = floor.desk.situation_now(who, name)
    meant, _ = floor.questions.meant(who, Asked(situation=name, as_of=frame.as_of))
    with floor.questions.ask(who) as questions, questions.snapshot():
        listed = questions.page("events", meant.scope, limit=_MOST_EVENTS)
        return page(
            request,
            "situation.html.j2",
            {
                "situation": situation,
                "asks": [words for _, words in situation.conditions()],
                "found": found,
                "types": {it.type: type_facts(EventType(it.type)).heading.lower() for it in found.tallies},
                "most": max((it.month for it in found.tallies), default=1) or 1,
                "matrix": _matrix(found.pairs),
                "events": tuple(_rows(questions, listed, frame)),
                "more": listed.cursor is not None,
                "alerts": tuple(alert_lines(questions, found.alerts, frame)),
                "rests": coverage_lines(rests.coverage),
            },
        )


def _matrix(pairs: Sequence[Intensity]) -> dict[str, object]:
    """Return who did something to whom as a table: those who did in rows, those it was done to in columns."""
    sides = [(one.of[0], one.of[1], one) for one in pairs]
    return {
        "sources": list(dict.fromkeys(one for one, _, _ in sides)),
        "targets": list(dict.fromkeys(other for _, other, _ in sides)),
        "cells": {(one, other): (len(found.events), found.month) for one, other, found in sides},
    }


def _rows(questions: Questions, listed: Page[Event], frame: Frame) -> Iterator[EventRow]:
    events = [row.value for row in listed.rows]
    known = disclose(questions.known_of(events, as_of=frame.as_of), Audience.desk)
    maker, names = StatementMaker(known, frame), Names(known)
    for event in events:
        when, what, sides, where, _ = event_cells(event, listed.actors)
        evidence = event.evidence[:1]
        words = names.words(evidence[0]) if evidence else "its words are not held any more"
        yield EventRow(
            id=event.id,
            when=when,
            called=called(event).lower(),
            code=what,
            sides=sides,
            where=where,
            line=maker.line(words, evidence, quoted=True),
            is_weak=event.grade == "weak",
        )


PAGES: Sequence[FloorPage] = (
    FloorPage(path="/situations", name="situations", answer=_situations),
    FloorPage(path="/situations/{id}", name="situation", answer=_situation),
)

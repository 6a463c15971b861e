"""Situations: what is followed under a name; of one, what happened when and where, who to whom, numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.disclosure import disclose
from watchfloor.engine.answer.queries import Page
from watchfloor.engine.answer.situation_now import Intensity, SituationNow
from watchfloor.engine.services.questions import Questions
from watchfloor.errors import UsageError
from watchfloor.exchange.coverage import coverage_lines
from watchfloor.exchange.history import state_lines
from watchfloor.exchange.news import Names
from watchfloor.exchange.schema import Situation as Known
from watchfloor.model import Asked, Audience, Event, EventType, StoryId
from watchfloor.plover import type_facts
from watchfloor.web.asking import floor_of_request, list_asked, parameters_given, principal_of, refuse_unknown
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.alerts import alert_lines
from watchfloor.web.pages.charts import StoryNumbers, number_chart
from watchfloor.web.pages.compared import COMPARE, compared
from watchfloor.web.pages.maps import map_of, tone_of
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.pages.plain_words import land
from watchfloor.web.pages.rows import event_rows
from watchfloor.web.pages.timelines import SCALES, TimeScale, timeline_of
from watchfloor.web.problems import NotThereError
from watchfloor.web.rendering import page
from watchfloor.web.told import StatementMaker, ToldLine

_ROWS = 40
_MOST_EVENTS = 1000  # that the timeline and the map are drawn of
_LOOKED_INTO = 6  # stories, the weightiest, whose numbers and disagreements are shown
_NARROWED = ("since", "until", "outlets", "languages", "stories", "words", "situation")  # not on this page


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedVersion:
    """One of the versions of a matter, with who says it."""

    value: str
    by: str
    line: ToldLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A matter of which reports say otherwise, side by side."""

    about: str
    event: str
    story: str
    versions: tuple[DisputedVersion, ...]


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
    asked = list_asked(request, without=_NARROWED, limit=_ROWS, beside=("scale", COMPARE))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    name = request.path_params["id"]
    if name not in floor.desk.situations(who).held:
        raise NotThereError(f"{name} is no situation of the floor")
    situation, found, rests = floor.desk.situation_now(who, name, as_of=frame.as_of)
    meant, _ = floor.questions.meant(who, replace(asked.asked, situation=name))
    with floor.questions.ask(who) as questions, questions.snapshot():
        held: Page[Event] = questions.with_notes(
            questions.page("events", meant.scope, limit=_MOST_EVENTS), meant.scope
        )
        events = [row.value for row in held.rows]
        numbers, disputes = _of_stories(questions, found, frame)
        return page(
            request,
            "situation.html.j2",
            {
                "situation": situation,
                "compared": compared(request, questions, frame, Asked(situation=name)),
                "asks": [words for _, words in situation.conditions()],
                "found": found,
                "tallies": _tallies(found),
                "matrix": _matrix(found.pairs),
                "events": tuple(event_rows(questions, held.rows[: asked.limit], held.actors, frame)),
                "count": len(events),
                "is_all": held.cursor is None,
                "limit": asked.limit,
                "narrowed": _narrowed(asked.asked),
                "timeline": timeline_of(events, _scale(request), floor.config.timezone),
                "scales": SCALES,
                "map": map_of(events),
                "numbers": numbers,
                "disputes": disputes,
                "alerts": tuple(alert_lines(questions, found.alerts, frame)),
                "against": state_lines(found.history.state),
                "rests": coverage_lines(rests.coverage),
                "given": parameters_given(request),
            },
        )


def _scale(request: Request) -> TimeScale | None:
    asked = request.query_params.get("scale")
    if not asked:
        return None
    for scale in SCALES:
        if scale == asked:
            return scale
    raise UsageError(f"scale is {asked!r}; known are {', '.join(SCALES)}")


def _narrowed(asked: Asked) -> str:
    """Return in words what the list and the drawings are narrowed by; "" where by nothing."""
    spans = " to ".join(filter(None, (asked.happened_from, asked.happened_to)))
    types = [type_facts(EventType(it.upper())).heading.lower() for it in asked.types]
    parts = (
        *asked.places,
        *asked.countries,
        *asked.actors,
        *types,
        spans,
        "weak ones too" if asked.weak else "",
    )
    return ", ".join(filter(None, parts))


def _tallies(found: SituationNow) -> dict[str, object]:
    """Return how much happened by type: in plain words, and how long the bar of each is."""
    return {
        "rows": [(type_facts(EventType(it.type)).heading.lower(), it) for it in found.tallies],
        "most": max((it.month for it in found.tallies), default=1) or 1,
        "has_usual": any(it.usual_a_day is not None for it in found.tallies),
    }


def _matrix(pairs: Sequence[Intensity]) -> dict[str, Any]:
    """Return who did something to whom as a table: those who did in rows, those it was done to in columns."""
    sides = [(land(one.of[0]), land(one.of[1]), one) for one in pairs]
    return {
        "sources": list(dict.fromkeys(one for one, _, _ in sides)),
        "targets": list(dict.fromkeys(other for _, other, _ in sides)),
        "cells": {
            (one, other): (len(found.events), found.month, tone_of(found.month), found.events[0])
            for one, other, found in sides
        },
    }


def _of_stories(
    questions: Questions, found: SituationNow, frame: Frame
) -> tuple[tuple[StoryNumbers, ...], tuple[Dispute, ...]]:
    """Return the numbers and the disagreements of the weightiest stories of a situation."""
    numbers: list[StoryNumbers] = []
    disputes: list[Dispute] = []
    for row in found.stories[:_LOOKED_INTO]:
        story = StoryId(row.value.id)
        known = disclose(questions.situation(as_of=frame.as_of, story_id=story), Audience.desk)
        names = Names(known)
        charts = tuple(number_chart(it, names.of, frame) for it in known.value.numbers)
        if charts:
            numbers.append(StoryNumbers(id=story, title=row.value.title, charts=charts))
        disputes += _disputes(known, names, frame)
    return tuple(numbers), tuple(disputes)


def _disputes(known: Known, names: Names, frame: Frame) -> Iterator[Dispute]:
    events = {it.id: it for it in known.value.events}
    maker = StatementMaker(known, frame)
    titles: Mapping[str, str] = {it.id: it.title for it in known.value.stories}
    for item in known.value.disagreements:
        event = events.get(item.event)
        if event is None:
            continue
        yield Dispute(
            about=item.about,
            event=item.event,
            story=titles.get(event.story, ""),
            versions=tuple(
                DisputedVersion(
                    value=version.value,
                    by=", ".join(names.of(it) for it in version.says),
                    line=maker.line(
                        names.words(version.evidence[0]) if version.evidence else "",
                        version.evidence[:1],
                        quoted=True,
                    ),
                )
                for version in item.versions
            ),
        )


PAGES: Sequence[FloorPage] = (
    FloorPage(path="/situations", name="situations", answer=_situations),
    FloorPage(path="/situations/{id}", name="situation", answer=_situation),
)

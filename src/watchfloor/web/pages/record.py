"""The record: what was known at a moment, whom that was told to, what people had decided. Printable."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.disclosure import disclose
from watchfloor.engine.services.questions import Questions
from watchfloor.exchange.coverage import coverage_lines
from watchfloor.model import Alert, Audience, Delivery, Event, GivenOnce, Scope, StoryId, StoryRecord, Subject
from watchfloor.web.asking import as_of_asked, floor_of_request, principal_of, refuse_unknown
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.alerts import AlertLine, alert_lines
from watchfloor.web.pages.briefs import StoryCard, story_card
from watchfloor.web.pages.decisions import act_rows
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.problems import NotThereError
from watchfloor.web.rendering import page

_STORIES, _ALERTS, _ACTS = 8, 60, 60
_STATES = {
    "delivered": "sent",
    "pending": "not sent yet",
    "gathered": "sent with others",
    "dead": "never arrived",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingOut:
    """Something that went to somebody: through which channel, when, and whether it arrived."""

    channel: str
    at: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRecord:
    """An alert with whom it was told to."""

    line: AlertLine
    told: tuple[TellingOut, ...]


def _record(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of", "story"))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    as_of, asked = as_of_asked(request), request.query_params.get("story", "").strip()
    with floor.questions.ask(who) as questions, questions.snapshot():
        stories = _stories(questions, asked, as_of)
        cards = [_card(questions, it, frame, whole=bool(asked)) for it in stories]
        within = _within(questions, stories, as_of) if asked else None
        alerts = questions.newest_alerts(limit=_ALERTS, about=within, as_of=as_of)
        record = floor.records.story_record(who, stories[0], as_of=as_of) if asked else None
        acts = record.acts if record is not None else questions.newest_acts(limit=_ACTS, as_of=as_of)[::-1]
        rests = questions.rests(Scope(as_of=as_of))
        return page(
            request,
            "record.html.j2",
            {
                "asked": asked,
                "stories": cards,
                "alerts": tuple(
                    _alerts(questions, alerts, _tellings(questions, record, alerts, frame), frame)
                ),
                "alert_count": questions.count_alerts(about=within, as_of=as_of),
                "given": _given(record, frame) if record is not None else (),
                "acts": list(act_rows(acts, frame))[:_ACTS],
                "moment": as_of or rests.moment,
                "rests": coverage_lines(rests.coverage),
            },
        )


def _stories(questions: Questions, asked: str, as_of: str | None) -> list[StoryId]:
    """Return the story that is asked for, or those of most news value."""
    if asked:
        found = questions.one("stories", asked, as_of=as_of)
        if found is None:
            raise NotThereError(f"{asked} is no story of the floor, or was none then")
        return [StoryId(found.rows[0].value.id)]
    rows = questions.stories(Scope(as_of=as_of), limit=_STORIES, cursor=None).rows
    return [StoryId(row.value.id) for row in rows]


def _card(questions: Questions, story: StoryId, frame: Frame, *, whole: bool) -> StoryCard:
    known = disclose(questions.situation(as_of=frame.as_of, story_id=story), Audience.desk)
    [brief] = known.value.briefs
    return story_card(known, brief, frame, whole=whole)


def _within(questions: Questions, stories: Sequence[StoryId], as_of: str | None) -> frozenset[Subject]:
    """Return some stories and their events, as what an alert is about."""
    scope = Scope(stories=tuple(stories), as_of=as_of, weak=True)
    events: list[Event] = [row.value for row in questions.page("events", scope, limit=1000).rows]
    told = frozenset(Subject("event", it.id) for it in events)
    return told | {Subject("story", it) for it in stories}


def _alerts(
    questions: Questions, alerts: Sequence[Alert], told: Mapping[str, Sequence[TellingOut]], frame: Frame
) -> Iterator[AlertRecord]:
    for line in alert_lines(questions, alerts, frame):
        yield AlertRecord(line=line, told=tuple(told.get(line.alert.id, ())))


def _tellings(
    questions: Questions, record: StoryRecord | None, alerts: Iterable[Alert], frame: Frame
) -> Mapping[str, Sequence[TellingOut]]:
    """Return what went out, by alert: of one story as its record has it, else as it stands in the outbox."""
    found: dict[str, list[TellingOut]] = {}
    if record is not None:
        for it in record.told:
            told = TellingOut(
                channel=it.channel, at=frame.moment(it.at), state=_STATES.get(it.state, it.state)
            )
            found.setdefault(it.alert, []).append(told)
        return found
    for alert in alerts:
        sent = questions.deliveries(alert=alert.id, as_of=frame.as_of)
        found[alert.id] = [_told(delivery, frame) for delivery in sent]
    return found


def _given(record: StoryRecord, frame: Frame) -> list[tuple[str, str, int, int]]:
    """Return the shares that rows of a story were given in: since when, how many, how many stand no more."""
    found: dict[str, list[GivenOnce]] = {}
    for it in record.given:
        found.setdefault(it.share, []).append(it)
    return [
        (
            share,
            frame.moment(min(it.given for it in rows)),
            len(rows),
            sum(it.until is not None for it in rows),
        )
        for share, rows in found.items()
    ]


def _told(delivery: Delivery, frame: Frame) -> TellingOut:
    return TellingOut(
        channel=delivery.channel,
        at=frame.moment(_time_of(delivery)),
        state=_STATES.get(delivery.state, delivery.state),
    )


def _time_of(delivery: Delivery) -> str | None:
    """Return the moment that stands in a message."""
    with suppress(ValueError):
        body = json.loads(delivery.payload)
        if isinstance(body, Mapping) and isinstance(body.get("time"), str):
            return str(body["time"])
    return None


PAGES: Sequence[FloorPage] = (FloorPage(path="/record", name="record", answer=_record),)

"""Alerts: what was told, and why; what fired, which rule it was, on which words it rests, whom it went to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watchfloor.disclosure import disclose
from watchfloor.engine.services.questions import Questions
from watchfloor.errors import UsageError
from watchfloor.exchange.wording import alert_words, reason_words
from watchfloor.model import Alert, Audience, Change, Delivery, Event, Evidence, Principal, Story
from watchfloor.permissions import Action, allowed
from watchfloor.web.asking import (
    as_of_asked,
    floor_of_request,
    form_of,
    list_asked,
    principal_of,
    refuse_unknown,
)
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.problems import NotThereError
from watchfloor.web.rendering import page
from watchfloor.web.served import ServedFloor
from watchfloor.web.told import StatementMaker, ToldLine

if TYPE_CHECKING:
    from watchfloor.engine.services import Fault

_NO_FILTERS = (
    *("since", "until", "happened_from", "happened_to", "countries", "places", "actors", "types"),
    *("outlets", "languages", "stories", "words", "weak", "situation"),
)


# What can be wrong with an alert, and what the page calls it.
FAULTS: Sequence[tuple[Fault, str]] = (
    ("doer", "the doer"),
    ("place", "the place"),
    ("day", "the day"),
    ("number", "a number"),
    ("old", "it is old"),
    ("same-as", "it is the same as another (its id)"),
    ("not-news", "it is no news"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLine:
    """An alert: what happened in the words of a report, of which story, and why it was opened or altered."""

    alert: Alert
    line: ToldLine
    why: str
    event: str | None
    story: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTold:
    """A change behind an alert, with its words."""

    change: Change
    why: str
    lines: tuple[ToldLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchTold:
    """The rule that fired: its name, where it stands, and what it asks for."""

    name: str
    where: str
    asks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTold:
    """Everything there is to say of one alert."""

    line: AlertLine
    changes: tuple[ChangeTold, ...]
    deliveries: tuple[Delivery, ...]
    watch: WatchTold | None


def alert_lines(questions: Questions, alerts: Sequence[Alert], frame: Frame) -> Iterator[AlertLine]:
    """Yield alerts in the words of what they are about."""
    for alert in alerts:
        yield _alert_line(questions, alert, frame)


def _alert_line(questions: Questions, alert: Alert, frame: Frame) -> AlertLine:
    what = "events" if alert.about.kind == "event" else "stories"
    found = questions.one(what, alert.about.id, as_of=frame.as_of)
    value = found.rows[0].value if found is not None else None
    event = value if isinstance(value, Event) else None
    story = event.story if event is not None else value.id if isinstance(value, Story) else None
    title = value.title if isinstance(value, Story) else "what it was about is not held any more"
    evidence = event.evidence[:1] if event is not None else ()
    return AlertLine(
        alert=alert,
        line=quoted_line(questions, evidence, frame, otherwise=title),
        why=alert_words(alert),
        event=event.id if event is not None else None,
        story=story,
    )


def quoted_line(
    questions: Questions, evidence: Sequence[Evidence], frame: Frame, *, otherwise: str = ""
) -> ToldLine:
    """Return the words of some evidence as a statement."""
    known = disclose(questions.known_of(evidence, as_of=frame.as_of), Audience.desk)
    maker = StatementMaker(known, frame)
    if not evidence:
        return maker.line(otherwise, ())
    first = evidence[0]
    words = " ".join(known.words(first.text_id, first.span, report=first.report).split())
    return maker.line(words, evidence[:1], quoted=True)


def _alerts(request: Request) -> Response:
    asked = list_asked(request, without=_NO_FILTERS, limit=100)
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    with floor.questions.ask(who) as questions, questions.snapshot():
        limit, as_of = asked.limit, asked.asked.as_of
        found = questions.newest_alerts(limit=limit, is_open=True, as_of=as_of)
        if len(found) < limit:
            found += questions.newest_alerts(limit=limit - len(found), is_open=False, as_of=as_of)
        lines, count = tuple(alert_lines(questions, found, frame)), questions.count_alerts(as_of=as_of)
        rules = [it.name for it in floor.desk.watches(who).watches]
        return page(request, "alerts.html.j2", {"alerts": lines, "count": count, "watches": rules})


def _alert(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    id_ = request.path_params["id"]
    with floor.questions.ask(who) as questions, questions.snapshot():
        alert = questions.alert(id_, as_of=as_of_asked(request))
        if alert is None:
            raise NotThereError(f"{id_} is no alert of the floor")
        told = AlertTold(
            line=_alert_line(questions, alert, frame),
            changes=tuple(_changes(questions, alert, frame)),
            deliveries=tuple(questions.deliveries(alert=alert.id)),
            watch=_watch(floor, who, alert.watch),
        )
        return page(
            request,
            "alert.html.j2",
            {
                "told_alert": told,
                "told_title": alert.watch,
                "may_answer": frame.as_of is None and allowed(who, Action.ACKNOWLEDGE).allowed,
                "faults": FAULTS,
            },
        )


def _changes(questions: Questions, alert: Alert, frame: Frame) -> Iterator[ChangeTold]:
    for change_id in alert.changes:
        found = questions.one("changes", change_id)
        if found is None:
            continue
        change: Change = found.rows[0].value
        lines = tuple(quoted_line(questions, (it,), frame) for it in change.evidence[:3])
        yield ChangeTold(change=change, why=reason_words(change.reason), lines=lines)


def _watch(floor: ServedFloor, who: Principal, name: str) -> WatchTold | None:
    for watch in floor.desk.watches(who).watches:
        if watch.name == name:
            return WatchTold(name=name, where=watch.where, asks=watch.asks)
    return None


def _acknowledge(request: Request) -> Response:
    floor, id_ = floor_of_request(request), request.path_params["id"]
    note = form_of(request).get("note", "").strip()
    floor.alerts.acknowledge(principal_of(request), id_, note=note)
    return RedirectResponse(f"/alerts/{id_}", status_code=303)


def _close(request: Request) -> Response:
    floor, id_ = floor_of_request(request), request.path_params["id"]
    floor.alerts.close(principal_of(request), id_, note=form_of(request).get("note", "").strip())
    return RedirectResponse(f"/alerts/{id_}", status_code=303)


def _wrong(request: Request) -> Response:
    """Say what was wrong with an alert: whoever was told is told so."""
    form, floor, id_ = form_of(request), floor_of_request(request), request.path_params["id"]
    fault = next((known for known, _ in FAULTS if known == form.get("fault")), None)
    if fault is None:
        raise UsageError("choose what was wrong with it; nothing was kept")
    value, note = form.get("value", "").strip() or None, form.get("note", "").strip()
    floor.desk.alert_wrong(principal_of(request), id_, fault, value, note=note)
    return RedirectResponse(f"/alerts/{id_}", status_code=303)


PAGES: Sequence[FloorPage] = (
    FloorPage(path="/alerts", name="alerts", answer=_alerts),
    FloorPage(path="/alerts/{id}", name="alert", answer=_alert),
    FloorPage(
        path="/alerts/{id}/acknowledge",
        name="acknowledge",
        answer=_acknowledge,
        methods=("POST",),
        action=Action.ACKNOWLEDGE,
    ),
    FloorPage(
        path="/alerts/{id}/close", name="close", answer=_close, methods=("POST",), action=Action.ACKNOWLEDGE
    ),
    FloorPage(path="/alerts/{id}/wrong", name="wrong", answer=_wrong, methods=("POST",), action=Action.JUDGE),
)

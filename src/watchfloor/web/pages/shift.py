"""The shift: what one shift leaves to the next, signed by the next person; comments and assignments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.disclosure import disclose
from watchfloor.engine.services.questions import Questions
from watchfloor.errors import UsageError
from watchfloor.model import Audience, DueTold, ShiftState
from watchfloor.permissions import Action
from watchfloor.web.asking import floor_of_request, form_of, principal_of, refuse_unknown
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.alerts import AlertLine, alert_lines
from watchfloor.web.pages.decisions import ActRow, act_rows, back_to
from watchfloor.web.pages.due import DueLine, due_rows
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.rendering import page
from watchfloor.web.told import StatementMaker


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    """Something that somebody is to see to, and the link to it."""

    to: str
    title: str
    href: str
    by: str
    at: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTold:
    """What a shift leaves: its decisions, open alerts, what is assigned and asked, what is due."""

    decisions: Sequence[ActRow]
    alerts: Sequence[AlertLine]
    assignments: Sequence[AssignmentRow]
    comments: Sequence[ActRow]
    due: Sequence[DueLine]


def _shift(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    state = floor.records.shift(who, as_of=frame.as_of)
    with floor.questions.ask(who) as questions, questions.snapshot():
        told = _told(questions, state, frame)
        return page(request, "shift.html.j2", {"state": state, "told": told})


def _told(questions: Questions, state: ShiftState, frame: Frame) -> ShiftTold:
    return ShiftTold(
        decisions=tuple(act_rows(state.decisions, frame)),
        alerts=tuple(alert_lines(questions, state.alerts, frame)),
        assignments=tuple(
            AssignmentRow(
                to=it.act.value or "",
                title=it.title,
                href=frame.to(
                    f"/{'alerts' if it.act.about.kind == 'alert' else 'stories'}/{it.act.about.id}"
                ),
                by=it.act.by,
                at=frame.moment(it.act.at),
                note=it.act.reason,
            )
            for it in state.assignments
        ),
        comments=tuple(act_rows(state.comments, frame)),
        due=_due(questions, state.due, frame),
    )


def _due(questions: Questions, dues: Sequence[DueTold], frame: Frame) -> Sequence[DueLine]:
    known = disclose(questions.known_of(dues, as_of=frame.as_of), Audience.desk)
    return due_rows(dues, StatementMaker(known, frame))


# ------------------------------------------------------------------------------------------------- the acts


def _comment(request: Request) -> Response:
    id_, words = request.path_params["id"], form_of(request).get("words", "").strip()
    if not words:
        raise UsageError("write what you want to say; nothing was kept")
    floor_of_request(request).records.comment(principal_of(request), id_, words)
    return back_to(request, "/shift")


def _assign(request: Request) -> Response:
    form, id_ = form_of(request), request.path_params["id"]
    to = form.get("to", "").strip()
    if not to:
        raise UsageError("write who shall see to it; nothing was kept")
    records = floor_of_request(request).records
    records.assign(principal_of(request), id_, to, note=form.get("note", "").strip())
    return back_to(request, "/shift")


def _done(request: Request) -> Response:
    form, id_ = form_of(request), request.path_params["id"]
    floor_of_request(request).records.done(principal_of(request), id_, note=form.get("note", "").strip())
    return back_to(request, "/shift")


def _hand_over(request: Request) -> Response:
    form = form_of(request)
    to = form.get("to", "").strip()
    if not to:
        raise UsageError("write who takes over; nothing was kept")
    floor_of_request(request).records.hand_over(principal_of(request), to, note=form.get("note", "").strip())
    return back_to(request, "/shift")


def _sign(request: Request) -> Response:
    floor_of_request(request).records.sign(
        principal_of(request), note=form_of(request).get("note", "").strip()
    )
    return back_to(request, "/shift")


def _act(path: str, name: str, answer: Callable[[Request], Response]) -> FloorPage:
    return FloorPage(path=path, name=name, answer=answer, methods=("POST",), action=Action.JUDGE)


PAGES: Sequence[FloorPage] = (
    FloorPage(path="/shift", name="shift", answer=_shift),
    _act("/shift/hand-over", "hand_over", _hand_over),
    _act("/shift/sign", "sign", _sign),
    _act("/work/{id}/comment", "comment", _comment),
    _act("/work/{id}/assign", "assign", _assign),
    _act("/work/{id}/done", "done", _done),
)

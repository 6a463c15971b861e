"""What people decide: put together, take apart, correct, choose; and the list of it, to undo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watchfloor.errors import UsageError
from watchfloor.exchange.wording import act_words
from watchfloor.model import MACHINE, UNDOABLE_KINDS, EventId, EventSlot, Judgement, ReportId, StoryId
from watchfloor.permissions import Action
from watchfloor.web.asking import as_of_asked, floor_of_request, form_of, principal_of, refuse_unknown
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.rendering import page

_MOST = 200
_PAGE = re.compile(r"/(?:stories|events|alerts|numbers|situations|decisions)[A-Za-z0-9/_.-]*")
# What a person did, in words for a list.
_DID: Mapping[str, str] = {
    "merge": "put the story into another",
    "split": "took reports out of the story",
    "join": "put the event into another",
    "part": "took tellings out of the event",
    "add": "added the event",
    "replace": "corrected",
    "use": "chose the number",
    "status": "said it is",
    "reject": "rejected it",
    "note": "wrote a note",
    "label": "labelled it",
    "acknowledge": "acknowledged the alert",
    "close": "closed the alert",
    "told": "noted of our own",
    "unshare": "lets nothing of it be shared:",
    "comment": "said",
    "assign": "assigned it to",
    "done": "said it is done",
    "hand over": "handed over to",
    "sign": "took over",
}
_LEADS = {"story": "stories", "event": "events", "report": "reports", "alert": "alerts"}
SLOTS: Sequence[tuple[EventSlot, str]] = (
    ("doer", "who did it (names or ids, with ; between them; or nobody)"),
    ("target", "to whom (names or ids; or nobody)"),
    ("place", "where (a town or a number of GeoNames)"),
    ("day", "on which day (2026-03-05)"),
    ("type", "what it is (COERCE/arrest)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """An act of a person: what it was, about what, why, and whether it can be taken back."""

    id: str
    by: str
    at: str
    what: str
    why: str
    href: str | None
    about: str
    undone: str
    may_undo: bool


def act_rows(acts: Iterable[Judgement], frame: Frame) -> Iterator[ActRow]:
    """Yield what people did, the newest first."""
    acts = list(acts)
    undone = {act.undoes: act for act in acts if act.undoes}
    for act in reversed(acts):
        if act.by == MACHINE:
            continue
        back = undone.get(act.id)
        href = _LEADS.get(act.about.kind)
        yield ActRow(
            id=act.id,
            by=act.by,
            at=frame.moment(act.at),
            what=_what(act),
            why=act_words(act),
            href=frame.to(f"/{href}/{act.about.id}") if href else None,
            about=act.about.kind,
            undone=f"taken back by {back.by}, {frame.moment(back.at)}" if back else "",
            may_undo=back is None and act.undoes is None and act.kind in UNDOABLE_KINDS and frame.may_judge,
        )


def _what(act: Judgement) -> str:
    if act.undoes:
        return "took back what was decided before"
    parts = (_DID.get(act.kind, act.kind), act.slot or "", "as" if act.slot else "", _value(act))
    return " ".join(filter(None, parts))


def _value(act: Judgement) -> str:
    return act.value or "" if act.kind in ("replace", "use", "status", "label", "assign", "hand over") else ""


def _decisions(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    with floor.questions.ask(who) as questions:
        acts = questions.newest_acts(limit=_MOST + 1, as_of=as_of_asked(request))
    rows = list(act_rows(acts[::-1], frame))
    return page(request, "decisions.html.j2", {"rows": rows[:_MOST], "are_more": len(rows) > _MOST})


# ------------------------------------------------------------------------------------------------- the acts


def back_to(request: Request, otherwise: str) -> Response:
    """Return to the page that the form stood on, which is one of ours."""
    asked = form_of(request).get("back", "")
    return RedirectResponse(asked if _PAGE.fullmatch(asked) else otherwise, status_code=303)


def _reason(request: Request) -> str:
    reason = form_of(request).get("reason", "").strip()
    if not reason:
        raise UsageError("write why; others will want to know, and nothing was kept")
    return reason


def _ticked(request: Request, name: str) -> list[str]:
    """Return what was ticked in a form, where each box has the id of its thing in its name."""
    return [field.removeprefix(f"{name}-") for field in form_of(request) if field.startswith(f"{name}-")]


def _correct(request: Request) -> Response:
    form, id_ = form_of(request), request.path_params["id"]
    slot = next((it for it in get_args(EventSlot) if it == form.get("slot")), None)
    value = form.get("value", "").strip()
    if slot is None or not value:
        raise UsageError("choose what was wrong, and write what is right; nothing was kept")
    desk = floor_of_request(request).desk
    desk.choose(principal_of(request), EventId(id_), slot, value, reason=_reason(request))
    return back_to(request, f"/events/{id_}")


def _join(request: Request) -> Response:
    form, id_ = form_of(request), request.path_params["id"]
    into = form.get("into", "").strip()
    if not into:
        raise UsageError("choose the event that it is the same as; nothing was kept")
    floor_of_request(request).desk.join_events(principal_of(request), id_, into, reason=_reason(request))
    return back_to(request, f"/events/{id_}")


def _part(request: Request) -> Response:
    id_, members = request.path_params["id"], _ticked(request, "member")
    if not members:
        raise UsageError("tick the tellings that are of another event; nothing was kept")
    floor_of_request(request).desk.part_event(principal_of(request), id_, members, reason=_reason(request))
    return back_to(request, f"/events/{id_}")


def _merge(request: Request) -> Response:
    id_, into = request.path_params["id"], form_of(request).get("into", "").strip()
    if not into:
        raise UsageError("choose the story that it belongs to; nothing was kept")
    desk = floor_of_request(request).desk
    desk.merge(principal_of(request), StoryId(id_), StoryId(into), reason=_reason(request))
    return back_to(request, f"/stories/{id_}")


def _split(request: Request) -> Response:
    id_, reports = request.path_params["id"], [ReportId(it) for it in _ticked(request, "report")]
    if not reports:
        raise UsageError("tick the reports that are of another story; nothing was kept")
    floor_of_request(request).desk.split(
        principal_of(request), StoryId(id_), reports, reason=_reason(request)
    )
    return back_to(request, f"/stories/{id_}")


def _use(request: Request) -> Response:
    form, id_ = form_of(request), request.path_params["id"]
    value = form.get("other", "").strip() or form.get("value", "").strip() or None
    floor_of_request(request).desk.use_number(principal_of(request), id_, value, reason=_reason(request))
    return back_to(request, "/numbers")


def _undo(request: Request) -> Response:
    act = request.path_params["id"]
    floor_of_request(request).desk.undo(principal_of(request), act, reason=_reason(request))
    return back_to(request, "/decisions")


def _act(
    path: str, name: str, answer: Callable[[Request], Response], action: Action = Action.JUDGE
) -> FloorPage:
    return FloorPage(path=path, name=name, answer=answer, methods=("POST",), action=action)


PAGES: Sequence[FloorPage] = (
    FloorPage(path="/decisions", name="decisions", answer=_decisions),
    _act("/events/{id}/correct", "correct", _correct),
    _act("/events/{id}/join", "join", _join),
    _act("/events/{id}/part", "part", _part),
    _act("/stories/{id}/merge", "merge", _merge, Action.MERGE),
    _act("/stories/{id}/split", "split", _split, Action.SPLIT),
    _act("/numbers/{id}/use", "use_number", _use),
    _act("/acts/{id}/undo", "undo", _undo, Action.UNDO),
)

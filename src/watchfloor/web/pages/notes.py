"""Notes: what our own people saw, noted here and read like any report; what is internal stays at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watchfloor.engine.services.notes import Noted
from watchfloor.errors import UsageError
from watchfloor.model import OWN_STAFF, Report, Scope
from watchfloor.permissions import Action, allowed
from watchfloor.web.asking import as_of_asked, floor_of_request, form_of, principal_of, refuse_unknown
from watchfloor.web.frame import frame_of
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.rendering import page

_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """A report of our own: its beginning, when it was seen, and whether it may leave the desk."""

    id: str
    title: str
    seen: str
    handling: str


def _notes(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    as_of = as_of_asked(request)
    with floor.questions.ask(who) as questions, questions.snapshot():
        found = questions.page("reports", Scope(outlets=(OWN_STAFF,), as_of=as_of), limit=_ROWS)
        reports: list[Report] = [row.value for row in found.rows]
    rows = [
        NoteRow(
            id=it.id,
            title=it.title.value if it.title else "(no headline)",
            seen=frame.moment(it.published.value) if it.published else "",
            handling=it.handling,
        )
        for it in reports
    ]
    may_note = as_of is None and allowed(who, Action.NOTE).allowed
    return page(request, "notes.html.j2", {"rows": rows, "may_note": may_note})


def _note(request: Request) -> Response:
    """Take a note in, and show the report that it became."""
    form, floor = form_of(request), floor_of_request(request)
    handling = form.get("handling", "internal")
    if handling not in ("internal", "open"):
        raise UsageError("say whether it is internal or open; nothing was kept")
    noted = Noted(
        words=form.get("words", ""),
        role=form.get("role", ""),
        seen=form.get("seen", "").strip() or None,
        place=form.get("place", "").strip() or None,
        handling="open" if handling == "open" else "internal",
    )
    floor.notes.note(principal_of(request), noted)
    return RedirectResponse("/notes", status_code=303)


PAGES: Sequence[FloorPage] = (
    FloorPage(path="/notes", name="notes", answer=_notes),
    FloorPage(path="/notes", name="note", answer=_note, methods=("POST",), action=Action.NOTE),
)

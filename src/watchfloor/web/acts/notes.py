"""What our own people saw, and what a shift leaves to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from starlette.requests import Request

from watchfloor.engine.services.notes import Noted
from watchfloor.errors import UsageError
from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, judged_out
from watchfloor.web.acts.bodies import AlteredOut, Name, NoteIn, WrittenValue, WrittenWords
from watchfloor.web.asking import floor_of_request, principal_of


class OwnNoteIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What somebody of our own saw: the words, a role, when (13:05, or with the day) and where.

    What is internal stays at the desk.
    """

    words: Annotated[str, Meta(min_length=1, max_length=20_000)]
    role: Name
    seen: Annotated[str, Meta(min_length=1, max_length=40)] | None = None
    place: WrittenValue | None = None
    handling: Literal["internal", "open"] = "internal"


class AdmittedOut(Struct, kw_only=True):
    """What became of an article or note: added, seen again or refused, and what it changed."""

    what: str
    became: str
    report: str | None
    relation: str | None
    reason: str | None
    changes: list[AlteredOut]


class HandOverIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Who takes a shift over."""

    to: Name
    note: WrittenWords = ""


def admitted_out(admitted: Any) -> AdmittedOut:
    """Return what became of an article or note, as it is answered."""
    return AdmittedOut(
        what=admitted.what,
        became=admitted.became,
        report=admitted.report,
        relation=admitted.relation,
        reason=admitted.refused,
        changes=[AlteredOut(id=it.id, type=it.type) for it in admitted.changes],
    )


def _note(request: Request, body: OwnNoteIn) -> Any:
    noted = Noted(words=body.words, role=body.role, seen=body.seen, place=body.place, handling=body.handling)
    admitted = floor_of_request(request).notes.note(principal_of(request), noted)
    if admitted.refused:
        raise UsageError(f"the note is not taken in: {admitted.refused}")
    return admitted_out(admitted)


def _hand_over(request: Request, body: HandOverIn) -> Any:
    records = floor_of_request(request).records
    return judged_out(records.hand_over(principal_of(request), body.to, note=body.note))


def _sign(request: Request, body: NoteIn) -> Any:
    return judged_out(floor_of_request(request).records.sign(principal_of(request), note=body.note))


ACTS: Sequence[ApiAct] = (
    act_row(
        "POST", "/notes", "Note what our own people saw", _note, Action.NOTE, body=OwnNoteIn, of=AdmittedOut
    ),
    act_row("POST", "/shift/over", "Hand your shift over", _hand_over, Action.JUDGE, body=HandOverIn),
    act_row("POST", "/shift/sign", "Sign for a shift handed over", _sign, Action.JUDGE, body=NoteIn),
)

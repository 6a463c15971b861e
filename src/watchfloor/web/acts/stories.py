"""Acts on stories, and what people find of what was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from msgspec import Struct
from starlette.requests import Request

from watchfloor.errors import UsageError
from watchfloor.model import ReportId, StoryId
from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, id_of_path, judged_out
from watchfloor.web.acts.bodies import Because, DoneOut, Id, MergeIn, PartIn, WrittenWords
from watchfloor.web.asking import floor_of_request, principal_of


class JudgementIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a person found of a story, event, actor or report: a status, a note, a rejection with a note."""

    about: Id
    status: Literal["unchecked", "checked", "disputed"] | None = None
    note: WrittenWords = ""
    reject: bool = False


def _merge(request: Request, body: MergeIn) -> Any:
    desk = floor_of_request(request).desk
    who = principal_of(request)
    return judged_out(desk.merge(who, StoryId(id_of_path(request)), StoryId(body.into), reason=body.reason))


def _split(request: Request, body: PartIn) -> Any:
    reports = [ReportId(it) for it in body.reports]
    desk = floor_of_request(request).desk
    return judged_out(
        desk.split(principal_of(request), StoryId(id_of_path(request)), reports, reason=body.reason)
    )


def _undo(request: Request, body: Because) -> Any:
    desk = floor_of_request(request).desk
    return judged_out(desk.undo(principal_of(request), id_of_path(request), reason=body.reason))


def _judge(request: Request, body: JudgementIn) -> Any:
    if not (body.status or body.note.strip() or body.reject):
        raise UsageError("give a status, a note or a rejection; nothing was kept")
    desk = floor_of_request(request).desk
    done = desk.judge(
        principal_of(request), body.about, status=body.status, note=body.note or None, reject=body.reject
    )
    return DoneOut(done=[judged_out(it) for it in done])


ACTS: Sequence[ApiAct] = (
    act_row("POST", "/stories/{id}/merge", "Put a story into another", _merge, Action.MERGE, body=MergeIn),
    act_row("POST", "/stories/{id}/split", "Take reports out of a story", _split, Action.SPLIT, body=PartIn),
    act_row("POST", "/acts/{id}/undo", "Take back an act, or your `last`", _undo, Action.UNDO, body=Because),
    act_row(
        "POST",
        "/judgements",
        "Say what you found of a story, event, actor or report",
        _judge,
        Action.JUDGE,
        body=JudgementIn,
        of=DoneOut,
    ),
)

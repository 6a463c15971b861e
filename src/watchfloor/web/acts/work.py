"""What the desk says among itself: comments, who is to see to what, whether a watch was right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from starlette.requests import Request

from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, id_of_path, judged_out
from watchfloor.web.acts.bodies import Id, Name, NoteIn, WrittenWords
from watchfloor.web.asking import floor_of_request, principal_of


class CommentIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What is said of a story or alert; it stays at the desk."""

    words: Annotated[str, Meta(min_length=1, max_length=2_000)]


class AssignIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Who is to see to a story or alert."""

    to: Name
    note: WrittenWords = ""


class LabelIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Whether a watch was right to tell of something."""

    watch: Name
    about: Id
    label: Literal["hit", "miss"]
    note: WrittenWords = ""


def _comment(request: Request, body: CommentIn) -> Any:
    records = floor_of_request(request).records
    return judged_out(records.comment(principal_of(request), id_of_path(request), body.words))


def _assign(request: Request, body: AssignIn) -> Any:
    records = floor_of_request(request).records
    return judged_out(records.assign(principal_of(request), id_of_path(request), body.to, note=body.note))


def _assigned_done(request: Request, body: NoteIn) -> Any:
    return judged_out(
        floor_of_request(request).records.done(principal_of(request), id_of_path(request), note=body.note)
    )


def _label(request: Request, body: LabelIn) -> Any:
    desk = floor_of_request(request).desk
    return judged_out(desk.label(principal_of(request), body.watch, body.about, body.label, note=body.note))


ACTS: Sequence[ApiAct] = (
    act_row(
        "POST", "/work/{id}/comment", "Comment on a story or alert", _comment, Action.JUDGE, body=CommentIn
    ),
    act_row("POST", "/work/{id}/assign", "Let somebody see to it", _assign, Action.JUDGE, body=AssignIn),
    act_row("POST", "/work/{id}/done", "Say that it is done", _assigned_done, Action.JUDGE, body=NoteIn),
    act_row("POST", "/labels", "Say whether a watch was right", _label, Action.LABEL, body=LabelIn),
)

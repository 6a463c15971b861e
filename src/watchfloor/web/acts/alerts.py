"""Acts on alerts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from msgspec import Struct
from starlette.requests import Request

from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, id_of_path, judged_out
from watchfloor.web.acts.bodies import DoneOut, NoteIn, WrittenValue, WrittenWords
from watchfloor.web.asking import floor_of_request, principal_of


class WrongIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What of an alert is wrong, and what is right, where that can be said."""

    fault: Literal["doer", "place", "day", "number", "old", "same-as", "not-news"]
    value: WrittenValue | None = None
    note: WrittenWords = ""


def _acknowledge(request: Request, body: NoteIn) -> Any:
    done = floor_of_request(request).alerts.acknowledge(
        principal_of(request), id_of_path(request), note=body.note
    )
    return DoneOut(done=[judged_out(it) for it in done])


def _close(request: Request, body: NoteIn) -> Any:
    done = floor_of_request(request).alerts.close(principal_of(request), id_of_path(request), note=body.note)
    return DoneOut(done=[judged_out(it) for it in done])


def _wrong(request: Request, body: WrongIn) -> Any:
    desk = floor_of_request(request).desk
    done = desk.alert_wrong(
        principal_of(request), id_of_path(request), body.fault, body.value, note=body.note
    )
    return DoneOut(done=[judged_out(it) for it in done])


ACTS: Sequence[ApiAct] = (
    act_row(
        "POST",
        "/alerts/{id}/acknowledge",
        "See to an alert",
        _acknowledge,
        Action.ACKNOWLEDGE,
        body=NoteIn,
        of=DoneOut,
    ),
    act_row(
        "POST",
        "/alerts/{id}/close",
        "Close an alert that needs nobody any more",
        _close,
        Action.ACKNOWLEDGE,
        body=NoteIn,
        of=DoneOut,
    ),
    act_row(
        "POST",
        "/alerts/{id}/wrong",
        "Say what is wrong with an alert",
        _wrong,
        Action.JUDGE,
        body=WrongIn,
        of=DoneOut,
    ),
)

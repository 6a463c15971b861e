"""Acts on events, and on the numbers that are told of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import Meta, Struct
from starlette.requests import Request

from watchfloor.model import EventId, EventSlot
from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, id_of_path, judged_out
from watchfloor.web.acts.bodies import Id, MergeIn, PartIn, WrittenReason, WrittenValue
from watchfloor.web.asking import floor_of_request, principal_of


class CorrectionIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a slot of an event holds instead: an actor (several: a;b), a town, a day, TYPE/mode, nobody."""

    slot: EventSlot
    value: WrittenValue
    reason: WrittenReason


class UseIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Which number of a series the desk uses; the latest, where none is named."""

    value: WrittenValue | None = None
    reason: WrittenReason


class EventIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A happening that was not read: the words that tell it, as they stand in the report once, its slots."""

    report: Id
    words: Annotated[str, Meta(min_length=1, max_length=2_000)]
    type: WrittenValue
    doer: WrittenValue | None = None
    target: WrittenValue | None = None
    place: WrittenValue | None = None
    day: WrittenValue | None = None
    reason: WrittenReason


def _add_event(request: Request, body: EventIn) -> Any:
    slots: dict[EventSlot, str | None] = {
        "type": body.type, "doer": body.doer, "target": body.target, "place": body.place, "day": body.day
    }  # fmt: skip
    written = {slot: it for slot, it in slots.items() if it}
    desk = floor_of_request(request).desk
    return judged_out(
        desk.add_event(principal_of(request), body.report, body.words, written, reason=body.reason)
    )


def _correct(request: Request, body: CorrectionIn) -> Any:
    desk = floor_of_request(request).desk
    return judged_out(
        desk.choose(
            principal_of(request), EventId(id_of_path(request)), body.slot, body.value, reason=body.reason
        )
    )


def _join(request: Request, body: MergeIn) -> Any:
    desk = floor_of_request(request).desk
    return judged_out(
        desk.join_events(principal_of(request), id_of_path(request), body.into, reason=body.reason)
    )


def _part(request: Request, body: PartIn) -> Any:
    desk = floor_of_request(request).desk
    return judged_out(
        desk.part_event(principal_of(request), id_of_path(request), body.reports, reason=body.reason)
    )


def _use(request: Request, body: UseIn) -> Any:
    desk = floor_of_request(request).desk
    return judged_out(
        desk.use_number(principal_of(request), id_of_path(request), body.value, reason=body.reason)
    )


ACTS: Sequence[ApiAct] = (
    act_row("POST", "/events", "Add a happening that was not read", _add_event, Action.JUDGE, body=EventIn),
    act_row(
        "POST", "/events/{id}/correct", "Correct an event's slot", _correct, Action.JUDGE, body=CorrectionIn
    ),
    act_row("POST", "/events/{id}/join", "Put an event into another", _join, Action.JUDGE, body=MergeIn),
    act_row("POST", "/events/{id}/part", "Take reports out of an event", _part, Action.JUDGE, body=PartIn),
    act_row("POST", "/numbers/{id}/use", "Choose a number of a series", _use, Action.JUDGE, body=UseIn),
)

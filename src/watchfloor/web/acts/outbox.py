"""What is sent: deliveries tried anew or dropped, channels tried, turned off and on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import Meta, Struct
from starlette.requests import Request

from watchfloor.engine.services.outbox import ChannelState, Decided
from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, id_of_path
from watchfloor.web.acts.bodies import Because, Id, Name
from watchfloor.web.asking import floor_of_request, principal_of
from watchfloor.web.problems import NotThereError


class DeliveriesIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Deliveries by their ids, or those of a channel that were not sent."""

    ids: Annotated[tuple[Id, ...], Meta(max_length=100)] = ()
    channel: Name | None = None


class DecidedOut(Struct, kw_only=True):
    """How many deliveries were meant, and the ids of those whose state allowed what was asked."""

    meant: int
    done: list[str]


class TriedOut(Struct, kw_only=True):
    """What came of a message that tells of nothing: whether it arrived, else why not."""

    channel: str
    delivered: bool
    error: str | None


def _retry(request: Request, body: DeliveriesIn) -> Any:
    outbox = floor_of_request(request).outbox
    return _decided(outbox.retry(principal_of(request), body.ids, channel=body.channel))


def _drop(request: Request, body: DeliveriesIn) -> Any:
    outbox = floor_of_request(request).outbox
    return _decided(outbox.drop(principal_of(request), body.ids, channel=body.channel))


def _decided(decided: Decided) -> DecidedOut:
    return DecidedOut(meant=len(decided.meant), done=list(decided.done))


def _test_channel(request: Request, _: None) -> Any:
    name = _channel(request).name
    outcome = floor_of_request(request).outbox.test_channel(principal_of(request), name)
    return TriedOut(channel=name, delivered=outcome.delivered, error=outcome.error)


def _switch_channel_on(request: Request, _: None) -> Any:
    name = _channel(request).name
    floor_of_request(request).outbox.switch_on(principal_of(request), name)
    return _channel(request)


def _switch_channel_off(request: Request, body: Because) -> Any:
    name = _channel(request).name
    floor_of_request(request).outbox.switch_off(principal_of(request), name, reason=body.reason)
    return _channel(request)


def _channel(request: Request) -> ChannelState:
    """Return how a channel stands that is there."""
    name = id_of_path(request)
    for it in floor_of_request(request).outbox.channels(principal_of(request)):
        if it.name == name:
            return it
    raise NotThereError(f"{name} is no channel of the floor")


ACTS: Sequence[ApiAct] = (
    act_row(
        "POST",
        "/deliveries/retry",
        "Try deliveries anew",
        _retry,
        Action.DELIVER,
        body=DeliveriesIn,
        of=DecidedOut,
    ),
    act_row(
        "POST",
        "/deliveries/drop",
        "Let deliveries never be sent",
        _drop,
        Action.DELIVER,
        body=DeliveriesIn,
        of=DecidedOut,
    ),
    act_row(
        "POST",
        "/channels/{id}/test",
        "Send a message that tells of nothing",
        _test_channel,
        Action.USE_CHANNEL,
        body=None,
        of=TriedOut,
    ),
    act_row(
        "POST",
        "/channels/{id}/on",
        "Send to a channel again",
        _switch_channel_on,
        Action.SET_CHANNEL,
        body=None,
        of=ChannelState,
    ),
    act_row(
        "POST",
        "/channels/{id}/off",
        "Send nothing to a channel until it is on again",
        _switch_channel_off,
        Action.SET_CHANNEL,
        body=Because,
        of=ChannelState,
    ),
)

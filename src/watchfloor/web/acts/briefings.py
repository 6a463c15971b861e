"""Briefings, sent at once; what waits in the outbox, sent now; and what was kept long enough, let go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from starlette.requests import Request

from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, id_of_path
from watchfloor.web.api_briefings import briefing_named
from watchfloor.web.asking import floor_of_request, principal_of


class BriefingSentOut(Struct, kw_only=True):
    """A briefing that waits in the outbox now."""

    queued: str


class SentOut(Struct, kw_only=True):
    """What came of sending one delivery: whether it arrived, else why not."""

    delivery: str
    channel: str
    delivered: bool
    error: str | None


class SentNowOut(Struct, kw_only=True):
    """What came of sending what was due."""

    sent: list[SentOut]


class ExpiryIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Whether what was kept long enough goes, or is only counted."""

    dry_run: bool


class ExpiredOut(Struct, kw_only=True):
    """How many texts and fetched pages went, or would go, and by which rules."""

    texts: int
    bytes: int
    by_rule: Mapping[str, int]
    oldest: str | None


def _send_briefing(request: Request, _: None) -> Any:
    name = briefing_named(request, id_of_path(request)).name
    floor_of_request(request).briefings.send_briefing(principal_of(request), name)
    return BriefingSentOut(queued=name)


def _deliver(request: Request, _: None) -> Any:
    found = floor_of_request(request).outbox.deliver(principal_of(request))
    return SentNowOut(
        sent=[
            SentOut(delivery=it.id, channel=it.channel, delivered=outcome.delivered, error=outcome.error)
            for it, outcome in found
        ]
    )


def _expire(request: Request, body: ExpiryIn) -> Any:
    gone = floor_of_request(request).desk.expire(principal_of(request), dry_run=body.dry_run)
    return ExpiredOut(texts=gone.texts, bytes=gone.bytes, by_rule=gone.by_rule, oldest=gone.oldest)


ACTS: Sequence[ApiAct] = (
    act_row(
        "POST",
        "/briefings/{id}/send",
        "Put a briefing into the outbox now",
        _send_briefing,
        Action.DELIVER,
        body=None,
        of=BriefingSentOut,
    ),
    act_row(
        "POST",
        "/deliveries/send",
        "Send what is due now",
        _deliver,
        Action.DELIVER,
        body=None,
        of=SentNowOut,
    ),
    act_row(
        "POST",
        "/expirations",
        "Let go of what was kept long enough",
        _expire,
        Action.EXPIRE,
        body=ExpiryIn,
        of=ExpiredOut,
    ),
)

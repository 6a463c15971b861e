"""What partners are given: set up, given, ended; and what is never to be shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, Struct
from starlette.requests import Request

from watchfloor.exchange.schema import PartnerShareOut, partner_share_out
from watchfloor.model import Audience, PartnerShare, ShareFormat
from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, id_of_path, judged_out
from watchfloor.web.acts.bodies import ConditionsIn, Name, WrittenReason, WrittenValue
from watchfloor.web.api_desk import share_named
from watchfloor.web.asking import floor_of_request, principal_of

if TYPE_CHECKING:
    from watchfloor.engine.services.shares import ShareWritten

ShareTable = Literal["events", "numbers", "reports", "quotes"]


class ShareIn(ConditionsIn, forbid_unknown_fields=True, kw_only=True):
    """What is given under a name, in a folder of the floor; within a list of conditions, one is enough."""

    name: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9_-]{0,63}$")]
    audience: Literal["partner", "public"] = "partner"
    format: ShareFormat = "csv"
    tables: Annotated[tuple[ShareTable, ...], Meta(min_length=1, max_length=4)] = (
        "events",
        "numbers",
        "reports",
    )
    situation: Name | None = None


class ShareWrittenOut(Struct, kw_only=True):
    """What came of giving a share: how many rows became what, how many it holds now, and what to say."""

    name: str
    became: dict[str, int]
    rows: int
    said: tuple[str, ...]


class UnsharedIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A report, event, number or place of which nothing may be shared, and why."""

    what: WrittenValue
    reason: WrittenReason


def _add_share(request: Request, body: ShareIn) -> Any:
    share = PartnerShare(
        name=body.name,
        asked=body.asked(situation=body.situation),
        audience=Audience(body.audience),
        format=body.format,
        tables=tuple(dict.fromkeys(body.tables)),
        out="",
        by="",
        at="",
    )
    floor_of_request(request).shares.add_share(principal_of(request), share)
    return partner_share_out(share_named(request, body.name))


def _write_share(request: Request, _: None) -> Any:
    name = share_named(request, id_of_path(request)).name
    return _written(name, floor_of_request(request).shares.write_share(principal_of(request), name))


def _remove_share(request: Request, _: None) -> Any:
    name = share_named(request, id_of_path(request)).name
    return _written(name, floor_of_request(request).shares.remove_share(principal_of(request), name))


def _written(name: str, written: ShareWritten) -> ShareWrittenOut:
    return ShareWrittenOut(name=name, became=written.counts, rows=written.rows, said=written.said)


def _unshare(request: Request, body: UnsharedIn) -> Any:
    shares = floor_of_request(request).shares
    return judged_out(shares.unshare(principal_of(request), body.what, reason=body.reason))


ACTS: Sequence[ApiAct] = (
    act_row(
        "POST",
        "/shares",
        "Set up what a partner is given; nothing is given yet",
        _add_share,
        Action.SHARE,
        body=ShareIn,
        of=PartnerShareOut,
    ),
    act_row(
        "POST",
        "/shares/{id}/write",
        "Give what is new, changed and withdrawn since the last time",
        _write_share,
        Action.SHARE,
        body=None,
        of=ShareWrittenOut,
    ),
    act_row(
        "DELETE",
        "/shares/{id}",
        "End a share; its receiver is told that every row is withdrawn",
        _remove_share,
        Action.SHARE,
        body=None,
        of=ShareWrittenOut,
    ),
    act_row(
        "POST", "/unshared", "Let nothing of something be shared", _unshare, Action.JUDGE, body=UnsharedIn
    ),
)

"""What is taken down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import Meta, Struct
from starlette.requests import Request

from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row
from watchfloor.web.acts.bodies import WrittenReason, WrittenValue
from watchfloor.web.asking import floor_of_request, principal_of


class WithheldIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Texts, reports, addresses or outlets to take down; with `dry_run`, only what that would reach."""

    what: Annotated[tuple[WrittenValue, ...], Meta(min_length=1, max_length=100)]
    reason: WrittenReason
    dry_run: bool = False


class ReachedOut(Struct, kw_only=True):
    """What a takedown reaches, or reached."""

    what: str
    texts: int
    reports: int
    stories: int
    told: tuple[str, ...]


class WithheldOut(Struct, kw_only=True):
    """What became of a takedown, for each that was named."""

    reached: list[ReachedOut]


def _withhold(request: Request, body: WithheldIn) -> Any:
    desk, who = floor_of_request(request).desk, principal_of(request)
    return WithheldOut(
        reached=[
            ReachedOut(what=what, texts=it.texts, reports=it.reports, stories=it.stories, told=tuple(it.told))
            for what, it in desk.withhold(who, body.what, reason=body.reason, dry_run=body.dry_run)
        ]
    )


ACTS: Sequence[ApiAct] = (
    act_row(
        "POST",
        "/withheld",
        "Take texts, reports, addresses or outlets down",
        _withhold,
        Action.WITHHOLD,
        body=WithheldIn,
        of=WithheldOut,
    ),
)

"""Files of watches: written, turned on and off, tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import Meta, Struct
from starlette.requests import Request

from watchfloor.model import FILE_NAME
from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, id_of_path
from watchfloor.web.api import RuleFileOut, rule_file_out
from watchfloor.web.asking import floor_of_request, moment_asked, principal_of
from watchfloor.web.problems import NotThereError


class WatchIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A file of watches as people write it (YAML); `before` is the digest of the text that was edited.

    A new one is off, until `on`.
    """

    name: Annotated[str, Meta(pattern=f"^{FILE_NAME}$")]
    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    before: Annotated[str, Meta(max_length=64)] = ""
    on: bool | None = None


class SwitchIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Whether a file of watches is on."""

    on: bool


class WatchTextIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Watches to be tried on what became known since a moment; nothing is kept."""

    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    since: Annotated[str, Meta(max_length=40)] | None = None


class WatchTriedOut(Struct, kw_only=True):
    """What a watch would have told: of how many changes, how many alerts, and where nothing is read."""

    name: str
    changes: int
    alerts: int
    per_week: float
    unknown_places: tuple[str, ...]


class WatchesTriedOut(Struct, kw_only=True):
    """What each watch of a text would have told."""

    watches: list[WatchTriedOut]


def _write_watch(request: Request, body: WatchIn) -> Any:
    watches, who = floor_of_request(request).watches, principal_of(request)
    file = watches.write_watch(who, body.name, body.text, before=body.before)
    if body.on is not None:
        file = watches.switch_watch(who, body.name, on=body.on)
    return rule_file_out(file)


def _switch_watch(request: Request, body: SwitchIn) -> Any:
    watches, who, name = floor_of_request(request).watches, principal_of(request), id_of_path(request)
    if name not in {it.name for it in watches.watch_files(who)}:
        raise NotThereError(f"{name} is no file of watches of the floor")
    return rule_file_out(watches.switch_watch(who, name, on=body.on))


def _try_watch(request: Request, body: WatchTextIn) -> Any:
    floor = floor_of_request(request)
    since = moment_asked(floor, body.since)
    tried = floor.watches.try_watch(principal_of(request), body.text, since=since)
    return WatchesTriedOut(
        watches=[
            WatchTriedOut(
                name=it.watch.name,
                changes=it.backtest.changes if it.backtest else 0,
                alerts=len(it.backtest.alerts) if it.backtest else 0,
                per_week=it.backtest.per_week if it.backtest else 0.0,
                unknown_places=it.unknown_places,
            )
            for it in tried
        ]
    )


ACTS: Sequence[ApiAct] = (
    act_row(
        "POST",
        "/watches",
        "Write a file of watches; a new one is off until it is turned on",
        _write_watch,
        Action.CHANGE_WATCH,
        body=WatchIn,
        of=RuleFileOut,
    ),
    act_row(
        "POST",
        "/watches/try",
        "Try watches on what became known; nothing is kept",
        _try_watch,
        Action.READ,
        body=WatchTextIn,
        of=WatchesTriedOut,
    ),
    act_row(
        "POST",
        "/watches/{id}/switch",
        "Turn a file of watches on or off",
        _switch_watch,
        Action.CHANGE_WATCH,
        body=SwitchIn,
        of=RuleFileOut,
    ),
)

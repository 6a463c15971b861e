"""Sources that are followed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import Meta, Struct
from starlette.requests import Request

from watchfloor.engine.services.sources import SourceSettings, Wanted
from watchfloor.errors import UsageError
from watchfloor.exchange.schema import SourceOut
from watchfloor.model import RevisitRhythm
from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, id_of_path
from watchfloor.web.acts.bodies import GoneOut, WrittenValue
from watchfloor.web.asking import floor_of_request, principal_of
from watchfloor.web.problems import NotThereError

Minutes = Annotated[int, Meta(ge=1, le=10_080)]


class SourceIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A web address to follow; `anyway` keeps one that cannot be read now."""

    address: Annotated[str, Meta(pattern="^https?://[^/]", max_length=2_000)]
    group: WrittenValue | None = None
    title: WrittenValue | None = None
    page: bool = False
    every: Minutes | None = None
    revisit: RevisitRhythm = "usual"
    anyway: bool = False


class SourceSettingsIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise with a source."""

    every: Minutes | None = None
    revisit: RevisitRhythm | None = None
    title: WrittenValue | None = None
    paused: bool | None = None


def _add_source(request: Request, body: SourceIn) -> Any:
    wanted = Wanted(
        group=body.group,
        title=body.title,
        page=body.page,
        every=body.every,
        revisit=body.revisit,
        anyway=body.anyway,
    )
    floor, who = floor_of_request(request), principal_of(request)
    [added] = floor.sources.add(who, [body.address], wanted)
    if added.source is None or not added.is_kept:
        raise UsageError(f"{body.address} is not followed: {added.trouble}; or add it with anyway")
    return _source_now(request, added.source.id)


def _set_source(request: Request, body: SourceSettingsIn) -> Any:
    id_, sources, who = _held(request), floor_of_request(request).sources, principal_of(request)
    settings = SourceSettings(every=body.every, revisit=body.revisit, title=body.title)
    if body.every or body.revisit or body.title:
        sources.set_up(who, [id_], settings)
    if body.paused is True:
        sources.pause_sources(who, [id_])
    elif body.paused is False:
        sources.resume_sources(who, [id_])
    return _source_now(request, id_)


def _remove_source(request: Request, _: None) -> Any:
    id_ = _held(request)
    floor_of_request(request).sources.remove_sources(principal_of(request), [id_])
    return GoneOut(removed=id_)


def _held(request: Request) -> str:
    """Return the id of a source that is there."""
    _source_now(request, id_of_path(request))
    return id_of_path(request)


def _source_now(request: Request, id_: str) -> SourceOut:
    for held in floor_of_request(request).sources.held(principal_of(request)):
        if held.source.id == id_:
            return SourceOut(source=held.source, health=held.health)
    raise NotThereError(f"{id_} is no source of the floor")


ACTS: Sequence[ApiAct] = (
    act_row(
        "POST",
        "/sources",
        "Follow a web address",
        _add_source,
        Action.MANAGE_SOURCES,
        body=SourceIn,
        of=SourceOut,
    ),
    act_row(
        "PATCH",
        "/sources/{id}",
        "Change a source, pause or resume it",
        _set_source,
        Action.MANAGE_SOURCES,
        body=SourceSettingsIn,
        of=SourceOut,
    ),
    act_row(
        "DELETE",
        "/sources/{id}",
        "Follow a source no more; its reports stay",
        _remove_source,
        Action.MANAGE_SOURCES,
        body=None,
        of=GoneOut,
    ),
)

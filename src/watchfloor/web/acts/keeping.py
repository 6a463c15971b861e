"""What is kept and what no more: persons erased, what was kept away taken in again, texts read anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct
from starlette.requests import Request

from watchfloor.errors import UsageError
from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, id_of_path
from watchfloor.web.acts.bodies import AlteredOut, Because, Id, WrittenReason, WrittenValue
from watchfloor.web.asking import floor_of_request, principal_of
from watchfloor.web.problems import NotThereError

if TYPE_CHECKING:
    from watchfloor.engine.services import ReprocessedText, Taken


class ErasureIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A person by the whole name, and other spellings of it; with `dry_run`, only what that would reach.

    With `later`, no text that names the person is taken in any more. The reason stays: name nobody there.
    """

    names: Annotated[tuple[WrittenValue, ...], Meta(min_length=1, max_length=20)]
    reason: WrittenReason
    later: bool = True
    dry_run: bool = False


class ErasedOut(Struct, kw_only=True):
    """What an erasure reaches, or reached; `public`: a person of that name has a public role."""

    texts: int
    reports: int
    stories: int
    rows: int
    actors: tuple[str, ...]
    public: bool
    told: tuple[str, ...]
    shares: tuple[str, ...]
    sources: tuple[str, ...]
    done: bool


class ReadmittedOut(Struct, kw_only=True):
    """What is taken in again from now on."""

    readmitted: int


class RereadIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Reports, stories, events, texts or addresses to be read again by this version."""

    ids: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=20)]


class RereadTextOut(Struct, kw_only=True):
    """What became of one text."""

    what: str
    report: str | None
    became: str
    note: str | None
    changes: list[AlteredOut]


class RereadOut(Struct, kw_only=True):
    """What became of each text that was read again."""

    texts: list[RereadTextOut]


def _erase(request: Request, body: ErasureIn) -> Any:
    desk = floor_of_request(request).desk
    found: Taken = desk.erase(
        principal_of(request), body.names, reason=body.reason, away=body.later, dry_run=body.dry_run
    )
    return ErasedOut(**{name: getattr(found, name) for name in ErasedOut.__struct_fields__})


def _readmit(request: Request, body: Because) -> Any:
    desk, who, id_ = floor_of_request(request).desk, principal_of(request), id_of_path(request)
    known = {str(it.id): it.id for it in desk.withheld(who)}
    if id_ not in known:
        raise NotThereError(f"nothing is kept away as {id_}; see /api/v1/withheld")
    [done] = desk.readmit(who, [known[id_]], reason=body.reason)
    return ReadmittedOut(readmitted=done)


def _reread(request: Request, body: RereadIn) -> Any:
    if any(not it.strip() for it in body.ids):
        raise UsageError("an id is empty; nothing was read again")
    done = floor_of_request(request).desk.reread(principal_of(request), body.ids).run()
    return RereadOut(texts=[_reread_text(it) for it in done])


def _reread_text(one: ReprocessedText) -> RereadTextOut:
    changes = [AlteredOut(id=it.id, type=it.type) for it in one.changes]
    return RereadTextOut(what=one.what, report=one.report, became=one.became, note=one.note, changes=changes)


ACTS: Sequence[ApiAct] = (
    act_row(
        "POST",
        "/withheld/{id}/readmit",
        "Take in again what was kept away, from now on",
        _readmit,
        Action.READMIT,
        body=Because,
        of=ReadmittedOut,
    ),
    act_row("POST", "/erasures", "Erase a person", _erase, Action.ERASE, body=ErasureIn, of=ErasedOut),
    act_row(
        "POST",
        "/rereadings",
        "Read what is kept again; the whole floor, on the command line",
        _reread,
        Action.REREAD,
        body=RereadIn,
        of=RereadOut,
    ),
)

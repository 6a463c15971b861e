"""What the API tells of the work: what is sent, kept away and shared, what a shift leaves, who may enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from starlette.requests import Request

from watchfloor.engine.services.outbox import ChannelState
from watchfloor.exchange.schema import (
    DeliveryOut,
    PartnerShareOut,
    RowDifferenceOut,
    ShiftOut,
    StoryRecordOut,
    delivery_out,
    partner_share_out,
    row_difference_out,
    shift_out,
    story_record_out,
)
from watchfloor.model import PartnerShare, Person, PrincipalRole, Scope, StoryId
from watchfloor.permissions import Action
from watchfloor.web.api_route import NO_FILTERS, Answering, ApiRoute, one_of, page_of
from watchfloor.web.asking import floor_of_request, item_asked, list_asked, principal_of, refuse_unknown
from watchfloor.web.problems import NotThereError

_MOST_MOVES = 1_000  # rows of a preview; a share that is written gives all


class KeptAwayOut(Struct, kw_only=True):
    """What is not taken in any more; names and texts are not shown again."""

    id: int
    kind: str
    shown: str | None
    reason: str
    since: str


class PersonOut(Struct, kw_only=True):
    """Somebody who may enter, or might until `deactivated`."""

    name: str
    role: PrincipalRole
    zone: str | None
    added: str
    deactivated: str | None


class KeyOut(Struct, kw_only=True):
    """A key of a program; of the key itself nothing is known."""

    name: str
    role: PrincipalRole
    added: str
    added_by: str


def person_out(person: Person) -> PersonOut:
    """Return somebody as the API tells of them."""
    return PersonOut(
        name=person.name,
        role=person.role,
        zone=person.zone,
        added=person.added,
        deactivated=person.deactivated,
    )


def share_named(request: Request, name: str) -> PartnerShare:
    """Return a share that is there."""
    for it in floor_of_request(request).shares.shares(principal_of(request)):
        if it.name == name:
            return it
    raise NotThereError(f"{name} is no share of the floor")


def _whole(request: Request, rows: Sequence[Any]) -> dict[str, Any]:
    """Return a list that is told whole."""
    with floor_of_request(request).questions.ask(principal_of(request)) as questions:
        return page_of(questions, Scope(), list(rows))


def _deliveries(request: Request) -> Any:
    asked = list_asked(request, without=NO_FILTERS)
    floor, who = floor_of_request(request), principal_of(request)
    with floor.questions.ask(who) as questions, questions.snapshot():
        every = questions.deliveries(as_of=asked.asked.as_of)[::-1]
        begin = next((at + 1 for at, it in enumerate(every) if it.id == asked.after), 0)
        found = every[begin : begin + asked.limit]
        more = found[-1].id if begin + asked.limit < len(every) else None
        scope = Scope(as_of=asked.asked.as_of)
        return page_of(questions, scope, [delivery_out(it) for it in found], cursor=more)


def _channels(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    return _whole(request, floor_of_request(request).outbox.channels(principal_of(request)))


def _withheld(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    held = floor_of_request(request).desk.withheld(principal_of(request))
    rows = [
        KeptAwayOut(id=it.id, kind=it.kind, shown=it.shown, reason=it.reason, since=it.since) for it in held
    ]
    return _whole(request, rows)


def _shares(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    held = floor_of_request(request).shares.shares(principal_of(request))
    return _whole(request, [partner_share_out(it) for it in held])


def _share_preview(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    name = share_named(request, request.path_params["id"]).name
    moves = floor_of_request(request).shares.preview_share(principal_of(request), name)
    return _whole(request, [row_difference_out(it) for it in moves[:_MOST_MOVES]])


def _shift(request: Request) -> Any:
    as_of = item_asked(request)
    floor, who = floor_of_request(request), principal_of(request)
    state = floor.records.shift(who, as_of=as_of)
    with floor.questions.ask(who) as questions:
        return shift_out(state, questions.words_of(state.due))


def _record(request: Request) -> Any:
    as_of = item_asked(request)
    floor, who, id_ = floor_of_request(request), principal_of(request), request.path_params["id"]
    with floor.questions.ask(who) as questions, questions.snapshot():
        one_of(questions, "stories", "story", id_, as_of=as_of)
    record = floor.records.story_record(who, StoryId(id_), as_of=as_of)
    told = [point.claim.evidence for series in record.numbers for point in series.points]
    with floor.questions.ask(who) as questions:
        return story_record_out(record, questions.words_of([*record.events, *told]))


def _people(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    held = floor_of_request(request).people.people(principal_of(request))
    return _whole(request, [person_out(it) for it in held])


def _keys(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    held = floor_of_request(request).people.keys(principal_of(request))
    rows = [KeyOut(name=it.name, role=it.role, added=it.added, added_by=it.added_by) for it in held]
    return _whole(request, rows)


def _listed(path: str, summary: str, of: Any, answer: Answering, action: Action = Action.READ) -> ApiRoute:
    return ApiRoute(
        path=path,
        summary=summary,
        of=of,
        answer=answer,
        without=NO_FILTERS,
        takes_as_of=False,
        pages=False,
        action=action,
    )


DESK_ROUTES: Sequence[ApiRoute] = (
    ApiRoute(
        path="/deliveries",
        summary="What was sent and what waits, newest first",
        of=DeliveryOut,
        answer=_deliveries,
        without=NO_FILTERS,
    ),
    _listed("/channels", "How the channels stand, and what waits for them", ChannelState, _channels),
    _listed("/withheld", "What is not taken in any more, with the reason", KeptAwayOut, _withheld),
    _listed("/shares", "What partners are given", PartnerShareOut, _shares),
    _listed(
        "/shares/{id}/preview",
        "What would be given now that was not given yet",
        RowDifferenceOut,
        _share_preview,
    ),
    ApiRoute(
        path="/shift",
        summary="What your shift leaves to the next",
        of=ShiftOut,
        answer=_shift,
        kind="item",
    ),
    ApiRoute(
        path="/stories/{id}/record",
        summary="What was known of a story at a moment, whom it had been told to, what was decided",
        of=StoryRecordOut,
        answer=_record,
        kind="item",
    ),
    _listed("/people", "Who may enter, and who might", PersonOut, _people, Action.MANAGE_PEOPLE),
    _listed("/keys", "Keys of programs", KeyOut, _keys, Action.MANAGE_PEOPLE),
)

"""What the API tells of briefings and of lists of sources, and in which shares something was given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from starlette.requests import Request

from watchfloor.exchange.schema.shares import GivenOnceOut, given_once_out
from watchfloor.model import Scope
from watchfloor.permissions import Action
from watchfloor.web.api_route import NO_FILTERS, ApiRoute, page_of
from watchfloor.web.asking import floor_of_request, principal_of, refuse_unknown
from watchfloor.web.problems import NotThereError

if TYPE_CHECKING:
    from watchfloor.engine.orders.briefing_files import BriefingPlan


class BriefingPlanOut(Struct, kw_only=True):
    """A briefing: of which situation, to which channel, and when it is due next."""

    name: str
    title: str
    situation: str
    channel: str
    next: str


class BriefingTextOut(Struct, kw_only=True):
    """What a briefing would say now, as the receivers of its channel may see it."""

    head: str
    text: str


class OpmlOut(Struct, kw_only=True):
    """The feeds as a list that feed readers take, and how many sources are no feeds."""

    opml: str
    without: int


def briefing_named(request: Request, name: str) -> BriefingPlan:
    """Return a briefing that is there."""
    held = floor_of_request(request).briefings.briefings(principal_of(request)).held
    if name not in held:
        raise NotThereError(f"{name} is no briefing of the floor")
    return held[name]


def _briefings(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    floor, who = floor_of_request(request), principal_of(request)
    rows = [
        BriefingPlanOut(
            name=it.name,
            title=it.title,
            situation=it.situation.name,
            channel=it.channel,
            next=floor.briefings.next_due(who, it.name),
        )
        for it in floor.briefings.briefings(who).held.values()
    ]
    with floor.questions.ask(who) as questions:
        return page_of(questions, Scope(), rows)


def _briefing_preview(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    name = briefing_named(request, request.path_params["id"]).name
    told = floor_of_request(request).briefings.preview_briefing(principal_of(request), name)
    return BriefingTextOut(head=told.head, text=told.text)


def _opml(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    written, without = floor_of_request(request).sources.written_list(principal_of(request))
    return OpmlOut(opml=written, without=without)


def _given(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    floor, who = floor_of_request(request), principal_of(request)
    rows = [given_once_out(it) for it in floor.shares.given_once(who, request.path_params["id"])]
    with floor.questions.ask(who) as questions:
        return page_of(questions, Scope(), rows)


BRIEFING_ROUTES: Sequence[ApiRoute] = (
    ApiRoute(
        path="/briefings",
        summary="Briefings, and when each is due next",
        of=BriefingPlanOut,
        answer=_briefings,
        without=NO_FILTERS,
        takes_as_of=False,
        pages=False,
    ),
    ApiRoute(
        path="/briefings/{id}/preview",
        summary="What a briefing would say now; nothing is sent",
        of=BriefingTextOut,
        answer=_briefing_preview,
        kind="item",
        takes_as_of=False,
    ),
    ApiRoute(
        path="/opml",
        summary="The feeds that are followed, as a list for feed readers",
        of=OpmlOut,
        answer=_opml,
        kind="item",
        takes_as_of=False,
        action=Action.READ,
    ),
    ApiRoute(
        path="/given/{id}",
        summary="In which shares something was given, and when it was taken back",
        of=GivenOnceOut,
        answer=_given,
        without=NO_FILTERS,
        takes_as_of=False,
        pages=False,
    ),
)

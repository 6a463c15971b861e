"""What the API tells beside lists: briefs of stories, why something is where it is, what answers rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from starlette.requests import Request

from watchfloor.disclosure import disclose
from watchfloor.engine.services.questions import Questions
from watchfloor.exchange import explanation_json
from watchfloor.exchange.brief import brief_out
from watchfloor.exchange.schema import StoryOut, TextOut, story_out
from watchfloor.exchange.schema.common import text_out
from watchfloor.model import Audience, Coverage, Scope, StoryId
from watchfloor.web.api_route import ApiRoute, one_of, page_of
from watchfloor.web.asking import LABEL_ORDERS, floor_of_request, item_asked, list_asked, principal_of
from watchfloor.web.problems import NotThereError

MOST_BRIEFS = 100  # of one answer; a brief is made of all that is told in its story
_USUAL_BRIEFS = 10
_ORDERS = ("value", "newest", *LABEL_ORDERS)


class ExplanationOut(Struct, kw_only=True):
    """Why something is where it is: what was decided of it and what was weighed, as docs/judging.md tells."""

    kind: str
    id: str
    known: str
    leads_to: str | None
    held: dict[str, Any] | None
    reports: list[str]
    decisions: list[dict[str, Any]]
    acts: list[dict[str, Any]]
    judgements: list[dict[str, Any]]
    told: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    wordings: dict[str, list[str]]
    making: dict[str, Any] | None
    alerts: list[dict[str, Any]]
    alert: dict[str, Any] | None
    deliveries: list[dict[str, Any]]
    readings: list[dict[str, Any]]


def _explanation(request: Request) -> Any:
    as_of = item_asked(request)
    floor, who, id_ = floor_of_request(request), principal_of(request), request.path_params["id"]
    found = floor.floor.explained(who, id_, as_of=as_of)
    if found is None:
        raise NotThereError(f"{id_} is no id of the floor, or was none then")
    return explanation_json(disclose(found, Audience.desk))


def _text(request: Request) -> Any:
    """Answering with the text that a report is read in, as far as the desk may see it."""
    as_of = item_asked(request)
    floor, who, id_ = floor_of_request(request), principal_of(request), request.path_params["id"]
    with floor.questions.ask(who) as questions, questions.snapshot():
        report = one_of(questions, "reports", "report", id_, as_of=as_of).rows[0].value
        return text_out(report.text_id, disclose(questions.known_of([report], as_of=as_of), Audience.desk))


def _coverage(request: Request) -> Any:
    as_of = item_asked(request)
    return floor_of_request(request).sources.coverage(principal_of(request), as_of=as_of)


def _briefs(request: Request) -> Any:
    asked = list_asked(request, limit=_USUAL_BRIEFS, most=MOST_BRIEFS, orders=_ORDERS)
    floor, who = floor_of_request(request), principal_of(request)
    scope = floor.questions.meant(who, asked.asked)[0].scope
    with floor.questions.ask(who) as questions, questions.snapshot():
        if asked.order != "newest":
            followed = floor.questions.followed(who)
            page = questions.stories(
                scope, limit=asked.limit, cursor=asked.after, followed=followed, first=asked.first
            )
        else:
            page = questions.page("stories", scope, limit=asked.limit, cursor=asked.after)
        told = _told_whole(questions, scope, [row.value.id for row in page.rows])
        return page_of(questions, scope, list(told), cursor=page.cursor)


def _told_whole(questions: Questions, scope: Scope, stories: Sequence[StoryId]) -> Iterator[StoryOut]:
    """Yield stories with their briefs."""
    for id_ in stories:
        shown = disclose(questions.situation(as_of=scope.as_of, story_id=id_), Audience.desk)
        for story, brief in zip(shown.value.stories, shown.value.briefs, strict=True):
            told = story_out(story)
            told.brief = brief_out(brief, shown)
            yield told


TOLD_ROUTES: Sequence[ApiRoute] = (
    ApiRoute(
        path="/briefs",
        summary="Stories with their briefs, most news value first",
        of=StoryOut,
        answer=_briefs,
        orders=_ORDERS,
        most_rows=MOST_BRIEFS,
    ),
    ApiRoute(
        path="/reports/{id}/text",
        summary="The text of a report, as far as it may be shown",
        of=TextOut,
        answer=_text,
        kind="item",
    ),
    ApiRoute(
        path="/explanations/{id}",
        summary="Why something is where it is, with all that was decided of it",
        of=ExplanationOut,
        answer=_explanation,
        kind="item",
    ),
    ApiRoute(
        path="/coverage",
        summary="What answers rest on: the sources read, days without, languages",
        of=Coverage,
        answer=_coverage,
        kind="item",
    ),
)

"""The API under `/api/v1`: one table of routes, of which the answers, the document and the tests are made.

Answers are the interchange (docs/interchange.md), as `--json` prints it; lists are pages with a cursor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import msgspec
from starlette.requests import Request

from watchfloor.disclosure import disclose
from watchfloor.engine.answer.label_order import LISTS as LISTS_BY_LABEL
from watchfloor.engine.answer.queries import Page
from watchfloor.engine.services.questions import Questions
from watchfloor.exchange.brief import brief_out
from watchfloor.exchange.news_json import StoryNewsOut, told_news_out
from watchfloor.exchange.news_lines import told_news
from watchfloor.exchange.schema import (
    ActorOut,
    AlertOut,
    BriefOut,
    ChangeOut,
    DueOut,
    EventOut,
    FollowedNowOut,
    FollowedOut,
    HitOut,
    NumberToldOut,
    QuoteToldOut,
    ReportOut,
    SourceOut,
    StoryOut,
    TimelineEntryOut,
    alert_out,
    followed_now_out,
    followed_out,
    hit_out,
    listed_out,
    out,
    story_out,
)
from watchfloor.model import Audience, Scope, SituationReport, StoryId
from watchfloor.web.api_briefings import BRIEFING_ROUTES
from watchfloor.web.api_desk import DESK_ROUTES
from watchfloor.web.api_route import NO_FILTERS, Answering, ApiRoute, one_of, page_of
from watchfloor.web.api_told import TOLD_ROUTES
from watchfloor.web.asking import (
    LABEL_ORDERS,
    ListAsked,
    floor_of_request,
    item_asked,
    list_asked,
    principal_of,
    refuse_unknown,
)
from watchfloor.web.problems import NotThereError

# ------------------------------------------------------------------------------------------------- lists


def listing(what: str, *, without: Sequence[str] = (), orders: Sequence[str] = ()) -> Answering:
    """Return what answers with a page of a list of the floor."""

    def answer(request: Request) -> Any:
        asked = list_asked(request, without=without, orders=orders)
        floor, who = floor_of_request(request), principal_of(request)
        scope = floor.questions.meant(who, asked.asked)[0].scope
        with floor.questions.ask(who) as questions, questions.snapshot():
            page = _found(request, questions, what, scope, asked)
            rows = _rows(questions, page, what)
            return page_of(questions, scope, rows, cursor=page.cursor)

    return answer


def _found(request: Request, questions: Questions, what: str, scope: Scope, asked: ListAsked) -> Page[Any]:
    if what == "search":
        order: Literal["newest", "best"] = "best" if asked.order == "best" else "newest"
        return questions.search(scope, limit=asked.limit, cursor=asked.after, order=order)
    if what == "stories" and asked.order != "newest":
        followed = floor_of_request(request).questions.followed(principal_of(request))
        return questions.stories(
            scope, limit=asked.limit, cursor=asked.after, followed=followed, first=asked.first
        )
    found = questions.page(what, scope, limit=asked.limit, cursor=asked.after, first=asked.first)
    return questions.with_notes(found, scope) if what == "events" else found


def _rows(questions: Questions, page: Page[Any], what: str) -> list[Any]:
    if what == "search":
        found = [(row.value, row.known) for row in page.rows]
        return [
            {**msgspec.to_builtins(hit_out(it.hit, it.text.text, it.report)), "known": known}
            for it, known in found
        ]
    words = questions.words_of([row.value for row in page.rows])
    return [
        listed_out(row.value, words, known=row.known, weak=row.weak, beside=[it.id for it in row.beside])
        for row in page.rows
    ]


def _news(request: Request) -> Any:
    """Answering with what changed, story by story; without `since` that is your mark."""
    asked = list_asked(request, without=("happened_from", "happened_to"), pages=False)
    floor, who = floor_of_request(request), principal_of(request)
    question = replace(asked.asked, since=asked.asked.since or "last")
    scope = floor.questions.meant(who, question)[0].scope
    with floor.questions.ask(who) as questions, questions.snapshot():
        rests = questions.rests(scope)
        rows = []
        for it in questions.story_news(scope, now=rests.moment or floor.clock()):
            shown = disclose(it.known, Audience.desk)
            told = told_news(shown, it.brief, it.news, began=it.began)
            rows.append(msgspec.to_builtins(told_news_out(told, shown)))
        return page_of(questions, scope, rows)


def _alerts(request: Request) -> Any:
    asked = list_asked(request, without=NO_FILTERS)
    floor, who = floor_of_request(request), principal_of(request)
    scope = Scope(as_of=asked.asked.as_of)
    with floor.questions.ask(who) as questions, questions.snapshot():
        found = questions.newest_alerts(limit=asked.limit + 1, after=asked.after, as_of=scope.as_of)
        more = found[asked.limit - 1].id if len(found) > asked.limit else None
        found = found[: asked.limit]
        return page_of(questions, scope, [alert_out(it) for it in found], cursor=more)


def _situations(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    floor, who = floor_of_request(request), principal_of(request)
    held = floor.desk.situations(who).held.values()
    with floor.questions.ask(who) as questions:
        return page_of(questions, Scope(), [followed_out(it) for it in held])


def _sources(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    floor, who = floor_of_request(request), principal_of(request)
    held, _ = floor.sources.health(who)
    with floor.questions.ask(who) as questions:
        return page_of(questions, Scope(), [SourceOut(source=it.source, health=it.health) for it in held])


# ------------------------------------------------------------------------------------------------- items


def _item(what: str, noun: str) -> Answering:
    def answer(request: Request) -> Any:
        as_of = item_asked(request)
        floor, who, id_ = floor_of_request(request), principal_of(request), request.path_params["id"]
        with floor.questions.ask(who) as questions, questions.snapshot():
            return _rows(questions, one_of(questions, what, noun, id_, as_of=as_of), what)[0]

    return answer


def _story_known(request: Request, questions: Questions, as_of: str | None) -> tuple[Any, Any]:
    """Return what is known of the story of a request, and its brief, for the desk."""
    id_ = request.path_params["id"]
    one_of(questions, "stories", "story", id_, as_of=as_of)
    story = questions.story(StoryId(id_), as_of=as_of)
    shown = disclose(questions.situation(as_of=as_of, story_id=story.id), Audience.desk)
    [brief] = shown.value.briefs
    return shown, brief


def _story(request: Request) -> Any:
    """Answering with a story told whole: its brief, and what is told in it."""
    as_of = item_asked(request)
    floor, who = floor_of_request(request), principal_of(request)
    with floor.questions.ask(who) as questions, questions.snapshot():
        shown, brief = _story_known(request, questions, as_of)
        whole = story_out(shown.value.stories[0])
        whole.brief = brief_out(brief, shown)
        scope = Scope(stories=(whole.id,), as_of=as_of)
        told = {
            what: _rows(questions, questions.page(what, scope, limit=100), what)
            for what in ("reports", "events", "quotes", "changes")
        }
        return {**msgspec.to_builtins(whole), "told": told}


def _brief(request: Request) -> Any:
    as_of = item_asked(request)
    floor, who = floor_of_request(request), principal_of(request)
    with floor.questions.ask(who) as questions, questions.snapshot():
        shown, brief = _story_known(request, questions, as_of)
        return brief_out(brief, shown)


def _report(request: Request) -> Any:
    """Answering with a report and what was read in it."""
    as_of = item_asked(request)
    floor, who, id_ = floor_of_request(request), principal_of(request), request.path_params["id"]
    with floor.questions.ask(who) as questions, questions.snapshot():
        page = one_of(questions, "reports", "report", id_, as_of=as_of)
        known = disclose(questions.known_of([page.rows[0].value], as_of=as_of), Audience.desk)
        value = known.value.reports[0] if known.value.reports else page.rows[0].value
        return listed_out(value, known, known=page.rows[0].known)


def _alert(request: Request) -> Any:
    as_of = item_asked(request)
    floor, who, id_ = floor_of_request(request), principal_of(request), request.path_params["id"]
    with floor.questions.ask(who) as questions:
        found = questions.alert(id_, as_of=as_of)
        if found is None:
            raise NotThereError(f"{id_} is no alert of the floor")
        return out(found, disclose(SituationReport(), Audience.desk))


def _situation(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    floor, who, name = floor_of_request(request), principal_of(request), request.path_params["id"]
    if name not in floor.desk.situations(who).held:
        raise NotThereError(f"{name} is no situation of the floor")
    situation, found, _ = floor.desk.situation_now(who, name)
    return followed_now_out(situation, found)


class RuleFileOut(msgspec.Struct, kw_only=True):
    """A file of watches: its text, whether it is on, its digest, and what is wrong with it, if anything."""

    name: str
    text: str
    on: bool
    digest: str
    watches: list[str]
    trouble: str


def rule_file_out(file: Any) -> RuleFileOut:
    """Return a file of watches as the API gives it."""
    return RuleFileOut(
        name=file.name,
        text=file.text,
        on=file.is_on,
        digest=file.digest,
        watches=[it.name for it in file.watches],
        trouble=file.trouble,
    )


def _watches(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    floor, who = floor_of_request(request), principal_of(request)
    held = floor.watches.watch_files(who)
    with floor.questions.ask(who) as questions:
        return page_of(questions, Scope(), [rule_file_out(it) for it in held])


def _watch(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    floor, who, name = floor_of_request(request), principal_of(request), request.path_params["id"]
    for held in floor.watches.watch_files(who):
        if held.name == name:
            return rule_file_out(held)
    raise NotThereError(f"{name} is no file of watches of the floor")


def _source(request: Request) -> Any:
    refuse_unknown(request.query_params, ())
    floor, who, id_ = floor_of_request(request), principal_of(request), request.path_params["id"]
    for held in floor.sources.held(who):
        if held.source.id == id_:
            return SourceOut(source=held.source, health=held.health)
    raise NotThereError(f"{id_} is no source of the floor")


# ------------------------------------------------------------------------------------------------- table


def _listed(path: str, summary: str, of: Any, **more: Any) -> ApiRoute:
    if path in LISTS_BY_LABEL:
        more["orders"] = (*more.get("orders", ("newest",)), *LABEL_ORDERS)
    answer = listing(path, without=more.get("without", ()), orders=more.get("orders", ()))
    return ApiRoute(path=f"/{path}", summary=summary, of=of, answer=answer, **more)


ROUTES: Sequence[ApiRoute] = (
    _listed("reports", "Reports, newest known first", ReportOut),
    _listed("stories", "Stories, most news value first", StoryOut, orders=("value", "newest")),
    _listed("events", "Events, newest known first", EventOut),
    _listed("quotes", "Who said what, newest known first", QuoteToldOut),
    _listed("changes", "Changes, newest known first", ChangeOut),
    _listed("actors", "Actors, without private persons", ActorOut),
    _listed("timeline", "Dated statements in the words of their reports", TimelineEntryOut),
    _listed("search", "Texts that hold some words", HitOut, orders=("newest", "best")),
    _listed("numbers", "Series of numbers: who says which, since when", NumberToldOut),
    _listed("ahead", "What is due, soonest first", DueOut),
    ApiRoute(
        path="/news",
        summary="What changed since you looked last, story by story",
        of=StoryNewsOut,
        answer=_news,
        without=("happened_from", "happened_to"),
        pages=False,
    ),
    ApiRoute(path="/alerts", summary="Alerts, newest first", of=AlertOut, answer=_alerts, without=NO_FILTERS),
    ApiRoute(
        path="/situations",
        summary="What is followed under a name",
        of=FollowedOut,
        answer=_situations,
        without=NO_FILTERS,
        takes_as_of=False,
        pages=False,
    ),
    ApiRoute(
        path="/sources",
        summary="Sources and how they are doing, the sick first",
        of=SourceOut,
        answer=_sources,
        without=NO_FILTERS,
        takes_as_of=False,
        pages=False,
    ),
    ApiRoute(
        path="/watches",
        summary="Files of watches, those that are off too",
        of=RuleFileOut,
        answer=_watches,
        without=NO_FILTERS,
        takes_as_of=False,
        pages=False,
    ),
    ApiRoute(
        path="/watches/{id}",
        summary="A file of watches",
        of=RuleFileOut,
        answer=_watch,
        kind="item",
        takes_as_of=False,
    ),
    ApiRoute(
        path="/reports/{id}",
        summary="A report and what was read in it",
        of=ReportOut,
        answer=_report,
        kind="item",
    ),
    ApiRoute(path="/stories/{id}", summary="A story told whole", of=StoryOut, answer=_story, kind="item"),
    ApiRoute(
        path="/stories/{id}/brief", summary="The brief of a story", of=BriefOut, answer=_brief, kind="item"
    ),
    ApiRoute(
        path="/events/{id}", summary="An event", of=EventOut, answer=_item("events", "event"), kind="item"
    ),
    ApiRoute(
        path="/actors/{id}", summary="An actor", of=ActorOut, answer=_item("actors", "actor"), kind="item"
    ),
    ApiRoute(
        path="/changes/{id}", summary="A change", of=ChangeOut, answer=_item("changes", "change"), kind="item"
    ),
    ApiRoute(path="/alerts/{id}", summary="An alert", of=AlertOut, answer=_alert, kind="item"),
    ApiRoute(
        path="/situations/{id}",
        summary="How a situation stands",
        of=FollowedNowOut,
        answer=_situation,
        kind="item",
        takes_as_of=False,
    ),
    ApiRoute(
        path="/sources/{id}", summary="A source", of=SourceOut, answer=_source, kind="item", takes_as_of=False
    ),
    *TOLD_ROUTES,
    *DESK_ROUTES,
    *BRIEFING_ROUTES,
)

"""Now: what changed since one looked, stories by news value, alerts, what is due, and our blindness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watchfloor.disclosure import disclose
from watchfloor.engine.services.questions import Questions
from watchfloor.exchange.coverage import coverage_lines
from watchfloor.model import Alert, Asked, Audience, Principal, Scope, StoryId, urgency
from watchfloor.permissions import Action
from watchfloor.web.asking import (
    as_of_asked,
    floor_of_request,
    form_of,
    label_asked,
    principal_of,
    refuse_unknown,
)
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.alerts import AlertLine, alert_lines
from watchfloor.web.pages.briefs import StoryCard, story_card
from watchfloor.web.pages.compared import COMPARE, compared
from watchfloor.web.pages.due import due_lines
from watchfloor.web.pages.news import news_found
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.rendering import page
from watchfloor.web.served import ServedFloor

_MOST_NEWS, _LINES_OF_ONE = 8, 4
_NEWS_ON_WALL, _LINES_ON_WALL, _ROWS_ON_WALL = 5, 2, 5
_MOST_STORIES, _STORIES_ON_WALL = 12, 4
_MOST_ALERTS, _MOST_DUE, _MOST_SITUATIONS = 8, 8, 6
_SICK = ("broken", "gone", "refused", "failing")


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationCard:
    """A situation: what it asks for, and how much happened in it."""

    name: str
    title: str
    day: int
    week: int
    alerts: int
    types: tuple[tuple[str, int], ...]


def _now(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of", "wall", "order", COMPARE))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    as_of, first = as_of_asked(request), label_asked(request)
    with floor.questions.ask(who) as questions, questions.snapshot():
        scope = Scope(as_of=as_of)
        rests = questions.rests(scope)
        since = "last" if as_of is None else _day_before(as_of)
        news = news_found(
            floor,
            who,
            questions,
            Asked(since=since, as_of=as_of),
            frame,
            most=_NEWS_ON_WALL if frame.is_wall else _MOST_NEWS,
            lines=_LINES_ON_WALL if frame.is_wall else _LINES_OF_ONE,
        )
        most = _STORIES_ON_WALL if frame.is_wall else _MOST_STORIES
        stories = tuple(_cards(floor, who, questions, scope, frame, most=most, first=first))
        every = _weightiest(questions.open_alerts(as_of=as_of)[::-1])
        alerts = tuple(_open_alerts(questions, every, frame))
        dues, _ = due_lines(questions, scope, frame, limit=_ROWS_ON_WALL if frame.is_wall else _MOST_DUE)
        return page(
            request,
            "now.html.j2",
            {
                "news": news,
                "compared": compared(request, questions, frame, Asked()),
                "stories": stories,
                "first": first,
                "labels": questions.source_labels(as_of=as_of),
                "alerts": alerts,
                "alert_count": len(every),
                "dues": dues,
                "situations": tuple(_situations(floor, who, as_of)),
                "health": _health(floor, who),
                "rests": coverage_lines(rests.coverage),
                "moment": rests.moment,
            },
        )


def _day_before(moment: str) -> str:
    return (datetime.fromisoformat(moment) - timedelta(days=1)).isoformat()


def _cards(
    floor: ServedFloor,
    who: Principal,
    questions: Questions,
    scope: Scope,
    frame: Frame,
    *,
    most: int,
    first: str | None,
) -> Iterator[StoryCard]:
    followed = floor.questions.followed(who)
    for row in questions.stories(scope, limit=most, cursor=None, followed=followed, first=first).rows:
        yield known_card(questions, StoryId(row.value.id), scope, frame)


def known_card(questions: Questions, story: StoryId, scope: Scope, frame: Frame) -> StoryCard:
    """Return the card of a story."""
    known = disclose(questions.situation(as_of=scope.as_of, story_id=story), Audience.desk)
    [brief] = known.value.briefs
    return story_card(known, brief, frame)


def _weightiest(alerts: Sequence[Alert]) -> list[Alert]:
    """Return alerts by their level, the newest of one level first."""
    return sorted(alerts, key=lambda it: -urgency(it.level))


def _open_alerts(questions: Questions, alerts: Sequence[Alert], frame: Frame) -> Iterator[AlertLine]:
    most = _ROWS_ON_WALL if frame.is_wall else _MOST_ALERTS
    yield from alert_lines(questions, alerts[:most], frame)


def _situations(floor: ServedFloor, who: Principal, as_of: str | None) -> Iterator[SituationCard]:
    for name in list(floor.desk.situations(who).held)[:_MOST_SITUATIONS]:
        situation, found = floor.desk.situation_counts(who, name, as_of=as_of)
        yield SituationCard(
            name=name,
            title=situation.title,
            day=sum(it.day for it in found.tallies),
            week=sum(it.week for it in found.tallies),
            alerts=len(found.alerts),
            types=tuple((it.type, it.week) for it in found.tallies if it.week)[:3],
        )


def _health(floor: ServedFloor, who: Principal) -> dict[str, object]:
    held, since = floor.sources.health(who)
    counts = Counter(it.health.status for it in held)
    sick = [
        (
            it.source.title or it.source.url,
            it.health.status,
            since.get(it.source.id, ""),
            it.health.error or "",
        )
        for it in held
        if it.health.status in _SICK
    ]
    return {"counts": counts, "sick": sick[:5], "count": len(held), "is_polling": floor.is_polling}


def _seen(request: Request) -> Response:
    """Move the mark of who asks to what the page showed, and not to what came since."""
    form, floor, who = form_of(request), floor_of_request(request), principal_of(request)
    with floor.questions.ask(who) as questions:
        last, moment = questions.last()
        shown = form.get("admission", "")
        if shown.isascii() and shown.isdigit() and 0 < int(shown) <= last:
            last, moment = int(shown), questions.moment_of(int(shown))
        if moment is not None:
            floor.questions.move_mark(who, last, moment)
    return RedirectResponse("/", status_code=303)


PAGES: Sequence[FloorPage] = (
    FloorPage(path="/", name="now", answer=_now),
    FloorPage(path="/seen", name="seen", answer=_seen, methods=("POST",), action=Action.KEEP_MARK),
)

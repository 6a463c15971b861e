"""Numbers: who says which, since when, of all stories or of what is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.model import NumberTold
from watchfloor.web.asking import floor_of_request, list_asked, parameters_given, principal_of
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.charts import StoryNumbers, number_chart
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.pages.plain_words import type_choices
from watchfloor.web.rendering import page

_ROWS = 30


def _numbers(request: Request) -> Response:
    asked = list_asked(request, limit=_ROWS)
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    scope = floor.questions.meant(who, asked.asked)[0].scope
    with floor.questions.ask(who) as questions, questions.snapshot():
        found = questions.page("numbers", scope, limit=asked.limit, cursor=asked.after)
        rows: list[NumberTold] = [row.value for row in found.rows]
        given = parameters_given(request)
        return page(
            request,
            "numbers.html.j2",
            {
                "stories": tuple(_by_story(rows, frame)),
                "given": dict(given),
                "next": frame.kept(given, after=found.cursor) if found.cursor else None,
                "types": type_choices(),
            },
        )


def _by_story(rows: Sequence[NumberTold], frame: Frame) -> Iterator[StoryNumbers]:
    stories: dict[str, list[NumberTold]] = {}
    for told in rows:
        stories.setdefault(told.story, []).append(told)
    for id_, told_in in stories.items():
        charts = tuple(number_chart(it.series, partial(_called, dict(it.names)), frame) for it in told_in)
        yield StoryNumbers(id=id_, title=told_in[0].title, charts=charts)


def _called(names: Mapping[str, str], id_: str) -> str:
    """Return what somebody is called who puts a number at something."""
    return names.get(id_, "somebody")


PAGES: Sequence[FloorPage] = (FloorPage(path="/numbers", name="numbers", answer=_numbers),)

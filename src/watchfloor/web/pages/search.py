"""Search: texts by their words, narrowed by what lists are narrowed by, the words found marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.disclosure import disclose
from watchfloor.engine.answer.queries import FoundText
from watchfloor.model import Audience, Evidence, Report, ReportId, Span
from watchfloor.web.asking import ListAsked, floor_of_request, list_asked, principal_of
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.pages.plain_words import type_choices
from watchfloor.web.rendering import page

_ROWS = 30
_UNKEPT = ("after", "as_of")  # of the parameters, in the link to the next page


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """A text that was found: its parts, the words that were looked for marked, and the link to them."""

    title: str
    href: str | None
    parts: tuple[tuple[str, bool], ...]
    outlet: str
    published: str | None
    known: str
    language: str | None


def _search(request: Request) -> Response:
    asked = list_asked(request, limit=_ROWS, orders=("newest", "best"))
    frame, words = frame_of(request), (asked.asked.words or "").strip()
    rows, cursor = _found(request, asked, words, frame) if words else ((), None)
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in _UNKEPT]
    given = dict(kept)
    return page(
        request,
        "search.html.j2",
        {
            "words": words,
            "rows": rows,
            "next": frame.to("/search", **{**given, "after": cursor}) if cursor else None,
            "given": given,
            "order": asked.order,
            "types": type_choices(),
        },
    )


def _found(
    request: Request, asked: ListAsked, words: str, frame: Frame
) -> tuple[tuple[HitRow, ...], str | None]:
    """Return the texts with some words, and the cursor of the page after."""
    floor, who = floor_of_request(request), principal_of(request)
    scope = floor.questions.meant(who, replace(asked.asked, words=words))[0].scope
    order: Literal["newest", "best"] = "best" if asked.order == "best" else "newest"
    with floor.questions.ask(who) as questions, questions.snapshot():
        found = questions.search(scope, limit=asked.limit, cursor=asked.after, order=order)
        evidence = [it for row in found.rows if (it := _evidence(row.value)) is not None]
        known = disclose(questions.known_of(evidence, as_of=scope.as_of), Audience.desk)
    reports = {it.report.id: it.report for it in known.value.reports}
    rows = (
        _row(row.value, row.known, reports.get(row.value.report or ReportId("")), frame) for row in found.rows
    )
    return tuple(rows), found.cursor


def _evidence(found: FoundText) -> Evidence | None:
    if found.report is None:
        return None
    return Evidence(report=found.report, text_id=found.text.id, span=_first(found))


def _first(found: FoundText) -> Span:
    return next((mark for mark in found.hit.marks if found.hit.snippet.contains(mark)), found.hit.snippet)


def _row(found: FoundText, known: str, report: Report | None, frame: Frame) -> HitRow:
    evidence = _evidence(found)
    return HitRow(
        title=found.hit.title or "(no headline)",
        href=frame.words_of(evidence) if evidence else None,
        parts=tuple(_parts(found)),
        outlet=(report.outlet if report else None) or "an unnamed outlet",
        published=report.published.value if report and report.published else None,
        known=known,
        language=report.language if report else None,
    )


def _parts(found: FoundText) -> Iterator[tuple[str, bool]]:
    snippet, text, at = found.hit.snippet, found.text.text, found.hit.snippet.start
    if snippet.start:
        yield "… ", False
    for mark in found.hit.marks:
        if not snippet.contains(mark) or mark.start < at:
            continue
        yield text[at : mark.start], False
        yield text[mark.start : mark.end], True
        at = mark.end
    yield text[at : snippet.end], False
    if text[snippet.end :].strip():
        yield " …", False


PAGES: Sequence[FloorPage] = (FloorPage(path="/search", name="search", answer=_search),)

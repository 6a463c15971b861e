"""A report: its text with what was read in it marked, by colour and shape, each mark leading to its fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote as quoted

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.disclosure import disclose
from watchfloor.engine.services.questions import Questions
from watchfloor.errors import UsageError
from watchfloor.exchange import explanation_lines
from watchfloor.exchange.schema import Situation
from watchfloor.exchange.view import ReportLine, view_of
from watchfloor.exchange.wording import flags_words
from watchfloor.model import Audience, Event, Evidence, Findings, Report, Span, StoryId, TextId
from watchfloor.web.asking import as_of_asked, floor_of_request, principal_of, refuse_unknown
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.pages.story import HappeningRow, happenings
from watchfloor.web.problems import NotThereError
from watchfloor.web.rendering import page


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMark:
    """Something read in a text: where, of which kind, what it is, and the fact that it leads to."""

    span: Span
    kind: str
    words: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A part of a text that one set of marks covers; a statement rests on what begins and ends here."""

    text: str
    kinds: tuple[str, ...]
    words: str
    href: str | None
    begins_here: bool
    ends_here: bool


# In the order in which kinds stand in the legend.
KINDS: Mapping[str, str] = {
    "event": "what happened",
    "quote": "what somebody said",
    "actor": "who",
    "place": "where",
    "time": "when",
    "quantity": "how many",
}


def marks_of(findings: Findings, events: Sequence[Event], report: str, frame: Frame) -> Iterator[TextMark]:
    """Yield what was read in a text; triggers lead to the events that they tell."""
    yield from _event_marks(findings, events, report, frame)
    yield from _said_marks(findings)
    for place in findings.places:
        where = ", ".join(filter(None, (place.name, place.country, place.precision)))
        yield TextMark(span=place.span, kind="place", words=where)
    yield from (TextMark(span=it.span, kind="time", words=it.value) for it in findings.times)
    for it in findings.quantities:
        words = " ".join(filter(None, (f"{it.value:g}", it.unit, it.what, it.role)))
        yield TextMark(span=it.span, kind="quantity", words=words)


def _event_marks(
    findings: Findings, events: Sequence[Event], report: str, frame: Frame
) -> Iterator[TextMark]:
    members = [(member, event) for event in events for member in event.members if member.report == report]
    told = {
        span: event
        for member, event in members
        if member.text_id == findings.text_id
        for span in member.trigger
    }
    for mention in findings.events:
        words = f"{mention.type.value}, {mention.modality}"
        for span in mention.trigger:
            event = told.get(span)
            href = frame.to(f"/events/{quoted(event.id, safe='')}") if event else None
            yield TextMark(span=span, kind="event", words=words, href=href)


def _said_marks(findings: Findings) -> Iterator[TextMark]:
    names = {actor.id: actor.name for actor in findings.actors}
    for said in findings.quotes:
        who = names.get(said.speaker or "", "somebody unnamed")
        yield from (TextMark(span=span, kind="quote", words=f"{said.act} of {who}") for span in said.content)
    for actor in findings.actors:
        words = ", ".join((actor.name, *(role.title for role in actor.roles[:1])))
        yield from (TextMark(span=span, kind="actor", words=words) for span in actor.mentions)


def parts_of(text: str, marks: Sequence[TextMark], here: Span | None) -> list[TextPart]:
    """Return a text cut where marks begin and end."""
    spans = [mark.span for mark in marks] + ([here] if here else [])
    cuts = {0, len(text)} | {min(max(at, 0), len(text)) for span in spans for at in span}
    edges = sorted(cuts)
    begins: dict[int, list[TextMark]] = {}
    for mark in marks:
        begins.setdefault(mark.span.start, []).append(mark)
    parts: list[TextPart] = []
    active: list[TextMark] = []
    for start, end in pairwise(edges):
        active = [mark for mark in active if mark.span.end > start] + begins.get(start, [])
        parts.append(
            TextPart(
                text=text[start:end],
                kinds=tuple(kind for kind in KINDS if any(mark.kind == kind for mark in active)),
                words="; ".join(dict.fromkeys(f"{KINDS[mark.kind]}: {mark.words}" for mark in active)),
                href=next((mark.href for mark in active if mark.href), None),
                begins_here=here is not None and start == here.start < len(text),
                ends_here=here is not None and here.start < end == min(here.end, len(text)),
            )
        )
    return parts


def _report(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of", "text", "span"))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    as_of, id_ = as_of_asked(request), request.path_params["id"]
    with floor.questions.ask(who) as questions, questions.snapshot():
        found = questions.one("reports", id_, as_of=as_of)
        if found is None:
            raise NotThereError(f"{id_} is no report of the floor, or was none then")
        report: Report = found.rows[0].value
        why = floor.floor.explained(who, report.id, as_of=as_of)
        story = why.story if why is not None else None
        known = _known(questions, story, report, as_of)
        text_id = _text_asked(request, report)
        held = disclose(
            questions.known_of([Evidence(report=report.id, text_id=text_id, span=Span(0, 0))]), Audience.desk
        )
        shown = held.text(text_id)
        reading = next((it for it in held.value.reports if it.findings.text_id == text_id), None)
        marks: list[TextMark] = []
        if reading is not None and not shown.withheld:
            marks = list(marks_of(reading.findings, known.value.events, report.id, frame))
        return page(
            request,
            "report.html.j2",
            {
                "report": report,
                "line": _line(known, report),
                "story": story,
                "story_title": next((it.title for it in known.value.stories), ""),
                "known": found.rows[0].known,
                "shown": shown,
                "is_earlier": text_id != report.text_id,
                "parts": parts_of(shown.text, marks, _span_asked(request)),
                "kinds": KINDS,
                "flags": flags_words(reading.findings.flags) if reading else [],
                "told": [it for it in happenings(known, frame) if _tells(known, it, report)],
                "why": list(explanation_lines(disclose(why, Audience.desk), as_of=as_of)) if why else [],
            },
        )


def _known(questions: Questions, story: StoryId | None, report: Report, as_of: str | None) -> Situation:
    if story is None:
        return disclose(questions.known_of([report], as_of=as_of), Audience.desk)
    return disclose(questions.situation(as_of=as_of, story_id=story), Audience.desk)


def _text_asked(request: Request, report: Report) -> TextId:
    asked = TextId(request.query_params.get("text", report.text_id))
    if asked not in {report.text_id, *report.versions, *(it.text_id for it in report.renditions)}:
        raise NotThereError(f"{asked} is no text of report {report.id}")
    return asked


def _span_asked(request: Request) -> Span | None:
    written = request.query_params.get("span")
    if not written:
        return None
    start, _, end = written.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (start, end)):
        raise UsageError(f"span is {written!r}; write it as two places in the text: 120-188")
    return Span(int(start), int(end)) if int(start) < int(end) else None


def _line(known: Situation, report: Report) -> ReportLine | None:
    return next((it for story in view_of(known).stories for it in story.reports if it.id == report.id), None)


def _tells(known: Situation, happening: HappeningRow, report: Report) -> bool:
    [event] = [it for it in known.value.events if it.id == happening.event.id]
    return any(member.report == report.id for member in event.members)


PAGES: Sequence[FloorPage] = (FloorPage(path="/reports/{id}", name="report", answer=_report),)

"""A story: its brief, what happened in it, its numbers, and who wrote, copied and edited what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.config import Retention
from watchfloor.disclosure import disclose
from watchfloor.engine.services.questions import Questions
from watchfloor.exchange.brief import brief_lines
from watchfloor.exchange.brief_forms import brief_message
from watchfloor.exchange.brief_words import called
from watchfloor.exchange.news import Names
from watchfloor.exchange.schema import Situation
from watchfloor.exchange.view import EventLine, ReportLine, view_of
from watchfloor.model import (
    Asked,
    Audience,
    Brief,
    Event,
    EventId,
    Evidence,
    NumberSeries,
    QuoteTold,
    Scope,
    SituationReport,
    StoryId,
)
from watchfloor.web.asking import as_of_asked, floor_of_request, principal_of, refuse_unknown
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.briefs import story_card
from watchfloor.web.pages.charts import number_chart
from watchfloor.web.pages.compared import COMPARE, compared
from watchfloor.web.pages.decisions import act_rows
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.pages.rows import NotedLink, noted_links
from watchfloor.web.problems import NotThereError
from watchfloor.web.rendering import page
from watchfloor.web.told import StatementMaker, ToldLine

_MOST_QUOTES = 30
_MOST_OTHERS = 50  # stories that one can be put into by a choice


@dataclass(frozen=True, slots=True, kw_only=True)
class HappeningRow:
    """An event in a row: what it is in a plain word, with its code, and the words that tell it.

    `noted` is what our own people tell of it.
    """

    event: EventLine
    called: str
    code: str
    line: ToldLine
    noted: tuple[NotedLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenText:
    """A separately written text: the report that has it first, and those that copied it."""

    first: ReportLine
    copies: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRow:
    """What somebody said."""

    speaker: str
    act: str
    line: ToldLine
    day: str


def happenings(
    known: Situation, frame: Frame, noted: Mapping[EventId, Sequence[Event]] | None = None
) -> Iterator[HappeningRow]:
    """Yield the events of a story in their order, each with its words, and what is `noted` of it."""
    events = {event.id: event for event in known.value.events}
    maker, names = StatementMaker(known, frame), Names(known)
    for story in view_of(known).stories:
        for line in story.events:
            event = events[EventId(line.id)]
            evidence = event.evidence[:1]
            words = names.words(evidence[0]) if evidence else "its words are not held any more"
            yield HappeningRow(
                event=line,
                called=called(event).lower(),
                code=line.what,
                line=maker.line(words, evidence, quoted=True),
                noted=noted_links((noted or {}).get(event.id, ()), frame),
            )


def _texts(known: Situation) -> Iterator[WrittenText]:
    """Yield the separately written texts of a story, each with its copies."""
    [story] = view_of(known).stories
    origins = {str(it.report.id): it.report.origin for it in known.value.reports}
    grouped: dict[str, list[ReportLine]] = {}
    for line in story.reports:
        grouped.setdefault(origins[line.id], []).append(line)
    for lines in grouped.values():
        yield WrittenText(first=lines[0], copies=tuple(lines[1:]))


def _story(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of", COMPARE))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    as_of, id_ = as_of_asked(request), request.path_params["id"]
    with floor.questions.ask(who) as questions, questions.snapshot():
        found = questions.one("stories", id_, as_of=as_of)
        if found is None:
            raise NotThereError(f"{id_} is no story of the floor, or was none then")
        story = found.rows[0].value
        held = questions.situation(as_of=as_of, story_id=StoryId(story.id))
        known = disclose(held, Audience.desk)
        [brief] = known.value.briefs
        told = questions.page("quotes", Scope(stories=(story.id,), as_of=as_of), limit=_MOST_QUOTES)
        quoted: list[QuoteTold] = [row.value for row in told.rows]
        numbers = [it.id for it in _numbers(known, brief)]
        acts = [
            *questions.judged("story", [story.id], as_of=as_of),
            *questions.judged("number", numbers, as_of=as_of),
        ]
        changes = questions.page("changes", Scope(stories=(story.id,), as_of=as_of), limit=1)
        return page(
            request,
            "story.html.j2",
            {
                "was": id_ if id_ != story.id else "",
                "story": story_card(known, brief, frame, whole=True),
                "happenings": tuple(
                    happenings(known, frame, questions.noted_beside(known.value.events, as_of=as_of))
                ),
                "charts": [number_chart(it, Names(known).of, frame) for it in _numbers(known, brief)],
                "texts": tuple(_texts(known)),
                "quotes": [_quote(it, known, frame) for it in quoted],
                "judged": next((it.judged for it in view_of(known).stories), ""),
                "message": _message(held, floor.config.retention),
                "compared": compared(request, questions, frame, Asked(stories=(story.id,))),
                "reports": view_of(known).stories[0].reports,
                "acts": tuple(act_rows(sorted(acts, key=lambda it: it.at), frame)),
                "others": _others(questions, story.id) if frame.may_judge else (),
                "changed": changes.rows[0].known if changes.rows else None,
            },
        )


def _message(held: SituationReport, retention: Retention) -> str:
    """Return the brief of a story as it may leave the desk; "" for one that may not."""
    shown = disclose(held, Audience.public, retention)
    return "\n".join(brief_message(brief_lines(it, shown)) for it in shown.value.briefs)


def _numbers(known: Situation, brief: Brief) -> Sequence[NumberSeries]:
    """Return the numbers of a story: first those of its brief, then the others that are told in it."""
    return tuple({it.id: it for it in (*brief.numbers, *known.value.numbers)}.values())


def _others(questions: Questions, story: StoryId) -> list[tuple[str, str]]:
    """Return the other stories of most news value, to choose one by its headline."""
    rows = questions.stories(Scope(), limit=_MOST_OTHERS, cursor=None).rows
    return [(row.value.id, row.value.title) for row in rows if row.value.id != story]


def _quote(quote: QuoteTold, known: Situation, frame: Frame) -> QuoteRow:
    evidence = [Evidence(report=quote.report, text_id=quote.text_id, span=span) for span in quote.content[:1]]
    return QuoteRow(
        speaker=quote.speaker_name or "somebody unnamed",
        act="" if quote.act == "statement" else quote.act,
        line=StatementMaker(known, frame).line(quote.words, evidence, quoted=True),
        day=frame.moment(quote.published),
    )


PAGES: Sequence[FloorPage] = (FloorPage(path="/stories/{id}", name="story", answer=_story),)

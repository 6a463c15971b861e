"""Events in rows: when, what in plain words, who, where, and the words of a report that tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from watchfloor.disclosure import disclose
from watchfloor.engine.answer.queries import Listed
from watchfloor.engine.services.questions import Questions
from watchfloor.exchange.brief_words import called
from watchfloor.exchange.news import Names
from watchfloor.exchange.view import event_cells
from watchfloor.model import INTERNAL, Actor, ActorId, Audience, Event
from watchfloor.web.frame import Frame
from watchfloor.web.told import StatementMaker, ToldLine


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedLink:
    """What our own people tell of a happening that others tell too: where it stands, and whether it stays."""

    href: str
    is_internal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event in a row; `noted` is what our own people tell of it."""

    id: str
    when: str
    called: str
    code: str
    sides: str
    where: str
    line: ToldLine
    is_weak: bool
    is_internal: bool = False
    noted: tuple[NotedLink, ...] = ()


def noted_links(events: Iterable[Event], frame: Frame) -> tuple[NotedLink, ...]:
    """Return the links to what our own people tell of a happening."""
    return tuple(
        NotedLink(href=frame.to(f"/events/{it.id}"), is_internal=it.handling == INTERNAL) for it in events
    )


def event_rows(
    questions: Questions, rows: Sequence[Listed[Event]], actors: Mapping[ActorId, Actor], frame: Frame
) -> Iterator[EventRow]:
    """Yield events as rows."""
    known = disclose(questions.known_of([row.value for row in rows], as_of=frame.as_of), Audience.desk)
    maker, names = StatementMaker(known, frame), Names(known)
    for row in rows:
        event = row.value
        when, what, sides, where, _ = event_cells(event, actors)
        evidence = event.evidence[:1]
        words = names.words(evidence[0]) if evidence else "its words are not held any more"
        yield EventRow(
            id=event.id,
            when=when,
            called=called(event).lower(),
            code=what,
            sides=sides.replace("? →", "not told by whom →"),
            where=where,
            line=maker.line(words, evidence, quoted=True),
            is_weak=event.grade == "weak",
            is_internal=event.handling == INTERNAL,
            noted=noted_links(row.beside, frame),
        )

"""Actors: of one, the roles over time, words, deeds, and with whom. Private persons have no page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.engine.answer.queries import Page
from watchfloor.gazetteer import country_name
from watchfloor.model import Actor, ActorId, Event, Role, Scope
from watchfloor.plover import intensity_of
from watchfloor.web.asking import (
    LABEL_ORDERS,
    as_of_asked,
    floor_of_request,
    list_asked,
    parameters_given,
    principal_of,
    refuse_unknown,
)
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.maps import Tone, tone_of
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.pages.rows import event_rows
from watchfloor.web.pages.said import said_rows
from watchfloor.web.problems import NotThereError
from watchfloor.web.rendering import page

_ROWS, _EVENTS, _QUOTES, _OTHERS = 100, 200, 30, 20
_SHOWN = 40  # events


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """Somebody with whom an actor had to do: how often who did something to whom, and in which tone."""

    name: str
    href: str | None
    did: int
    suffered: int
    together: int
    intensity: float
    tone: Tone


def _actors(request: Request) -> Response:
    asked = list_asked(request, limit=_ROWS, orders=("newest", *LABEL_ORDERS))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    scope = floor.questions.meant(who, asked.asked)[0].scope
    with floor.questions.ask(who) as questions, questions.snapshot():
        found: Page[Actor] = questions.page(
            "actors", scope, limit=asked.limit, cursor=asked.after, first=asked.first
        )
        labels = questions.source_labels(as_of=scope.as_of)
    given = parameters_given(request)
    rows = [
        (row.value, country_name(row.value.country or "") or "", _last(row.value.roles)) for row in found.rows
    ]
    following = frame.kept(given, after=found.cursor) if found.cursor else None
    values = {"rows": rows, "given": dict(given), "next": following, "labels": labels}
    return page(request, "actors.html.j2", values)


def _last(roles: Sequence[Role]) -> str:
    return max(roles, key=lambda it: it.last_seen or "").title if roles else ""


def _actor(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    floor, who, frame = floor_of_request(request), principal_of(request), frame_of(request)
    as_of, id_ = as_of_asked(request), request.path_params["id"]
    with floor.questions.ask(who) as questions, questions.snapshot():
        found = questions.one("actors", id_, as_of=as_of)
        if found is None:
            raise NotThereError(f"{id_} is no public actor of the floor, or was none then")
        actor: Actor = found.rows[0].value
        scope = Scope(actors=(actor.id,), as_of=as_of)
        quotes = questions.page("quotes", scope, limit=_QUOTES)
        held: Page[Event] = questions.with_notes(questions.page("events", scope, limit=_EVENTS), scope)
        events = [row.value for row in held.rows]
        return page(
            request,
            "actor.html.j2",
            {
                "was": id_ if id_ != actor.id else "",
                "actor": actor,
                "country": country_name(actor.country or "") or "",
                "roles": sorted(actor.roles, key=lambda it: it.last_seen or "", reverse=True),
                "said": tuple(said_rows(questions, [row.value for row in quotes.rows], frame)),
                "more_said": quotes.cursor is not None,
                "events": tuple(event_rows(questions, held.rows[:_SHOWN], held.actors, frame)),
                "count": len(events),
                "is_all": held.cursor is None,
                "others": tuple(_others(actor.id, events, held.actors, frame))[:_OTHERS],
                "stories": questions.page("stories", scope, limit=12).rows,
            },
        )


def _others(
    mine: ActorId, events: Sequence[Event], actors: Mapping[ActorId, Actor], frame: Frame
) -> Iterator[Counterpart]:
    """Yield those with whom an actor had to do, the most frequent first."""
    met: dict[ActorId, list[tuple[str, float]]] = defaultdict(list)
    for event in events:
        intensity = intensity_of(event.type, event.mode)
        for other, how in _beside(mine, event):
            met[other].append((how, intensity))
    for other in sorted(met, key=lambda it: (-len(met[it]), it)):
        actor = actors.get(other)
        if actor is None or not actor.public:
            continue
        ways = [how for how, _ in met[other]]
        mean = sum(it for _, it in met[other]) / len(ways)
        yield Counterpart(
            name=actor.name,
            href=frame.to(f"/actors/{other}"),
            did=ways.count("did"),
            suffered=ways.count("suffered"),
            together=ways.count("together"),
            intensity=round(mean, 1),
            tone=tone_of(mean),
        )


def _beside(mine: ActorId, event: Event) -> Iterator[tuple[ActorId, str]]:
    """Yield the others of an event, and whether it was done to them, by them, or together."""
    for other in dict.fromkeys((*event.source, *event.target)):
        if other == mine:
            continue
        if mine in event.source and other in event.target and mine not in event.target:
            yield other, "did"
        elif mine in event.target and other in event.source and mine not in event.source:
            yield other, "suffered"
        else:
            yield other, "together"


PAGES: Sequence[FloorPage] = (
    FloorPage(path="/actors", name="actors", answer=_actors),
    FloorPage(path="/actors/{id}", name="actor", answer=_actor),
)

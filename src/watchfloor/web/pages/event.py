"""An event: its slots, everybody who tells it in their exact words, what changed, and what people decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watchfloor.disclosure import disclose
from watchfloor.errors import UsageError
from watchfloor.exchange.brief_words import called
from watchfloor.exchange.explained import Explained
from watchfloor.exchange.judgements import standing
from watchfloor.exchange.schema import Situation
from watchfloor.exchange.view import event_cells, who
from watchfloor.exchange.wording import reason_words
from watchfloor.model import Actor, ActorId, Audience, Event, Evidence
from watchfloor.permissions import Action
from watchfloor.web.asking import as_of_asked, floor_of_request, form_of, principal_of, refuse_unknown
from watchfloor.web.frame import Frame, frame_of
from watchfloor.web.pages.decisions import SLOTS, act_rows
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.pages.plain_words import in_plain_words, land
from watchfloor.web.pages.rows import noted_links
from watchfloor.web.problems import NotThereError
from watchfloor.web.rendering import page
from watchfloor.web.told import StatementMaker, ToldLine

_STATUSES = ("unchecked", "checked", "disputed")


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingRow:
    """One report's words of an event: whose they are, and how they are told."""

    outlet: str
    at: str
    line: ToldLine
    how: str
    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A change of an event, and why."""

    known: str
    type: str
    values: str
    why: str


def _event(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    floor, person, frame = floor_of_request(request), principal_of(request), frame_of(request)
    as_of, id_ = as_of_asked(request), request.path_params["id"]
    with floor.questions.ask(person) as questions, questions.snapshot():
        found = questions.one("events", id_, as_of=as_of)
        if found is None:
            raise NotThereError(f"{id_} is no event of the floor, or was none then")
        event: Event = found.rows[0].value
        why = floor.floor.explained(person, event.id, as_of=as_of)
        known = disclose(questions.situation(as_of=as_of, story_id=event.story), Audience.desk)
        names = {actor.id: actor for actor in known.value.actors}
        when, _, _, where, told = event_cells(event, names)
        noted = questions.noted_beside([event], as_of=as_of)
        return page(
            request,
            "event.html.j2",
            {
                "event": event,
                "called": called(event),
                "sides": who(event, names),
                "slots": [
                    ("What", [(called(event).lower(), None)]),
                    ("Who", _people(event.source, names, frame)),
                    ("To whom", _people(event.target, names, frame)),
                    ("Where", [(_where(event, where), None)]),
                    ("When", [(when, None)]),
                    ("Told", [(told or "not told", None)]),
                    ("Reading", [(f"a {event.grade} reading by machine, not verified", None)]),
                    *([("By the desk", [(", ".join(event.by_desk), None)])] if event.by_desk else []),
                ],
                "noted_too": noted_links(noted.get(event.id, ()), frame),
                "tellings": tuple(_tellings(why, known, frame)) if why else (),
                "changes": tuple(_changes(why, frame)) if why else (),
                "judged": standing(why.judgements) if why else "",
                "alerts": why.alerts if why else (),
                "story_title": next((it.title for it in known.value.stories), ""),
                "statuses": _STATUSES,
                "correctable": SLOTS,
                "acts": tuple(act_rows(why.judgements if why else (), frame)),
                "others": [(it.id, _said_of(it, names)) for it in known.value.events if it.id != event.id],
            },
        )


def _people(
    ids: Sequence[ActorId], names: Mapping[ActorId, Actor], frame: Frame
) -> list[tuple[str, str | None]]:
    """Return actors by name, those who are no private persons with the link to their page."""
    held = [names[it] for it in ids if it in names]
    found = [(it.name, frame.to(f"/actors/{it.id}") if it.public else None) for it in held]
    return found or [("not told", None)]


def _said_of(event: Event, names: Mapping[ActorId, Actor]) -> str:
    """Return an event in one line, to choose it by."""
    when, _, sides, where, _ = event_cells(event, names)
    return ", ".join(filter(None, (called(event).lower(), sides.replace("? →", "→"), where, when)))


def _where(event: Event, where: str) -> str:
    if event.place is None:
        return "not told"
    beside = ", ".join(filter(None, (land(event.place.country), event.place.precision)))
    basis = "; the town that its reports are about" if event.place.basis == "report" else ""
    return f"{where} ({beside}{basis})"


def _tellings(why: Explained, known: Situation, frame: Frame) -> Iterator[TellingRow]:
    maker = StatementMaker(known, frame)
    for told in why.told:
        member = told.member
        evidence = Evidence(report=member.report, text_id=member.text_id, span=member.span)
        how = [
            "denies it" if member.denied else "",
            f"according to {told.claimant}"
            if told.claimant
            else "somebody's words"
            if member.attributed
            else "",
            "a weak reading" if member.grade == "weak" else "",
        ]
        yield TellingRow(
            outlet=member.outlet or "an unnamed outlet",
            at=frame.moment(member.published),
            line=maker.line(" ".join(told.words.split()), [evidence], quoted=True),
            how=", ".join(filter(None, how)) or "in its own voice",
            member=member.id,
        )


def _changes(why: Explained, frame: Frame) -> Iterator[ChangeRow]:
    for change in why.changes:
        values = " → ".join(value for value in (change.before, change.after) if value)
        yield ChangeRow(
            known=frame.moment(change.known),
            type=change.type,
            values=in_plain_words(values) + (" texts" if change.type == "corroborated" else ""),
            why=in_plain_words(reason_words(change.reason)),
        )


def _judge(request: Request) -> Response:
    """Keep a status, a rejection or a note of who asks."""
    form, floor, id_ = form_of(request), floor_of_request(request), request.path_params["id"]
    status, note = form.get("status") or None, form.get("note", "").strip() or None
    is_rejected = form.get("reject") == "1"
    if not (status or note or is_rejected):
        raise UsageError("choose a status, write a note, or reject it; nothing was kept")
    floor.desk.judge(principal_of(request), id_, status=status, note=note, reject=is_rejected)
    return RedirectResponse(f"/events/{id_}", status_code=303)


PAGES: Sequence[FloorPage] = (
    FloorPage(path="/events/{id}", name="event", answer=_event),
    FloorPage(path="/events/{id}/judge", name="judge", answer=_judge, methods=("POST",), action=Action.JUDGE),
)

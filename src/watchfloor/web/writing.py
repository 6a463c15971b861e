"""What the API does: one table of acts, of which the answers, the document and the tests are made.

Each act is a call of a service with the body that was sent, so that what may be done, and how it is signed,
is decided where the command line has it decided. `Idempotency-Key` makes a call that is sent again one act.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from watchfloor.engine.answer.situations import Situation
from watchfloor.engine.services.sources import SourceSettings, Wanted
from watchfloor.errors import UsageError
from watchfloor.exchange.schema import ActOut, FollowedOut, SourceOut, act_out, followed_out
from watchfloor.model import Asked, EventId, EventSlot, ReportId, RevisitRhythm, StoryId
from watchfloor.permissions import Action, require
from watchfloor.printable import printable_json
from watchfloor.web.api import RuleFileOut, rule_file_out
from watchfloor.web.asking import floor_of_request, moment_asked, principal_of, refuse_unknown
from watchfloor.web.problems import NotThereError
from watchfloor.web.repeats import Repeats

if TYPE_CHECKING:
    from watchfloor.engine.services import Judged

Id = Annotated[str, Meta(min_length=1, max_length=100)]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
WrittenWords = Annotated[str, Meta(max_length=2_000)]
WrittenReason = Annotated[
    str, Meta(min_length=1, max_length=2_000, description="Why; it is kept with the act.")
]
WrittenValue = Annotated[str, Meta(min_length=1, max_length=500)]
WrittenValues = Annotated[tuple[WrittenValue, ...], Meta(max_length=100)]
Ids = Annotated[tuple[Id, ...], Meta(min_length=1, max_length=100)]
Minutes = Annotated[int, Meta(ge=1, le=10_080)]


class Because(Struct, forbid_unknown_fields=True, kw_only=True):
    """Why something is done."""

    reason: WrittenReason


class MergeIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Into which story another is put, or which event, and why."""

    into: Id
    reason: WrittenReason


class PartIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Which reports are taken out, and why."""

    reports: Ids
    reason: WrittenReason


class JudgementIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a person found of a story, event, actor or report: a status, a note, a rejection with a note."""

    about: Id
    status: Literal["unchecked", "checked", "disputed"] | None = None
    note: WrittenWords = ""
    reject: bool = False


class CorrectionIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a slot of an event holds instead: an actor (several: a;b), a town, a day, TYPE/mode, nobody."""

    slot: EventSlot
    value: WrittenValue
    reason: WrittenReason


class UseIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Which number of a series the desk uses; the latest, where none is named."""

    value: WrittenValue | None = None
    reason: WrittenReason


class EventIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A happening that was not read: the words that tell it, as they stand in the report once, its slots."""

    report: Id
    words: Annotated[str, Meta(min_length=1, max_length=2_000)]
    type: WrittenValue
    doer: WrittenValue | None = None
    target: WrittenValue | None = None
    place: WrittenValue | None = None
    day: WrittenValue | None = None
    reason: WrittenReason


class NoteIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What there is to say of it."""

    note: WrittenWords = ""


class WrongIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What of an alert is wrong, and what is right, where that can be said."""

    fault: Literal["doer", "place", "day", "number", "old", "same-as", "not-news"]
    value: WrittenValue | None = None
    note: WrittenWords = ""


class CommentIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What is said of a story or alert; it stays at the desk."""

    words: Annotated[str, Meta(min_length=1, max_length=2_000)]


class AssignIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Who is to see to a story or alert."""

    to: Name
    note: WrittenWords = ""


class LabelIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Whether a watch was right to tell of something."""

    watch: Name
    about: Id
    label: Literal["hit", "miss"]
    note: WrittenWords = ""


class MarkIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Up to which admission you have seen; without one, up to the last."""

    admission: Annotated[int, Meta(ge=1, le=2**53)] | None = None


class SeenOut(Struct, kw_only=True):
    """Up to where you have seen."""

    admission: int
    moment: str | None


class SituationIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A situation: what must hold of what falls into it; within a list, one is enough."""

    name: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9_-]{0,63}$")]
    title: WrittenWords = ""
    note: WrittenWords = ""
    country: WrittenValues = ()
    place: WrittenValues = ()
    actor: WrittenValues = ()
    type: WrittenValues = ()
    outlet: WrittenValues = ()
    language: WrittenValues = ()
    words: WrittenValue | None = None


class SourceIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A web address to follow; `anyway` keeps one that cannot be read now."""

    address: Annotated[str, Meta(pattern="^https?://[^/]", max_length=2_000)]
    group: WrittenValue | None = None
    title: WrittenValue | None = None
    page: bool = False
    every: Minutes | None = None
    revisit: RevisitRhythm = "usual"
    anyway: bool = False


class SourceSettingsIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise with a source."""

    every: Minutes | None = None
    revisit: RevisitRhythm | None = None
    title: WrittenValue | None = None
    paused: bool | None = None


class WatchIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A file of watches as people write it (YAML); `before` is the digest of the text that was edited.

    A new one is off, until `on`.
    """

    name: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9_-]{0,63}$")]
    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    before: Annotated[str, Meta(max_length=64)] = ""
    on: bool | None = None


class SwitchIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Whether a file of watches is on."""

    on: bool


class WatchTextIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Watches to be tried on what became known since a moment; nothing is kept."""

    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    since: Annotated[str, Meta(max_length=40)] | None = None


class WatchTriedOut(Struct, kw_only=True):
    """What a watch would have told: of how many changes, how many alerts, and where nothing is read."""

    name: str
    changes: int
    alerts: int
    per_week: float
    unknown_places: tuple[str, ...]


class WatchesTriedOut(Struct, kw_only=True):
    """What each watch of a text would have told."""

    watches: list[WatchTriedOut]


class WithheldIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Texts, reports, addresses or outlets to take down; with `dry_run`, only what that would reach."""

    what: Annotated[tuple[WrittenValue, ...], Meta(min_length=1, max_length=100)]
    reason: WrittenReason
    dry_run: bool = False


class ReachedOut(Struct, kw_only=True):
    """What a takedown reaches, or reached."""

    what: str
    texts: int
    reports: int
    stories: int
    told: tuple[str, ...]


class WithheldOut(Struct, kw_only=True):
    """What became of a takedown, for each that was named."""

    reached: list[ReachedOut]


class AlteredOut(Struct, kw_only=True):
    """A change that an act made."""

    id: str
    type: str


class JudgedOut(Struct, kw_only=True):
    """What became of an act; `act` is null where all was so already."""

    act: ActOut | None
    said: tuple[str, ...]
    changes: list[AlteredOut]


class DoneOut(Struct, kw_only=True):
    """What became of acts, in order."""

    done: list[JudgedOut]


class GoneOut(Struct, kw_only=True):
    """What is there no more."""

    removed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAct:
    """One act: what is sent, what is done with it, and what is answered."""

    method: Literal["POST", "PATCH", "DELETE"]
    path: str
    name: str
    summary: str
    body: type[Struct] | None
    act: Callable[[Request, Any], Any]
    of: type[Struct]
    action: Action

    def answered(self, request: Request) -> Response:
        """Return the answer to a request; one that was answered under its key already is not done again."""
        who = principal_of(request)
        require(who, self.action)
        refuse_unknown(request.query_params, ())
        raw: bytes = request.state.body
        body = _read(raw, self.body)
        repeats: Repeats = request.app.state.repeats
        called = sha256(b"\0".join((self.name.encode(), request.url.path.encode(), raw))).hexdigest()
        with repeats.of(who.id, request.headers.get("idempotency-key"), called) as repeat:
            if repeat.answer is None:
                repeat.answer = printable_json(self.act(request, body)).encode()
            return Response(repeat.answer, media_type="application/json")


def _read(raw: bytes, wanted: type[Struct] | None) -> Any:
    """Return the body as it is wanted; raise UsageError with the place of what is wrong."""
    if wanted is None:
        if raw.strip():
            raise UsageError("this takes no body; send none")
        return None
    try:
        return msgspec.json.decode(raw or b"{}", type=wanted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"the body is not what is taken here: {error}; see /api/v1/openapi.json") from error


# -------------------------------------------------------------------------------------------------- acts


def _id(request: Request) -> str:
    found: str = request.path_params["id"]
    return found


def _told(judged: Judged) -> JudgedOut:
    return JudgedOut(
        act=act_out(judged.act) if judged.act else None,
        said=judged.said,
        changes=[AlteredOut(id=it.id, type=it.type) for it in judged.changes],
    )


def _merge(request: Request, body: MergeIn) -> Any:
    desk = floor_of_request(request).desk
    who = principal_of(request)
    return _told(desk.merge(who, StoryId(_id(request)), StoryId(body.into), reason=body.reason))


def _split(request: Request, body: PartIn) -> Any:
    reports = [ReportId(it) for it in body.reports]
    desk = floor_of_request(request).desk
    return _told(desk.split(principal_of(request), StoryId(_id(request)), reports, reason=body.reason))


def _undo(request: Request, body: Because) -> Any:
    desk = floor_of_request(request).desk
    return _told(desk.undo(principal_of(request), _id(request), reason=body.reason))


def _judge(request: Request, body: JudgementIn) -> Any:
    if not (body.status or body.note.strip() or body.reject):
        raise UsageError("give a status, a note or a rejection; nothing was kept")
    desk = floor_of_request(request).desk
    done = desk.judge(
        principal_of(request), body.about, status=body.status, note=body.note or None, reject=body.reject
    )
    return DoneOut(done=[_told(it) for it in done])


def _correct(request: Request, body: CorrectionIn) -> Any:
    desk = floor_of_request(request).desk
    return _told(
        desk.choose(principal_of(request), EventId(_id(request)), body.slot, body.value, reason=body.reason)
    )


def _use(request: Request, body: UseIn) -> Any:
    desk = floor_of_request(request).desk
    return _told(desk.use_number(principal_of(request), _id(request), body.value, reason=body.reason))


def _join(request: Request, body: MergeIn) -> Any:
    desk = floor_of_request(request).desk
    return _told(desk.join_events(principal_of(request), _id(request), body.into, reason=body.reason))


def _part(request: Request, body: PartIn) -> Any:
    desk = floor_of_request(request).desk
    return _told(desk.part_event(principal_of(request), _id(request), body.reports, reason=body.reason))


def _add_event(request: Request, body: EventIn) -> Any:
    slots: dict[EventSlot, str | None] = {
        "type": body.type, "doer": body.doer, "target": body.target, "place": body.place, "day": body.day
    }  # fmt: skip
    written = {slot: it for slot, it in slots.items() if it}
    desk = floor_of_request(request).desk
    return _told(desk.add_event(principal_of(request), body.report, body.words, written, reason=body.reason))


def _acknowledge(request: Request, body: NoteIn) -> Any:
    done = floor_of_request(request).alerts.acknowledge(principal_of(request), _id(request), note=body.note)
    return DoneOut(done=[_told(it) for it in done])


def _close(request: Request, body: NoteIn) -> Any:
    done = floor_of_request(request).alerts.close(principal_of(request), _id(request), note=body.note)
    return DoneOut(done=[_told(it) for it in done])


def _wrong(request: Request, body: WrongIn) -> Any:
    desk = floor_of_request(request).desk
    done = desk.alert_wrong(principal_of(request), _id(request), body.fault, body.value, note=body.note)
    return DoneOut(done=[_told(it) for it in done])


def _comment(request: Request, body: CommentIn) -> Any:
    records = floor_of_request(request).records
    return _told(records.comment(principal_of(request), _id(request), body.words))


def _assign(request: Request, body: AssignIn) -> Any:
    records = floor_of_request(request).records
    return _told(records.assign(principal_of(request), _id(request), body.to, note=body.note))


def _assigned_done(request: Request, body: NoteIn) -> Any:
    return _told(floor_of_request(request).records.done(principal_of(request), _id(request), note=body.note))


def _label(request: Request, body: LabelIn) -> Any:
    desk = floor_of_request(request).desk
    return _told(desk.label(principal_of(request), body.watch, body.about, body.label, note=body.note))


def _mark(request: Request, body: MarkIn) -> Any:
    floor, who = floor_of_request(request), principal_of(request)
    with floor.questions.ask(who) as questions:
        last, moment = questions.last()
        if body.admission is not None:
            if body.admission > last:
                raise UsageError(f"there is no admission {body.admission} yet; the last is {last}")
            last, moment = body.admission, questions.moment_of(body.admission)
    if moment is not None:
        floor.questions.move_mark(who, last, moment)
    return SeenOut(admission=last, moment=moment)


def _add_situation(request: Request, body: SituationIn) -> Any:
    asked = Asked(
        countries=body.country,
        places=body.place,
        actors=body.actor,
        types=body.type,
        outlets=body.outlet,
        languages=body.language,
        words=body.words,
    )
    floor, who = floor_of_request(request), principal_of(request)
    floor.desk.add_situation(who, Situation(name=body.name, title=body.title, note=body.note, asked=asked))
    return followed_out(floor.desk.situations(who).held[body.name])


def _remove_situation(request: Request, _: None) -> Any:
    name, floor, who = _id(request), floor_of_request(request), principal_of(request)
    if name not in floor.desk.situations(who).held:
        raise NotThereError(f"{name} is no situation of the floor")
    floor.desk.remove_situation(who, name)
    return GoneOut(removed=name)


def _write_watch(request: Request, body: WatchIn) -> Any:
    watches, who = floor_of_request(request).watches, principal_of(request)
    file = watches.write_watch(who, body.name, body.text, before=body.before)
    if body.on is not None:
        file = watches.switch_watch(who, body.name, on=body.on)
    return rule_file_out(file)


def _switch_watch(request: Request, body: SwitchIn) -> Any:
    watches, who, name = floor_of_request(request).watches, principal_of(request), _id(request)
    if name not in {it.name for it in watches.watch_files(who)}:
        raise NotThereError(f"{name} is no file of watches of the floor")
    return rule_file_out(watches.switch_watch(who, name, on=body.on))


def _try_watch(request: Request, body: WatchTextIn) -> Any:
    floor = floor_of_request(request)
    since = moment_asked(floor, body.since)
    tried = floor.watches.try_watch(principal_of(request), body.text, since=since)
    return WatchesTriedOut(
        watches=[
            WatchTriedOut(
                name=it.watch.name,
                changes=it.backtest.changes if it.backtest else 0,
                alerts=len(it.backtest.alerts) if it.backtest else 0,
                per_week=it.backtest.per_week if it.backtest else 0.0,
                unknown_places=it.unknown_places,
            )
            for it in tried
        ]
    )


def _add_source(request: Request, body: SourceIn) -> Any:
    wanted = Wanted(
        group=body.group,
        title=body.title,
        page=body.page,
        every=body.every,
        revisit=body.revisit,
        anyway=body.anyway,
    )
    floor, who = floor_of_request(request), principal_of(request)
    [added] = floor.sources.add(who, [body.address], wanted)
    if added.source is None or not added.is_kept:
        raise UsageError(f"{body.address} is not followed: {added.trouble}; or add it with anyway")
    return _source_now(request, added.source.id)


def _set_source(request: Request, body: SourceSettingsIn) -> Any:
    id_, sources, who = _held(request), floor_of_request(request).sources, principal_of(request)
    settings = SourceSettings(every=body.every, revisit=body.revisit, title=body.title)
    if body.every or body.revisit or body.title:
        sources.set_up(who, [id_], settings)
    if body.paused is True:
        sources.pause_sources(who, [id_])
    elif body.paused is False:
        sources.resume_sources(who, [id_])
    return _source_now(request, id_)


def _remove_source(request: Request, _: None) -> Any:
    id_ = _held(request)
    floor_of_request(request).sources.remove_sources(principal_of(request), [id_])
    return GoneOut(removed=id_)


def _held(request: Request) -> str:
    """Return the id of a source that is there."""
    _source_now(request, _id(request))
    return _id(request)


def _source_now(request: Request, id_: str) -> SourceOut:
    for held in floor_of_request(request).sources.held(principal_of(request)):
        if held.source.id == id_:
            return SourceOut(source=held.source, health=held.health)
    raise NotThereError(f"{id_} is no source of the floor")


def _withhold(request: Request, body: WithheldIn) -> Any:
    desk, who = floor_of_request(request).desk, principal_of(request)
    return WithheldOut(
        reached=[
            ReachedOut(what=what, texts=it.texts, reports=it.reports, stories=it.stories, told=tuple(it.told))
            for what, it in desk.withhold(who, body.what, reason=body.reason, dry_run=body.dry_run)
        ]
    )


# ------------------------------------------------------------------------------------------------- table


def _act(
    method: Literal["POST", "PATCH", "DELETE"],
    path: str,
    summary: str,
    act: Callable[[Request, Any], Any],
    action: Action,
    *,
    body: type[Struct] | None,
    of: type[Struct] = JudgedOut,
) -> ApiAct:
    name = act.__name__.strip("_")
    return ApiAct(
        method=method, path=path, name=name, summary=summary, body=body, act=act, of=of, action=action
    )


ACTS: Sequence[ApiAct] = (
    _act("POST", "/stories/{id}/merge", "Put a story into another", _merge, Action.MERGE, body=MergeIn),
    _act("POST", "/stories/{id}/split", "Take reports out of a story", _split, Action.SPLIT, body=PartIn),
    _act("POST", "/acts/{id}/undo", "Take back an act, or your `last`", _undo, Action.UNDO, body=Because),
    _act(
        "POST",
        "/judgements",
        "Say what you found of a story, event, actor or report",
        _judge,
        Action.JUDGE,
        body=JudgementIn,
        of=DoneOut,
    ),
    _act("POST", "/events", "Add a happening that was not read", _add_event, Action.JUDGE, body=EventIn),
    _act(
        "POST", "/events/{id}/correct", "Correct an event's slot", _correct, Action.JUDGE, body=CorrectionIn
    ),
    _act("POST", "/events/{id}/join", "Put an event into another", _join, Action.JUDGE, body=MergeIn),
    _act("POST", "/events/{id}/part", "Take reports out of an event", _part, Action.JUDGE, body=PartIn),
    _act("POST", "/numbers/{id}/use", "Choose a number of a series", _use, Action.JUDGE, body=UseIn),
    _act(
        "POST",
        "/alerts/{id}/acknowledge",
        "See to an alert",
        _acknowledge,
        Action.ACKNOWLEDGE,
        body=NoteIn,
        of=DoneOut,
    ),
    _act(
        "POST",
        "/alerts/{id}/close",
        "Close an alert that needs nobody any more",
        _close,
        Action.ACKNOWLEDGE,
        body=NoteIn,
        of=DoneOut,
    ),
    _act(
        "POST",
        "/alerts/{id}/wrong",
        "Say what is wrong with an alert",
        _wrong,
        Action.JUDGE,
        body=WrongIn,
        of=DoneOut,
    ),
    _act("POST", "/work/{id}/comment", "Comment on a story or alert", _comment, Action.JUDGE, body=CommentIn),
    _act("POST", "/work/{id}/assign", "Let somebody see to it", _assign, Action.JUDGE, body=AssignIn),
    _act("POST", "/work/{id}/done", "Say that it is done", _assigned_done, Action.JUDGE, body=NoteIn),
    _act("POST", "/labels", "Say whether a watch was right", _label, Action.LABEL, body=LabelIn),
    _act("POST", "/mark", "Move the mark of what you saw", _mark, Action.KEEP_MARK, body=MarkIn, of=SeenOut),
    _act(
        "POST",
        "/situations",
        "Follow a situation",
        _add_situation,
        Action.CHANGE_SITUATION,
        body=SituationIn,
        of=FollowedOut,
    ),
    _act(
        "DELETE",
        "/situations/{id}",
        "Follow a situation no more; what was read stays",
        _remove_situation,
        Action.CHANGE_SITUATION,
        body=None,
        of=GoneOut,
    ),
    _act(
        "POST",
        "/watches",
        "Write a file of watches; a new one is off until it is turned on",
        _write_watch,
        Action.CHANGE_WATCH,
        body=WatchIn,
        of=RuleFileOut,
    ),
    _act(
        "POST",
        "/watches/try",
        "Try watches on what became known; nothing is kept",
        _try_watch,
        Action.READ,
        body=WatchTextIn,
        of=WatchesTriedOut,
    ),
    _act(
        "POST",
        "/watches/{id}/switch",
        "Turn a file of watches on or off",
        _switch_watch,
        Action.CHANGE_WATCH,
        body=SwitchIn,
        of=RuleFileOut,
    ),
    _act(
        "POST",
        "/sources",
        "Follow a web address",
        _add_source,
        Action.MANAGE_SOURCES,
        body=SourceIn,
        of=SourceOut,
    ),
    _act(
        "PATCH",
        "/sources/{id}",
        "Change a source, pause or resume it",
        _set_source,
        Action.MANAGE_SOURCES,
        body=SourceSettingsIn,
        of=SourceOut,
    ),
    _act(
        "DELETE",
        "/sources/{id}",
        "Follow a source no more; its reports stay",
        _remove_source,
        Action.MANAGE_SOURCES,
        body=None,
        of=GoneOut,
    ),
    _act(
        "POST",
        "/withheld",
        "Take texts, reports, addresses or outlets down",
        _withhold,
        Action.WITHHOLD,
        body=WithheldIn,
        of=WithheldOut,
    ),
)

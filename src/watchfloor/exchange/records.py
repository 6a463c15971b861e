"""The record of a story and what a shift leaves, as lines for people at the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from watchfloor.exchange.wording import act_words, alert_words
from watchfloor.model import (
    DESK_KINDS,
    Alert,
    Assignment,
    Event,
    Judgement,
    MessageTold,
    NumberSeries,
    ShiftState,
    StoryRecord,
)

MomentShown = Callable[[str | None], str]  # a moment as people of the floor's zone read it


def record_lines(record: StoryRecord, shown: MomentShown) -> Iterator[str]:
    """Yield what was known of a story, whom it had been told to, and what had been decided and said."""
    yield f"{record.story.title or record.story.id}  as of {shown(record.as_of)}"
    yield "known:"
    outlets = {report.outlet for report in record.reports if report.outlet}
    texts = {report.origin for report in record.reports}
    yield f"  {_count(texts, 'separately written text')} of {_count(outlets, 'outlet')}, not verified"
    yield from (f"  {_event(event)}" for event in record.events)
    yield from (f"  {_number(series)}" for series in record.numbers)
    yield "told:"
    yield from (f"  {_telling(it, shown)}" for it in record.told)
    yield from _given(record, shown)
    if not record.told and not record.given:
        yield "  nobody had been told"
    yield from _acts("decided:", record, [act for act in record.acts if act.kind not in DESK_KINDS], shown)
    yield from _acts("at the desk:", record, [act for act in record.acts if act.kind in DESK_KINDS], shown)


def _count(things: Iterable[object], name: str) -> str:
    count = len({*things})
    return f"{count} {name}{'' if count == 1 else 's'}"


def _event(event: Event) -> str:
    day = event.date.start if event.date and event.date.start else "undated"
    place = f" in {event.place.name}" if event.place else ""
    voices = {*event.origins.own_voice, *event.origins.attributed}
    denied = f", denied by {_count(event.origins.denied, 'text')}" if event.origins.denied else ""
    decided = f"; {', '.join(event.by_desk)} by the desk" if event.by_desk else ""
    told = _count(voices, "text")
    return f"{day}  {event.type.value}{place}  ({told}{denied}{decided})  {event.id}"


def _number(series: NumberSeries) -> str:
    span = f"{series.low:g}" if series.low == series.high else f"{series.low:g} to {series.high:g}"
    used = f"; the desk uses {series.used.value:g}, chosen by {series.used.by}" if series.used else ""
    return f"{series.role}: {span}, latest {series.latest:g}, {series.state}{used}  {series.id}"


def _telling(it: MessageTold, shown: MomentShown) -> str:
    when = shown(it.at) if it.at else it.state
    seen = (
        f"; seen by {it.seen_by} {shown(it.seen_at)}" if it.seen_by else "; nobody has said that it is seen"
    )
    return f"{it.channel}  {when}  {it.level}, watch {it.watch}{seen}"


def _given(record: StoryRecord, shown: MomentShown) -> Iterator[str]:
    shares = dict.fromkeys(it.share for it in record.given)
    for share in shares:
        rows = [it for it in record.given if it.share == share]
        back = sum(it.until is not None for it in rows)
        gone = f", of which {back} do not stand any more" if back else ""
        first = shown(min(it.given for it in rows))
        yield f"  share {share}  {first}  {_count(range(len(rows)), 'row')}{gone}"


def _acts(heading: str, record: StoryRecord, acts: Iterable[Judgement], shown: MomentShown) -> Iterator[str]:
    lines = [f"  {_act(act, shown)}{' (taken back)' if act.id in record.undone else ''}" for act in acts]
    if lines:
        yield heading
        yield from lines


def _act(act: Judgement, shown: MomentShown) -> str:
    what = " ".join(filter(None, (_DID.get(act.kind, act.kind), act.slot, _value(act))))
    back = "takes back: " if act.undoes else ""
    why = f": {act_words(act)}" if act_words(act) else ""
    return f"{shown(act.at)}  {back}{what} of {act.about.kind} {act.about.id}, by {act.by}{why}"


_DID = {
    "replace": "decided",
    "use": "uses",
    "status": "found",
    "label": "labelled",
    "comment": "comment",
    "assign": "assigned to",
    "unshare": "do not share",
}


def _value(act: Judgement) -> str:
    return act.value or "" if act.kind in ("replace", "use", "status", "label", "assign") else ""


def shift_lines(state: ShiftState, shown: MomentShown) -> Iterator[str]:
    """Yield what one shift leaves to the next."""
    yield f"shift since {shown(state.since)}"
    if state.waiting is not None:
        note = f": {state.waiting.reason}" if state.waiting.reason else ""
        yield f"handed over by {state.waiting.by} to {state.waiting.value}, not signed yet{note}"
    yield from _part("decided:", (_act(act, shown) for act in state.decisions))
    yield from _part("open alerts:", (_alert(it, shown) for it in state.alerts))
    yield from _part("assigned:", (_assigned(it, shown) for it in state.assignments))
    yield from _part("said:", (_act(act, shown) for act in state.comments))
    yield from _part("due:", (f"{due.day}  {due.title}: {due.text}" for due in state.due))


def _part(heading: str, lines: Iterable[str]) -> Iterator[str]:
    yield heading
    told = [f"  {line}" for line in lines]
    yield from told or ["  nothing"]


def _alert(alert: Alert, shown: MomentShown) -> str:
    seen = alert.acknowledged
    who = f"seen by {seen.by} {shown(seen.at)}" if seen else "nobody has said that it is seen"
    return f"{alert.id}  {alert.level}  {alert_words(alert)}; {who}"


def _assigned(it: Assignment, shown: MomentShown) -> str:
    note = f": {it.act.reason}" if it.act.reason else ""
    about = f"{it.act.about.kind} {it.act.about.id}"
    return f"{it.act.value}  {it.title}  ({about}, since {shown(it.act.at)}){note}"

"""Reports that go from one story to another, by the machine's split or an analyst's act, with all they bear.

Events, cast and alerts go with the reports. An id that is emptied leads to the one that took its place; one
that is filled again leads nowhere but to itself. What was told of on a channel is corrected there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from watchfloor.engine.admit.unit import Unit
from watchfloor.engine.window.moves import StoryMove
from watchfloor.model import (
    Change,
    Event,
    Judgement,
    JudgementKind,
    Reason,
    ReasonCode,
    Report,
    ReportId,
    Story,
    StoryId,
    Subject,
    digest,
)
from watchfloor.store import Admission, Store
from watchfloor.track import keys_of_event, move_changes, move_events, story_of
from watchfloor.track.events.events import Moved

_KINDS: Mapping[str, JudgementKind] = {"merge": "merge", "split": "split"}
_MOVED = {"merge": ReasonCode.MOVED_BY_MERGE, "split": ReasonCode.MOVED_BY_SPLIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOrder:
    """By whose order reports move: who, when, and the act that it undoes, if any."""

    by: str
    at: str
    undoes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveResult:
    """A merge or split that was carried out: the act as it is kept, and what changed by it."""

    act: Judgement
    changes: tuple[Change, ...]


def move_reports(unit: Unit, move: StoryMove, order: MoveOrder) -> MoveResult | None:
    """Carry out and keep a split or merge of stories; return None where none of its reports is there."""
    store, admission = unit.store, unit.admission
    source = store.story(move.story)
    there = store.reports(story=move.story)
    moved = {report.id: report for report in there if report.id in move.reports or move.kind == "merge"}
    if source is None or not moved:
        return None
    _place(store, admission, move, moved.values())
    staying = [report for report in there if report.id not in moved]
    target = store.story(move.into) if store.resolve("story", move.into) == move.into else None
    held = [report for report in store.reports(story=move.into) if report.id not in moved] if target else []
    before = _told_in(store, move.story)
    events = move_events(before, _told_in(store, move.into), reports=moved, into=move.into)
    revived = _revived(store, move, events, target)
    admission.save_story(story_of(move.into, [*held, *moved.values()], target))
    for member in store.members("cast", move.story):
        admission.join("cast", f"{move.into}#{member.partition('#')[2]}", move.into)
    leads = _save_events(admission, before, events, move.reason)
    if staying:
        admission.save_story(story_of(move.story, staying, source))
    else:
        admission.record_redirect("story", move.story, move.into, move.reason)
        leads[Subject("story", move.story)] = Subject("story", move.into)
    changes = move_changes(move.kind, source, move.into, before, events, known=order.at, reason=move.reason,
                           revived=Subject("story", move.into) in revived)  # fmt: skip
    unit.tell(changes, story=source, events=[*before, *events.left, *events.arrived])
    unit.lead_alerts(leads, revived)
    act = _act(admission, move, order, tuple(moved))
    admission.act(act)
    return MoveResult(act=act, changes=tuple(changes))


def _place(store: Store, admission: Admission, move: StoryMove, reports: Iterable[Report]) -> None:
    for report in reports:
        for membership in report.renditions:
            placement = store.placement(membership.id)
            assert placement is not None, "every rendition is saved with its placement"
            moved = Reason(code=_MOVED[move.kind], subject_id=move.story, further=(move.reason,))
            admission.save_placement(replace(placement, story=move.into, reasons=(*placement.reasons, moved)))


def _revived(store: Store, move: StoryMove, events: Moved, target: Story | None) -> dict[Subject, Subject]:
    """Return the ids that led elsewhere, and are held again by this move, each with where it led."""
    arrived = [Subject("event", event.id) for event in (*events.arrived, *events.left)]
    stories = [Subject("story", move.into)] if target is None else []
    led = {
        subject: Subject(subject.kind, store.resolve(subject.kind, subject.id))
        for subject in (*stories, *arrived)
    }
    return {subject: there for subject, there in led.items() if there != subject}


def _save_events(
    admission: Admission, before: Sequence[Event], events: Moved, reason: Reason
) -> dict[Subject, Subject]:
    """Save both stories' events; return where the ids lead that are no more."""
    known = {event.id: event for event in before}
    for old, new in events.merged.items():
        admission.save_event(replace(known[old], members=(), evidence=()))
        admission.record_redirect("event", old, new, reason)
    for event in (*events.arrived, *events.left):
        admission.save_event(event, keys_of_event(event))
    return {Subject("event", old): Subject("event", new) for old, new in events.merged.items()}


def _told_in(store: Store, story: StoryId) -> list[Event]:
    return [event for event in store.events(story=story) if event.members]


def _act(admission: Admission, move: StoryMove, order: MoveOrder, reports: tuple[ReportId, ...]) -> Judgement:
    return Judgement(
        id=digest("act", str(admission.sequence), move.kind, move.story, move.into),
        kind=_KINDS[move.kind],
        about=Subject("story", move.story),
        value=move.into,
        by=order.by,
        at=order.at,
        reason=move.reason.words or "",
        code=move.reason.code if move.reason.words is None else None,
        members=reports,
        undoes=order.undoes,
    )

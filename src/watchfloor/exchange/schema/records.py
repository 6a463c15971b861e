"""The record of a story and what a shift leaves, as every JSON shows them."""

from __future__ import annotations

from msgspec import Struct

from watchfloor.exchange.schema.changes import ActOut, AlertOut, act_out, alert_out
from watchfloor.exchange.schema.common import Situation
from watchfloor.exchange.schema.events import DueOut, EventOut, due_out, event_out
from watchfloor.exchange.schema.numbers import NumberSeriesOut, series_out
from watchfloor.exchange.schema.shares import GivenOnceOut, given_once_out
from watchfloor.model import MessageTold, ShiftState, StoryRecord


class ReportKnownOut(Struct, kw_only=True):
    """A report that was known: its outlet and headline."""

    id: str
    outlet: str | None
    title: str | None
    published: str | None


class MessageToldOut(Struct, kw_only=True):
    """A message about a story: through which channel, when it arrived (null: it had not), and who saw it."""

    channel: str
    alert: str
    watch: str
    level: str
    at: str | None
    state: str
    seen_by: str | None
    seen_at: str | None


class RecordedActOut(Struct, kw_only=True):
    """What somebody decided or said; `undone` tells that it was taken back by then."""

    act: ActOut
    undone: bool


class StoryRecordOut(Struct, kw_only=True):
    """What was known of a story at a moment, whom it had been told to, and what was decided and said."""

    story: str
    title: str | None
    as_of: str
    texts: int
    reports: list[ReportKnownOut]
    events: list[EventOut]
    numbers: list[NumberSeriesOut]
    told: list[MessageToldOut]
    given: list[GivenOnceOut]
    acts: list[RecordedActOut]


class AssignmentOut(Struct, kw_only=True):
    """Something that somebody is to do."""

    act: ActOut
    title: str


class ShiftOut(Struct, kw_only=True):
    """What one shift leaves to the next; `waiting` is the hand-over that nobody has signed yet."""

    since: str
    now: str
    decisions: list[ActOut]
    alerts: list[AlertOut]
    assignments: list[AssignmentOut]
    comments: list[ActOut]
    due: list[DueOut]
    waiting: ActOut | None


def story_record_out(record: StoryRecord, situation: Situation) -> StoryRecordOut:
    """Return a record as the interchange gives it, with the words that its events and numbers rest on."""
    return StoryRecordOut(
        story=record.story.id,
        title=record.story.title,
        as_of=record.as_of,
        texts=len({report.origin for report in record.reports}),
        reports=[
            ReportKnownOut(
                id=it.id,
                outlet=it.outlet,
                title=it.title.value if it.title else None,
                published=it.published.value if it.published else None,
            )
            for it in record.reports
        ],
        events=[event_out(it, situation) for it in record.events],
        numbers=[series_out(it, situation) for it in record.numbers],
        told=[_telling_out(it) for it in record.told],
        given=[given_once_out(it) for it in record.given],
        acts=[RecordedActOut(act=act_out(it), undone=it.id in record.undone) for it in record.acts],
    )


def _telling_out(it: MessageTold) -> MessageToldOut:
    return MessageToldOut(**{name: getattr(it, name) for name in MessageToldOut.__struct_fields__})


def shift_out(state: ShiftState, situation: Situation) -> ShiftOut:
    """Return what a shift leaves as the interchange gives it."""
    return ShiftOut(
        since=state.since,
        now=state.now,
        decisions=[act_out(it) for it in state.decisions],
        alerts=[alert_out(it) for it in state.alerts],
        assignments=[AssignmentOut(act=act_out(it.act), title=it.title) for it in state.assignments],
        comments=[act_out(it) for it in state.comments],
        due=[due_out(it, situation) for it in state.due],
        waiting=act_out(state.waiting) if state.waiting else None,
    )

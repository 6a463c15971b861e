"""What people decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from watchfloor.model.changes import Subject
from watchfloor.model.events import Place
from watchfloor.model.findings import DateRange, EventType
from watchfloor.model.ids import ActorId, ReportId
from watchfloor.model.reasons import ReasonCode

JudgementKind = Literal[
    "note",
    "reject",
    "replace",
    "merge",
    "split",
    "status",
    "label",
    "use",
    "join",
    "part",
    "add",
    "acknowledge",
    "close",
    "unshare",
    "comment",
    "assign",
    "done",
    "hand over",
    "sign",
    "told",
]
DESK_KINDS: tuple[JudgementKind, ...] = ("unshare", "comment", "assign", "done", "hand over", "sign")
STORY_KINDS: tuple[JudgementKind, ...] = ("merge", "split")
HAPPENING_KINDS: tuple[JudgementKind, ...] = ("join", "part", "add")
ALERT_KINDS: tuple[JudgementKind, ...] = ("acknowledge", "close")
UNDOABLE_KINDS = (*STORY_KINDS, *HAPPENING_KINDS, *ALERT_KINDS, "replace", "use", "told", *DESK_KINDS)
EventSlot = Literal["doer", "target", "place", "day", "type"]
VERDICTS: tuple[JudgementKind, ...] = ("reject", "status")  # of these the last one stands
MACHINE = "watchfloor"  # who the merges and splits are by that nobody asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotValue:
    """What stands in a slot of an event: the field of that slot is filled, the others say nothing."""

    source: tuple[ActorId, ...] = ()
    target: tuple[ActorId, ...] = ()
    place: Place | None = None
    date: DateRange | None = None
    type: EventType | None = None
    mode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an analyst decided on a finding, event, story or actor: a dated act beside the machine's value.

    `value` is the note, the replacement, the status ("unchecked", "checked", "disputed") or the other id.
    A merge or split names the reports that went from `about` to `value` as `members`, and the act that it
    undoes, if any; those of the machine are kept in the same way, `by` "watchfloor", with the `code` of what
    decided in place of a person's `reason`. A label says of an event whether `watch` was right to tell it
    ("hit") or not ("miss"). What replaces the machine's value of a `slot` is `chosen`, beside that `machine`
    value; a number that the desk uses is the `value`, of a series that was told in `members` by then.
    Of events that people join (`about` into `value`), part (`value` out of `about`) or add, `mentions` are
    those that went, or were added. An alert is acknowledged with the digest of the link as `value`, where it
    was by one; one that needs nobody any more is closed. What is not to be shared is a report, event, series
    of numbers or place. What the desk says among itself (`DESK_KINDS`) leaves it in no form: comments, whom a
    story or alert is assigned to (`value`), that it is done, a shift that is handed over (to `value`) and who
    signed for it. What somebody noted of our own was "told": a report, or a story of a chat.
    """

    id: str
    kind: JudgementKind
    about: Subject
    value: str | None
    by: str
    at: str
    reason: str
    members: tuple[ReportId, ...] = ()
    mentions: tuple[str, ...] = ()
    undoes: str | None = None
    watch: str | None = None
    code: ReasonCode | None = None
    slot: EventSlot | None = None
    chosen: SlotValue | None = None
    machine: SlotValue | None = None


def is_rejected(acts: Sequence[Judgement]) -> bool:
    """Tell whether what some acts are about, oldest first, stands rejected: a later status lifts it."""
    undone = {act.undoes for act in acts if act.undoes}
    verdicts = [it for it in acts if it.kind in VERDICTS and not it.undoes and it.id not in undone]
    return bool(verdicts) and verdicts[-1].kind == "reject"

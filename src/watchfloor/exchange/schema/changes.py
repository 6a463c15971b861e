"""Changes, alerts, deliveries and what people decided, as every JSON shows them."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, Struct, UnsetType

from watchfloor.exchange.schema.common import EvidenceOut, Situation, SubjectOut, evidence_out, subject_out
from watchfloor.exchange.wording import act_words, alert_words, reason_words
from watchfloor.model import (
    Acknowledgement,
    Alert,
    AlertState,
    Change,
    ChangeType,
    Chase,
    Delivery,
    DeliveryState,
    EventSlot,
    Held,
    Judgement,
    JudgementKind,
    SlotValue,
)


class ChangeOut(Struct, kw_only=True):
    """A typed difference in what is known."""

    id: str
    type: ChangeType
    at: str | None
    known: str
    about: SubjectOut
    before: str | None
    after: str | None
    score: float
    reason: str
    evidence: list[EvidenceOut]


class AlertOut(Struct, kw_only=True):
    """A watch that fired for one event or story."""

    id: str
    watch: str
    about: SubjectOut
    state: AlertState
    level: str
    opened: str
    updated: str
    changes: tuple[str, ...]
    reason: str
    correction: bool
    chase: Chase | None = None
    acknowledged: AcknowledgementOut | None = None
    dismissed: AcknowledgementOut | None = None


class AcknowledgementOut(Struct, kw_only=True):
    """Who has seen to an alert, or closed it, and when."""

    by: str
    at: str


class DeliveryOut(Struct, kw_only=True):
    """A message of an alert on one channel, and what came of it; `payload` is the JSON that is sent.

    `held` says why it waits, `within` which other delivery tells it.
    """

    id: str
    alert: str
    channel: str
    payload: str
    state: DeliveryState
    attempts: int
    due: str | None
    error: str | None
    held: Held | None
    within: str | None


class ActOut(Struct, kw_only=True):
    """What somebody decided: `value` of a judgement, `into` and `reports` of a merge or split."""

    id: str
    kind: JudgementKind
    about: SubjectOut
    value: str | UnsetType | None = UNSET
    into: str | UnsetType | None = UNSET
    reports: tuple[str, ...] | UnsetType = UNSET
    by: str
    at: str
    reason: str
    undoes: str | UnsetType = UNSET
    slot: EventSlot | UnsetType = UNSET
    machine: SlotValue | UnsetType = UNSET


def delivery_out(delivery: Delivery) -> DeliveryOut:
    """Return a delivery as the interchange gives it."""
    return msgspec.convert(delivery, DeliveryOut, from_attributes=True)


def change_out(change: Change, situation: Situation) -> ChangeOut:
    """Return a change with the words that it rests on."""
    return ChangeOut(
        id=change.id,
        type=change.type,
        at=change.at,
        known=change.known,
        about=subject_out(change.about),
        before=change.before,
        after=change.after,
        score=change.score,
        reason=reason_words(change.reason),
        evidence=evidence_out(change.evidence, situation),
    )


def alert_out(alert: Alert) -> AlertOut:
    """Return an alert as the interchange gives it."""
    return AlertOut(
        id=alert.id,
        watch=alert.watch,
        about=subject_out(alert.about),
        state=alert.state,
        level=alert.level,
        opened=alert.opened,
        updated=alert.updated,
        changes=alert.changes,
        reason=alert_words(alert),
        correction=alert.corrects,
        chase=alert.chase,
        acknowledged=_seen_to_out(alert.acknowledged),
        dismissed=_seen_to_out(alert.dismissed),
    )


def _seen_to_out(seen: Acknowledgement | None) -> AcknowledgementOut | None:
    return AcknowledgementOut(by=seen.by, at=seen.at) if seen else None


def act_out(act: Judgement) -> ActOut:
    """Return an act of judgement as the interchange gives it."""
    moves = act.kind in ("merge", "split")
    return ActOut(
        id=act.id,
        kind=act.kind,
        about=subject_out(act.about),
        value=UNSET if moves else act.value,
        into=act.value if moves else UNSET,
        reports=act.members if moves else UNSET,
        by=act.by,
        at=act.at,
        reason=act_words(act),
        undoes=act.undoes or UNSET,
        slot=act.slot or UNSET,
        machine=act.machine or UNSET,
    )

"""Events, when they were and what is disputed of them, as every JSON shows them."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from watchfloor.disclosure import UNSHOWN
from watchfloor.exchange.schema.common import (
    DateOut,
    EvidenceOut,
    PlaceToldOut,
    Situation,
    date_out,
    evidence_out,
    place_out,
)
from watchfloor.model import (
    INTERNAL,
    Bound,
    DatePrecision,
    Disagreement,
    DueKind,
    DueTold,
    Event,
    EventContext,
    EventType,
    Grade,
    LinkKind,
    Modality,
    OriginId,
    Polarity,
    QuantityClaim,
    TimelineEntry,
)


class ClaimOut(Struct, kw_only=True):
    """A number that one origin gives for an event."""

    role: str | None
    what: str | None
    unit: str | None
    value: float
    low: float | None
    high: float | None
    bound: Bound
    at: str | None
    origin: str
    outlet: str | None
    claimant: str | None
    evidence: list[EvidenceOut]


class EventLinkOut(Struct, kw_only=True):
    """How an event hangs on another (`to`, its id), in the words that tell it."""

    kind: LinkKind
    to: str
    evidence: list[EvidenceOut]


class OriginVoicesOut(Struct, kw_only=True):
    """Which origins tell of an event in their own voice, as somebody's claim, or as denied.

    `noted` are the reports of our own people, which are no separately written texts.
    """

    own_voice: tuple[OriginId, ...]
    attributed: tuple[OriginId, ...]
    denied: tuple[OriginId, ...]
    noted: tuple[OriginId, ...] | UnsetType = UNSET


class EventOut(Struct, kw_only=True):
    """One happening in the world; `source` and `target` are ids of actors.

    `told_on` is the day of the first report that tells of it; `links` stand where its story is told whole,
    `by_desk` where a person filled some of its slots.
    """

    id: str
    type: EventType
    mode: str | None
    story: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    place: PlaceToldOut | None
    date: DateOut | None
    polarity: Polarity
    modality: Modality
    contexts: tuple[EventContext, ...]
    attributed_to: tuple[str, ...]
    origins: OriginVoicesOut
    claimants: tuple[str, ...]
    grade: Grade
    told_on: str | None
    links: list[EventLinkOut] | UnsetType = UNSET
    by_desk: tuple[str, ...] | UnsetType = UNSET
    handling: Literal["internal"] | UnsetType = UNSET
    quantities: list[ClaimOut]
    evidence: list[EvidenceOut]


class TimelineEntryOut(Struct, kw_only=True):
    """One dated statement in the words of its report."""

    date: str
    precision: DatePrecision
    text: str
    evidence: list[EvidenceOut]


class VersionOut(Struct, kw_only=True):
    """One value in a disagreement, with who says it."""

    value: str
    says: tuple[str, ...]
    evidence: list[EvidenceOut]


class DisagreementOut(Struct, kw_only=True):
    """Versions of one matter that cannot all be right."""

    about: str
    event: str
    versions: list[VersionOut]


class DueOut(Struct, kw_only=True):
    """Something told with a coming time: `by` is who says it, where the words are somebody's."""

    id: str
    kind: DueKind
    day: str
    story: str
    title: str
    text: str
    by: str | None
    outlet: str | None
    evidence: list[EvidenceOut]
    known: str


def event_out(event: Event, situation: Situation) -> EventOut:
    """Return an event with the words that it rests on."""
    return EventOut(
        id=event.id,
        type=event.type,
        mode=event.mode,
        story=event.story,
        source=event.source,
        target=event.target,
        place=place_out(event.place),
        date=date_out(event.date),
        polarity=event.polarity,
        modality=event.modality,
        contexts=event.contexts,
        attributed_to=event.attributed_to,
        origins=OriginVoicesOut(
            own_voice=event.origins.own_voice,
            attributed=event.origins.attributed,
            denied=event.origins.denied,
            noted=event.origins.noted or UNSET,
        ),
        claimants=event.claimants,
        grade=event.grade,
        told_on=min((member.published[:10] for member in event.members if member.published), default=None),
        links=[
            EventLinkOut(kind=link.kind, to=link.to, evidence=evidence_out([link.evidence], situation))
            for link in event.links
        ]
        or UNSET,
        by_desk=event.by_desk or UNSET,
        handling="internal" if event.handling == INTERNAL else UNSET,
        quantities=[_claim(claim, situation) for claim in event.quantities],
        evidence=evidence_out(event.evidence, situation),
    )


def _claim(claim: QuantityClaim, situation: Situation) -> ClaimOut:
    return ClaimOut(
        role=claim.role,
        what=claim.what,
        unit=claim.unit,
        value=claim.value,
        low=claim.low,
        high=claim.high,
        bound=claim.bound,
        at=claim.at,
        origin=claim.origin,
        outlet=claim.outlet,
        claimant=claim.claimant,
        evidence=evidence_out([claim.evidence], situation),
    )


def due_out(due: DueTold, situation: Situation) -> DueOut:
    """Return something due with the words that tell it."""
    fields = {name: getattr(due, name) for name in DueOut.__struct_fields__}
    return DueOut(**{**fields, "evidence": evidence_out(due.evidence, situation)})


def entry_out(entry: TimelineEntry, situation: Situation) -> TimelineEntryOut:
    """Return a dated statement with its words."""
    evidence = evidence_out(entry.evidence, situation)
    return TimelineEntryOut(
        date=entry.date,
        precision=entry.precision,
        text=UNSHOWN if any(it.text == UNSHOWN for it in evidence) else entry.text,
        evidence=evidence,
    )


def disagreement_out(item: Disagreement, situation: Situation) -> DisagreementOut:
    """Return versions that cannot all be right."""
    return DisagreementOut(
        about=item.about,
        event=item.event,
        versions=[
            VersionOut(value=v.value, says=v.says, evidence=evidence_out(v.evidence, situation))
            for v in item.versions
        ],
    )

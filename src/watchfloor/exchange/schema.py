"""The interchange as types: what an event, a change, a report look like in every JSON that is written.

`docs/interchange.md` names their keys; `docs/schema/interchange.json` is made from them.
A key that is UNSET is left out. Everything is made of disclosed values: words come from `Disclosed.words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from watchfloor.disclosure import UNSHOWN, Disclosed
from watchfloor.exchange.wording import act_words, alert_words, flags_words, reason_words, rule_words
from watchfloor.model import (
    Actor,
    ActorKind,
    Alert,
    AlertState,
    Bound,
    Change,
    ChangeType,
    Chapter,
    Chase,
    Coverage,
    DateBasis,
    DatePrecision,
    DateRange,
    Delivery,
    DeliveryState,
    Disagreement,
    DueKind,
    DueTold,
    Event,
    EventMention,
    EventSlot,
    EventType,
    Evidence,
    Findings,
    Grade,
    Judgement,
    JudgementKind,
    LinkKind,
    Modality,
    NumberPoint,
    NumberSeries,
    NumberTold,
    OriginVoices,
    Part,
    Place,
    PlacePrecision,
    Polarity,
    QuantityClaim,
    Quarantined,
    QuoteAct,
    QuoteKind,
    QuoteTold,
    Relation,
    RenditionRelation,
    Report,
    ReportReading,
    Role,
    SeriesState,
    SituationReport,
    SlotValue,
    Span,
    Story,
    Subject,
    TimelineEntry,
    TimeType,
)

Situation = Disclosed[SituationReport]


class TextOut(Struct, kw_only=True):
    """A text, whole or as its beginning (`excerpt`), with its licence where it goes to others."""

    id: str
    text: str
    excerpt: bool | UnsetType = UNSET
    length: int | UnsetType = UNSET
    licence: str | UnsetType = UNSET
    withheld: bool | UnsetType = UNSET


class SubjectOut(Struct, kw_only=True):
    """What something is about: a kind ("event", "story", "report" …) and an id."""

    kind: str
    id: str


class EvidenceOut(Struct, kw_only=True):
    """The words that something rests on."""

    report: str
    text_id: str
    span: Span
    text: str


# ------------------------------------------------------------------------------------------------ findings


class TitleOut(Struct, kw_only=True):
    """An office or function that an actor holds in a text."""

    title: str
    of: str | None


class DerivedOut(Struct, kw_only=True):
    """A date that an expression leads to without naming it."""

    value: str
    how: str


class ChainOut(Struct, kw_only=True):
    """An actor of one text with all its mentions; `id` is local to the text."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    acts_for: str | None
    roles: list[TitleOut]
    relations: tuple[Relation, ...]
    mentions: tuple[Span, ...]
    public: bool
    confidence: float
    grade: Grade


class QuoteOut(Struct, kw_only=True):
    """An attribution: who expresses what, by which words."""

    kind: QuoteKind
    act: QuoteAct
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    speaker: str | None
    addressee: str | None
    said: str | None
    within: int | None
    polarity: Polarity
    confidence: float
    grade: Grade


class TimeOut(Struct, kw_only=True):
    """An expression of time with its TIMEX3 value."""

    span: Span
    type: TimeType
    value: str
    derived: DerivedOut | None
    confidence: float
    grade: Grade


class PlaceMentionOut(Struct, kw_only=True):
    """A named place in a text."""

    span: Span
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    precision: PlacePrecision
    confidence: float
    grade: Grade


class QuantityOut(Struct, kw_only=True):
    """A number of something in a text."""

    span: Span
    value: float
    low: float | None
    high: float | None
    bound: Bound
    unit: str | None
    what: str | None
    role: str | None
    event: int | None
    time: int | None
    confidence: float
    grade: Grade


class DateOut(Struct, kw_only=True, rename={"basis": "from"}):
    """When something happened; `from` is "report" where only the report's day tells it."""

    start: str | None
    end: str | None
    precision: DatePrecision
    basis: DateBasis


class PlaceToldOut(Struct, kw_only=True, rename={"basis": "from"}):
    """Where something happened; `from` is "report" where it is the town that its reports are about."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    precision: PlacePrecision
    basis: DateBasis


class EventMentionOut(Struct, kw_only=True):
    """A happening as one sentence tells it."""

    type: EventType
    mode: str | None
    trigger: tuple[Span, ...]
    source: tuple[str, ...]
    target: tuple[str, ...]
    source_spans: tuple[Span, ...]
    target_spans: tuple[Span, ...]
    about: tuple[Span, ...]
    place: int | None
    date: DateOut | None
    polarity: Polarity
    modality: Modality
    attributed_to: int | None
    rule: str
    confidence: float
    grade: Grade


class FindingsOut(Struct, kw_only=True):
    """What was read in one text; `flags` stands only where something was not read."""

    sentences: tuple[Span, ...]
    actors: list[ChainOut]
    quotes: list[QuoteOut]
    times: list[TimeOut]
    places: list[PlaceMentionOut]
    quantities: list[QuantityOut]
    events: list[EventMentionOut]
    flags: tuple[str, ...] | UnsetType = UNSET


def findings_out(findings: Findings) -> FindingsOut:
    """Return the findings of one text; what is inner to the extractor stays inside."""
    found = msgspec.convert(replace(findings, flags=(), events=()), FindingsOut, from_attributes=True)
    found.events = [_mention_out(mention) for mention in findings.events]
    found.flags = tuple(flags_words(findings.flags)) or UNSET
    return found


def _mention_out(mention: EventMention) -> EventMentionOut:
    fields = {name: getattr(mention, name) for name in EventMentionOut.__struct_fields__}
    return msgspec.convert({**fields, "rule": rule_words(mention)}, EventMentionOut, from_attributes=True)


# ------------------------------------------------------------------------------------------------- reports


class RenditionOut(Struct, kw_only=True):
    """A copy of a report: where it is from, what it adds to the report's text and misses of it."""

    id: str
    path: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    relation: RenditionRelation
    text_id: str
    added: tuple[Span, ...]
    missing: tuple[Span, ...]


class PartOut(Struct, kw_only=True, rename={"from_": "from"}):
    """A part of a report with the rendition that gave it and the place it was read in."""

    value: str
    rendition: str
    from_: str


class ConflictOut(Struct, kw_only=True, rename={"from_": "from"}):
    """A part that another rendition gives differently."""

    part: str
    value: str
    rendition: str
    from_: str


class ReportOut(Struct, kw_only=True):
    """One outlet's article; `findings` stand where it is told in full."""

    id: str
    title: str | None
    standfirst: str | None
    byline: str | None
    credit: str | None
    published: str | None
    published_from: str | None
    title_from: str | None
    standfirst_from: str | None
    language: str | None
    outlet: str | None
    origin: str
    origin_name: str | None
    text_id: str
    versions: tuple[str, ...]
    renditions: list[RenditionOut]
    parts: dict[str, PartOut]
    conflicts: list[ConflictOut]
    findings: FindingsOut | UnsetType = UNSET


_PARTS = ("title", "standfirst", "byline", "credit", "section", "published", "modified")


def reading_out(reading: ReportReading) -> ReportOut:
    """Return a report with its findings."""
    shown = report_out(reading.report)
    shown.findings = findings_out(reading.findings)
    return shown


def report_out(report: Report) -> ReportOut:
    """Return a report without its findings."""
    parts: dict[str, Part | None] = {name: getattr(report, name) for name in _PARTS}
    value = {name: part.value if part else None for name, part in parts.items()}
    return ReportOut(
        id=report.id,
        title=value["title"],
        standfirst=value["standfirst"],
        byline=value["byline"],
        credit=value["credit"],
        published=value["published"],
        published_from=_came_from(report, parts["published"]),
        title_from=_came_from(report, parts["title"]),
        standfirst_from=_came_from(report, parts["standfirst"]),
        language=report.language,
        outlet=report.outlet,
        origin=report.origin,
        origin_name=report.origin_name,
        text_id=report.text_id,
        versions=report.versions,
        renditions=[
            RenditionOut(
                id=member.id,
                path=member.path or UNSET,
                url=member.url or UNSET,
                relation=member.relation,
                text_id=member.text_id,
                added=member.added,
                missing=member.missing,
            )
            for member in report.renditions
        ],
        parts={
            name: PartOut(value=part.value, rendition=part.rendition, from_=part.how)
            for name, part in parts.items()
            if part
        },
        conflicts=[
            ConflictOut(part=name, value=part.value, rendition=part.rendition, from_=part.how)
            for name, part in report.conflicts
        ],
    )


def _came_from(report: Report, part: Part | None) -> str | None:
    """Return where a part was read, for people: "header line of wire.txt"."""
    if part is None:
        return None
    member = next((member for member in report.renditions if member.id == part.rendition), None)
    place = (member.path or member.url) if member else None
    return f"{part.how} of {place}" if place else part.how


# ---------------------------------------------------------------------------------------- what is known


class BriefLineOut(Struct, kw_only=True):
    """One thing that a brief says, with the words that it rests on."""

    text: str
    evidence: list[EvidenceOut]


class BriefOut(Struct, kw_only=True):
    """What a reader needs of a story first; what has nothing to say is an empty list."""

    title: BriefLineOut
    status: BriefLineOut
    lead: BriefLineOut
    new: list[BriefLineOut]
    numbers: list[BriefLineOut]
    disputed: list[BriefLineOut]
    took_back: list[BriefLineOut]
    said: list[BriefLineOut]
    access: list[BriefLineOut]
    terms: list[BriefLineOut]
    sides: list[BriefLineOut]
    ahead: list[BriefLineOut]
    background: list[BriefLineOut]
    not_told: list[BriefLineOut]
    rests_on: list[BriefLineOut]


class StoryOut(Struct, kw_only=True):
    """Reports of one happening or chain of happenings.

    `lead`, `chapters` and `brief` stand where the story is told whole.
    """

    id: str
    title: str
    reports: tuple[str, ...]
    origins: int
    first: str | None
    last: str | None
    lead: str | UnsetType | None = UNSET
    chapters: tuple[Chapter, ...] | UnsetType = UNSET
    brief: BriefOut | UnsetType = UNSET


class ActorOut(Struct, kw_only=True):
    """Who acts in events; a private person stands here without a name."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    roles: tuple[Role, ...]
    public: bool


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
    attributed_to: tuple[str, ...]
    origins: OriginVoices
    claimants: tuple[str, ...]
    grade: Grade
    told_on: str | None
    links: list[EventLinkOut] | UnsetType = UNSET
    by_desk: tuple[str, ...] | UnsetType = UNSET
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


class QuoteToldOut(Struct, kw_only=True):
    """A quote in a list; `speaker` is the id of an actor, a private one stands without its name."""

    id: str
    report: str
    text_id: str
    speaker: str | None
    speaker_name: str
    act: QuoteAct
    kind: QuoteKind
    words: str
    grade: Grade
    outlet: str | None
    published: str | None


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


class DeliveryOut(Struct, kw_only=True):
    """A message of an alert on one channel, and what came of it; `payload` is the JSON that is sent."""

    id: str
    alert: str
    channel: str
    payload: str
    state: DeliveryState
    attempts: int
    due: str | None
    error: str | None


class RefusedOut(Struct, kw_only=True):
    """An input that was refused, and why."""

    where: str
    reason: str
    id: str
    arrived: str
    text_id: str | None


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


class NumberPointOut(Struct, kw_only=True):
    """One telling of a number: by whom, where, of which day; `superseded` where a newer one replaced it."""

    report: str
    value: float
    low: float | None
    high: float | None
    bound: Bound
    claimant: str | None
    outlet: str | None
    origin: str
    day: str | None
    at: str | None
    superseded: bool
    evidence: EvidenceOut


class NumberUsedOut(Struct, kw_only=True):
    """The number that the desk uses of a series: chosen by whom, when and why."""

    value: float
    by: str
    at: str
    note: str


class NumberSeriesOut(Struct, kw_only=True):
    """The values told of one role, one scope and one happening; `range` is what still stands."""

    id: str
    about: SubjectOut
    role: str
    scope: str | None
    unit: str | None
    points: list[NumberPointOut]
    range: tuple[float, float]
    latest: float
    state: SeriesState
    used: NumberUsedOut | UnsetType = UNSET


class NumberToldOut(NumberSeriesOut, kw_only=True):
    """A series in a list: of which story, and what those who claim it are called (`names`, by id)."""

    story: str
    title: str
    names: dict[str, str]


class SituationOut(Struct, kw_only=True):
    """Everything known of a stream of articles at one moment."""

    texts: list[TextOut]
    reports: list[ReportOut]
    stories: list[StoryOut]
    actors: list[ActorOut]
    events: list[EventOut]
    timeline: list[TimelineEntryOut]
    disagreements: list[DisagreementOut]
    numbers: list[NumberSeriesOut]
    changes: list[ChangeOut]
    alerts: list[AlertOut]
    quarantine: list[RefusedOut]
    coverage: Coverage | None
    judgements: list[ActOut]


def situation_out(situation: Situation) -> SituationOut:
    """Return a situation report in the interchange."""
    value = situation.value
    return SituationOut(
        texts=[_text(text.id, situation) for text in value.texts],
        reports=[reading_out(reading) for reading in value.reports],
        stories=[story_out(story) for story in value.stories],
        actors=[actor_out(actor, situation) for actor in value.actors],
        events=[event_out(event, situation) for event in value.events],
        timeline=[entry_out(entry, situation) for entry in value.timeline],
        disagreements=[disagreement_out(item, situation) for item in value.disagreements],
        numbers=[series_out(series, situation) for series in value.numbers],
        changes=[change_out(change, situation) for change in value.changes],
        alerts=[alert_out(alert) for alert in value.alerts],
        quarantine=[refused_out(item) for item in value.quarantined],
        coverage=value.coverage,
        judgements=[act_out(act) for act in value.judgements],
    )


def out(value: object, situation: Situation) -> Struct:
    """Return one value of the model as it looks in every JSON; its words come from `situation`."""
    return _OUT[type(value)](value, situation)


def story_out(story: Story) -> StoryOut:
    """Return a story."""
    found = msgspec.convert(story, StoryOut, from_attributes=True)
    found.chapters = story.chapters or UNSET
    found.lead = story.lead if story.lead is not None else UNSET
    return found


def actor_out(actor: Actor, situation: Situation) -> ActorOut:
    """Return an actor as it may stand in a list."""
    return msgspec.convert(situation.listed(actor), ActorOut, from_attributes=True)


def told_out(quote: QuoteTold) -> QuoteToldOut:
    """Return a quote as a list tells it."""
    return msgspec.convert(quote, QuoteToldOut, from_attributes=True)


def refused_out(item: Quarantined) -> RefusedOut:
    """Return an input that was refused."""
    return msgspec.convert(item, RefusedOut, from_attributes=True)


def delivery_out(delivery: Delivery) -> DeliveryOut:
    """Return a delivery."""
    return msgspec.convert(delivery, DeliveryOut, from_attributes=True)


def _date(date: DateRange | None) -> DateOut | None:
    return None if date is None else msgspec.convert(date, DateOut, from_attributes=True)


def _text(text_id: str, situation: Situation) -> TextOut:
    shown = situation.text(text_id)
    return TextOut(
        id=shown.id,
        text=shown.text,
        excerpt=shown.length is not None or UNSET,
        length=UNSET if shown.length is None else shown.length,
        licence=shown.licence or UNSET,
        withheld=shown.withheld or UNSET,
    )


def _place_out(place: Place | None) -> PlaceToldOut | None:
    return None if place is None else msgspec.convert(place, PlaceToldOut, from_attributes=True)


def event_out(event: Event, situation: Situation) -> EventOut:
    """Return an event with the words that it rests on."""
    return EventOut(
        id=event.id,
        type=event.type,
        mode=event.mode,
        story=event.story,
        source=event.source,
        target=event.target,
        place=_place_out(event.place),
        date=_date(event.date),
        polarity=event.polarity,
        modality=event.modality,
        attributed_to=event.attributed_to,
        origins=event.origins,
        claimants=event.claimants,
        grade=event.grade,
        told_on=min((member.published[:10] for member in event.members if member.published), default=None),
        links=[
            EventLinkOut(kind=link.kind, to=link.to, evidence=evidence_out([link.evidence], situation))
            for link in event.links
        ]
        or UNSET,
        by_desk=event.by_desk or UNSET,
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


def series_out(series: NumberSeries, situation: Situation) -> NumberSeriesOut:
    """Return a series of numbers, each point with the words that it rests on."""
    return NumberSeriesOut(
        id=series.id,
        about=subject_out(series.about),
        role=series.role,
        scope=series.scope,
        unit=series.unit,
        points=[_point_out(point, situation) for point in series.points],
        range=(series.low, series.high),
        latest=series.latest,
        state=series.state,
        used=msgspec.convert(series.used, NumberUsedOut, from_attributes=True) if series.used else UNSET,
    )


def number_told_out(told: NumberTold, situation: Situation) -> NumberToldOut:
    """Return a series as a list tells it."""
    series = series_out(told.series, situation)
    fields = {name: getattr(series, name) for name in NumberSeriesOut.__struct_fields__}
    return NumberToldOut(**fields, story=told.story, title=told.title, names=dict(told.names))


def _point_out(point: NumberPoint, situation: Situation) -> NumberPointOut:
    claim = point.claim
    [evidence] = evidence_out([claim.evidence], situation)
    return NumberPointOut(
        report=claim.evidence.report,
        value=claim.value,
        low=claim.low,
        high=claim.high,
        bound=claim.bound,
        claimant=claim.claimant,
        outlet=claim.outlet,
        origin=claim.origin,
        day=point.day,
        at=claim.at,
        superseded=point.superseded,
        evidence=evidence,
    )


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
    """Return an alert."""
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
    )


def act_out(act: Judgement) -> ActOut:
    """Return what somebody decided."""
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


def subject_out(subject: Subject) -> SubjectOut:
    """Return what something is about."""
    return SubjectOut(kind=subject.kind, id=subject.id)


def evidence_out(evidence: Iterable[Evidence], situation: Situation) -> list[EvidenceOut]:
    """Return spans with the words that may be shown of them."""
    return [
        EvidenceOut(
            report=item.report,
            text_id=item.text_id,
            span=item.span,
            text=situation.words(item.text_id, item.span, report=item.report),
        )
        for item in evidence
    ]


_OUT: Mapping[type, Callable[[Any, Situation], Struct]] = {
    Actor: actor_out,
    Alert: lambda it, _: alert_out(it),
    Change: change_out,
    Delivery: lambda it, _: delivery_out(it),
    Disagreement: disagreement_out,
    DueTold: due_out,
    Event: event_out,
    Judgement: lambda it, _: act_out(it),
    NumberSeries: series_out,
    NumberTold: number_told_out,
    Quarantined: lambda it, _: refused_out(it),
    QuoteTold: lambda it, _: told_out(it),
    Report: lambda it, _: report_out(it),
    ReportReading: lambda it, _: reading_out(it),
    Story: lambda it, _: story_out(it),
    TimelineEntry: entry_out,
}

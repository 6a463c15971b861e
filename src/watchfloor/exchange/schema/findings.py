"""What was read in one text, as every JSON shows it."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from msgspec import UNSET, Struct, UnsetType

from watchfloor.exchange.schema.common import DateOut
from watchfloor.exchange.wording import flags_words, rule_words
from watchfloor.model import (
    ActorKind,
    Bound,
    EventContext,
    EventMention,
    EventType,
    Findings,
    Grade,
    Modality,
    PlacePrecision,
    Polarity,
    QuoteAct,
    QuoteKind,
    Relation,
    Span,
    TimeType,
)


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
    code: str | None
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
    contexts: tuple[EventContext, ...]
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

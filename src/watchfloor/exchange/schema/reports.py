"""Reports with their renditions and parts, as every JSON shows them."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from watchfloor.disclosure import excerpt
from watchfloor.exchange.schema.findings import FindingsOut, findings_out
from watchfloor.model import (
    INTERNAL,
    Grade,
    InstrumentRecord,
    Part,
    Quarantined,
    QuoteAct,
    QuoteKind,
    QuoteTold,
    RenditionRelation,
    Report,
    ReportReading,
    Span,
)


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
    handling: Literal["internal"] | UnsetType = UNSET
    record: InstrumentRecord | UnsetType = UNSET
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
        handling="internal" if report.handling == INTERNAL else UNSET,
        record=report.record or UNSET,
    )


def _came_from(report: Report, part: Part | None) -> str | None:
    """Return where a part was read, for people: "header line of wire.txt"."""
    if part is None:
        return None
    member = next((member for member in report.renditions if member.id == part.rendition), None)
    place = (member.path or member.url) if member else None
    return f"{part.how} of {place}" if place else part.how


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


class RefusedOut(Struct, kw_only=True):
    """An input that was refused, and why."""

    where: str
    reason: str
    id: str
    arrived: str
    text_id: str | None


def told_out(quote: QuoteTold) -> QuoteToldOut:
    """Return a quote as a list tells it."""
    return msgspec.convert(quote, QuoteToldOut, from_attributes=True)


def refused_out(item: Quarantined) -> RefusedOut:
    """Return an input that was refused."""
    return msgspec.convert(item, RefusedOut, from_attributes=True)


class HitOut(Struct, kw_only=True):
    """A text that a search found: `text` are the words of `snippet`, spans point into the whole text."""

    text_id: str
    rendition: str
    report: str | None
    title: str
    title_marks: tuple[Span, ...]
    snippet: Span
    marks: tuple[Span, ...]
    text: str


def hit_out(hit: object, words: str, report: str | None) -> HitOut:
    """Return what a search found; `words` are the whole text."""
    given = {name: getattr(hit, name) for name in HitOut.__struct_fields__ if hasattr(hit, name)}
    return HitOut(**{**given, "report": report, "text": excerpt(given["snippet"].of(words))})

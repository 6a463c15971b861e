"""What several values of the interchange hold: texts, evidence, days and places."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import UNSET, Struct, UnsetType

from watchfloor.disclosure import Disclosed
from watchfloor.model import (
    DateBasis,
    DatePrecision,
    DateRange,
    Evidence,
    Place,
    PlacePrecision,
    SituationReport,
    Span,
    Subject,
    TextId,
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
    code: str | None
    precision: PlacePrecision
    basis: DateBasis


def date_out(date: DateRange | None) -> DateOut | None:
    """Return a day or span of days."""
    return None if date is None else msgspec.convert(date, DateOut, from_attributes=True)


def text_out(text_id: TextId, situation: Situation) -> TextOut:
    """Return a text as far as it may be shown."""
    shown = situation.text(text_id)
    return TextOut(
        id=shown.id,
        text=shown.text,
        excerpt=shown.length is not None or UNSET,
        length=UNSET if shown.length is None else shown.length,
        licence=shown.licence or UNSET,
        withheld=shown.withheld or UNSET,
    )


def place_out(place: Place | None) -> PlaceToldOut | None:
    """Return the place of an event as the interchange gives it."""
    return None if place is None else msgspec.convert(place, PlaceToldOut, from_attributes=True)


def subject_out(subject: Subject) -> SubjectOut:
    """Return the subject of a change or alert (its kind and id) as the interchange gives it."""
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

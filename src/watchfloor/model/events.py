"""Actors and events as they are known over reports, and the words they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from watchfloor.model.findings import (
    ActorKind,
    Bound,
    DateBasis,
    DateRange,
    EventContext,
    EventType,
    Grade,
    Modality,
    PlacePrecision,
    Polarity,
    Role,
)
from watchfloor.model.handling import OPEN, Handling
from watchfloor.model.ids import ActorId, EventId, OriginId, ReportId, StoryId, TextId
from watchfloor.model.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The exact words a statement rests on."""

    report: ReportId
    text_id: TextId
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, organisation, country or group that mentions of several reports resolve to.

    `key` is what later mentions are matched by: kind, country and folded name; a private person's holds the
    report, so that nobody without a public role is followed from one report into another. What is read in
    internal reports is learned of actors of their own.
    """

    id: ActorId
    name: str
    kind: ActorKind
    country: str | None = None
    roles: tuple[Role, ...] = ()
    public: bool = True
    key: str = ""
    handling: Handling = OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as events carry it.

    `basis` is "report" where no clause tells it: it is the town that the reports are about. `code` and
    `within` are as in a `PlaceMention`.
    """

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    code: str | None = None
    within: tuple[str, ...] = ()
    precision: PlacePrecision = "town"
    basis: DateBasis = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginVoices:
    """Which origins tell of an event in their own voice, as somebody's claim, or as denied.

    What our own people say is `noted`: it is no separately written text, and counts as none.
    """

    own_voice: tuple[OriginId, ...] = ()
    attributed: tuple[OriginId, ...] = ()
    denied: tuple[OriginId, ...] = ()
    noted: tuple[OriginId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityClaim:
    """A number that one origin gives for an event, with its claimant where one is named.

    `scope` is the area that it is of; None where that can be no other than the event's own.
    """

    role: str | None
    what: str | None
    unit: str | None
    value: float
    low: float | None
    high: float | None
    bound: Bound
    at: str | None
    origin: OriginId
    outlet: str | None
    claimant: str | None
    evidence: Evidence
    scope: str | None = None


def highest_numbers(claims: Iterable[QuantityClaim]) -> dict[str, float]:
    """Return the highest number told for each role."""
    found: dict[str, float] = {}
    for claim in claims:
        if claim.role:
            found[claim.role] = max(found.get(claim.role, 0.0), claim.value)
    return found


def area_words(area: str | None, own: str | None = None) -> str:
    """Return the words by which a number tells its area: "in Tarvel"; "" where it is the event's `own`."""
    return f"in {area}" if area and area != own else ""


def highest_by_area(claims: Iterable[QuantityClaim], own: str | None) -> dict[str, float]:
    """Return the highest number told for each role in each area: "killed in tarvel"; `own` is the event's."""
    found: dict[str, float] = {}
    for claim in claims:
        area = claim.scope or own
        if claim.role and area:
            key = f"{claim.role} {area_words(area)}".casefold()
            found[key] = max(found.get(key, 0.0), claim.value)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Nameless:
    """An actor of an event who is told without a name: the noun, and how many there are, where it is told."""

    actor: ActorId
    noun: str
    count: float | None = None


@dataclass(frozen=True, slots=True)
class Aged:
    """How old an actor of an event is, in years, as its report tells it."""

    actor: str
    years: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMember:
    """An event mention as its event holds it: actors resolved, place and date copied, words as spans.

    `claimant` is the actor it is attributed to; `denied` that the claimant, or the text, says that it did not
    happen; `telling` is the digest of type and sentence, the same in every copy; `nameless` are those of both
    sides who have no name, `ages` those whose age is told, `terms` stand for the words of the sentence;
    `home` is the town that its report is about, for deeds that happen at one place, and `home_day` the day,
    for what is told without one. `deed` names what texts tell as several types, and `by_desk` tells that a
    person added it.
    """

    id: str
    report: ReportId
    origin: OriginId
    text_id: TextId
    outlet: str | None
    published: str | None
    type: EventType
    mode: str | None
    span: Span
    trigger: tuple[Span, ...]
    telling: str = ""
    source: tuple[ActorId, ...] = ()
    target: tuple[ActorId, ...] = ()
    nameless: tuple[Nameless, ...] = ()
    ages: tuple[Aged, ...] = ()
    terms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    place: Place | None = None
    home: Place | None = None
    home_day: str | None = None
    date: DateRange | None = None
    modality: Modality = "actual"
    contexts: tuple[EventContext, ...] = ()
    claimant: ActorId | None = None
    attributed: bool = False
    denied: bool = False
    quantities: tuple[QuantityClaim, ...] = ()
    grade: Grade = "strong"
    pointing: bool = False
    another: bool = False
    deed: str | None = None
    by_desk: bool = False
    handling: Handling = OPEN


LinkKind = Literal["denies", "reacts_to", "follows", "caused_by", "claims"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLink:
    """How one event hangs on another (`to`, an id), in the words that tell it."""

    kind: LinkKind
    to: EventId
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One happening in the world: all event mentions of it. It counts happenings, not reports.

    `links` are found anew when a story is told, and not kept. `by_desk` names the slots that a person filled.
    """

    id: EventId
    type: EventType
    mode: str | None
    story: StoryId
    members: tuple[EventMember, ...] = ()
    source: tuple[ActorId, ...] = ()
    target: tuple[ActorId, ...] = ()
    place: Place | None = None
    date: DateRange | None = None
    polarity: Polarity = "asserted"
    modality: Modality = "actual"
    contexts: tuple[EventContext, ...] = ()
    attributed_to: tuple[ActorId, ...] = ()
    origins: OriginVoices = OriginVoices()
    claimants: tuple[ActorId, ...] = ()
    quantities: tuple[QuantityClaim, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    grade: Grade = "strong"
    links: tuple[EventLink, ...] = ()
    by_desk: tuple[str, ...] = ()
    handling: Handling = OPEN

    @property
    def is_noted(self) -> bool:
        """Tell whether our own people alone tell of it."""
        told = self.origins
        return bool(told.noted) and not (told.own_voice or told.attributed or told.denied)

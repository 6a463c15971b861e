"""What changed in what is known, and what is told in several versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from watchfloor.model.events import Event, Evidence, highest_by_area, highest_numbers
from watchfloor.model.findings import DatePrecision, Grade, Modality, Polarity
from watchfloor.model.handling import OPEN, Handling
from watchfloor.model.ids import ActorId, ChangeId, EventId
from watchfloor.model.reasons import Reason
from watchfloor.model.text import digest


def change_id(*parts: str) -> ChangeId:
    """Return the id of a change, which the same parts make the same."""
    return ChangeId(digest(*parts))


class Subject(NamedTuple):
    """What a change or an alert is about: a kind ("event", "story", "report") and an id."""

    kind: str
    id: str


ChangeType = Literal[
    "new story",
    "new event",
    "corroborated",
    "number revised",
    "number disputed",
    "denied",
    "withdrawn",
    "merged",
    "split",
    "rejected",
    "revised",
    "reread",
    "moved",
    "called off",
    "overdue",
    "decided",
    "contradicted",
    "unusual",
    "ours is behind",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A typed difference in what is known: the only thing watches look at.

    `at` is when it happened in the world (where known), `known` when the floor learned it. `before` and
    `after` are short values. What watches select by is kept beside it, as a ChangeScope.
    """

    id: ChangeId
    type: ChangeType
    at: str | None
    known: str
    about: Subject
    before: str | None
    after: str | None
    score: float
    reason: Reason
    evidence: tuple[Evidence, ...] = ()
    handling: Handling = OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeScope:
    """What a watch saw of a change without its words: what it is replayed by.

    Of a change about a story or report only `origins` are known. `places` are numbers of GeoNames; `source`,
    `target` and `claimants` ids of actors; `numbers` how high each number of people stood, by its role, and
    by role and area ("killed in tarvel"). `area` is where the event itself is.
    """

    type: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    source: tuple[ActorId, ...] = ()
    target: tuple[ActorId, ...] = ()
    origins: int = 0
    grade: Grade | None = None
    polarity: Polarity | None = None
    modality: Modality | None = None
    claimants: tuple[str, ...] = ()
    own_voice: bool = True
    numbers: Mapping[str, float] = field(default_factory=dict)
    area: str = ""


def scope_of_event(event: Event, *, countries: Iterable[str], places: Iterable[int] = ()) -> ChangeScope:
    """Return what a watch sees of an event, without words."""
    area = event.place.name if event.place else ""
    return ChangeScope(
        type=event.type.value,
        mode=event.mode,
        contexts=event.contexts,
        countries=tuple(countries),
        places=tuple(places),
        source=event.source,
        target=event.target,
        origins=len({*event.origins.own_voice, *event.origins.attributed}),
        grade=event.grade,
        polarity=event.polarity,
        modality=event.modality,
        claimants=event.claimants,
        own_voice=bool(event.origins.own_voice),
        numbers=highest_numbers(event.quantities) | highest_by_area(event.quantities, area),
        area=area,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Versions of one matter that cannot all be right, each with who says it."""

    about: str
    event: EventId
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One value in a disagreement."""

    value: str
    says: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One dated statement of a situation, in the words of its report."""

    date: str
    precision: DatePrecision
    text: str
    evidence: tuple[Evidence, ...]

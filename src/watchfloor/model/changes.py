"""What changed in what is known, and what is told in several versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from watchfloor.model.events import Evidence
from watchfloor.model.findings import DatePrecision


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
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A typed difference in what is known: the only thing watches look at.

    `at` is when it happened in the world (where known), `known` when the floor learned it. `before` and
    `after` are short values. Scopes that watches select by stand beside it: `event` is the event as of then.
    """

    id: str
    type: ChangeType
    at: str | None
    known: str
    about: Subject
    before: str | None
    after: str | None
    score: float
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Versions of one matter that cannot all be right, each with who says it."""

    about: str
    event: str
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

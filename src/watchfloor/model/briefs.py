"""Briefs: what a reader needs of a story in its first fifteen lines, by reference to what is known.

A brief holds ids and spans, no sentences of its own: they are made where it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from watchfloor.model.changes import Disagreement
from watchfloor.model.events import Evidence
from watchfloor.model.findings import DatePrecision
from watchfloor.model.handling import OPEN, Handling
from watchfloor.model.ids import EventId, ReportId, StoryId
from watchfloor.model.labels import OwnCopy
from watchfloor.model.numbers import NumberSeries

BriefLayout = Literal["attack", "disaster", "deal"]
DueKind = Literal["planned", "ultimatum", "deadline", "hearing", "vote", "expiry", "curfew"]
Missing = Literal["doer", "place", "day", "killed", "wounded", "missing", "displaced", "start"]
NewsKind = Literal[
    "happening",
    "number",
    "told by more",
    "denied",
    "edited",
    "withdrawn",
    "misread",
    "rejected",
    "moved",
    "called off",
    "overdue",
    "decided",
    "contradicted",
    "ours is behind",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something told with a coming time: the day, what kind of time it is, and the words that tell it."""

    kind: DueKind
    day: str
    precision: DatePrecision
    evidence: Evidence
    outlet: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTold:
    """Something due as a list tells it: in which story, by whom, and since when it is known here.

    `by` is who says it where the words are somebody's, as may stand in a list; `evidence` are the words in
    each report that has them.
    """

    id: str
    kind: DueKind
    day: str
    story: StoryId
    title: str
    text: str
    by: str | None
    outlet: str | None
    evidence: tuple[Evidence, ...]
    known: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberMove:
    """How a number moved: what stood before, over how many steps, and the claims that stand now."""

    before: float | None
    steps: int
    series: NumberSeries


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that is new in a story; `rank` orders those of one story, the weightiest first.

    `by` is who said it: an outlet's name or an actor's id. `before` and `after` count separately written
    texts. `background` is older than the story itself. `was` and `now` are the days
    of something that was moved, or the values that a person decided between.
    """

    kind: NewsKind
    rank: int
    at: str
    event: EventId | None = None
    by: str | None = None
    move: NumberMove | None = None
    before: int = 0
    after: int = 0
    background: bool = False
    was: str | None = None
    now: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A quote of a brief: the report, and the place of the quote in its findings."""

    report: ReportId
    quote: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """Words that an outlet had and has no more."""

    outlet: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A story as a desk wants it told; events are told by their ids.

    `texts` counts separately written texts, `copies` what repeats them, `noted` what our own people told;
    `first` is the report that told it first; `labels` and `ours` are those of its story. `missing` is what is
    not told in what was read, `value` the news value that stories are in order by.
    """

    story: StoryId
    layout: BriefLayout
    value: float
    lead: EventId | None
    texts: int
    copies: int
    first: ReportId | None
    outlets: int
    labels: tuple[tuple[str, int], ...] = ()
    ours: OwnCopy | None = None
    noted: int = 0
    handling: Handling = OPEN
    unread: tuple[str, ...] = ()
    since: str | None = None
    news: tuple[News, ...] = ()
    numbers: tuple[NumberSeries, ...] = ()
    disputed: tuple[Disagreement, ...] = ()
    took_back: tuple[TakenBack, ...] = ()
    said: tuple[Saying, ...] = ()
    sides: tuple[Saying, ...] = ()
    access: tuple[EventId, ...] = ()
    terms: tuple[EventId, ...] = ()
    ahead: tuple[Due, ...] = ()
    background: tuple[EventId, ...] = ()
    missing: tuple[Missing, ...] = ()

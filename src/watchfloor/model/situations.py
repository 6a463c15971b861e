"""What one look gives back: everything known, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field

from watchfloor.model.alerts import Alert
from watchfloor.model.briefs import Brief
from watchfloor.model.changes import Change, Disagreement, TimelineEntry
from watchfloor.model.events import Actor, Event
from watchfloor.model.findings import Findings, Grade, QuoteAct, QuoteKind
from watchfloor.model.ids import ReportId, TextId
from watchfloor.model.judgements import Judgement
from watchfloor.model.numbers import NumberSeries
from watchfloor.model.renditions import Quarantined
from watchfloor.model.reports import Report
from watchfloor.model.stories import Story
from watchfloor.model.text import Span, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReading:
    """A report with what was read in its text."""

    report: Report
    findings: Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteTold:
    """A quote as a list tells it: in its report's words, by and to whom as far as that may be said."""

    id: str
    report: ReportId
    text_id: TextId
    speaker: str | None
    speaker_name: str
    act: QuoteAct
    kind: QuoteKind
    words: str
    grade: Grade
    outlet: str | None
    published: str | None
    content: tuple[Span, ...] = ()
    addressee: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadSource:
    """A source that was followed and not read at a moment: since when, and why as far as known."""

    id: str
    url: str
    title: str | None
    status: str
    since: str
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What an answer rests on, as of `at`: the sources followed, the days they were read, the languages.

    Days are UTC days from `since`, when the first source was followed. `gaps` are the stretches of days
    (first, last) on which nothing was read, `thin` those on which fewer than three quarters of the sources
    were. `healthy_days` counts the days up to `at` on which enough was read; `baseline` tells that they are
    four weeks. `languages` counts reports, of sources and of files alike; `first` and `last` are the days of
    their publication.
    """

    at: str | None
    followed: int = 0
    paused: int = 0
    read: int = 0
    unread: tuple[UnreadSource, ...] = ()
    since: str | None = None
    days: int = 0
    days_read: int = 0
    gaps: tuple[tuple[str, str], ...] = ()
    thin: tuple[tuple[str, str], ...] = ()
    healthy_days: int = 0
    baseline: bool = False
    reports: int = 0
    languages: dict[str, int] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationReport:
    """Everything known of a stream of articles at one moment, as `watchfloor run` shows it, or a part.

    `kept_back` are the ids of what the desk does not share, which outside nothing may rest on.
    """

    texts: tuple[Text, ...] = ()
    reports: tuple[ReportReading, ...] = ()
    stories: tuple[Story, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    numbers: tuple[NumberSeries, ...] = ()
    changes: tuple[Change, ...] = ()
    alerts: tuple[Alert, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    coverage: Coverage | None = None
    judgements: tuple[Judgement, ...] = ()
    briefs: tuple[Brief, ...] = ()
    kept_back: frozenset[str] = frozenset()

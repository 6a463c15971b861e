"""What was known, told and decided of a story at a moment, and what one shift leaves to the next."""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.model.alerts import Alert
from watchfloor.model.briefs import DueTold
from watchfloor.model.events import Event
from watchfloor.model.ids import AlertId
from watchfloor.model.judgements import Judgement
from watchfloor.model.numbers import NumberSeries
from watchfloor.model.reports import Report
from watchfloor.model.shares import GivenOnce
from watchfloor.model.stories import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTold:
    """A message about a story: through which channel, when it arrived (None: it had not), and who saw it."""

    channel: str
    alert: AlertId
    watch: str
    level: str
    at: str | None
    state: str
    seen_by: str | None = None
    seen_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRecord:
    """What was known of a story at a moment, whom it had been told to, and what people had decided and said.

    `acts` are all acts by then, oldest first, `undone` the ids of those that were taken back by then.
    """

    story: Story
    as_of: str
    reports: tuple[Report, ...]
    events: tuple[Event, ...]
    numbers: tuple[NumberSeries, ...]
    told: tuple[MessageTold, ...]
    given: tuple[GivenOnce, ...]
    acts: tuple[Judgement, ...]
    undone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Something that somebody is to do: the act, and what it is about in words."""

    act: Judgement
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftState:
    """What one shift leaves to the next: its own acts since it began, what is open, what is due.

    `waiting` is the hand-over that nobody has signed yet.
    """

    since: str
    now: str
    decisions: tuple[Judgement, ...]
    alerts: tuple[Alert, ...]
    assignments: tuple[Assignment, ...]
    comments: tuple[Judgement, ...]
    due: tuple[DueTold, ...]
    waiting: Judgement | None = None

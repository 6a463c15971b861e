"""Stories: the reports about one happening or chain of happenings."""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.model.handling import OPEN, Handling
from watchfloor.model.ids import EventId, ReportId, StoryId
from watchfloor.model.labels import OwnCopy

UNTITLED = "(no headline)"  # what a story or report without a headline is called


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of a story that is told together: its days, its reports, and a headline chosen from theirs."""

    title: str
    first: str | None
    last: str | None
    reports: tuple[ReportId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The reports about the same happening or chain of happenings; `origins` counts separate families,
    `noted` the reports of our own people, which are none of them.

    `chapters`, and the event that stands first (`lead`), are told where the story is shown, and not kept; so
    are how many of its texts were written by sources of each label, and whether the desk's own outlet has it
    (`ours`), where the desk labels one.
    """

    id: StoryId
    title: str
    reports: tuple[ReportId, ...]
    origins: int
    first: str | None
    last: str | None
    chapters: tuple[Chapter, ...] = ()
    lead: EventId | None = None
    labels: tuple[tuple[str, int], ...] = ()
    ours: OwnCopy | None = None
    noted: int = 0
    handling: Handling = OPEN


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Headline:
    """A headline and when the first report that bears it was published; undated ones come last."""

    undated: bool
    day: str
    words: str

    @property
    def key(self) -> tuple[bool, str]:
        """Return what headlines are put in order by."""
        return self.undated, self.day


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTally:
    """Of a story's reports: how many, of how many families, their first and last day, the earliest headlines.

    `authors` maps each named author to a label of his family: families of one author are one. There are more
    headlines than those of `headlines` unless `complete`.
    """

    reports: int = 0
    origins: int = 0
    first: str | None = None
    last: str | None = None
    authors: tuple[tuple[str, str], ...] = ()
    headlines: tuple[Headline, ...] = ()
    complete: bool = True
    noted: int = 0

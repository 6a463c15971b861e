"""Stories: the reports about one happening or chain of happenings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of a story that is told together: its days, its reports, and a headline chosen from theirs."""

    title: str
    first: str | None
    last: str | None
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The reports about the same happening or chain of happenings; `origins` counts separate families.

    `chapters`, and the event that stands first (`lead`), are told where the story is shown, and not kept.
    """

    id: str
    title: str
    reports: tuple[str, ...]
    origins: int
    first: str | None
    last: str | None
    chapters: tuple[Chapter, ...] = ()
    lead: str | None = None

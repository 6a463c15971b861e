"""What a question is about: a value that every list takes."""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.model.moments import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Everything that a question may be narrowed by; of several values of one kind, any will do.

    `since` and `until` are the instants between which something became known here; `happened_from` and
    `happened_to` those between which it happened (a report: was published), with the days that they stand
    for. `actors` are ids or names, `places` names or numbers of GeoNames; the number of a region stands for
    all that lies in it. `contexts` are what events are part of (legal, election, disaster, …), `labels` what
    the desk calls the outlets; one of `labels_too` must be borne besides, by the same outlet or another.
    `weak` adds what weak events tell.
    """

    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    labels_too: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    words: str | None = None
    since: str | int | None = None
    until: str | None = None
    happened_from: TimeBound | None = None
    happened_to: TimeBound | None = None
    as_of: str | int | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class TimeBound:
    """One end of a span of time: the instant, in UTC, and the day for what is dated by days alone."""

    instant: Moment
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was written; times are days, moments, "yesterday", "monday", "24h", or "last".

    `situation` names one of the floor, within which it is asked.
    """

    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    words: str | None = None
    since: str | None = None
    until: str | None = None
    happened_from: str | None = None
    happened_to: str | None = None
    as_of: str | None = None
    weak: bool = False
    situation: str | None = None

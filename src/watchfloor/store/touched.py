"""What one admission wrote, so that what is derived from it can be brought up to date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from watchfloor import model


@dataclass
class Touched:
    """What one admission wrote: ids of things whose scope may be another now.

    `events` maps events to the mentions that they got; those in `ended` lost some. Reports in `read` may
    have another text or other findings; stories in `left` lost a report.
    """

    events: dict[str, list[model.EventMember]] = field(default_factory=lambda: defaultdict(list))
    ended: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    stories: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    changes: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.events, self.reports, self.read, self.stories, self.actors, self.changes))

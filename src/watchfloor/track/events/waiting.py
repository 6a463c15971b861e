"""Passages that told of a happening, or pointed at it, before any text told it in full.

A report that only points at a happening opens no event, and waits. When a later report tells of it, what
waits joins, as it would have joined had the later report come first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from watchfloor.model import Event, EventId, EventMember, ReportId
from watchfloor.track.events.events import fitting, fold_event, left_to_point_at, told_of
from watchfloor.track.events.references import Pointing, kinds_pointed_at, pointed_at

_MOST_WAITING = 12  # reports of a story that are looked at again, the latest first


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one earlier report has that opens no event: weak mentions, and passages that only point."""

    members: tuple[EventMember, ...]
    pointings: tuple[Pointing, ...]


def may_wait(text: str, events: Sequence[Event]) -> bool:
    """Tell whether a text has a word that may point at one of some events; a look that costs little."""
    wanted = {event.type for event in events}
    return bool(wanted & kinds_pointed_at(text))


def waiting_reports(reports: Sequence[ReportId], events: Sequence[Event]) -> list[ReportId]:
    """Return those of a story's `reports` that do not tell of some events yet: the latest of them."""
    telling = {member.report for event in events for member in event.members}
    return [report for report in reports if report not in telling][-_MOST_WAITING:]


def joined_by_waiting(
    events: Sequence[Event], fresh: Collection[EventId], waiting: Sequence[Waiting]
) -> list[Event]:
    """Return `events` with what waited for those that are `fresh`; the others only compete for it."""
    groups = {event.id: list(event.members) for event in events}
    for one in waiting:
        for member in _untold(one.members, groups):
            found = fitting(member, groups)
            if found is not None and found in fresh:
                groups[found].append(member)
        _point(one.pointings, groups, fresh)
    return [
        event if len(told) == len(event.members) else fold_event(event.id, event.story, told)
        for event in events
        for told in (groups[event.id],)
    ]


def _point(
    pointings: Sequence[Pointing], groups: Mapping[EventId, list[EventMember]], fresh: Collection[EventId]
) -> None:
    told = told_of(groups)
    for pointing in pointings:
        member = pointing.member
        found = pointed_at(pointing, left_to_point_at(member, groups, told))
        if found is None or found not in fresh:
            continue
        if all(it.origin != member.origin or it.pointing for it in groups[found]):
            groups[found].append(member)


def _untold(
    members: Sequence[EventMember], groups: Mapping[EventId, Sequence[EventMember]]
) -> list[EventMember]:
    """Return those whose sentence tells of no event of its type."""
    told = told_of(groups)
    return [it for it in members if (it.report, it.span, it.type) not in told]

"""Where the desk's own articles are behind: what they tell of an event that a newer text tells otherwise.

Looked at are numbers, places, doers and denials. Numbers of one matter, of which one allows the other, are no
difference; nor are a town and its region, or what our own newest article tells by now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from watchfloor.model import (
    Change,
    Event,
    EventMember,
    Evidence,
    QuantityClaim,
    Reason,
    ReasonCode,
    ReportId,
    Subject,
    change_id,
)
from watchfloor.track.events.identity import same_place
from watchfloor.track.events.numbers import Matter, age_of, compatible, matter_of, show

_Difference = tuple[str, str, str, Evidence, Evidence]  # of what, ours, the newer, and the words of both


def behind_ours(
    before: Sequence[Event],
    after: Sequence[Event],
    *,
    ours: Collection[ReportId],
    report: ReportId,
    known: str,
) -> list[Change]:
    """Return what `report` tells otherwise than the articles of `ours` before it: a change for each matter.

    A report of ours is held against the newer texts that were here before it came. `before` and `after` are
    the events of a story without it and with it.
    """
    held = {member.id for event in before for member in event.members}
    found = []
    for event in after:
        arrived = [it for it in event.members if it.report == report and it.id not in held]
        mine = [member for member in event.members if member.report in ours]
        newer = _ahead_of(arrived, mine, event) if report in ours else arrived
        found += [_change(event, difference, known) for difference in _differences(mine, newer)]
    return found


def _ahead_of(arrived: Sequence[EventMember], mine: Sequence[EventMember], event: Event) -> list[EventMember]:
    """Return what others tell of an event, where what arrived is the newest of our own: else all is told."""
    if not arrived or not _is_newest(arrived, mine):
        return []
    ours = {member.report for member in mine}
    return [it for it in event.members if it.report not in ours and it.published]


def _is_newest(arrived: Sequence[EventMember], mine: Sequence[EventMember]) -> bool:
    """Tell whether what arrived is the newest of our own: of an older one all is told already."""
    last = max(member.published or "" for member in mine)
    return bool(last) and any(member.published == last for member in arrived)


def _differences(ours: Sequence[EventMember], newer: Sequence[EventMember]) -> Iterator[_Difference]:
    """Yield what newer mentions of an event tell otherwise than our own newest."""
    last = max((member.published or "" for member in ours), default="")
    newer = [member for member in newer if (member.published or "9999") > last]
    if not ours or not newer:
        return
    yield from _numbers(ours, newer)
    mine = max(ours, key=lambda member: (member.published or "", member.id))
    for member in newer:
        if member.denied and not any(it.denied for it in ours):
            yield "whether it happened", "told", "denied", _words(mine), _words(member)
            return
    yield from _told_otherwise(ours, newer)


def _numbers(ours: Sequence[EventMember], newer: Sequence[EventMember]) -> Iterator[_Difference]:
    mine, theirs = _newest_claims(ours), _newest_claims(newer)
    for matter, (claim, member) in theirs.items():
        if matter in mine and not compatible(mine[matter][0], claim):
            held, told_by = mine[matter]
            what = matter.role or matter.what or "the number"
            yield what, show(held), show(claim), _words(told_by), _words(member)


def _newest_claims(members: Sequence[EventMember]) -> dict[Matter, tuple[QuantityClaim, EventMember]]:
    """Return the number that mentions told last of each matter, with the mention that tells it."""
    told = [(claim, member) for member in members for claim in member.quantities]
    return {matter_of(claim): (claim, member) for claim, member in sorted(told, key=lambda it: age_of(it[0]))}


def _told_otherwise(ours: Sequence[EventMember], newer: Sequence[EventMember]) -> Iterator[_Difference]:
    """Yield another place and another doer, where all of ours that tell one tell another."""
    placed = [member for member in ours if member.place is not None]
    done = [member for member in ours if member.source]
    for member in newer:
        place = member.place
        if place and placed and not any(same_place(it.place, place) for it in placed):
            mine = placed[-1].place
            yield "where", mine.name if mine else "", place.name, _words(placed[-1]), _words(member)
            break
    for member in newer:
        if member.source and done and not any({*it.source} & {*member.source} for it in done):
            yield "who", "", "", _words(done[-1]), _words(member)
            break


def _words(member: EventMember) -> Evidence:
    return Evidence(report=member.report, text_id=member.text_id, span=member.span)


def _change(event: Event, difference: _Difference, known: str) -> Change:
    what, mine, newer, ours, theirs = difference
    return Change(
        id=change_id("ours is behind", event.id, known, what, mine, newer),
        type="ours is behind",
        at=event.date.start if event.date else None,
        known=known,
        about=Subject("event", event.id),
        before=mine or None,
        after=newer or None,
        score=1.0,
        reason=Reason(code=ReasonCode.OURS_BEHIND, details=(what,)),
        evidence=(ours, theirs),
    )

"""Event mentions of one report -> the events of its story.

An event keeps its id while it has a member. A report that is read again (a new version, a date learned later)
replaces its own members only, so the same reports give the same events in any order of their re-reading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar, get_args

from watchfloor.model import (
    INTERNAL,
    OPEN,
    ActorId,
    Event,
    EventId,
    EventMember,
    EventSlot,
    EventType,
    Evidence,
    ReportId,
    Span,
    StoryId,
    digest,
)
from watchfloor.plover import type_facts
from watchfloor.track.events.identity import (
    JOIN_AT,
    ONLY_ONE,
    WEAK_JOIN_AT,
    affinity,
    contradictions,
    is_of_kind,
    is_vague,
    leaves_day_open,
    leaves_open,
    may_be_any,
    may_be_told_with,
    names_its_day,
    names_town,
    shares_person,
    states_day,
)
from watchfloor.track.events.numbers import unique
from watchfloor.track.events.references import Pointing, pointed_at
from watchfloor.track.events.voices import voices_of
from watchfloor.track.homes import placed
from watchfloor.track.report_days import dated

Value = TypeVar("Value")


def track_events(
    known: Sequence[Event],
    members: Sequence[EventMember],
    *,
    report: ReportId,
    story: StoryId,
    pointings: Sequence[Pointing] = (),
    earlier: Mapping[str, EventId] | None = None,
) -> list[Event]:
    """Return the events of `story` after `report` gave `members`, in order of their first appearance.

    `earlier` gives for a member, by its id, the one of the report's former text that it is an edit of. It
    stays with that one's event, as a member that reads as before does; only then the others look for an
    event, among those that the report told of before too. `pointings` are its passages that only point at
    happenings: they come last. Events left without a member are gone; an event whose members did not change
    is returned as it was.
    """
    gone: dict[EventId, list[EventMember]] = {}
    groups: dict[EventId, list[EventMember]] = {}
    for event in known:
        going, staying = _parted(event, {report})
        gone[event.id] = [member for member in going if not member.by_desk]
        groups[event.id] = [*staying, *(member for member in going if member.by_desk)]
    former = {member.id: (id_, member) for id_, group in gone.items() for member in group}
    was = {member.id: former.get((earlier or {}).get(member.id, member.id)) for member in members}
    _put_where_fit(_put_home(members, was, groups), was, groups, gone)
    before = {event.id: event for event in known}
    _gather(groups, report, before)
    _point(pointings, groups)
    ranked = (*members, *(pointing.member for pointing in pointings))
    places = {member.id: position for position, member in enumerate(ranked)}
    return [
        _folded(id_, before.get(id_), story, _in_order(group, before.get(id_), was, places))
        for id_, group in groups.items()
        if _is_told(group)
    ]


def _is_told(members: Iterable[EventMember]) -> bool:
    """Tell whether mentions make an event: a weak one only supports others."""
    return any(member.grade == "strong" for member in members)


def _put_home(
    members: Sequence[EventMember],
    was: Mapping[str, tuple[EventId, EventMember] | None],
    groups: Mapping[EventId, list[EventMember]],
) -> list[EventMember]:
    """Put edits, and what reads as before, to the event that they were of; return the other members."""
    homeless = []
    for member in members:
        held = was[member.id]
        if held and (held[1].id != member.id or _reads_alike(member, held[1])):
            groups[held[0]].append(member)
        else:
            homeless.append(member)
    return homeless


def _put_where_fit(
    members: Sequence[EventMember],
    was: Mapping[str, tuple[EventId, EventMember] | None],
    groups: dict[EventId, list[EventMember]],
    gone: Mapping[EventId, Sequence[EventMember]],
) -> None:
    """Put each mention to the event that it fits best; a strong one that fits none begins one."""
    # The strong ones in their order first, and of them those that tell when or where; then what fits best.
    best = {it.id: _best_fit(it, groups) if leaves_open(it) else 0.0 for it in members}
    for member in sorted(members, key=lambda it: (it.grade == "weak", _openness(it), -best[it.id])):
        held = was[member.id]
        found_in = fitting(member, _may_hold(member, groups), gone, held[0] if held else None)
        if found_in or member.grade == "strong":
            groups.setdefault(found_in or _id_of(member, set(groups)), []).append(member)


def _openness(member: EventMember) -> int:
    """Return how much a mention leaves open: nothing, when it was, or when and where."""
    return 2 if leaves_open(member) else int(leaves_day_open(member))


def _best_fit(member: EventMember, groups: Mapping[EventId, Sequence[EventMember]]) -> float:
    return max((affinity(member, there) for there in groups.values()), default=0.0)


def _may_hold(
    member: EventMember, groups: Mapping[EventId, Sequence[EventMember]]
) -> Mapping[EventId, Sequence[EventMember]]:
    """Return the events that a mention may be of.

    What leaves open when and where it was is a deed that its own report tells elsewhere, where it tells one:
    another report's only where both tell of one sufferer. So is what leaves open only when it was, as a
    headline does, where it fits what its report dates.
    """
    if leaves_open(member):
        own = _told_by_its_report(member, groups)
    elif leaves_day_open(member):
        own = _dated_by_its_report(member, groups)
    else:
        return groups
    if not own:
        return groups
    return {
        id_: group
        for id_, group in groups.items()
        if id_ in own or any(shares_person(member, other) for other in group)
    }


def _told_by_its_report(member: EventMember, groups: Mapping[EventId, Sequence[EventMember]]) -> set[EventId]:
    """Return the events of a mention's kind, and of its way where told, that its own report tells."""

    def alike(other: EventMember) -> bool:
        return is_of_kind(member, other) and (None in (other.mode, member.mode) or other.mode == member.mode)

    return {id_ for id_, group in groups.items() if any(map(alike, _told_by(member.report, group)))}


def _dated_by_its_report(
    member: EventMember, groups: Mapping[EventId, Sequence[EventMember]]
) -> set[EventId]:
    """Return the events that a mention fits, and of which its own report tells the day."""
    own = _told_by_its_report(member, groups)
    dated_ = {id_ for id_ in own if any(map(states_day, _told_by(member.report, groups[id_])))}
    return {id_ for id_ in dated_ if affinity(member, groups[id_]) >= JOIN_AT}


def _folded(id_: EventId, before: Event | None, story: StoryId, members: tuple[EventMember, ...]) -> Event:
    """Return the event of some members: the one that there was, where they are its own."""
    if before is not None and before.members == members:
        return before
    return fold_event(id_, story, members)


def _gather(
    groups: dict[EventId, list[EventMember]], report: ReportId, before: Mapping[EventId, Event]
) -> None:
    """Let what leaves open when and where it was join the one deed of its kind that its report tells.

    "He was shot in the leg", a report goes on: it is no second shooting, where it tells of one alone.
    """
    own = {id_: told for id_, group in groups.items() if (told := _told_by(report, group))}
    open_ = {
        id_
        for id_, told in own.items()
        if id_ not in before and len(told) == len(groups[id_]) and all(map(leaves_open, told))
    }
    for id_ in [it for it in own if it in open_]:
        kind = own[id_][0].type
        fixed = [other for other, told in own.items() if other not in open_ and told[0].type == kind]
        if len(fixed) == 1 and all(may_be_told_with(member, groups[fixed[0]]) for member in own[id_]):
            groups[fixed[0]].extend(groups.pop(id_))


def _told_by(report: ReportId, members: Sequence[EventMember]) -> list[EventMember]:
    return [member for member in members if member.report == report and not member.pointing]


def _point(pointings: Sequence[Pointing], groups: Mapping[EventId, list[EventMember]]) -> None:
    """Let passages join what they point at, but those whose sentence tells of a happening of that kind.

    Where a text of the same origin tells of it in full, that it also points there says nothing more.
    """
    told = told_of(groups)
    for pointing in pointings:
        member = pointing.member
        id_ = pointed_at(pointing, left_to_point_at(member, groups, told))
        if id_ is not None and all(m.origin != member.origin or m.pointing for m in groups[id_]):
            groups[id_].append(member)


Told = Mapping[tuple[str, Span, EventType], Mapping[EventId, str | None]]
"""By report, sentence and type: the events that it tells of, each with the mode."""


def told_of(groups: Mapping[EventId, Sequence[EventMember]]) -> Told:
    """Return the sentences of reports that tell of some events, by type, with those events."""
    told: dict[tuple[str, Span, EventType], dict[EventId, str | None]] = {}
    for id_, group in groups.items():
        for it in group:
            told.setdefault((it.report, it.span, it.type), {})[id_] = it.mode
    return told


def left_to_point_at(
    member: EventMember, groups: Mapping[EventId, list[EventMember]], told: Told
) -> Mapping[EventId, list[EventMember]]:
    """Return the events that a passage may point at: none where its sentence tells of one of its kind."""
    here = told.get((member.report, member.span, member.type))
    if here is None:
        harmful = type_facts(member.type).harmful
        return _near_its_report(member, groups) if harmful else groups
    if type_facts(member.type).harmful or member.mode is None or member.mode in here.values():
        return {}
    return {id_: group for id_, group in groups.items() if id_ not in here}


def _near_its_report(
    member: EventMember, groups: Mapping[EventId, list[EventMember]]
) -> Mapping[EventId, list[EventMember]]:
    """Return the deeds that a passage may point at: its own report's, or those whose day or town it names."""
    own = {id_ for id_ in _told_by_its_report(member, groups) if _is_settled(groups[id_], member.report)}
    return {
        id_: group
        for id_, group in groups.items()
        if not own or id_ in own or any(_names_its_setting(member, other) for other in group)
    }


def _is_settled(group: Sequence[EventMember], report: ReportId) -> bool:
    """Tell whether a report states the day or the town of an event that it tells."""
    return not all(map(is_vague, _told_by(report, group)))


def _names_its_setting(member: EventMember, other: EventMember) -> bool:
    return names_its_day(member, other) or names_town(member, other)


def fitting(
    member: EventMember,
    groups: Mapping[EventId, Sequence[EventMember]],
    gone: Mapping[EventId, Sequence[EventMember]] = MappingProxyType({}),
    came_from: EventId | None = None,
) -> EventId | None:
    """Return the event that a mention tells of; `gone` are the mentions that the report had of each before.

    What a report told of before has to fit in every way: its own new sentence is seldom about the same.
    """
    fits = {
        id_: affinity(member, there or _unopposed(member, gone.get(id_, ()))) for id_, there in groups.items()
    }
    alone = sum(fit > 0 for fit in fits.values()) == 1
    scored = [
        (
            fit
            + (came_from == id_)
            + (ONLY_ONE if alone and fit > 0 and may_be_any(member, groups[id_]) else 0.0),
            -position,
            id_,
        )
        for position, (id_, fit) in enumerate(fits.items())
    ]
    score, _, best = max(scored, default=(0.0, 0, EventId("")))
    if member.grade == "weak":
        return best if score >= WEAK_JOIN_AT else None
    return best if score >= JOIN_AT or (score >= 1.0 and came_from == best) else None


def _unopposed(member: EventMember, others: Sequence[EventMember]) -> list[EventMember]:
    return [other for other in others if not contradictions(member, other)]


def _in_order(
    group: Sequence[EventMember],
    event: Event | None,
    was: Mapping[str, tuple[EventId, EventMember] | None],
    places: Mapping[str, int],
) -> tuple[EventMember, ...]:
    """Return the members of an event as they stood in it, those that are new to it last."""
    stood = {member.id: place for place, member in enumerate(event.members)} if event else {}

    def place(member: EventMember) -> tuple[int, int]:
        held = was.get(member.id) if member.id in places else None
        return stood.get(held[1].id if held else member.id, len(stood)), places.get(member.id, -1)

    return tuple(sorted(group, key=place))


def _reads_alike(one: EventMember, other: EventMember) -> bool:
    """Tell whether two readings of one sentence tell the same, wherever it stands."""
    return (
        replace(
            one,
            origin=other.origin,
            text_id=other.text_id,
            span=other.span,
            trigger=other.trigger,
            quantities=other.quantities,
        )
        == other
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """Two stories' events after reports went from one to the other; `merged` maps ids to what they became."""

    left: tuple[Event, ...]
    arrived: tuple[Event, ...]
    merged: Mapping[EventId, EventId]


def move_events(
    leaving: Sequence[Event], staying: Sequence[Event], *, reports: Collection[ReportId], into: StoryId
) -> Moved:
    """Return the events of two stories after `reports` moved from the first to the second (`into`).

    An event goes with its reports, by its id where all its members go. Where only some do, the id stays with
    the first member, and the others make an event of their own. What fits an event that is there already
    joins it.
    """
    left: list[Event] = []
    groups = {event.id: (event, list(event.members)) for event in staying}
    taken = {*groups, *(event.id for event in leaving)}
    merged: dict[EventId, EventId] = {}
    for event in leaving:
        going, kept = _parted(event, reports)
        if kept:
            left.append(_left_behind(event, going, kept, taken))
        if kept and not _is_told(going):  # some weak ones alone are no event there
            continue
        joined = _joined(going, {id_: there for id_, (_, there) in groups.items()})
        if joined is None:
            groups[_own_id(event, going, taken)] = (event, going)
            continue
        groups[joined][1].extend(going)
        if event.members[0] in going:
            merged[event.id] = joined
    arrived = tuple(_arrived(id_, event, members, into) for id_, (event, members) in groups.items())
    return Moved(tuple(left), arrived, merged)


def _arrived(id_: EventId, event: Event, members: Sequence[EventMember], into: StoryId) -> Event:
    """Return an event of the story it is in now; what was folded there before is carried on."""
    return _folded(id_, event if event.story == into else None, into, tuple(members))


def _parted(event: Event, reports: Collection[ReportId]) -> tuple[list[EventMember], list[EventMember]]:
    """Return the members of an event that go with some reports, and those that do not."""
    going = [member for member in event.members if member.report in reports]
    return going, [member for member in event.members if member.report not in reports]


def _left_behind(
    event: Event, going: Sequence[EventMember], kept: Sequence[EventMember], taken: set[EventId]
) -> Event:
    """Return what stays of an event whose other members go, and every word of it where weak ones alone go."""
    if not _is_told(going):
        return _folded(event.id, event, event.story, tuple(kept))
    return fold_event(_own_id(event, kept, taken), event.story, kept)


def _joined(going: Sequence[EventMember], groups: Mapping[EventId, Sequence[EventMember]]) -> EventId | None:
    """Return the event of those that are there which some members tell of, None where it is none of them."""
    scored = [(max(affinity(member, there) for member in going), id_) for id_, there in groups.items()]
    best, id_ = max(scored, default=(0.0, EventId("")))
    return id_ if best >= JOIN_AT else None


def _own_id(event: Event, members: Sequence[EventMember], taken: set[EventId]) -> EventId:
    """Return the id that some of an event's members bear now: its own where its first is with them."""
    return event.id if event.members[0] in members else _id_of(members[0], taken)


def renamed(event: Event, ids: Mapping[ActorId, ActorId]) -> Event:
    """Return an event with other ids for some of its actors."""

    def side(actors: tuple[ActorId, ...]) -> tuple[ActorId, ...]:
        return tuple(ids.get(actor, actor) for actor in actors)

    members = [replace(it, source=side(it.source), target=side(it.target)) for it in event.members]
    return replace(event, members=tuple(members))


def _id_of(member: EventMember, taken: set[EventId]) -> EventId:
    """Return an id for the event that begins with `member`, which no event had, and take it."""
    id_ = EventId(member.id)
    while id_ in taken:
        id_ = EventId(digest(id_, "again"))
    taken.add(id_)
    return id_


def fold_event(id_: EventId, story: StoryId, members: Sequence[EventMember]) -> Event:
    """Return the event that its members make: sides of the best telling, the finest day and place.

    A telling is the better the more of who and whom it states, then the earlier. What only others tell
    stands in for what it leaves out, but for what somebody is only accused of; sides are never put together.
    """
    strong = [member for member in members if member.grade == "strong"] or list(members)
    sides = [member for member in strong if not member.denied] or strong
    plain = [member for member in sides if member.modality != "alleged"] or sides
    tellings = sorted(plain, key=_completeness, reverse=True)
    return Event(
        id=id_,
        type=strong[0].type,
        mode=next((member.mode for member in sides if member.mode and member.type == strong[0].type), None),
        story=story,
        members=tuple(members),
        source=next((member.source for member in tellings if member.source), ()),
        target=next((member.target for member in tellings if member.target), ()),
        place=placed(sides, members),
        date=dated(sides, members),
        polarity="negated" if all(member.denied for member in strong) else "asserted",
        modality=_most([member.modality for member in sides]),
        contexts=tuple(sorted({context for member in sides for context in member.contexts})),
        attributed_to=_together(
            (member.claimant,) for member in members if member.claimant and not member.denied
        ),
        origins=voices_of(members),
        by_desk=slots_by_hand(members),
        handling=INTERNAL if any(member.handling == INTERNAL for member in members) else OPEN,
        claimants=tuple(sorted({member.claimant for member in members if member.claimant})),
        quantities=tuple(claim for member in members for claim in member.quantities),
        evidence=tuple(unique(Evidence(report=m.report, text_id=m.text_id, span=m.span) for m in members)),
    )


def slots_by_hand(members: Sequence[EventMember]) -> tuple[EventSlot, ...]:
    """Return the slots that stand as a person wrote them: all of an event that a person added."""
    told = [member for member in members if member.grade == "strong" and not member.pointing]
    return get_args(EventSlot) if told and all(member.by_desk for member in told) else ()


def _completeness(member: EventMember) -> int:
    named = len({*member.source, *member.target} - {party.actor for party in member.nameless})
    return 2 * (bool(member.source) + bool(member.target)) + bool(named)


def _together(sides: Iterable[Iterable[ActorId]]) -> tuple[ActorId, ...]:
    return tuple(dict.fromkeys(actor for side in sides for actor in side))


def _most(values: Sequence[Value]) -> Value:
    return max(values, key=lambda value: (values.count(value), -values.index(value)))


def emptied(before: Sequence[Event], after: Sequence[Event]) -> list[Event]:
    """Return the events that lost their last mention: kept by their ids, shown nowhere."""
    left = {event.id for event in after}
    return [
        replace(event, members=(), evidence=()) for event in before if event.members and event.id not in left
    ]

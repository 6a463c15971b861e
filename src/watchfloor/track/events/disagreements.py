"""What reports of one event say against each other: whether it happened, what it was, and its numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from watchfloor.model import Disagreement, Event, EventMember, EventType, Evidence, QuantityClaim, Version
from watchfloor.plover import type_facts
from watchfloor.track.events.numbers import Matter, compatible, current, show, unique

WHETHER = "whether it happened"
_ATTACK_OR_ACCIDENT = "whether it was an attack or an accident"
_ATTACK, _ACCIDENT = "an attack", "an accident"


def disagreements(event: Event) -> tuple[Disagreement, ...]:
    """Return the matters of an event on which claims cannot all be right: whether, what, and how many."""
    return (*_denials(event), *_causes(event), *number_disagreements(event))


def _causes(event: Event) -> tuple[Disagreement, ...]:
    """Return that one event is told as an attack and as an accident; who tells no means tells neither."""
    told: dict[str, list[EventMember]] = defaultdict(list)
    for member in event.members:
        cause = _cause(member.type) if member.mode else None
        if cause is not None and not (member.denied or member.pointing):
            told[cause].append(member)
    if len(told) < len((_ATTACK, _ACCIDENT)):
        return ()
    versions = tuple(_voiced(cause, told[cause]) for cause in sorted(told))
    return (Disagreement(about=_ATTACK_OR_ACCIDENT, event=event.id, versions=versions),)


def _cause(kind: EventType) -> str | None:
    """Return what a type says of how people were hurt at one place; None where it says nothing of it."""
    facts = type_facts(kind)
    if not (facts.harmful and facts.incident):
        return None
    return _ACCIDENT if facts.manner == "natural" else _ATTACK


def _denials(event: Event) -> tuple[Disagreement, ...]:
    """Return that an event is told and denied, where it is."""
    told = [member for member in event.members if not (member.denied or member.pointing)]
    denied = [member for member in event.members if member.denied and not _denies_its_part(member, told)]
    if not told or not denied:
        return ()
    versions = (_voiced("reported", told), _voiced("denied", denied))
    return (Disagreement(about=WHETHER, event=event.id, versions=versions),)


def _denies_its_part(member: EventMember, told: Sequence[EventMember]) -> bool:
    """Tell whether somebody only denies having done what texts tell in their own voice, of no doer."""
    own = bool({member.claimant} & set(member.source))
    return own and any(not it.attributed and not set(it.source) & set(member.source) for it in told)


def _voiced(value: str, members: Sequence[EventMember]) -> Version:
    return Version(
        value=value,
        says=tuple(dict.fromkeys(member.claimant or member.outlet or member.origin for member in members)),
        evidence=tuple(unique(Evidence(report=m.report, text_id=m.text_id, span=m.span) for m in members)),
    )


def number_disagreements(event: Event) -> tuple[Disagreement, ...]:
    """Return the numbers of an event on which current claims cannot all be right."""
    return tuple(
        Disagreement(about=_name(matter), event=event.id, versions=versions_of(tuple(claims.values())))
        for matter, claims in current(event.quantities, event.place.name if event.place else None).items()
        if any(not compatible(one, other) for one in claims.values() for other in claims.values())
    )


def _name(matter: Matter) -> str:
    what = " ".join(filter(None, (matter.what, matter.role, matter.unit))) or "number"
    return f"{what} in {matter.area}" if matter.area else what


def versions_of(claims: Sequence[QuantityClaim]) -> tuple[Version, ...]:
    """Return the different numbers of claims, each with who says it."""
    values: dict[str, list[QuantityClaim]] = defaultdict(list)
    for claim in claims:
        values[show(claim)].append(claim)
    return tuple(
        Version(
            value=value,
            says=tuple(sorted({claim.claimant or claim.outlet or claim.origin for claim in values[value]})),
            evidence=tuple(unique(claim.evidence for claim in values[value])),
        )
        for value in sorted(values)
    )

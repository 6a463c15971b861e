"""Who did it, as reports say otherwise: accusers, claimants and deniers of one deed, with what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

from watchfloor.model import (
    Actor,
    Disagreement,
    Event,
    EventId,
    EventLink,
    EventMember,
    EventType,
    Evidence,
    Findings,
    Report,
    ReportId,
    Span,
    Version,
)
from watchfloor.plover import type_facts
from watchfloor.track.events.references import pointed_at, pointings_of
from watchfloor.track.links import claims_in, denies_in

Reading = tuple[Report, Findings, str]
_Held = dict[str, dict[str, list[Evidence]]]


def doer_disagreements(
    events: Sequence[Event],
    links: Mapping[EventId, Sequence[EventLink]],
    reports: Iterable[Reading],
    *,
    actor_of: Callable[[str], Actor | None],
    id_of: Callable[[ReportId, str], str | None],
) -> tuple[Disagreement, ...]:
    """Return where a story's reports say otherwise who did a deed, or whether somebody did it.

    `actor_of` gives an actor by its id, `id_of` the id of a local actor of a report, by the report's id.
    Private persons are nobody's version: no name of theirs
    is put beside a deed by what others say.
    """
    known = {event.id: event for event in events if event.members}
    groups = {event.id: event.members for event in known.values()}
    denied: dict[tuple[EventId, str], list[Evidence]] = defaultdict(list)
    claimed: dict[tuple[EventId, str], dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    for reading in reports:
        report = reading[0]
        for deed_id, doer, evidence, denies in _claims(reading, groups, id_of):
            if denies:
                denied[deed_id, doer].append(evidence)
            else:
                claimed[deed_id, doer][report.outlet or report.origin].append(evidence)
    found = [_who(deed, doers, actor_of) for deed, doers in _accused(known, links).items()]
    found += [_whether(deed, doer, claimed, told, actor_of) for (deed, doer), told in denied.items()]
    return tuple(item for item in found if item is not None)


def _accused(
    known: Mapping[EventId, Event], links: Mapping[EventId, Sequence[EventLink]]
) -> dict[EventId, _Held]:
    """Return who is accused of each deed, by whom, in what words."""
    said: dict[EventId, _Held] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for event in known.values():
        for link in links.get(event.id, ()) if event.type == EventType.ACCUSE else ():
            deed = known.get(link.to)
            if deed is not None and type_facts(deed.type).forceful:
                for doer, accuser in product(event.target, event.source):
                    said[deed.id][doer][accuser].append(link.evidence)
    return said


def _who(deed: EventId, doers: _Held, actor_of: Callable[[str], Actor | None]) -> Disagreement | None:
    """Return that several are called the doer of one deed, by several."""
    named = [(name, held) for doer, held in doers.items() if (name := _shown_name(actor_of(doer)))]
    if len(named) < 2:
        return None
    return Disagreement(
        about="who did it",
        event=deed,
        versions=tuple(
            Version(
                value=name,
                says=tuple(held),
                evidence=tuple(dict.fromkeys(it for told in held.values() for it in told)),
            )
            for name, held in sorted(named, key=lambda pair: pair[0])
        ),
    )


def _whether(
    deed: EventId,
    doer: str,
    claimed: Mapping[tuple[EventId, str], Mapping[str, list[Evidence]]],
    told: Sequence[Evidence],
    actor_of: Callable[[str], Actor | None],
) -> Disagreement | None:
    """Return that somebody is said to claim a deed and denies it."""
    holders = next((held for (_, who), held in claimed.items() if who == doer), None)
    name = None if holders is None else _shown_name(actor_of(doer))
    if holders is None or name is None:
        return None
    evidence = tuple(dict.fromkeys(it for held in holders.values() for it in held))
    return Disagreement(
        about=f"whether {name} did it",
        event=deed,
        versions=(
            Version(value="claimed in its name", says=tuple(holders), evidence=evidence),
            Version(value="denied", says=(doer,), evidence=tuple(dict.fromkeys(told))),
        ),
    )


def _shown_name(actor: Actor | None) -> str | None:
    """Return the name of an actor who may be named beside a deed."""
    return actor.name if actor is not None and actor.kind != "person" and actor.public else None


def _claims(
    reading: Reading,
    groups: Mapping[EventId, Sequence[EventMember]],
    id_of: Callable[[ReportId, str], str | None],
) -> list[tuple[EventId, str, Evidence, bool]]:
    """Return who claims or denies a deed in a report: the deed, the actor, the words, and whether denied."""
    report, findings, text = reading
    found = []
    for pointing in pointings_of(report, findings, text=text, ids={}, told_too=True):
        sentence, head = pointing.member.span, pointing.member.trigger[0]
        before = Span(sentence.start, head.start)
        denies = denies_in(text, before)
        if not denies and not claims_in(text, sentence):
            continue
        deed = pointed_at(pointing, groups, links=True)
        doer = _first_actor(findings, before)
        who = id_of(report.id, doer) if doer is not None else None
        if deed is not None and who is not None:
            evidence = Evidence(report=report.id, text_id=findings.text_id, span=sentence)
            found.append((deed, who, evidence, denies))
    return found


def _first_actor(findings: Findings, before: Span) -> str | None:
    """Return the named actor who stands last before the words of a deed."""
    named = [
        (span, chain.id)
        for chain in findings.actors
        if chain.noun is None
        for span in chain.mentions
        if before.contains(span)
    ]
    return max(named)[1] if named else None

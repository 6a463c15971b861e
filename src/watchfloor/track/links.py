"""How happenings of a story hang together: what denies, reacts to, follows or claims another.

A denial, a reaction or an arrest points at a deed and is none itself. A link stands where one sentence tells
of the one and names, or points at, the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from watchfloor.model import (
    Event,
    EventId,
    EventLink,
    EventMember,
    EventType,
    Evidence,
    Findings,
    LinkKind,
    Report,
    Span,
)
from watchfloor.plover import type_facts
from watchfloor.track.events.references import Pointing, pointed_at, pointings_of

_CLAIMS = re.compile(
    r"\bclaim(?:s|ed|ing)? (?:the )?responsibility"
    r"|\b(?:said|says|claim(?:s|ed))\b.{0,40}\b(?:had |has |have )?"
    r"(?:carried out|(?:was|were) behind|was responsible|fired the)\b",
    re.I,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:es?|ed|ing)"
    r"|reject(?:s|ed|ing)? (?:the |any )?(?:claim|accusation|charge))\b",
    re.I,
)
_CAUSED = re.compile(
    r"\b(?:because of|in answer to|in response to|in retaliation for|as the reason|due to)\b", re.I
)
_FOLLOWS = re.compile(r"\b(?:over|for|after|following|in connection with|since)\b", re.I)

Texts = Mapping[str, str]


def links_of(
    events: Sequence[Event], reports: Iterable[tuple[Report, Findings, str]]
) -> dict[EventId, tuple[EventLink, ...]]:
    """Return the links of a story's events, which `reports` tell, by the id of the one they lead from."""
    groups = {event.id: event.members for event in events if event.members}
    told: dict[tuple[str, Span], list[tuple[EventId, EventMember]]] = defaultdict(list)
    for id_, members in groups.items():
        for member in members:
            if not member.pointing:
                told[member.report, member.span].append((id_, member))
    found: dict[EventId, dict[tuple[LinkKind, str], EventLink]] = defaultdict(dict)
    for report, findings, text in reports:
        for start, link in _links(report, findings, text, told, groups):
            found[start].setdefault((link.kind, link.to), link)
    return {start: tuple(links.values()) for start, links in found.items()}


def _links(
    report: Report,
    findings: Findings,
    text: str,
    told: Mapping[tuple[str, Span], Sequence[tuple[EventId, EventMember]]],
    groups: Mapping[EventId, Sequence[EventMember]],
) -> Iterator[tuple[EventId, EventLink]]:
    """Yield the links that one report tells, each with the event that it leads from."""
    pointings = pointings_of(report, findings, text=text, ids={})
    for sentence in findings.sentences:
        here = told.get((report.id, sentence), ())
        others = [(id_, it.trigger[0]) for id_, it in here if type_facts(it.type).harmful and it.trigger]
        others += _pointed(sentence, pointings, groups, {id_ for id_, _ in here}) if here else []
        evidence = Evidence(report=report.id, text_id=findings.text_id, span=sentence)
        found = [
            (id_, _kind(member, text, sentence, head), other)
            for (id_, member), (other, head) in product(here, others)
            if id_ != other
        ]
        yield from ((id_, EventLink(kind=kind, to=to, evidence=evidence)) for id_, kind, to in found if kind)


def _pointed(
    sentence: Span,
    pointings: Sequence[Pointing],
    groups: Mapping[EventId, Sequence[EventMember]],
    here: set[EventId],
) -> list[tuple[EventId, Span]]:
    """Return the events that a sentence points at and does not tell of, each with the word that does."""
    found = []
    for pointing in pointings:
        if pointing.member.span == sentence:
            id_ = pointed_at(pointing, groups, links=True)
            if id_ is not None and id_ not in here:
                found.append((id_, pointing.member.trigger[0]))
    return found


def _kind(member: EventMember, text: str, sentence: Span, head: Span) -> LinkKind | None:
    """Return how what a mention tells hangs on the deed whose word stands at `head`."""
    words = sentence.of(text)
    trigger = member.trigger[0] if member.trigger else sentence
    between = text[min(trigger.end, head.end) : max(trigger.start, head.start)]
    if member.denied or (member.type == EventType.REJECT and _DENIES.search(words)):
        return "denies"
    if type_facts(member.type).harmful:
        return None
    if _CAUSED.search(words):
        return "caused_by"
    link = type_facts(member.type).link
    if link == "reacts_to":
        return link
    follows = head.start > trigger.start and _FOLLOWS.search(between) is not None
    return link if follows else None


def claims_in(text: str, sentence: Span) -> bool:
    """Tell whether a sentence says that somebody claims a deed."""
    return _CLAIMS.search(sentence.of(text)) is not None


def denies_in(text: str, before: Span) -> bool:
    """Tell whether words deny what follows them."""
    return _DENIES.search(before.of(text)) is not None

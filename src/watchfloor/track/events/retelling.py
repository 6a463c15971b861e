"""Mentions of one report across its versions: which sentence of the later text is which of the earlier.

A sentence that was edited where it stands tells of the same event. One that is gone, or new, or that now
tells of somebody else at another place and time, is matched with none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from watchfloor.model import EventMember, QuantityClaim, Span
from watchfloor.track.events.identity import contradictions
from watchfloor.track.events.numbers import Matter, matter_of, show
from watchfloor.words import tokens

# Own judgement, on invented edits: half the words in place tell an edit from a new sentence; what was moved
# has to be almost the same.
IN_PLACE = 0.5
_MOVED = 0.8
_ALMOST = 0.8
_FORGIVEN = 1  # of time, place, source and target: what an edit may say otherwise
_FORGIVEN_ALMOST = 2  # where nearly all the words stayed


@dataclass(frozen=True, slots=True, kw_only=True)
class Retelling:
    """A mention and what it was in the text shown before; `reworded` tells that words of it differ."""

    before: EventMember
    after: EventMember
    reworded: bool


def retellings(
    before: Sequence[EventMember],
    after: Sequence[EventMember],
    *,
    texts: tuple[str, str],
    aligned: Sequence[tuple[Span, Span]],
) -> tuple[Retelling, ...]:
    """Return which mentions of a report's text are edited ones of the text that was shown before.

    `texts` are the words before and after, `aligned` those that both have in common, by place. A mention
    whose sentence did not change needs no match: it has the same id.
    """
    unchanged = {member.id for member in before} & {member.id for member in after}
    old = [member for member in before if member.id not in unchanged]
    new = [member for member in after if member.id not in unchanged]
    scored = sorted(
        (
            (-score, -_fit(one, other), abs(_rank(before, one) - _rank(after, other)), place, other_place)
            for place, one in enumerate(old)
            for stayed in [[right for left, right in aligned if one.span.contains(left)]]
            for other_place, other in enumerate(new)
            if (score := _score(one, other, texts, stayed))
        )
    )
    found: dict[int, Retelling] = {}
    taken: set[int] = set()
    for *_, place, other_place in scored:
        if place not in taken and other_place not in found:
            taken.add(place)
            one, other = old[place], new[other_place]
            reworded = folded(one.span.of(texts[0])) != folded(other.span.of(texts[1]))
            found[other_place] = Retelling(before=one, after=other, reworded=reworded)
    return tuple(found[place] for place in sorted(found))


def rewritten(
    gone: Sequence[EventMember],
    *,
    texts: tuple[str, str],
    aligned: Sequence[tuple[Span, Span]],
    sentences: Sequence[Span],
) -> dict[str, Span]:
    """Return the sentences that mentions stood in before and that still stand there, edited, by member.

    `gone` are mentions that no mention of the later text is an edit of: it is not read as the event any more.
    """
    found = {}
    for member in gone:
        kept = [right for left, right in aligned if member.span.contains(left)]
        words = len(member.span.of(texts[0]).split())
        home = max(sentences, key=lambda it: (sum(map(it.contains, kept)), -it[0]), default=None)
        if home is not None:
            share = 2 * sum(map(home.contains, kept)) / max(1, words + len(home.of(texts[1]).split()))
            if share >= IN_PLACE:
                found[member.id] = home
    return found


def dated_claims(
    members: Sequence[EventMember], before: Sequence[EventMember], *, changed: str | None
) -> tuple[EventMember, ...]:
    """Return a report's members, each number with the time of the version that gave it first.

    `before` are the members of the text that the report showed before, `changed` is when the version that it
    shows now was written, None where it has no new one. Claims are of the day of publication otherwise.
    """
    given = {
        _number(claim): claim.at if claim.at != member.published else None
        for member in before
        for claim in member.quantities
    }

    def at(claim: QuantityClaim) -> str | None:
        if _number(claim) in given:
            return given[_number(claim)] or claim.at
        return max(changed or "", claim.at or "") or None

    return tuple(
        replace(member, quantities=tuple(replace(claim, at=at(claim)) for claim in member.quantities))
        for member in members
    )


def _number(claim: QuantityClaim) -> tuple[Matter, str]:
    return matter_of(claim), show(claim)


def _score(one: EventMember, other: EventMember, texts: tuple[str, str], stayed: Sequence[Span]) -> float:
    """Return the share of words that two mentions' sentences have in common; 0 where they are two.

    `stayed` are the words of the first that stayed, as they stand in the text of the second.
    """
    if one.type != other.type:
        return 0.0
    words = one.span.of(texts[0]), other.span.of(texts[1])
    against = contradictions(one, other)
    kept = sum(other.span.contains(word) for word in stayed)
    share = round(2 * kept / max(1, sum(len(sentence.split()) for sentence in words)), 3)
    if share >= IN_PLACE:
        return share if against <= (_FORGIVEN_ALMOST if share >= _ALMOST else _FORGIVEN) else 0.0
    if against:
        return 0.0
    alike = SequenceMatcher(None, folded(words[0]), folded(words[1]), autojunk=False).ratio()
    return round(alike / 2, 3) if alike >= _MOVED else 0.0


def _fit(one: EventMember, other: EventMember) -> int:
    """Return how much two mentions of one sentence have in common beside their words."""
    shared = (set(one.source) & set(other.source), set(one.target) & set(other.target))
    return (one.mode == other.mode) + sum(map(bool, shared))


def _rank(members: Sequence[EventMember], member: EventMember) -> int:
    """Return the place of a mention among those of its sentence."""
    return [it.id for it in members if it.span == member.span].index(member.id)


def folded(sentence: str) -> list[str]:
    """Return the words of a sentence, by which two wordings are told apart: no marks, no case."""
    return tokens(unicodedata.normalize("NFKC", sentence).casefold())

"""What of the claims of one number still stands, and in which state that leaves it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from watchfloor.model import QuantityClaim, SeriesState
from watchfloor.track.events.numbers import claimant_of, compatible

_COUNTED_APART = frozenset({"protesting", "attended"})
_ENOUGH_TO_LOWER = 2  # separately written texts
_AT_ONCE = timedelta(hours=3)  # as the desk's own example of a disputed toll has it: 14:10 and 16:40
_CORRECTS = re.compile(
    r"\b(?:lower(?:s|ed|ing)|correct(?:s|ed|ing|ion)|revis(?:es|ed|ing)|counted twice"
    r"|(?:cut|reduced|brought) (?:the |its |their )?(?:\w+ )?(?:toll|figure|number|count)|not \d[\d,]*)\b",
    re.I,
)


_ROSE = re.compile(
    r"\b(?:ris(?:es|en|ing)|rose|rais(?:es|ed|ing)|br(?:ings|inging|ought)|climb\w*|jump\w*|grew|grown|growing"
    r"|increas\w+|push\w*|tak(?:es|en|ing)|took|mount\w*)\s(?:[\w’'-]+\s){0,8}to\s(?:at least\s|about\s)?$",
    re.I,
)  # "raising the toll to 14", "which brings the number of dead to two"


class Telling(NamedTuple):
    """A claim of a number with the day that it is of.

    `corrects` where its words say that a number was wrong, `rose` where they say that it grew to this,
    `hit` where those it counts may live or not, `part` where it may count some of them alone, `first` where
    it is told as what was said at first, `since_died` where a later text counts some of them among the dead.
    `dead_beside` are those whom its own sentence counts as dead.
    """

    claim: QuantityClaim
    day: str | None
    corrects: bool = False
    rose: bool = False
    hit: bool = False
    part: bool = False
    first: bool = False
    since_died: bool = False
    dead_beside: float = 0.0


def is_correction(sentence: str) -> bool:
    """Tell whether a sentence says that a number told before was wrong."""
    return _CORRECTS.search(sentence) is not None


def is_rise(before: str) -> bool:
    """Tell by the words before a number whether it is what something grew to."""
    return _ROSE.search(before) is not None


def standing(told: Sequence[Telling], role: str) -> list[QuantityClaim]:
    """Return the claims that nothing newer replaced; `told` is in order of time."""
    still = [
        it
        for position, it in enumerate(told)
        if not (it.since_died or _replaced(it.claim, told[: position + 1], told[position + 1 :], role))
    ]
    return [it.claim for it in still if role in _COUNTED_APART or not _is_part(it, still, told)]


def _is_part(it: Telling, still: Sequence[Telling], told: Sequence[Telling]) -> bool:
    """Tell whether a number is only a part of what was counted: "one is still in hospital".

    It corrects nothing, it is less than what others told by then, and either its words are those of a part or
    nobody answers for it and one text alone has it.
    """
    claim = it.claim
    repeated = any(other.claim.value == claim.value and other.claim.origin != claim.origin for other in told)
    if it.corrects or (not it.part and (claim.claimant or repeated)):
        return False
    return any(
        other.claim.value > claim.value and not other.first and (other.claim.at or "") <= (claim.at or "")
        for other in still
    )


def totals(told: Iterable[Telling], role: str) -> list[Telling]:
    """Return what each text tells as the whole: its largest number, but for what was said at first.

    Who is named with another number of its own stands beside it; a part ("one of four") does not.
    """
    by_text: dict[str, list[Telling]] = defaultdict(list)
    for it in told:
        by_text[it.claim.evidence.text_id].append(it)
    return [it for tellings in by_text.values() for it in _whole(tellings, role)]


def _whole(tellings: Sequence[Telling], role: str) -> list[Telling]:
    """Return what one text tells as the whole, by claimant."""
    now = [it for it in tellings if not (it.first or it.since_died)] or list(tellings)
    largest: dict[str, Telling] = {}
    for it in now:
        who = claimant_of(it.claim)
        if who not in largest or largest[who].claim.value < it.claim.value:
            largest[who] = it
    most = max(it.claim.value for it in largest.values())
    apart = role in _COUNTED_APART
    return [it for it in largest.values() if apart or it.claim.value == most or _is_own_count(it)]


def with_those_who_died(hurt: Sequence[Telling], dead: Sequence[Telling]) -> list[Telling]:
    """Return counts of the hurt, those marked of whom a later text counts some among the dead.

    "Four were hurt" and, later, "one dead and three hurt" are one toll, and its parts have moved. So it is
    within a text that tells of two dead and, of the first hour, "one died, three were taken to hospital".
    """
    killed = {it.claim.evidence.text_id: it.claim.value for it in sorted(dead, key=lambda it: it.claim.value)}

    def moved(it: Telling, later: Telling) -> bool:
        one_text = later.claim.evidence.text_id == it.claim.evidence.text_id
        are = killed.get(later.claim.evidence.text_id, 0.0)
        were = it.dead_beside if one_text else killed.get(it.claim.evidence.text_id, 0.0)
        newer = (one_text and were > 0) or (later.claim.at or "") > (it.claim.at or "")
        return newer and are > were and it.claim.value + were == later.claim.value + are

    return [it._replace(since_died=any(moved(it, later) for later in hurt)) for it in hurt]


def _is_own_count(it: Telling) -> bool:
    """Tell whether a smaller number of a text is somebody's count rather than a part."""
    return it.corrects or (it.claim.claimant is not None and not it.part)


def _replaced(claim: QuantityClaim, until: Sequence[Telling], later: Sequence[Telling], role: str) -> bool:
    """Tell whether a later claim took the place of one.

    Who said it says otherwise now; or a text says that it was wrong; or a toll rose since, and not within
    hours by another's count; or two later texts give a smaller one. A value that was told before is no news,
    what somebody repeats stands beside what is new, and the crowds of two who counted never replace each
    other.
    """
    others = [it for it in later if _says_otherwise(it.claim, claim)]
    if any(claimant_of(it.claim) == claimant_of(claim) for it in others):
        return True
    if role in _COUNTED_APART:
        return False
    newer = [it for it in others if it.rose or _is_news(it.claim, claim, until, later)]
    fewer = {it.claim.origin for it in newer if it.claim.value < claim.value}
    risen = any(it.claim.value > claim.value or it.corrects for it in newer)
    return risen or len(fewer) >= _ENOUGH_TO_LOWER


def _is_news(
    other: QuantityClaim, claim: QuantityClaim, until: Sequence[Telling], later: Sequence[Telling]
) -> bool:
    """Tell whether a later number is new to the world since `claim` was last told, by words of its own."""
    repeated = max((it.claim.at or "" for it in later if it.claim.value == claim.value), default="")
    known = any(it.claim.value == other.value for it in until)
    together = bool(claim.at) and claim.at == other.at  # neither is the later one
    return not (known or together or at_once(claim, other)) and (other.at or "") > repeated


def _says_otherwise(claim: QuantityClaim, than: QuantityClaim) -> bool:
    return claim.value != than.value and claim.evidence.text_id != than.evidence.text_id


def at_once(claim: QuantityClaim, other: QuantityClaim) -> bool:
    """Tell whether two who are named count within hours: neither's number is news to the other."""
    if not claim.claimant or not other.claimant or not claim.at or not other.at:
        return False
    try:
        apart = datetime.fromisoformat(other.at) - datetime.fromisoformat(claim.at)
    except (ValueError, TypeError):  # one of them is a day without a time
        return False
    return abs(apart) <= _AT_ONCE


def state_of(still: Sequence[QuantityClaim], claims: Sequence[QuantityClaim]) -> SeriesState:
    """Return the state of a number of which `still` stands, of all its `claims` in order of time."""
    if any(not compatible(one, other) for one in still for other in still):
        return "disputed"
    latest = still[-1].value
    until = claims[: claims.index(still[-1])]
    earlier = {claim.value for claim in until} - {claim.value for claim in still}
    if not earlier:
        return "agreed"
    return "rising" if max(earlier) < latest else "corrected"

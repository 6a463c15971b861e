"""By how many separately written texts an event is told, sentence by sentence.

A text that is its own may tell of one thing in the words of another: it is no second witness of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from watchfloor.model import EventMember, OriginVoices, is_own
from watchfloor.track.events.identity import likeness

_NO_CHANCE = 40  # characters of a sentence that two do not write alike by chance
_EDITED = 0.75  # of its words, that an outlet took over from its own earlier text
_FEWEST_TERMS = 5
_AS_LONG = 0.65  # of the other: a short restatement weeks later is no edited lead


def voices_of(members: Sequence[EventMember]) -> OriginVoices:
    """Return by which origins an event is told; one that only points at it says it in its own voice.

    What tells of it in the words of another alone is no voice of its own. What our own people say is told
    beside the others, and counts as no separately written text.
    """
    ours = sorted({member.origin for member in members if is_own(member.outlet)})
    others = [member for member in members if not is_own(member.outlet)] if ours else members
    return replace(_voices(others), noted=tuple(ours))


def _voices(members: Sequence[EventMember]) -> OriginVoices:
    written = _written_separately(members)
    telling = [member for member in members if not member.pointing and member.origin in written]
    pointing = {member.origin for member in members if member.pointing and member.origin in written}
    pointing -= {member.origin for member in telling}
    denied = sorted({member.origin for member in telling if member.denied})
    own = sorted(pointing | {m.origin for m in telling if not m.denied and not m.attributed})
    told = {member.origin for member in telling if not member.denied and member.attributed}
    return OriginVoices(own_voice=tuple(own), attributed=tuple(sorted(told - set(own))), denied=tuple(denied))


def _written_separately(members: Sequence[EventMember]) -> set[str]:
    """Return the origins that tell of an event in words that no origin before them has."""
    by_origin: dict[str, list[EventMember]] = {}
    for member in members:
        by_origin.setdefault(member.origin, []).append(member)
    found: set[str] = set()
    seen: set[str] = set()
    leads: list[EventMember] = []
    for origin, told in by_origin.items():
        words = {_words(member) for member in told}
        lead = min(told, key=lambda it: (it.report, it.span))
        if not words <= seen and not any(_is_edited(lead, earlier) for earlier in leads):
            found.add(origin)
        seen |= words
        leads.append(lead)
    return found


def _words(member: EventMember) -> str:
    """Return what stands for the words of a mention; few words are alike by chance."""
    long = member.span.end - member.span.start >= _NO_CHANCE
    return member.telling.partition(" ")[0] if member.telling and long else member.id


def _is_edited(member: EventMember, earlier: EventMember) -> bool:
    """Tell whether an outlet first tells of something in what it said first before, edited or not."""
    if member.outlet is None or member.outlet != earlier.outlet:
        return False
    shorter, longer = sorted((len(member.terms), len(earlier.terms)))
    enough = shorter >= _FEWEST_TERMS and shorter >= _AS_LONG * longer
    return enough and likeness(member, earlier) >= _EDITED

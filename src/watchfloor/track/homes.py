"""The town that a report is about: where its deed happened if nothing says otherwise.

Local news names its town in the headline, in the dateline and in the names of those who speak ("Orlando
police"), and seldom in the clause of the deed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from watchfloor.model import EventMember, EventMention, Findings, Place, PlaceMention, Span
from watchfloor.plover import type_facts
from watchfloor.track.events.identity import UNREAL

_EXACT = frozenset({"town", "point"})
_FINER = {"point": 0, "town": 1, "region": 2, "country": 3}
_LEAD = 700  # characters at the head of a text that tell what it is about
_SAYS = (
    r"(?: (?:has|had|have))?(?: \w+ly)? "
    r"(?:said|says|accus|den(?:y|ied)|blam|call|condemn|reject|warn|want|insist|claim)"
)
_ENOUGH = 2  # mentions; one may be anybody's
_AHEAD = 2  # times as often as any other town


def home_of(findings: Findings, text: str, title: str | None = None) -> Place | None:
    """Return the town that a report names most, in its headline and at its head; None where two contend."""
    towns: dict[str, PlaceMention] = {}
    for place in findings.places:
        if place.precision in _EXACT and place.geonames is not None and place.lat is not None:
            towns.setdefault(place.name, place)
    if not towns:
        return None
    told = Counter({name: _times(name, text, title or "") for name in sorted(towns)})
    (best, most), second = told.most_common(1)[0], sorted(told.values())[-2:-1]
    if most < _ENOUGH or most < _AHEAD * max(second, default=0) or _stands_for_a_state(best, text):
        return None
    town = towns[best]
    return Place(
        name=town.name, country=town.country, lat=town.lat, lon=town.lon, geonames=town.geonames,
        precision="town",
    )  # fmt: skip


def _names_another(sentence: Span, findings: Findings, home: Place) -> bool:
    """Tell whether a sentence names another town than its report's own."""
    return any(
        sentence.contains(place.span) and place.precision in _EXACT and place.name != home.name
        for place in findings.places
        if place.geonames is not None
    )


def _stands_for_a_state(name: str, text: str) -> bool:
    """Tell whether a town speaks or acts, as capitals do for their governments: "Conakry said"."""
    return re.search(rf"\b{re.escape(name)}{_SAYS}", text) is not None


def _times(name: str, text: str, title: str) -> int:
    """Return how often a town is named, its headline and its head twice."""
    word = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    return sum(len(word.findall(part)) for part in (text, text[:_LEAD], title, title))


def may_be_at(home: Place, mention: EventMention, findings: Findings) -> bool:
    """Tell whether a deed may have been done in the town of its report, which its sentence need not name."""
    if not type_facts(mention.type).incident or mention.modality in UNREAL:
        return False
    return not _names_another(mention.sentence, findings, home)


def placed(sides: Sequence[EventMember], members: Sequence[EventMember]) -> Place | None:
    """Return the finest place told; that of a street, or of a deed told without one, is its reports' town."""
    told = _finest([member.place for member in sides if member.place])
    home = _town(members)
    if home is None or (told is not None and (told.lat is not None or told.precision not in _EXACT)):
        return told
    if told is None:
        return replace(home, basis="report")
    return told if home.name in told.name else replace(home, name=f"{told.name}, {home.name}")


def _finest(places: Sequence[Place]) -> Place | None:
    """Return the finest of places, that which the gazetteer knows first, then that which more tell."""
    names = Counter(place.name for place in places)
    return min(
        places,
        key=lambda it: (it.precision not in _EXACT, it.lat is None, -names[it.name], _FINER[it.precision]),
        default=None,
    )


def _town(members: Sequence[EventMember]) -> Place | None:
    """Return the town that most of the separately written texts are about, if they are of one mind."""
    towns = {member.home.name: member.home for member in members if member.home is not None}
    about = {member.origin for member in members if member.home is not None}
    most = 2 * len(about) > len({member.origin for member in members})
    return next(iter(towns.values())) if len(towns) == 1 and most else None

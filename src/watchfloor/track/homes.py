"""The town that a report is about: where its deed happened if nothing says otherwise.

Local news names its town in the headline, in the dateline and in the names of those who speak ("Orlando
police"), and seldom in the clause of the deed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from watchfloor.gazetteer.places import regions_of
from watchfloor.model import EventMember, EventMention, Findings, Place, PlaceMention, Span
from watchfloor.plover import type_facts
from watchfloor.track.events.identity import UNREAL

_EXACT = frozenset({"town", "point"})
_STREET = re.compile(
    r"\b(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Court|Ct|Place|Pl|Highway|Hwy|Route|Parkway"
    r"|Pkwy|Way|Terrace|Pike)\.?$"
)
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
    written: dict[str, set[str]] = {}  # "Bouake" where the gazetteer has Bouaké
    for place in findings.places:
        if place.precision in _EXACT and place.lat is not None and not is_street(place):
            towns.setdefault(place.name, place)
            written.setdefault(place.name, set()).add(place.span.of(text))
    if not towns:
        return None
    told = Counter({name: _times(written[name], text, title or "") for name in sorted(towns)})
    (best, most), second = told.most_common(1)[0], sorted(told.values())[-2:-1]
    if most < _ENOUGH or most < _AHEAD * max(second, default=0) or _stands_for_a_state(written[best], text):
        return None
    return replace(place_of_mention(towns[best]), precision="town")


def place_of_mention(mention: PlaceMention) -> Place:
    """Return the place that words name."""
    return Place(
        name=mention.name,
        country=mention.country,
        lat=mention.lat,
        lon=mention.lon,
        geonames=mention.geonames,
        code=mention.code,
        within=mention.within,
        precision=mention.precision,
    )


def _names_another(sentence: Span, findings: Findings, home: Place) -> bool:
    """Tell whether a sentence names another town than its report's own."""
    return any(
        sentence.contains(place.span) and place.precision in _EXACT and place.name != home.name
        for place in findings.places
        if not is_street(place)
    )


def _stands_for_a_state(names: Collection[str], text: str) -> bool:
    """Tell whether a town speaks or acts, as capitals do for their governments: "Conakry said"."""
    return re.search(rf"\b(?:{_any_of(names)}){_SAYS}", text) is not None


def _any_of(names: Collection[str]) -> str:
    return "|".join(map(re.escape, sorted(names)))


def _times(names: Collection[str], text: str, title: str) -> int:
    """Return how often a town is named, its headline and its head twice."""
    word = re.compile(rf"\b(?:{_any_of(names)})\b", re.IGNORECASE)
    return sum(len(word.findall(part)) for part in (text, text[:_LEAD], title, title))


def may_be_at(home: Place, mention: EventMention, findings: Findings) -> bool:
    """Tell whether a deed may have been done in the town of its report, which its sentence need not name."""
    if not type_facts(mention.type).incident or mention.modality in UNREAL:
        return False
    return not _names_another(mention.sentence, findings, home)


def placed(sides: Sequence[EventMember], members: Sequence[EventMember]) -> Place | None:
    """Return the finest place told; that of a street, or of a deed told without one, is its reports' town.

    So is the deed of which only the county or state is told that the town lies in.
    """
    telling = [member for member in sides if member.place is not None]
    told = _finest([member.place for member in telling if member.place])
    if told is None:
        home = _town(members)
        return replace(home, basis="report") if home else None
    home = _town(members, most=told.precision in _EXACT)
    if home is None:
        return told
    if told.precision not in _EXACT:
        return replace(home, basis="report") if _holds(told, home) else told
    if told.lat is not None and not (is_street(told) and any(it.place == told and it.home for it in telling)):
        return told
    return told if home.name in told.name else replace(home, name=f"{told.name}, {home.name}")


def is_street(place: Place | PlaceMention) -> bool:
    """Tell whether a place is a street or building that lies where its town does: no town by itself."""
    unknown = place.geonames is None and not place.within and place.code is None
    return unknown or _STREET.search(place.name) is not None


def _holds(area: Place, town: Place) -> bool:
    """Tell whether a county or state holds a town; that of a country is its capital, which speaks for it."""
    if area.precision != "region" or area.country != town.country:
        return False
    if area.name in town.within or (area.code is not None and area.code in town.within):
        return True
    if town.geonames is None:
        return False
    return area.name in regions_of([town.geonames])


def _finest(places: Sequence[Place]) -> Place | None:
    """Return the finest of places, that which the gazetteer knows first, then that which more tell."""
    names = Counter(place.name for place in places)
    return min(
        places,
        key=lambda it: (it.precision not in _EXACT, it.lat is None, -names[it.name], _FINER[it.precision]),
        default=None,
    )


def _town(members: Sequence[EventMember], *, most: bool = False) -> Place | None:
    """Return the town that the separately written texts are about: twice as many as are about any other.

    Half of the texts have to be about it at all; with `most`, more.
    """
    towns = {member.home.name: member.home for member in members if member.home is not None}
    about = Counter(name for name, _ in {(it.home.name, it.origin) for it in members if it.home is not None})
    if not about:
        return None
    (best, count), second = about.most_common(1)[0], sorted(about.values())[-2:-1]
    origins = len({member.origin for member in members})
    enough = 2 * count > origins if most else 2 * count >= origins
    return towns[best] if enough and count >= _AHEAD * max(second, default=0) else None

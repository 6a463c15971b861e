"""Of what area a number is: the happening's own, which goes without saying, or one that is named.

A deed happens at one place, so that the town and the street of it are one scope. A disaster covers an area,
and a number of one town in it, or of the country around it, is a number of something else. So is the toll of
several deeds that are told together: it is of none of them alone.
"""

from __future__ import annotations

import re

from watchfloor.model import Event, EventMember, Findings, Place, PlaceMention, Span
from watchfloor.plover import type_facts

_WIDE = re.compile(
    r"\b(?:(?:across|around|throughout) (?P<area>the (?:country|nation|continent|world))"
    r"|nationwide|countrywide)\b",
    re.I,
)
_DEEDS = (
    r"(?:shootings|stabbings|killings|murders|homicides|robberies|crashes|accidents|incidents|attacks|fires)"
)
_APART = r"(?:separate|unrelated|different|isolated)"
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+|several|multiple|numerous|a number of)"
_LOT = r"(?:pair|string|series|spate|rash|wave|spree|handful|dozens?)"
_KIND = r"(?!(?:in|of|by|and|or|were|was|died|dead|killed|hurt|injured|people|others)\b)[\w-]+,?"
_PERIODS = r"(?:weeks|months?|years?|decades?)"
_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_SEVERAL = re.compile(
    rf"\b(?:{_LOT} of (?:[\w-]+,? ){{0,4}}{_DEEDS}"
    rf"|{_COUNT} (?:{_KIND} ){{0,2}}{_APART} (?:{_KIND} ){{0,2}}{_DEEDS}"
    rf"|{_COUNT} (?:{_KIND} ){{0,2}}(?:shootings|stabbings|homicides|crashes|accidents|robberies)"
    rf"|(?:in|by|during) {_APART} (?:[\w-]+ ){{0,2}}{_DEEDS}"
    rf"|(?:shootings|stabbings|homicides|crashes|accidents) (?:across|around|throughout|over) the \w+"
    rf"|(?:within|in)(?: the)?(?: (?:space|span) of)? {_COUNT} (?:hours|days|nights)"
    rf"|(?:so far )?this year|across the (?:city|county)"
    rf"|(?:in|over|during|within|for) the (?:past|last|previous) (?:(?:{_COUNT}|few|couple of) )?{_PERIODS}"
    rf"|in recent {_PERIODS}|since (?:(?:early|late|mid)-?)? ?(?:{_MONTHS} )?(?:19|20)\d\d|since last year"
    rf"|(?:each|every|per|a) year|annually)\b",
    re.I,
)
_SPEECH = re.compile(
    r"(?:(?<!\W)\W+)?"
    r"\b(?:said|says|say|told|tells|report(?:s|ed)?|according to|announced|confirmed|counted|put"
    r"|estimated)\b",
    re.I,
)
_BYLINE = 12  # characters behind a place in which its speaker's verb stands: "officials in Lirn said"
_ORIGIN = re.compile(
    r"(?:\bfrom|\bto(?: the)?|\bnative of|\bborn in|\bresidents? of)\s+(?:[\w.’'-]+,?\s+){0,2}$", re.I
)
_NAMED_BEFORE = re.compile(r"\b[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+)*, $")  # "Tarvel, Norland": the town is meant
_ALL_OVER = re.compile(
    r"\b(?:across|throughout|all over|in all of|the whole of)\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s+)*$"
)
_IN = re.compile(r"\b(?:across|throughout|over|in|of|around)\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s+)*$")
_OTHER_CLAUSE = re.compile(
    r"[;:]|\b(?:who|which|that|but|before|after|while|when|where|because|as|if)\b", re.I
)
_EXACT = frozenset({"point", "town"})
_BROUGHT = re.compile(
    r"\b(?:taken|transport\w*|flown|airlifted|rushed|driven|brought|treated|hospitals?|medical|clinic)\b",
    re.I,
)  # where the hurt are is not where they were hurt
_BEFORE = 40  # characters before a place that tell how it stands there
_NEAR_DEGREES = 0.3  # about 30 km: a town, its suburbs and its county seat


def several_deeds(sentence: str) -> str | None:
    """Return the words by which a sentence tells of several deeds together, None where it does not."""
    told = _SEVERAL.search(sentence)
    return told[0] if told else None


def scope_of(
    number: Span, findings: Findings, text: str, home: Event | EventMember | None, *, own: bool
) -> str | None:
    """Return the name of the area of a number where it is another than that of its happening.

    What the clause of a deed itself counts (`own`) is of where the deed was done.
    """
    sentence = next((span for span in findings.sentences if span.contains(number)), None)
    if sentence is None:
        return None
    if wide := _WIDE.search(sentence.of(text)):
        return wide["area"] or "the country"
    if home is None or home.place is None or (own and not type_facts(home.type).covering):
        return None
    named = sorted(_named(number, sentence, findings, text), key=lambda place: _distance(number, place.span))
    covering = type_facts(home.type).covering
    if covering:
        named = named[:1]
    if any(_is_at(place, home.place, covering=covering) for place in named):
        return None
    return next((it.name for it in named if covering or _is_elsewhere(it, number, text)), None)


def _named(number: Span, sentence: Span, findings: Findings, text: str) -> list[PlaceMention]:
    """Return the places of a sentence at which the counted may have been."""
    return [
        place
        for place in findings.places
        if sentence.contains(place.span) and _may_be_area(number, place.span, text)
    ]


def _is_elsewhere(place: PlaceMention, number: Span, text: str) -> bool:
    """Tell whether the words that count put the counted at a place that is not the deed's."""
    first, last = sorted((number, place.span))
    before = text[max(0, place.span.start - _BEFORE) : place.span.start]
    if _OTHER_CLAUSE.search(text[first.end : last.start]) or _NAMED_BEFORE.search(before[-120:]):
        return False
    if place.precision in _EXACT:
        return _BROUGHT.search(text[max(0, first.start - _BEFORE) : last.start]) is None
    return (_IN if place.precision == "country" else _ALL_OVER).search(before) is not None


def _may_be_area(number: Span, place: Span, text: str) -> bool:
    """Tell whether a place may be where the counted were: not who speaks, nor where somebody is from."""
    first, last = sorted((number, place))
    between = text[first.end : last.start]
    rest = text[last.end : last.end + _BYLINE]
    speaks = place == last and "," in between and _SPEECH.match(rest) is not None
    before = text[max(0, place.start - _BEFORE) : place.start]
    return not (_SPEECH.search(between) or speaks or _ORIGIN.search(before))


def _distance(one: Span, other: Span) -> int:
    return other.start - one.end if other.start >= one.end else 2 * (one.start - other.end)


def _is_at(place: PlaceMention, at: Place, *, covering: bool) -> bool:
    """Tell whether a place is that of the happening, as far as known."""
    if place.name == at.name or (place.geonames and place.geonames == at.geonames):
        return True
    if place.precision == "country" or at.precision == "country":
        return place.precision == at.precision and place.country == at.country
    if covering:
        return False
    if place.lat is None or at.lat is None or place.lon is None or at.lon is None:
        return "region" not in (place.precision, at.precision)
    near = abs(place.lat - at.lat) < _NEAR_DEGREES and abs(place.lon - at.lon) < _NEAR_DEGREES
    return near and {place.precision, at.precision} <= _EXACT

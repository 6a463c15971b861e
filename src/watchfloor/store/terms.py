"""The terms that things are asked by, as the table `scope` holds them: pure functions of values."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from watchfloor.model import Event, EventMember, Findings, Place, PlaceMention, Rendition, Report, Span


def country(code: str) -> str:
    """Return the term of a country."""
    return f"country:{code.upper()}"


def place(name_or_number: str) -> str:
    """Return the term of a place, given by its name or its number in GeoNames."""
    return f"place:{folded(name_or_number)}"


def region(number: str | int) -> str:
    """Return the term of what lies in a region, given by its number in GeoNames."""
    return f"region:{number}"


def asked_place(name_or_number: str) -> tuple[str, ...]:
    """Return the terms of what is at a place, and in it where it is a region.

    A packaged region is given by its number, one of the floor's own table by its name or code.
    """
    return place(name_or_number), region(folded(name_or_number))


def actor(actor_id: str) -> str:
    """Return the term of an actor."""
    return f"actor:{actor_id}"


def event_type(name: str) -> str:
    """Return the term of a type of events."""
    return f"type:{name.upper()}"


def context(name: str) -> str:
    """Return the term of what events are part of."""
    return f"context:{name}"


def outlet(name: str) -> str:
    """Return the term of an outlet."""
    return f"outlet:{folded(name)}"


def author(name: str) -> str:
    """Return the term of the agency that a text names as its author."""
    return f"author:{name.strip().casefold()}"  # as labels are looked up


def own_terms(report: Report) -> set[str]:
    """Return what a report says of itself: its outlet, the agency that it names, and its language."""
    found = {outlet(report.outlet)} if report.outlet else set()
    found |= {author(report.origin_name)} if report.origin_name else set()
    return found | ({language(report.language)} if report.language else set())


def is_own(term: str) -> bool:
    """Tell whether a term is one that a report has of itself, and whatever it tells of has by it."""
    return term.startswith(("outlet:", "author:", "language:"))


def language(code: str) -> str:
    """Return the term of a language."""
    return f"language:{code.lower()}"


def story(story_id: str) -> str:
    """Return the term of a story."""
    return f"story:{story_id}"


def folded(name: str) -> str:
    """Return a name as it is compared: without accents, case and superfluous blanks."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def is_of_place(term: str) -> bool:
    """Tell whether a term says where: what an event learns from each of its mentions."""
    return term.startswith(("country:", "place:", "region:"))


def event_terms(event: Event) -> set[str]:
    """Return what an event says of itself, without what only its mentions tell."""
    return {
        event_type(event.type.value),
        *map(context, event.contexts),
        *map(actor, (*event.source, *event.target)),
        *_place_terms(event.place),
    }


def member_terms(members: Iterable[EventMember]) -> set[str]:
    """Return the countries and places that mentions of an event tell."""
    found: set[str] = set()
    for member in members:
        found.update(map(country, member.countries))
        if member.place is not None:
            found.update(_at(member.place))
    return found


def mention_terms(member: EventMember) -> set[str]:
    """Return what one mention of an event tells by itself."""
    return {
        event_type(member.type.value),
        *map(context, member.contexts),
        *map(actor, (*member.source, *member.target)),
        *member_terms((member,)),
    }


def mention_places(findings: Findings) -> set[str]:
    """Return where the places lie that a text names anywhere."""
    return {term for mention in findings.places for term in _at(mention)}


def lead_terms(findings: Findings, rendition: Rendition) -> set[str]:
    """Return the countries and places that stand in the headline and the lead of a text."""
    spans = [span for span in (rendition.title_span, rendition.standfirst_span) if span is not None]
    spans += rendition.paragraphs[:1]
    found: set[str] = set()
    for mention in findings.places:
        if _within(mention.span, spans):
            found.update(_at(mention))
            if mention.country:
                found.add(country(mention.country))
    return found


def _within(span: Span, spans: Iterable[Span]) -> bool:
    return any(one.contains(span) for one in spans)


def _place_terms(held: Place | None) -> Iterator[str]:
    if held is not None:
        yield from _at(held)
        if held.country:
            yield country(held.country)


def _at(held: Place | PlaceMention) -> Iterator[str]:
    """Yield the terms of what is at a place: its name and number, and the regions that hold it."""
    yield place(held.name)
    if held.geonames is not None:
        yield place(str(held.geonames))
        yield from map(region, _regions_around(held.geonames))
    if held.code is not None:
        yield place(held.code)
    for name in held.within:
        yield region(folded(name))


@lru_cache(maxsize=4096)
def _regions_around(geonames: int) -> tuple[int, ...]:
    from watchfloor.gazetteer.places import regions_around  # noqa: PLC0415 - loads the table of places

    return tuple(region.geonames for region in regions_around(geonames) if region.geonames)

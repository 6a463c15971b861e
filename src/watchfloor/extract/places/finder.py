"""Places: names the gazetteer knows, told from people and organisations, each with the place it means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from watchfloor.extract.article import Article
from watchfloor.extract.places.disambiguation import Meaning, choose, sense
from watchfloor.extract.places.evidence import ACCEPT, STRONG, weigh
from watchfloor.extract.places.features import features, locate
from watchfloor.extract.places.names import PlaceName, candidates, qualify
from watchfloor.gazetteer.places import GazetteerPlace
from watchfloor.model import PlaceMention, Span

_REPEATED = 3.0  # evidence from the same name, accepted elsewhere in the text
_BESIDE = 2.0  # evidence from a sure place in the same list
_SURE = 0.83  # confidence of a strong place: from here nine of ten lie where they are put (decision 5)
_LIST = re.compile(
    r"\s{0,9},\s{0,9}|\s{0,9},?\s{1,9}(?:and|or|to)\s{1,9}"
)  # unbounded, blanks cost their square


def find_places(article: Article) -> tuple[PlaceMention, ...]:
    """Return the named places of an article, located by the gazetteer, in order of their spans.

    Adjectives ("Iranian") are no places; a metonym ("Moscow" for a government) is one, and the actors say who
    acts. A place unknown to the gazetteer, but inside a region that a qualifier names, gets the region's
    middle and the precision "region".
    """
    names = accepted(article.text, weigh(article, qualify(article, candidates(article))))
    spans = features(article, names)
    meanings = choose(article, names)
    every = [_mention(name, meanings) for name in names]
    places = [place for place in every if not any(_inside(place.span, span) for span in spans)]
    places += locate(article, spans, every)
    return tuple(sorted(places, key=lambda place: place.span))


def _inside(span: Span, larger: Span) -> bool:
    return larger.start <= span.start and span.end <= larger.end


def accepted(text: str, names: Sequence[PlaceName]) -> list[PlaceName]:
    """Return the names that the evidence makes places; one sure mention speaks for the others of its name."""
    names = _listed(text, names)
    sure = {name.key for name in names if name.score >= STRONG}
    again = (
        replace(n, score=n.score + _REPEATED) if n.key in sure and n.score < STRONG else n for n in names
    )
    return [name for name in again if name.score >= ACCEPT]


def _listed(text: str, names: Sequence[PlaceName]) -> list[PlaceName]:
    """Return the names, those in a list with a sure place raised ("Trenton, Monroe and Ames")."""
    found = list(names)
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for at in order:
            other = at - 1 if order.step > 0 else at + 1
            first, second = sorted((found[at].span, found[other].span))
            if (
                found[other].score >= STRONG - 0.5
                and found[at].score < STRONG
                and _LIST.fullmatch(text[first.end : second.start])
            ):
                found[at] = replace(found[at], score=found[at].score + _BESIDE)
    return found


def _mention(name: PlaceName, meanings: Mapping[tuple[str, tuple[int, ...]], Meaning]) -> PlaceMention:
    meaning = meanings.get(sense(name))
    evidence = 1 / (1 + 2.0 ** -(name.score - ACCEPT + 1))
    if meaning is None:
        region = next(iter(name.within), None)
        return PlaceMention(
            span=name.span,
            name=name.text,
            country=region.country if region else None,
            lat=region.lat if region else None,
            lon=region.lon if region else None,
            precision="region",
            confidence=round(evidence * 0.5, 3),
            grade="weak",
        )
    place: GazetteerPlace = meaning.place
    confidence = round(evidence * (0.4 + 0.6 * meaning.certainty), 3)
    return PlaceMention(
        span=name.span,
        name=place.name,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        geonames=place.geonames,
        code=place.own.code if place.own else None,
        within=place.own.within if place.own else (),
        precision=place.precision,
        confidence=confidence,
        grade="strong" if name.score >= STRONG and confidence >= _SURE else "weak",
    )

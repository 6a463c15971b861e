"""English: every part is found, from the parse of the one English pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from watchfloor.extract.actors.finder import Cast, find_actors
from watchfloor.extract.article import Article, Context, Parser
from watchfloor.extract.contract import Finder, FoundSoFar
from watchfloor.extract.events.finder import find_events
from watchfloor.extract.events.reasons import uncoded
from watchfloor.extract.places.finder import find_places
from watchfloor.extract.quantities.finder import find_quantities
from watchfloor.extract.quotes.finder import find_quotes
from watchfloor.extract.times.finder import find_times
from watchfloor.extract.times.zones import zone_of
from watchfloor.model import Findings, Flag, FlagCode, Span, Uncoded


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInEnglish(FoundSoFar):
    """What was found, and the cast: whom a word of the parse speaks of."""

    cast: Cast


def _times(article: Article, found: FoundInEnglish) -> FoundInEnglish:
    return replace(found, times=find_times(article))


def _places(article: Article, found: FoundInEnglish) -> FoundInEnglish:
    return replace(found, places=find_places(article))


def _actors(article: Article, found: FoundInEnglish) -> FoundInEnglish:
    cast = find_actors(article, found.places)
    return replace(found, cast=cast, actors=cast.chains)


def _quotes(article: Article, found: FoundInEnglish) -> FoundInEnglish:
    return replace(found, quotes=find_quotes(article, found.cast, found.times))


def _quantities(article: Article, found: FoundInEnglish) -> FoundInEnglish:
    return replace(found, quantities=find_quantities(article, found.times))


def _events(article: Article, found: FoundInEnglish) -> FoundInEnglish:
    """Find events; a number that tells of one learns so."""
    events, quantities = find_events(
        article,
        found.cast,
        quotes=found.quotes,
        times=found.times,
        places=found.places,
        quantities=found.quantities,
    )
    return replace(found, events=events, quantities=quantities)


class English:
    """Reads English; one per process (the parser takes 150 MB)."""

    finders = (
        Finder("times", _times),
        Finder("places", _places, reads=("places",)),
        Finder("actors", _actors, takes=("places",), reads=("actors",)),
        Finder("quotes", _quotes, takes=("actors", "times")),
        Finder("quantities", _quantities, takes=("times",)),
        Finder("events", _events, takes=("times", "places", "actors", "quotes", "quantities")),
    )

    def __init__(self, parser: Parser | None = None) -> None:
        self.parser = parser or Parser()

    def open(
        self, text: str, paragraphs: Sequence[Span] | None, context: Context
    ) -> AbstractContextManager[Article]:
        """Parse a text for the length of a `with` block."""
        return self.parser.parse(text, paragraphs, context=context)

    def nothing(self, opened: Article) -> FoundInEnglish:
        """Return what was found before the first finder: a cast of nobody."""
        return FoundInEnglish(cast=Cast((), article=opened))

    def flags(self, opened: Article) -> tuple[Flag, ...]:
        """Return that sentences were read in pieces, where they were too long for the parser."""
        return (Flag(FlagCode.LONG_SENTENCES, count=opened.cut),) if opened.cut else ()

    def zone(self, opened: Article, found: FoundInEnglish) -> str | None:
        """Return the zone of the dateline, else of the outlet."""
        return zone_of(opened, found.places)

    def uncoded(self, opened: Article, findings: Findings) -> tuple[Uncoded, ...]:
        """Return why words that look like events are none of the findings."""
        return uncoded(opened, findings.events)

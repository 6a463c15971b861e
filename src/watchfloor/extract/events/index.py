"""Which times, places and quotes stand where: looked up once an article, not once an event."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from watchfloor.extract.article import Article, Paragraph
from watchfloor.model import PlaceMention, Quote, Span, TimeMention

if TYPE_CHECKING:
    from spacy.tokens import Token

_Sentence = tuple[int, int]  # offset of the paragraph in the text, first token of the sentence in its Doc


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


@dataclass(frozen=True, slots=True)
class MentionIndex:
    """The heads of the times and places of each sentence, and the times of each paragraph."""

    times: dict[_Sentence, tuple[tuple[int, Token], ...]]
    places: dict[_Sentence, tuple[tuple[int, Token], ...]]
    countries: dict[int, Span]

    def times_beside(self, paragraph: Paragraph, token: Token) -> tuple[tuple[int, Token], ...]:
        """Return index and head of each time in the sentence of `token`."""
        return self.times.get((paragraph.start, token.sent.start), ())

    def places_beside(self, paragraph: Paragraph, token: Token) -> tuple[tuple[int, Token], ...]:
        """Return index and head of each place in the sentence of `token`."""
        return self.places.get((paragraph.start, token.sent.start), ())

    def country_above(self, paragraph: Paragraph, sentence: Span) -> Span | None:
        """Return the first country named in the paragraph, where it stands before the sentence."""
        first = self.countries.get(paragraph.start)
        return first if first is not None and first.end <= sentence.start else None


def index_mentions(
    article: Article, times: Sequence[TimeMention], places: Sequence[PlaceMention]
) -> MentionIndex:
    """Return the index of an article's times and places."""
    starts = [paragraph.start for paragraph in article.paragraphs]
    countries: dict[int, Span] = {}
    for place in sorted(places, key=lambda found: found.span):
        at = bisect_right(starts, place.span.start) - 1
        if at >= 0 and place.precision == "country":
            countries.setdefault(starts[at], place.span)
    return MentionIndex(
        _by_sentence(article, starts, times), _by_sentence(article, starts, places), countries
    )


def _by_sentence(
    article: Article, starts: Sequence[int], mentions: Sequence[_Spanned]
) -> dict[_Sentence, tuple[tuple[int, Token], ...]]:
    found: dict[_Sentence, list[tuple[int, Token]]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        at = bisect_right(starts, mention.span.start) - 1
        tokens = article.paragraphs[at].tokens(mention.span) if at >= 0 else None
        if tokens is not None and len(tokens):
            head = tokens.root
            found[starts[at], head.sent.start].append((index, head))
    return {key: tuple(pairs) for key, pairs in found.items()}


class QuoteIndex:
    """The contents of quotes by where they begin, to find the innermost that holds a span."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._quotes = quotes
        self._cues = frozenset(span for quote in quotes for span in quote.cue)
        parts = [
            (span.start, span.end, sum(s.end - s.start for s in quote.content), index)
            for index, quote in enumerate(quotes)
            for span in quote.content
        ]
        self._parts = sorted(parts)
        self._starts = [part[0] for part in self._parts]
        self._ends: list[int] = []  # the furthest end of any part up to here: where looking back may stop
        for part in self._parts:
            self._ends.append(max(part[1], self._ends[-1] if self._ends else 0))

    def innermost(self, span: Span) -> int | None:
        """Return the index of the shortest quote whose content holds `span`."""
        best: tuple[int, int] | None = None
        at = bisect_right(self._starts, span.start) - 1
        while at >= 0 and self._ends[at] >= span.end:
            _, end, length, index = self._parts[at]
            if end >= span.end:
                best = min(best or (length, index), (length, index))
            at -= 1
        return best[1] if best else None

    def quote(self, index: int) -> Quote:
        """Return the quote of an index."""
        return self._quotes[index]

    def is_cue(self, span: Span) -> bool:
        """Tell whether a span tells that somebody says something."""
        return span in self._cues

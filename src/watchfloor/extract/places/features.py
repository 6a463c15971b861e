"""Streets, waters, heights and public places that no gazetteer lists, told by the words of their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from watchfloor.extract.article import Article
from watchfloor.extract.places.lexicon import cues, facilities
from watchfloor.extract.places.names import PlaceName
from watchfloor.model import PlaceMention, Span

_CONFIDENCE = 0.45  # of a feature: its name is clear, its position only that of the town it is named with
_REACH = 300  # characters within which a town is taken to hold the feature
_NUMBERED = (
    r"(?:(?:State|County|U\.S\.|US|Federal|Provincial)\s+)?(?:Highway|Hwy\.?|Route|Interstate|County\s+Road)\s+\d+[A-Z]?"
    r"|I-\d{1,3}|U\.S\.\s\d{1,3}|US-\d{1,3}"
)
_LED = r"(?:Lake|Mount|Mt\.|Camp|Fort|Cape|River)\s+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?"


@cache
def _pattern() -> re.Pattern[str]:
    last = "|".join(re.escape(word) for word in sorted(facilities(), key=lambda w: (-len(w), w)))
    word = r"(?:[A-Z][\w’'.-]*|\d+(?:st|nd|rd|th))"
    return re.compile(rf"(?<![\w.])(?:{_NUMBERED}|(?:{word}\s+){{1,4}}(?:{last})(?![\w’'-])|{_LED})")


def features(article: Article, names: Sequence[PlaceName]) -> list[Span]:
    """Return the spans of features that the gazetteer's names do not already tell in full."""
    known = {name.span for name in names}
    ends = {name.span.end for name in names}
    return [s for s in _matches(article) if s not in known and s.end not in ends and not _in_larger(s, names)]


def _in_larger(span: Span, names: Sequence[PlaceName]) -> bool:
    return any(name.span.start <= span.start and span.end <= name.span.end for name in names)


def _matches(article: Article) -> Iterator[Span]:
    for paragraph in article.paragraphs:
        line = paragraph.text
        for match in _pattern().finditer(line):
            start, end = match.span()
            words = match.group().split()
            owner = re.search(r".*['’]s\s+", match.group())
            if owner:
                start += owner.end()
                words = line[start:end].split()
            while len(words) > 1 and (
                words[0] in cues("first words") or (words[0].endswith((".", ",")) and len(words[0]) > 3)
            ):
                start += line[start:end].index(words[1], len(words[0]))
                words = words[1:]
            if any(len(w) == 2 and w[1] == "." and w[0] not in "NSEW" for w in words):
                continue
            follows = re.match(r"\s+([A-Z][\w’']+)", line[end:])
            if (
                len(words) < 2
                or (follows and not words[-1].endswith("."))
                or (words[0].isupper() and len(words[0]) > 3)
            ):
                continue
            yield Span(paragraph.start + start, paragraph.start + end)


def locate(article: Article, spans: Sequence[Span], places: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Yield features with the position of the town named near each, else of the town named most."""
    towns = [p for p in places if p.lat is not None and p.precision in ("town", "point")]
    counts = Counter((p.geonames, p.name) for p in towns)
    usual = max(towns, key=lambda p: (counts[p.geonames, p.name], -p.span.start), default=None)
    for span in spans:
        site = facilities().get(span.of(article.text).split()[-1]) == "site"
        inner = [p for p in towns if span.start <= p.span.start and p.span.end <= span.end]
        others = [p for p in towns if p not in inner]
        if site and inner:  # "Kabul Airport" lies in Kabul; "Memphis Street" need not
            others = inner
        near = min(others, key=lambda p: (_gap(p.span, span), p.span), default=None)
        if near is not None and _gap(near.span, span) > _REACH:
            near = usual
        yield PlaceMention(
            span=span,
            name=span.of(article.text),
            country=near.country if near else None,
            lat=near.lat if near else None,
            lon=near.lon if near else None,
            precision="town" if near else "point",
            confidence=_CONFIDENCE,
            grade="weak",
        )


def _gap(first: Span, second: Span) -> int:
    return max(0, first.start - second.end, second.start - first.end)

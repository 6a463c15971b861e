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
_NO_DAY = r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"  # "in Mount Orlo | Friday night"
_LED = (
    r"(?:Lake|Mount|Mt\.|Camp|Fort|Cape|River)\s+[A-Z][\w’'-]+"
    rf"(?:\s+{_NO_DAY}[A-Z][\w’'-]+)?"
)
_OWNER = re.compile(r".*['’]s\s+")
_CAPITALISED = re.compile(rf"\s+{_NO_DAY}[A-Z][\w’']+")
_POINTS = "NSEW"  # of the compass: "N. Main Street" holds no initial


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
            start, end = _name_start(line, *match.span()), match.end()
            goes_on = _CAPITALISED.match(line, end) is not None
            if _is_name_of_feature(line[start:end].split(), goes_on=goes_on):
                yield Span(paragraph.start + start, paragraph.start + end)


def _name_start(line: str, start: int, end: int) -> int:
    """Return where a feature's name begins, behind an owner and words that begin sentences."""
    owner = _OWNER.match(line, start, end)
    start = owner.end() if owner else start
    words = line[start:end].split()
    while len(words) > 1 and _opens(words[0]):
        start += line[start:end].index(words[1], len(words[0]))
        words = words[1:]
    return start


def _opens(word: str) -> bool:
    return word in cues("first words") or (word.endswith((".", ",")) and len(word) > 3)


def _is_name_of_feature(words: Sequence[str], *, goes_on: bool) -> bool:
    """Tell a feature's name from a person's with initials, a heading in capitals, a part of a longer name."""
    initials = any(len(word) == 2 and word[1] == "." and word[0] not in _POINTS for word in words)
    heading = words[0].isupper() and len(words[0]) > 3
    is_part = goes_on and not words[-1].endswith(".")
    return len(words) > 1 and not (initials or heading or is_part)


def locate(article: Article, spans: Sequence[Span], places: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Yield features with the position of the town named near each, else of the town named most."""
    towns = [p for p in places if p.lat is not None and p.precision in ("town", "point")]
    counts = Counter((p.geonames, p.name) for p in towns)
    usual = max(towns, key=lambda p: (counts[p.geonames, p.name], -p.span.start), default=None)
    for span in spans:
        near = _town_near(span, span.of(article.text), towns)
        far = near is not None and _gap(near.span, span) > _REACH
        yield _feature(span, span.of(article.text), usual if far else near)


def _town_near(span: Span, name: str, towns: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the town named next to a feature; "Kabul Airport" lies in Kabul, "Memphis Street" need not."""
    inner = [p for p in towns if span.start <= p.span.start and p.span.end <= span.end]
    is_site = facilities().get(name.rsplit(maxsplit=1)[-1]) == "site"
    others = inner if is_site and inner else [p for p in towns if p not in inner]
    return min(others, key=lambda p: (_gap(p.span, span), p.span), default=None)


def _feature(span: Span, name: str, town: PlaceMention | None) -> PlaceMention:
    if town is None:
        return PlaceMention(span=span, name=name, precision="point", confidence=_CONFIDENCE, grade="weak")
    return PlaceMention(
        span=span,
        name=name,
        country=town.country,
        lat=town.lat,
        lon=town.lon,
        precision="town",
        confidence=_CONFIDENCE,
        grade="weak",
    )


def _gap(first: Span, second: Span) -> int:
    return max(0, first.start - second.end, second.start - first.end)

"""Names in a text that may be places, and the evidence for it; no coordinates yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from watchfloor.extract.article import Article
from watchfloor.extract.places.lexicon import abbreviations, cues, words
from watchfloor.gazetteer.countries import country_name, demonym_of
from watchfloor.gazetteer.names import key_of
from watchfloor.gazetteer.places import GazetteerPlace, gazetteer
from watchfloor.model import Span

LONGEST_NAME = 7  # tokens
_SHORTEST_OWN = 2  # letters; what a floor's own table calls by so few is looked for nowhere


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A stretch of text that may name a place.

    `key` is its key in the gazetteer; `meanings` what the gazetteer has; `within` the key of the region or
    country that a qualifier names ("Paris, Texas"); `score` the evidence that it is a place at all;
    `listed` that its form alone makes it one ("Dane and Rock counties"); `struck` that it is shelled.
    """

    span: Span
    text: str
    key: str
    meanings: tuple[GazetteerPlace, ...]
    paragraph: int
    score: float = 0.0
    within: tuple[GazetteerPlace, ...] = ()
    qualifies: bool = False
    listed: bool = False
    struck: bool = False


# ------------------------------------------------------------------------------------------------ candidates


def is_capital(word: str) -> bool:
    """Return whether a word begins like a name."""
    return word[:1].isupper() or (word[:1] in "'‘’" and word[1:2].isupper())


@dataclass(frozen=True, slots=True)
class _Run:
    paragraph: int
    start: int
    end: int
    key: str


def _runs(article: Article) -> Iterator[_Run]:
    """Yield every run of tokens that begins and ends like a name, longest first at each place."""
    for number, paragraph in enumerate(article.paragraphs):
        tokens = list(paragraph.doc)
        for start, end in _bounds([t.text for t in tokens]):
            last = tokens[end - 1]
            key = key_of(paragraph.text[tokens[start].idx : last.idx + len(last.text)])
            if key:
                yield _Run(number, start, end, key)


def _bounds(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield from where to where names may reach, longest first at each place."""
    capital = [is_capital(text) for text in texts]
    for start, text in enumerate(texts):
        if capital[start] or (text in ("al", "el") and start + 2 < len(texts)):
            yield from ((start, end) for end in reversed(_ends(texts, capital, start)))


def _ends(texts: Sequence[str], capital: Sequence[bool], start: int) -> list[int]:
    """Return where a name that begins at a token may end, the nearest first."""
    ends = []
    for end in range(start + 1, min(start + LONGEST_NAME, len(texts)) + 1):
        last = texts[end - 1]
        if capital[end - 1] or (end - start > 1 and (last.islower() or last.isdigit()) and last.isalnum()):
            ends.append(end)
        elif last == "." and texts[end - 2] in ("ST", "St", "MT", "Mt", "FT", "Ft"):
            continue
        elif last.lower() not in cues("inside"):
            break
        if last.islower() and last not in cues("inside") and end - start > 3:
            break
    return ends


def candidates(article: Article) -> list[PlaceName]:
    """Return the longest runs that the gazetteer knows, in order, without overlaps."""
    sure = counties(article) + lone_regions(article)
    taken = sorted(name.span for name in sure)
    runs = list(_runs(article))
    table = article.context.gazetteer
    unique = sorted({run.key for run in runs})
    known = {key for key, here in zip(unique, table.known(unique), strict=True) if here}
    found: list[PlaceName] = []
    meanings: dict[str, tuple[GazetteerPlace, ...]] = {}
    used = (-1, 0)
    for run in runs:
        if run.key not in known or (run.paragraph == used[0] and run.start < used[1]):
            continue
        paragraph = article.paragraphs[run.paragraph]
        span = paragraph.span(paragraph.doc[run.start : run.end])
        if run.key not in meanings:
            meanings[run.key] = table.find_key(run.key)
        text = span.of(article.text)
        if not _spelled(text, meanings[run.key]) or any(
            span.start < t.end and t.start < span.end for t in taken
        ):
            continue
        used = (run.paragraph, run.end)
        found.append(PlaceName(span, text, run.key, meanings[run.key], run.paragraph))
    return sorted([*found, *sure], key=lambda name: name.span)


def _spelled(text: str, meanings: Sequence[GazetteerPlace]) -> bool:
    """Return whether the writing fits: words of a name in lower case only where the name has them so."""
    last = text.rsplit(maxsplit=1)[-1]
    if len(text) > _SHORTEST_OWN and any(place.own for place in meanings):
        return True
    if last.islower():
        return any(p.kind == "area" or p.name.split()[-1].islower() or p.kind == "country" for p in meanings)
    # "US" and "UK" are countries, "Us" and "Uk" words; two capital letters else are no village.
    if len(text) == 2:
        return text.isupper() and any(p.kind in ("country", "area") for p in meanings)
    key = key_of(text)
    return key not in words("directions") and not any(letter.isdigit() for letter in key)


# ------------------------------------------------------------------------------------------------ qualifiers

_COUNTIES = re.compile(r"(?<= )(?:[Cc]ounties|[Pp]arishes)\b")
_LISTED = re.compile(r"[A-Z][\w.’']+,?|and|or")
_LONGEST_LIST = 24  # words
_LONGEST_LISTED = 40  # characters of a word in a list
_ITEM = re.compile(r"[A-Z][\w.’']+(?: [A-Z][\w.’']+)?")
_LONE = re.compile(
    r"(?<![\w.,] )(?<![\w.])((?:[A-Z]\.){2}|W\. ?Va\.|Ill\.|Ind\.|Calif\.|Fla\.|Ky\.|Pa\.|Va\.|Tenn\.|Conn\."
    r"|Mich\.|Minn\.|Wis\.|Neb\.|Okla\.|Ariz\.|Colo\.|Kan\.|Mo\.)(?= [a-z])"
)


def _list_start(line: str, end: int) -> int:
    """Return where the list of names begins that ends right before `end`, read backwards word by word."""
    start, words = end, 0
    while start and words < _LONGEST_LIST:
        lowest = max(0, start - _LONGEST_LISTED)
        space = line.rfind(" ", lowest, start - 1)
        word = space + 1 if space >= 0 else lowest
        if (space < 0 and lowest) or not _LISTED.fullmatch(line, word, start - 1):
            break
        start, words = word, words + 1
    return start


def counties(article: Article) -> list[PlaceName]:
    """Return the counties of lists ("Dane and Rock counties"), each by its full name in the gazetteer."""
    found = []
    for number, paragraph in enumerate(article.paragraphs):
        line = paragraph.text
        for match in _COUNTIES.finditer(line):
            kind = "parish" if "arishes" in match.group() else "county"
            for item in _ITEM.finditer(line, _list_start(line, match.start()), match.start()):
                meanings = gazetteer().find(f"{item.group()} {kind}")
                span = Span(paragraph.start + item.start(), paragraph.start + item.end())
                if meanings:
                    key = f"{key_of(item.group())} {kind}"
                    found.append(PlaceName(span, item.group(), key, meanings, number, listed=True))
    return found


def lone_regions(article: Article) -> list[PlaceName]:
    """Return abbreviated regions that follow no town ("a Calif. man", "in S.C.")."""
    _, press = abbreviations()
    found = []
    for number, paragraph in enumerate(article.paragraphs):
        for match in _LONE.finditer(paragraph.text):
            region = press.get(match.group().replace(" ", ""))
            if region is not None:
                span = Span(paragraph.start + match.start(), paragraph.start + match.end())
                found.append(
                    PlaceName(
                        span, match.group(), f"{key_of(region.name)} region", (region,), number, listed=True
                    )
                )
    return found


_COMMA = re.compile(r"\s*,\s*(?=\S)|\s+\((?=[A-Z])")
_SHORT = re.compile(r"(?:[A-Z][A-Za-z]*\.\s?){1,3}|[A-Z]{2,3}(?![\w.])")


def qualify(article: Article, names: Sequence[PlaceName]) -> list[PlaceName]:
    """Return the names with what qualifies them, and the abbreviations of regions as names of their own."""
    by_start = {name.span.start: name for name in names}
    found: list[PlaceName] = []
    taken: set[int] = set()
    for name in names:
        if name.span.start in taken:
            continue
        comma = _COMMA.match(article.text, name.span.end)
        if comma is None:
            found.append(_with_people(article.text, name))
            continue
        following = by_start.get(comma.end())
        if (region := _abbreviated_region(article.text, comma, name.paragraph)) is not None:
            found += replace(name, within=region.meanings), region
            taken.add(comma.end())
        elif following is not None and _holds(following, name):
            found.append(replace(name, within=following.meanings))
            by_start[comma.end()] = replace(following, qualifies=True)
        else:
            found.append(name)
    return [replace(n, qualifies=True) if by_start.get(n.span.start, n).qualifies else n for n in found]


def _abbreviated_region(text: str, comma: re.Match[str], paragraph: int) -> PlaceName | None:
    """Return the region whose abbreviation follows a comma or bracket: "Monroe, La.", "Monroe (La.)"."""
    short = _SHORT.match(text, comma.end())
    if short is None:
        return None
    post, press = abbreviations()
    written = short.group().strip().replace(" ", "")
    region = press.get(written) or (None if "(" in comma.group() else post.get(written))
    if region is None:
        return None
    span = Span(comma.end(), comma.end() + len(short.group().rstrip()))
    key = f"{key_of(region.name)} region"
    return PlaceName(span, span.of(text), key, (region,), paragraph, qualifies=True)


_CAPITAL_OF = re.compile(
    r"(?P<people>[A-Z][\w-]+) (?:(?:port|border|coastal|southern|northern|eastern|western|central) )*"
    r"(?:capital|city|town|port|village|province|region|district)(?: city)?(?: of|,)? $"
)


def _with_people(text: str, name: PlaceName) -> PlaceName:
    """Return a name with the country that an adjective before it tells: "the Libyan capital Tripoli"."""
    lead = _CAPITAL_OF.search(text, max(0, name.span.start - 60), name.span.start)
    code = demonym_of(lead["people"]) if lead is not None else None
    land = gazetteer().find(country_name(code) or "") if code else ()
    country = next((place for place in land if place.kind == "country" and place.country == code), None)
    if country is None or not any(place.country == code for place in name.meanings):
        return name
    return replace(name, within=(country,))


def _holds(larger: PlaceName, smaller: PlaceName) -> bool:
    """Return whether some meaning of one name lies inside some meaning of the other."""
    if any(place.kind == "country" and not place.lesser for place in smaller.meanings):
        return False
    around = _around(larger, whole=_is_large_region(smaller))
    return _lies_in_one(smaller, around) or (_is_little_known(smaller) and _has_large_land(around))


_KNOWN = 100_000  # people of a town that needs no larger place beside it
_WHOLE = 500_000  # people of a region that is known by itself


def _lies_in_one(name: PlaceName, around: Sequence[GazetteerPlace]) -> bool:
    inside = {number for place in name.meanings for number in place.regions}
    lands = {place.country for place in name.meanings}
    return any(p.number in inside or (p.kind == "country" and p.country in lands) for p in around)


def _is_large_region(name: PlaceName) -> bool:
    return any(place.kind == "region" and place.people > _WHOLE for place in name.meanings[:1])


def _is_little_known(name: PlaceName) -> bool:
    return all(place.people < _KNOWN and place.kind in ("city", "county") for place in name.meanings)


def _has_large_land(around: Sequence[GazetteerPlace]) -> bool:
    lands = (place for place in around if place.kind in ("country", "region") and not place.lesser)
    return any(place.people > _WHOLE for place in lands)


def _around(larger: PlaceName, *, whole: bool) -> list[GazetteerPlace]:
    """Return the meanings of a name that something may lie in: a whole region lies in a country only."""
    kinds = ("country",) if whole else ("country", "region", "county", "area")
    return [place for place in larger.meanings if place.kind in kinds]

"""What a text says about where it plays: the countries and regions it names, its words, its outlet."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from watchfloor.extract.article import Article
from watchfloor.extract.places.distance import tie
from watchfloor.extract.places.lexicon import cues, outlet_home
from watchfloor.extract.places.names import PlaceName
from watchfloor.extract.places.prior import has_name_of_capital, most_likely, spelling
from watchfloor.gazetteer.countries import demonym_of
from watchfloor.gazetteer.places import GazetteerPlace
from watchfloor.model import Span
from watchfloor.tables import read_table

# Weights found on the Local-Global Lexicon, dev part (see evals/places.py).
REGION = 1.5  # its region of first level is named
COUNTRY = 1.5  # its country is named
STYLE = 2.0  # the words and the outlet are its country's
AT_HOME = 2.5  # it lies where the outlet is at home
FOREIGN = -1.5  # they are another country's, and its own is not named
HOME = 3.0  # the outlet's name holds the town's
CIVIC = -3.0  # a country used like a town ("a Lebanon man")
STATE = 3.5  # a state that shares its name with a country, where its offices or towns stand beside it
NAMED_CAPITAL = 1.5  # the capital of a country that the text names
_OF_THE_OUTLET = 2.0  # what the end of an outlet's domain counts, in words of its country
_LONGEST_OFFICE = 40  # characters beside a name in which an office of a state is looked for
_AROUND_STATE = 120  # characters around a name in which the law, house or court of a state is looked for
_ADJECTIVES = frozenset({"US", "GB"})  # countries whose names stand before any noun ("a UK resident")
_TLDS = {
    "uk": "GB",
    "com": None,
    "org": None,
    "net": None,
    "edu": None,
    "gov": "US",
    "info": None,
    "eu": None,
    "tv": None,
    "co": None,
    "me": None,
    "io": None,
}


@dataclass(frozen=True, slots=True)
class TextContext:
    """What a text says about where it plays.

    `countries` and `regions` tell how often each is named, `style` how much its words and its outlet are each
    country's, `foremost` whose they are most; `civic` is the share of a key's mentions that are used as towns
    are, `states` the keys of countries that are rather states of that name; `spelled` are the names as they
    are written.
    """

    countries: Counter[str]
    regions: Counter[int]
    style: Mapping[str, float]
    foremost: str | None
    home: GazetteerPlace | None
    outlet: str
    civic: Mapping[str, float]
    states: frozenset[str]
    spelled: frozenset[str]

    def signs(self, place: GazetteerPlace, key: str) -> Iterator[float]:
        """Yield what the text says for and against a place that a key may mean."""
        yield sum(self._where(place))
        yield self._use(place, key)
        yield self._outlets_own(place, key)
        yield spelling(place, key, self.spelled)
        yield STATE if place.kind == "region" and key in self.states else 0.0

    def _where(self, place: GazetteerPlace) -> Iterator[float]:
        """Yield what is said for a place by where the text plays."""
        if place.kind != "country":
            yield AT_HOME * tie(place, self.home) if self.home is not None else 0.0
            if place.country:
                yield from self._in_country(place, place.country)
        top = place.regions[-1] if place.regions else -1
        if top >= 0 and self.regions[top]:
            yield REGION * min(1.0, 0.5 + self.regions[top] / self.regions.total())

    def _in_country(self, place: GazetteerPlace, country: str) -> Iterator[float]:
        named = self.countries[country]
        if named and has_name_of_capital(place):
            yield NAMED_CAPITAL
        yield STYLE * min(1.0, self.style.get(country, 0.0) / 2)
        if self.foremost not in (None, country) and not named:
            yield FOREIGN * min(1.0, self.style[self.foremost] / 2)
        if total := self.countries.total():
            yield COUNTRY * min(1.0, 2 * named / total)

    def _use(self, place: GazetteerPlace, key: str) -> float:
        return (
            CIVIC * self.civic[key] if place.kind == "country" and place.country not in _ADJECTIVES else 0.0
        )

    def _outlets_own(self, place: GazetteerPlace, key: str) -> float:
        """Return what an outlet's name says for a town that it holds ("Springfield News" means its own)."""
        bare = key.replace(" ", "")
        if len(bare) < 5 or bare not in self.outlet:
            return 0.0
        return HOME if place.kind in ("city", "county") and place.people < 1_000_000 else 0.0


def text_context(article: Article, names: Sequence[PlaceName]) -> TextContext:
    """Return what an article says about where it plays, by its words and the names of places in it."""
    outlet = article.context.outlet or ""
    named = [place for name in names if (place := most_likely(name)) is not None]
    countries = Counter(p.country for p in named if p.country and p.kind in ("country", "region", "area"))
    adjectives, style = _lands_of_words(article)
    return TextContext(
        countries=countries + adjectives,
        regions=Counter(place.number for place in named if place.kind == "region"),
        style=style,
        foremost=max(style, key=lambda code: (style[code], code), default=None),
        home=outlet_home(outlet),
        outlet=re.sub(r"[^a-z]", "", outlet.lower()),
        civic=_civic(article, names),
        states=frozenset(name.key for name in names if _is_state(article, names, name)),
        spelled=frozenset(name.text for name in names),
    )


def _lands_of_words(article: Article) -> tuple[Counter[str], Mapping[str, float]]:
    """Return how often adjectives name each country, and how much words and outlet are each country's."""
    adjectives: Counter[str] = Counter()
    style: defaultdict[str, float] = defaultdict(float)
    hints = country_hints()
    for word in _words(article):
        if word in hints:
            code, weight = hints[word]
            style[code] += weight
        elif land := _land_of_people(word):
            adjectives[land] += 1
    for code in outlet_countries(article.context.outlet):
        style[code] += _OF_THE_OUTLET
    return adjectives, style


def _words(article: Article) -> Iterator[str]:
    return (token.text for paragraph in article.paragraphs for token in paragraph.doc)


def _land_of_people(word: str) -> str | None:
    """Return the country whose people or things a capitalised word names ("Iranian")."""
    return demonym_of(word) if word[:1].isupper() and len(word) > 3 else None


@dataclass(frozen=True, slots=True)
class _CountryHint:
    word: str
    country: str
    weight: float


@cache
def country_hints() -> Mapping[str, tuple[str, float]]:
    """Return words that news of one country uses, with the country and how telling each is."""
    rows = read_table("places/country_hints.tsv", _CountryHint)
    return {row.word: (row.country, row.weight) for row in rows}


def outlet_countries(outlet: str | None) -> tuple[str, ...]:
    """Return the country that an outlet's domain ends in, where it does."""
    match = re.search(r"\.([a-z]{2,4})/?$", (outlet or "").lower())
    if not match or (match.group(1) in _TLDS and not _TLDS[match.group(1)]):
        return ()
    code = _TLDS.get(match.group(1)) or match.group(1).upper()
    return (code,) if len(code) == 2 else ()


def _civic(article: Article, names: Sequence[PlaceName]) -> Mapping[str, float]:
    """Return which share of each key's mentions is used as towns are ("a Lebanon man", "City of Athens")."""
    every = Counter(name.key for name in names)
    used = Counter(name.key for name in names if _is_used_as_town(article.text, name.span))
    return {key: min(1.0, 1.5 * used[key] / every[key]) for key in every}


def _is_used_as_town(text: str, span: Span) -> bool:
    after = re.match(r"[ -]+(\w+)", text[span.end : span.end + 30])
    before = text[max(0, span.start - 12) : span.start].lower()
    return (after is not None and after.group(1).lower() in cues("civic nouns")) or before.endswith(
        ("city of ", "town of ")
    )


_STATE_BEFORE = re.compile(r"\b(?:[Ss]tate|(?:Gov\.|Governor|Sen\.|Senator|Rep\.)(?: [A-Z][\w.]+){1,3}) of $")
_STATE_AFTER = re.compile(
    r"(?:['’]s)? (?:state |Lt\.? |Lieutenant )?(?:Gov\b|Governor|Sen\b|Senator|Rep\b|Representative|"
    r"[Ll]egislature|lawmakers?|[Ss]tatehouse|Senate|House|General Assembly|Secretary of State|Republicans?|"
    r"Democrats?|sheriff|county|counties|State|Bureau|troopers?|voters)"
)


_OF_A_STATE = re.compile(
    r"\b[Ss]tate (?:law|[Ll]egislature|lawmakers?|[Cc]apitol|Senate|House|Supreme Court|troopers?|Patrol"
    r"|Attorney General)\b"
)


def _is_state(article: Article, names: Sequence[PlaceName], name: PlaceName) -> bool:
    """Tell a country that is rather the state of that name: Georgia, with its governor.

    A country's own towns, its people's name and its capital speak for the country.
    """
    country = next((place for place in name.meanings if place.kind == "country"), None)
    region = next((place for place in name.meanings if place.kind == "region" and not place.lesser), None)
    if country is None or region is None or _speaks_of(article, names, name, country):
        return False
    beside = any(region.number in place.regions for place in _beside(names, name))
    return beside or _has_state_office(article.text, name.span)


def _has_state_office(text: str, span: Span) -> bool:
    """Tell whether an office that states have stands beside a name ("Georgia's governor")."""
    after = text[span.end : span.end + _LONGEST_OFFICE]
    before = text[max(0, span.start - _LONGEST_OFFICE) : span.start]
    around = text[max(0, span.start - _AROUND_STATE) : span.end + _AROUND_STATE]
    return bool(_STATE_AFTER.match(after) or _STATE_BEFORE.search(before) or _OF_A_STATE.search(around))


def _beside(names: Iterable[PlaceName], name: PlaceName) -> Iterator[GazetteerPlace]:
    """Yield the first meaning of each other name."""
    return (other.meanings[0] for other in names if other.key != name.key and other.meanings)


def _speaks_of(
    article: Article, names: Sequence[PlaceName], name: PlaceName, country: GazetteerPlace
) -> bool:
    """Tell whether a text names another place of a country, or its people."""
    if any(place.country == country.country for place in _beside(names, name)):
        return True
    return any(_land_of_people(word) == country.country for word in _words(article))

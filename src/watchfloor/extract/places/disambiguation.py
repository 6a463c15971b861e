"""Which of the places that share a name is meant, from what else the text names."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from watchfloor.extract.article import Article
from watchfloor.extract.places.lexicon import cues, outlet_home
from watchfloor.extract.places.names import PlaceName
from watchfloor.gazetteer.countries import capital_of, demonym_of
from watchfloor.gazetteer.names import key_of
from watchfloor.gazetteer.places import GazetteerPlace
from watchfloor.tables import read_table

# Weights found on the Local-Global Lexicon, dev part (see evals/places.py).
PEOPLE = 1.0  # a tenfold population
NEAR = 4.0  # full support by places named near it
REGION = 1.5  # its region of first level is named
COUNTRY = 1.5  # its country is named
MISSPELLED = -1.5  # its own name is the text's, written otherwise ("Saint-Louis" for "St. Louis")
LESSER = -2.0  # found by one of its other names
OWN = 3.0  # it stands in the floor's own table: before any namesake that is no city
TIE_COUNTRY = 0.3
TIE_REGION = 1.0
TIE_SAME_REGION = 0.4
TIE_SAME_COUNTRY = 0.05
STYLE = 2.0  # the words and the outlet are its country's
AT_HOME = 2.5  # it lies where the outlet is at home
FOREIGN = -1.5  # they are another country's, and its own is not named
HOME = 3.0  # the outlet's name holds the town's
CIVIC = -3.0  # a country used like a town ("a Lebanon man")
STATE = 3.5  # a state that shares its name with a country, where its offices or towns stand beside it
CAPITAL = 3.0  # the capital of a country
ENOUGH = 3.0  # support beyond this adds nothing
NAMED_CAPITAL = 1.5  # the capital of a country that the text names
REACH = 80.0  # kilometres over which support falls to a third
_SPOT = 60.0  # kilometres between a town and the middle of its district of the same name
_KIND = {"country": 4.0, "region": 1.0, "county": -1.5, "city": 0.0, "own": 3.0}
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


Group = tuple[str, tuple[int, ...]]  # a key and the rows of the regions that qualify it


@dataclass(frozen=True, slots=True)
class Meaning:
    """The place chosen for a key, and how sure that is (0 to 1)."""

    place: GazetteerPlace
    certainty: float


def choose(article: Article, names: Sequence[PlaceName]) -> Mapping[Group, Meaning]:
    """Return the place meant by each key, with and without its qualifier; one meaning a text."""
    groups: dict[Group, list[GazetteerPlace]] = {}
    counts: Counter[Group] = Counter()
    for name in names:
        group = sense(name)
        counts[group] += 1
        if group not in groups:
            groups[group] = options(name)
    said_so = {key for key, within in groups if within}
    spelled = {name.text for name in names}
    civic = _civic(article, names)
    home = outlet_home(article.context.outlet or "")
    outlet = re.sub(r"[^a-z]", "", (article.context.outlet or "").lower())
    votes = _votes(article, names)
    states = _states(article, names)
    struck = {name.key for name in names if name.struck}
    base = {
        group: [
            (
                _prior(place)
                + _context(place, *votes, home)
                + _use(place, civic[group[0]])
                + _home(place, group[0], outlet)
                + _spelling(place, group[0], spelled)
                + (STATE if place.kind == "region" and group[0] in states else 0.0),
                place,
            )
            for place in places
        ]
        for group, places in groups.items()
        if places
    }
    chosen = {group: max(scored, key=_order)[1] for group, scored in base.items()}
    for _ in range(3):
        chosen = {
            group: max(
                (
                    (score + NEAR * _support(place, group, chosen, counts, base), place)
                    for score, place in scored
                ),
                key=_order,
            )[1]
            for group, scored in base.items()
        }
    meanings: dict[Group, Meaning] = {}
    for group, scored in base.items():
        place_meant = chosen[group]
        total = {
            place: score + NEAR * _support(place, group, chosen, counts, base) for score, place in scored
        }
        near = group[0] in struck
        rivals = [
            score
            for place, score in total.items()
            if place != place_meant and not (near and _same_spot(place, place_meant))
        ]
        lead = total[place_meant] - max(rivals) if rivals else 5.0
        meanings[group] = Meaning(place_meant, 1 / (1 + math.exp(-lead)))
    # One sense per text: a bare name means what its qualified mention says.
    for key in said_so:
        qualified = [group for group in groups if group[0] == key and group[1] and group in meanings]
        bare = (key, ())
        if bare in meanings and qualified:
            best = max(qualified, key=lambda group: (counts[group], group))
            meanings[bare] = Meaning(meanings[best].place, 0.9)
    return meanings


def sense(name: PlaceName) -> Group:
    """Return under what a name's meaning is filed: its key and the regions that qualify it."""
    return name.key, tuple(place.number for place in name.within[:3])


def options(name: PlaceName) -> list[GazetteerPlace]:
    """Return the places a name may mean, after its qualifier."""
    if not name.within:
        if name.qualifies:
            larger = [p for p in name.meanings if p.kind in ("country", "region")]
            return larger or list(name.meanings)
        if any(place.kind == "country" and not place.lesser for place in name.meanings):
            return [place for place in name.meanings if not place.lesser]
        return _of_some_country(name)
    for region in name.within:
        inside = [
            place
            for place in name.meanings
            if place.number != region.number
            and (
                region.number in place.regions
                or (region.kind == "country" and place.country == region.country)
            )
        ]
        if inside:
            return inside
    return []


def _of_some_country(name: PlaceName) -> list[GazetteerPlace]:
    """Return a name's places, but for lands of no country that only share the name of a region."""
    regions = any(place.kind == "region" and place.country for place in name.meanings)
    other = [p for p in name.meanings if p.kind == "own" and not p.country and key_of(p.name) != name.key]
    return [place for place in name.meanings if not regions or place not in other]


def _civic(article: Article, names: Sequence[PlaceName]) -> Mapping[str, float]:
    """Return which share of each key's mentions is used as towns are ("a Lebanon man", "City of Athens")."""
    used: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for name in names:
        every[name.key] += 1
        after = re.match(r"[ -]+(\w+)", article.text[name.span.end : name.span.end + 30])
        before = article.text[max(0, name.span.start - 12) : name.span.start].lower()
        if (after and after.group(1).lower() in cues("civic nouns")) or before.endswith(
            ("city of ", "town of ")
        ):
            used[name.key] += 1
    return {key: min(1.0, 1.5 * used[key] / every[key]) for key in every}


_STATE_BEFORE = re.compile(r"\b(?:[Ss]tate|(?:Gov\.|Governor|Sen\.|Senator|Rep\.)(?: [A-Z][\w.]+){1,3}) of $")
_STATE_AFTER = re.compile(
    r"(?:['’]s)? (?:state |Lt\.? |Lieutenant )?(?:Gov\b|Governor|Sen\b|Senator|Rep\b|Representative|"
    r"[Ll]egislature|lawmakers?|[Ss]tatehouse|Senate|House|General Assembly|Secretary of State|Republicans?|"
    r"Democrats?|sheriff|county|counties|State|Bureau|troopers?|voters)"
)


def _states(article: Article, names: Sequence[PlaceName]) -> frozenset[str]:
    """Return the keys of countries that are rather states of that name: Georgia, with its governor.

    A country's own towns, its people's name and its capital speak for the country.
    """
    found = set()
    for name in names:
        countries = [place for place in name.meanings if place.kind == "country"]
        regions = [place for place in name.meanings if place.kind == "region" and not place.lesser]
        if not countries or not regions or _speaks_of(article, names, name, countries[0]):
            continue
        beside = any(
            regions[0].number in place.regions
            for other in names
            for place in other.meanings[:1]
            if other.key != name.key
        )
        around = article.text[name.span.end : name.span.end + 40]
        before = article.text[max(0, name.span.start - 40) : name.span.start]
        office = _STATE_AFTER.match(around) or _STATE_BEFORE.search(before)
        if beside or office:
            found.add(name.key)
    return frozenset(found)


def _speaks_of(
    article: Article, names: Sequence[PlaceName], name: PlaceName, country: GazetteerPlace
) -> bool:
    """Tell whether a text names another place of a country, or its people."""
    towns = any(
        other.meanings[:1] and other.meanings[0].country == country.country
        for other in names
        if other.key != name.key
    )
    people = (
        token.text
        for paragraph in article.paragraphs
        for token in paragraph.doc
        if token.text[:1].isupper() and len(token.text) > 3
    )
    return towns or any(demonym_of(word) == country.country for word in people)


def _use(place: GazetteerPlace, civic: float) -> float:
    return CIVIC * civic if place.kind == "country" and place.country not in ("US", "GB") else 0.0


def _home(place: GazetteerPlace, key: str, outlet: str) -> float:
    """Return what an outlet's name says for a town that it holds ("Springfield News" means its own)."""
    bare = key.replace(" ", "")
    if len(bare) < 5 or bare not in outlet:
        return 0.0
    return HOME if place.kind in ("city", "county") and place.people < 1_000_000 else 0.0


def _order(item: tuple[float, GazetteerPlace]) -> tuple[float, int]:
    return round(item[0], 6), -item[1].number


def _prior(place: GazetteerPlace) -> float:
    if place.kind == "own":
        people = 6.0
    elif place.kind == "country":
        people = 7.0
    else:
        people = math.log10(place.people + 30) + (OWN if place.own is not None else 0.0)
    if place.kind == "region":
        people += 1.0 if place.people > 1_000_000 and not place.lesser else -1.0
    score = PEOPLE * people + _KIND[place.kind] + (LESSER if place.lesser else 0.0)
    if (
        place.kind == "city"
        and place.country
        and not place.lesser
        and capital_of(place.country) == place.name
    ):
        score += CAPITAL
    return score


def _spelling(place: GazetteerPlace, key: str, spelled: Collection[str]) -> float:
    """Return what it costs a saint's town that the text writes the saint otherwise."""
    if not key.startswith("saint ") or key_of(place.name) != key:
        return 0.0
    short = place.name.startswith("St")
    return (
        MISSPELLED if all(name.startswith("St") != short for name in spelled if key_of(name) == key) else 0.0
    )


def _read_as(place: GazetteerPlace, name: PlaceName) -> float:
    return _prior(place) + _spelling(place, name.key, (name.text,))


def _votes(
    article: Article, names: Sequence[PlaceName]
) -> tuple[Mapping[str, float], Counter[int], Mapping[str, float]]:
    """Return how often the text names each country and region, and how much its words are each country's."""
    countries: defaultdict[str, float] = defaultdict(float)
    regions: Counter[int] = Counter()
    style: defaultdict[str, float] = defaultdict(float)
    for name in names:
        first = max(name.meanings, key=lambda p: (_read_as(p, name), -p.number), default=None)
        if name.qualifies and name.meanings:
            larger = [p for p in name.meanings if p.kind in ("country", "region")]
            first = larger[0] if larger else first
        if first is None or (first.kind not in ("country", "region", "own")):
            continue
        if first.country:
            countries[first.country] += 1
        if first.kind == "region":
            regions[first.number] += 1
    hints = country_hints()
    for paragraph in article.paragraphs:
        for token in paragraph.doc:
            if token.text in hints:
                code, weight = hints[token.text]
                style[code] += weight
            elif token.text[:1].isupper() and len(token.text) > 3:
                adjective = demonym_of(token.text)
                if adjective:
                    countries[adjective] += 1
    for code in outlet_countries(article.context.outlet):
        style[code] += 2
    return countries, regions, style


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


def _context(
    place: GazetteerPlace,
    countries: Mapping[str, float],
    regions: Counter[int],
    style: Mapping[str, float],
    home: GazetteerPlace | None,
) -> float:
    score = 0.0
    if home is not None:
        score += AT_HOME * _tie(place, home) if place.kind != "country" else 0.0
    if place.country and place.kind != "country":
        if capital_of(place.country) == place.name and countries.get(place.country):
            score += NAMED_CAPITAL
        score += STYLE * min(1.0, style.get(place.country, 0.0) / 2)
        land = max(style, key=lambda code: (style[code], code), default=place.country)
        if land != place.country and not countries.get(place.country):
            score += FOREIGN * min(1.0, style[land] / 2)
    total = sum(countries.values())
    if place.country and total and place.kind != "country":
        score += COUNTRY * min(1.0, 2 * countries.get(place.country, 0.0) / total)
    top = place.regions[-1] if place.regions else -1
    if top >= 0 and regions[top]:
        score += REGION * min(1.0, 0.5 + regions[top] / sum(regions.values()))
    return score


def _support(
    place: GazetteerPlace,
    group: Group,
    chosen: Mapping[Group, GazetteerPlace],
    counts: Counter[Group],
    base: Mapping[Group, Sequence[tuple[float, GazetteerPlace]]],
) -> float:
    """Return how well the other places of the text stand near this one (0 to 1)."""
    total = 0.0
    for other, where in chosen.items():
        if other[0] != group[0]:
            weight = (1.0 + 0.3 * min(3, counts[other])) / (1 + 0.15 * (len(base[other]) - 1))
            total += weight * _tie(place, where)
            if total > ENOUGH:
                break
    return 1 - math.exp(-min(total, ENOUGH))


def _tie(place: GazetteerPlace, other: GazetteerPlace) -> float:
    """Return how much one place speaks for another: one holds the other, or they stand near."""
    if "country" in (place.kind, other.kind):
        return TIE_COUNTRY if place.country == other.country else 0.0
    if place.number in other.regions or other.number in place.regions:
        return TIE_REGION
    near = math.exp(-kilometres(place, other) / REACH)
    if place.regions and other.regions and place.regions[-1] == other.regions[-1]:
        near += TIE_SAME_REGION
    elif place.country and place.country == other.country:
        near += TIE_SAME_COUNTRY
    return near


def _same_spot(place: GazetteerPlace, other: GazetteerPlace) -> bool:
    """Tell whether two meanings of a name are a town and its own district: neither is a wrong place."""
    if place.country != other.country or "country" in (place.kind, other.kind):
        return False
    holds = place.number in other.regions or other.number in place.regions
    return holds and kilometres(place, other) < _SPOT


def kilometres(place: GazetteerPlace, other: GazetteerPlace) -> float:
    """Return the distance of two places, good to a few percent below 2,000 km."""
    middle = math.radians((place.lat + other.lat) / 2)
    wide = (place.lon - other.lon + 180) % 360 - 180
    return 111.2 * math.hypot(place.lat - other.lat, wide * math.cos(middle))


__all__ = ["Meaning", "choose", "defaultdict", "kilometres", "options", "outlet_countries", "sense"]

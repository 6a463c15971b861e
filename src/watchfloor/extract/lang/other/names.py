"""Countries and towns in texts of languages whose grammar is not read.

Country names and the towns that name time zones come from CLDR (packaged in babel) in the text's own
language, other towns from the gazetteer's alternate names. Without grammar a name must speak for itself: a
town counts only where it is large, and a word that stands inside a longer name does not count at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from watchfloor.gazetteer.countries import countries
from watchfloor.gazetteer.names import key_of
from watchfloor.gazetteer.own import OwnGazetteer
from watchfloor.gazetteer.places import Gazetteer, GazetteerPlace, gazetteer
from watchfloor.language import facts_of, language_facts
from watchfloor.model import PlaceMention, Span
from watchfloor.tables import Parted, read_table

# Letters with the marks that Arabic, Hebrew and Indian scripts set on them.
_WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f])*"
)
_GAP = re.compile(r"[ \u00a0]|[-‐‑]|\. ?")
_LONGEST = 4  # words
_LARGE_TOWN = 500_000  # people; what is smaller shares its name with too many words and surnames
_TOWN_AFTER = 100_000  # behind a word for "in" or "from"
_LARGE_REGION = 1_000_000
_SURE_TOWN = 1_000_000
_RESTORED = ("", "а", "я", "ь", "й", "е", "о")
_SENTENCE_END = '.!?…:\n\r\u2028\u2029“”„"»«¡¿()'
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class _Known:
    """A place under a name of the text's language; `sure` where the language's own tables have it."""

    place: GazetteerPlace
    sure: bool


def find_named_places(
    text: str, parts: tuple[Span, ...], language: str, table: Gazetteer | OwnGazetteer
) -> tuple[PlaceMention, ...]:
    """Return the countries and large towns that the paragraphs `parts` of a text name, in order.

    Of the floor's own places in `table` small ones are found too, where words are parted.
    """
    spaced = facts_of(language).words == "spaced"
    found = (
        place
        for part in parts
        for place in (_spaced(text, part, language, table) if spaced else _unspaced(text, part, language))
    )
    return tuple(sorted(found, key=lambda place: place.span))


# ------------------------------------------------------------------------------------------------ tables


@cache
def _names(language: str) -> Mapping[str, _Known]:
    """Return the places that a language's own tables name, by key; where words are not parted, as written."""
    found: dict[str, _Known] = {}
    territories, zones = _cldr(language)
    for code, name in sorted(territories.items()):
        for written in (name, re.sub(r"\s*[（(].*?[)）]", "", name)):
            _file(found, written, _country(code), language)
    for name, code in _press_names(language):
        _file(found, name, _country(code), language)
    for zone, name in sorted(zones.items()):
        if name:
            _file(found, name, _town(zone.rsplit("/", 1)[-1].replace("_", " ")), language)
    return found


def _file(found: dict[str, _Known], name: str, place: GazetteerPlace | None, language: str) -> None:
    key = key_of(name) if facts_of(language).words == "spaced" else name
    if place is not None and len(key) > 1:
        found.setdefault(key, _Known(place, sure=True))


@cache
def _cldr(language: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return a language's names of the territories by ISO code, and of towns by the zone they name."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - wanted only where a text is not English

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}, {}
    zones = {zone: str(names.get("city") or "") for zone, names in locale.time_zones.items()}
    return {code: str(name) for code, name in locale.territories.items() if code in countries()}, zones


@dataclass(frozen=True, slots=True)
class _PressNames:
    language: str
    country: str
    names: Annotated[tuple[str, ...], Parted("|")]


@cache
def _press_names(language: str) -> tuple[tuple[str, str], ...]:
    rows = read_table("foreign/country_names.tsv", _PressNames)
    return tuple((name, row.country) for row in rows if row.language == language for name in row.names)


@cache
def _country(code: str) -> GazetteerPlace | None:
    country = countries().get(code)
    meanings = gazetteer().find(country.name) if country else ()
    return next((place for place in meanings if place.kind == "country" and place.country == code), None)


@cache
def _town(name: str) -> GazetteerPlace | None:
    towns = [place for place in gazetteer().find(name) if place.kind == "city"]
    return max(towns, key=lambda place: (place.people, -place.number), default=None)


# ------------------------------------------------------------------------------------------- texts with words


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of words that may be a name."""

    first: int
    last: int
    span: Span


def _spaced(text: str, part: Span, language: str, table: Gazetteer | OwnGazetteer) -> Iterator[PlaceMention]:
    words = [Span(*match.span()) for match in _WORD.finditer(text, part.start, part.end)]
    cased = any(word.of(text)[0] != word.of(text)[0].lower() for word in words)
    taken = 0
    for first, word in enumerate(words):
        if word.start < taken or (cased and not word.of(text)[0].isupper()):
            continue
        for run in _runs(text, words, first):
            known = _meant(text, words, run, language, table, cased=cased)
            if known is not None:
                taken = run.span.end
                yield _mention(known, run.span)
                break


def _runs(text: str, words: list[Span], first: int) -> Iterator[_Run]:
    """Yield the runs of words from `first`, the longest first."""
    last = first
    while (
        last + 1 < len(words)
        and last - first < _LONGEST - 1
        and _GAP.fullmatch(text, words[last].end, words[last + 1].start)
    ):
        last += 1
    for end in range(last, first - 1, -1):
        yield _Run(first, end, Span(words[first].start, words[end].end))


def _meant(
    text: str,
    words: list[Span],
    run: _Run,
    language: str,
    table: Gazetteer | OwnGazetteer,
    *,
    cased: bool,
) -> _Known | None:
    key = key_of(run.span.of(text))
    names = _names(language)
    for form in _forms(key, language):
        if form in names and (len(form) > 3 or run.span.of(text).isupper() or not cased or form == key):
            return names[form]
    if not cased or len(key) < 4 or _inside_a_name(text, words, run):
        return None
    before = words[run.first - 1].of(text).lower() if run.first else ""
    least = _SURE_TOWN if facts_of(language).capital_nouns else _LARGE_TOWN  # "Essen" is also a meal
    if before in _locatives() and not _begins(text, words[run.first]):
        least = _TOWN_AFTER
    for form in _forms(key, language):
        place = _large(table.find_key(form), least)
        if place is not None:
            return _Known(place, sure=place.people >= _SURE_TOWN)
    return None


def _forms(key: str, language: str) -> Iterator[str]:
    """Yield a word as it may stand in the tables: without endings of case and joined prepositions."""
    facts = facts_of(language)
    yield key
    if facts.genitive_s and key.endswith("s") and len(key) > _SHORTEST_STEM:
        yield key[:-1]
    if key[:1] in facts.prefixes and len(key) > _SHORTEST_STEM:
        yield key[1:]
    for ending in facts.endings:
        folded = key_of(ending)
        if key.endswith(folded) and len(key) - len(folded) >= _SHORTEST_STEM - 1:
            stem = key[: len(key) - len(folded)]
            yield from (stem + key_of(letter) for letter in _RESTORED)
    if facts.endings and len(key) >= _SHORTEST_STEM:
        yield from (key + key_of(letter) for letter in _RESTORED[1:3])


@cache
def _locatives() -> frozenset[str]:
    """Return words for in, at, to and from: what stands behind them in capitals is often a place."""
    return frozenset(word for facts in language_facts().values() for word in facts.locatives)


def _large(meanings: Sequence[GazetteerPlace], least: int) -> GazetteerPlace | None:
    """Return the floor's own place among some of one name, else the largest of those that are large."""
    if (own := next((place for place in meanings if place.own is not None), None)) is not None:
        return own
    towns = [place for place in meanings if place.kind == "city" and place.people >= least]
    regions = [place for place in meanings if place.kind == "region" and place.people >= _LARGE_REGION]
    return max(towns or regions, key=lambda place: (place.people, -place.number), default=None)


def _inside_a_name(text: str, words: list[Span], run: _Run) -> bool:
    """Tell whether a word in capitals stands beside a run ("Jean Paris"): it is no place by itself."""
    if run.first and not _begins(text, words[run.first]):
        before = words[run.first - 1]
        gap = text[before.end : words[run.first].start]
        if before.of(text)[0].isupper() and _GAP.fullmatch(gap) and not _begins(text, before):
            return True
    if run.last + 1 < len(words):
        after = words[run.last + 1]
        gap = text[words[run.last].end : after.start]
        return after.of(text)[0].isupper() and bool(_GAP.fullmatch(gap)) and "." not in gap
    return False


def _begins(text: str, word: Span) -> bool:
    """Tell whether a word begins a sentence, so that its capital tells nothing."""
    before = text[: word.start].rstrip(" \u00a0\t")[-1:]
    return not before or before in _SENTENCE_END


def _mention(known: _Known, span: Span) -> PlaceMention:
    place = known.place
    return PlaceMention(
        span=span,
        name=place.name,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        geonames=place.geonames,
        code=place.own.code if place.own else None,
        within=place.own.within if place.own else (),
        precision=place.precision,
        confidence=0.8 if known.sure else 0.5,
        grade="strong" if known.sure else "weak",
    )


# ---------------------------------------------------------------------------------- texts without words


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    names = {key: known for key, known in _names(language).items() if not key.isascii()}
    longest_first = sorted(names, key=lambda key: (-len(key), key))
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def _unspaced(text: str, part: Span, language: str) -> Iterator[PlaceMention]:
    pattern = _pattern(language)
    if pattern is None:
        return
    for match in pattern.finditer(text, part.start, part.end):
        yield _mention(_names(language)[match.group()], Span(*match.span()))

"""Texts in other languages than English: what can be given without their grammar, and a flag that says so.

The parser knows English alone; its parse of other languages is nonsense, and so would be quotes, actors and
events made of it. Given are sentences, countries and large towns, dates that are written out, heads of state
and government by their full names, and well-known organisations by their names in Latin letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from watchfloor.extract.actors.words import OfficeHolder, office_holders, organisations
from watchfloor.extract.article import Context, readable
from watchfloor.extract.contract import Finder, FoundSoFar
from watchfloor.extract.lang.other.dates import find_dates
from watchfloor.extract.lang.other.names import find_named_places
from watchfloor.extract.pace import Pace
from watchfloor.gazetteer import country_name
from watchfloor.model import (
    ActorChain,
    Findings,
    Flag,
    FlagCode,
    PlaceMention,
    Role,
    Span,
    Uncoded,
)

_UNREADABLE = re.compile("[\ud800-\udfff]")
_ENDS = re.compile(r"(?<![.!?…؟۔।])[.!?…؟۔।]+[\"'”’»“)\]]*(?=\s|$)|[。！？]+[」』”’）]*")
_SHORT_FORM = re.compile(r"(?:\b\d{1,3}|\b[^\W\d_]|\b[A-ZА-ЯÀ-Þ][^\W\d_]{1,2})\.$")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ACRONYM = re.compile(r"(?<!\w)[A-Z]{3,}(?!\w)")


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text without a parse: its paragraphs, and the language that it is in."""

    text: str
    parts: tuple[Span, ...]
    context: Context
    pace: Pace

    @property
    def language(self) -> str:
        """The language that the text is in."""
        return self.context.language

    @property
    def sentences(self) -> tuple[Span, ...]:
        """Where its sentences stand, in order."""
        return tuple(sentence for part in self.parts for sentence in _sentences(self.text, part))


@contextmanager
def opened_plainly(text: str, paragraphs: Sequence[Span] | None, context: Context) -> Iterator[PlainText]:
    """Open a text without a parse."""
    text = _UNREADABLE.sub("\ufffd", text)
    yield PlainText(text, readable(text, paragraphs), context, Pace())


def _places(opened: PlainText, found: FoundSoFar) -> FoundSoFar:
    table = opened.context.gazetteer
    places = find_named_places(opened.text, opened.parts, opened.language, table)
    return replace(found, places=places)


def _named(opened: PlainText, found: FoundSoFar) -> FoundSoFar:
    return replace(found, actors=_actors(opened.text, opened.parts, found.places))


def _dates(opened: PlainText, found: FoundSoFar) -> FoundSoFar:
    dates = find_dates(opened.text, opened.parts, opened.language, opened.context.published)
    return replace(found, times=tuple(dates))


class Other:
    """Reads what speaks for itself in any language, and flags that its grammar is not read."""

    finders: tuple[Finder[PlainText, FoundSoFar], ...] = (
        Finder("places", _places, reads=("places",)),
        Finder("actors", _named, takes=("places",)),
        Finder("times", _dates),
    )

    def open(
        self, text: str, paragraphs: Sequence[Span] | None, context: Context
    ) -> AbstractContextManager[PlainText]:
        """Open a text without a parse."""
        return opened_plainly(text, paragraphs, context)

    def nothing(self, opened: PlainText) -> FoundSoFar:
        """Return what was found before the first finder."""
        return FoundSoFar()

    def flags(self, opened: PlainText) -> tuple[Flag, ...]:
        """Return that the grammar of the language is not read."""
        return (Flag(FlagCode.UNSUPPORTED_LANGUAGE, opened.language),)

    def zone(self, opened: PlainText, found: FoundSoFar) -> str | None:
        """Return nothing: datelines are not read."""
        return None

    def uncoded(self, opened: PlainText, findings: Findings) -> tuple[Uncoded, ...]:
        """Return nothing: no events are looked for."""
        return ()


def _sentences(text: str, part: Span) -> Iterator[Span]:
    """Yield a paragraph's sentences: cut at full stops, but not behind numbers, initials and short forms."""
    start = part.start
    for end in _ENDS.finditer(text, part.start, part.end):
        following = text[end.end() : part.end].lstrip()[:1]
        if following.islower() or _SHORT_FORM.search(text, max(start, end.start() - 5), end.start() + 1):
            continue
        yield Span(start, end.end())
        start = end.end()
        while start < part.end and text[start].isspace():
            start += 1
    if start < part.end:
        yield Span(start, part.end)


def _actors(text: str, parts: Sequence[Span], places: Sequence[PlaceMention]) -> tuple[ActorChain, ...]:
    """Return countries, office holders and organisations that the text names, in the order of naming."""
    mentions: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
    holders: dict[tuple[str, str], OfficeHolder] = {}
    for place in places:
        if place.precision == "country" and place.country:
            mentions["country", place.country].append(place.span)
    for part in parts:
        words = [Span(*match.span()) for match in _NAME_WORD.finditer(text, part.start, part.end)]
        for span, holder in _people(text, words):
            key = ("person", " ".join(holder.words))
            mentions[key].append(span)
            holders[key] = holder
        for span, name in _organisations(text, part):
            mentions["organisation", name].append(span)
    chains = sorted(mentions.items(), key=lambda item: (min(item[1]), item[0]))
    return tuple(
        _chain(f"a{number}", key, tuple(sorted(spans)), text, holders.get(key))
        for number, (key, spans) in enumerate(chains, 1)
    )


def _chain(
    id_: str, key: tuple[str, str], spans: tuple[Span, ...], text: str, holder: OfficeHolder | None
) -> ActorChain:
    kind, name = key
    if kind == "country":
        shown = country_name(name) or name
        return ActorChain(
            id=id_, name=shown, kind="country", country=name, mentions=spans, confidence=0.7, grade="weak"
        )
    if holder is not None:
        return ActorChain(
            id=id_,
            name=spans[0].of(text),
            kind="person",
            country=holder.country,
            roles=(Role(title=holder.title, of=holder.country),),
            mentions=spans,
            confidence=0.8,
        )
    known = organisations()[name]
    return ActorChain(
        id=id_,
        name=known.name,
        kind="organisation",
        country=known.country,
        mentions=spans,
        confidence=0.6,
        grade="weak",
    )


def _people(text: str, words: Sequence[Span]) -> Iterator[tuple[Span, OfficeHolder]]:
    """Yield heads of state and government by first name and surname, in capitals and beside each other."""
    folded = [_plain(word.of(text)) for word in words]
    for at, word in enumerate(folded):
        for holder in office_holders().get(word, ()):
            span = _named_at(text, words, folded, at, holder)
            if span is not None:
                yield span, holder


def _named_at(
    text: str, words: Sequence[Span], folded: Sequence[str], at: int, holder: OfficeHolder
) -> Span | None:
    """Return the span of a surname with the first name of an office holder before or behind it."""
    first = next((_plain(name) for name in holder.words if name != folded[at]), None)
    beside = (other for other in (at - 1, at + 1) if 0 <= other < len(words) and folded[other] == first)
    pairs = (_one_name(text, words[at], words[other]) for other in beside)
    return next((pair for pair in pairs if pair is not None), None)


def _one_name(text: str, one: Span, other: Span) -> Span | None:
    """Return the span of two words that stand side by side with capitals, None where they do not."""
    first, last = sorted((one, other))
    named = text[first.start].isupper() and text[last.start].isupper()
    joined = text[first.end : last.start] in (" ", "\u00a0", "-")
    return Span(first.start, last.end) if named and joined else None


def _organisations(text: str, part: Span) -> Iterator[tuple[Span, str]]:
    """Yield acronyms of well-known organisations; not in a line that is all capitals."""
    if part.of(text).isupper():
        return
    known = organisations()
    for match in _ACRONYM.finditer(text, part.start, part.end):
        if match.group() in known:
            yield Span(*match.span()), known[match.group()].name


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))

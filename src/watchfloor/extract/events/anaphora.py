"""What an event leaves to other sentences: "the two countries", "today's talks", whom a threat meets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from watchfloor.extract.actors.finder import Cast
from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.events.phrases import heads
from watchfloor.extract.events.slots import noun_entry
from watchfloor.model import EventMention, EventType, PlaceMention, Span, TimeMention

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTIES = frozenset(
    {
        "country",
        "nation",
        "side",
        "state",
        "government",
        "military",
        "army",
        "neighbour",
        "neighbor",
        "capital",
    }
)
_TWO = frozenset({"two", "both"})


def pair_named(article: Article, paragraph: Paragraph, head: Token, cast: Cast) -> tuple[str, ...]:
    """Return the two countries that "the two countries" stands for: the nearest named side by side.

    The same paragraph is searched first, then the ones before it, the last first.
    """
    if head.lemma_.lower() not in _PARTIES or not any(child.lower_ in _TWO for child in head.children):
        return ()
    before = [p for p in article.paragraphs if p.start < paragraph.start]
    for place in [paragraph, *reversed(before)]:
        for token in place.doc:
            if token.ent_type_ == "GPE" and token.dep_ != "conj":
                ids = [cast.at(place.span(t)) for t in heads(token) if t.ent_type_ == "GPE"]
                if len(ids) == 2 and ids[0] and ids[1] and ids[0] != ids[1]:
                    return ids[0], ids[1]
    return ()


def country_above(
    paragraph: Paragraph, trigger: Span, sentence: Span, places: Sequence[PlaceMention]
) -> Span | None:
    """Return the first country named in the paragraph before the sentence: whom an open threat meets."""
    named = [
        p.span for p in places if p.precision == "country" and paragraph.start <= p.span.start < trigger.start
    ]
    return named[0] if named and named[0].end <= sentence.start else None


def loose_times(paragraph: Paragraph, times: Sequence[TimeMention]) -> Iterator[tuple[EventType, Span, int]]:
    """Yield the event nouns that carry only a day ("today's talks"): type, place in the text, time."""
    for index, time in enumerate(times):
        if time.type not in ("DATE", "TIME") or time.derived is not None:
            continue
        tokens = paragraph.tokens(time.span)
        if tokens is None or not len(tokens) or not paragraph.span(tokens).contains(time.span):
            continue
        noun = tokens.root.head
        entry = noun_entry(noun) if tokens.root.dep_ == "poss" else None
        if entry is not None:
            yield entry.type, paragraph.span(noun), index


def lend_times(
    events: Sequence[EventMention], loose: Sequence[tuple[EventType, Span, int]]
) -> tuple[EventMention, ...]:
    """Return the events, each undated one dated by a later noun that means it ("today's talks")."""
    dated = list(events)
    for kind, span, time in loose:
        earlier = [
            i
            for i, e in enumerate(dated)
            if e.type is kind and e.time is None and e.trigger[0].start < span.start
        ]
        if earlier:
            dated[earlier[-1]] = replace(dated[earlier[-1]], time=time)
    return tuple(dated)

"""Speakers: which actor of the cast a source speaks of, and to whom the words are said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from watchfloor.extract.actors.finder import Cast
from watchfloor.extract.article import Article
from watchfloor.extract.quotes.word_lists import quote_words
from watchfloor.model import Quote, Span

_RELATIVE = frozenset({"who", "which", "that", "whom"})
_NOBODY = quote_words("nobody")
_BELONGING = re.compile(r"\b(?:of|for|to|by|with|from|at|about|near)(?: the)? $", re.IGNORECASE)
_OWN = frozenset({"i", "my", "me", "myself"})


def with_speakers(
    article: Article, cast: Cast, quotes: Sequence[Quote], addressees: Sequence[Span | None]
) -> tuple[Quote, ...]:
    """Return the quotes with the actors that their sources and `addressees` speak of, side by side."""
    found: list[Quote] = []
    for quote, addressee in zip(quotes, addressees, strict=True):
        speaker = _speaker(article.text, cast, quote, found)
        listener = cast.at(addressee) if addressee is not None else None
        found.append(replace(quote, speaker=speaker, addressee=listener if listener != speaker else None))
    return tuple(found)


def _speaker(text: str, cast: Cast, quote: Quote, before: Sequence[Quote]) -> str | None:
    if not quote.source:
        return None
    source = quote.source[0]
    words = source.of(text).lower()
    if quote.polarity == "negated" and words.split(" ", 1)[0] in _NOBODY:
        return None  # "No one in the army has said"
    if words in _OWN:
        return before[quote.within].speaker if quote.within is not None else None
    if words in _RELATIVE:
        source = _antecedent(text, source)
    found = cast.at(source) if source.end > source.start else None
    return found or _named_inside(text, cast, source)


def _antecedent(text: str, pronoun: Span) -> Span:
    """Return the last word before a relative pronoun: its mention is who is meant."""
    end = pronoun.start
    while end > 0 and text[end - 1] in " ,\u00a0":
        end -= 1
    start = end
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "-’'."):
        start -= 1
    return Span(start, end)


def _named_inside(text: str, cast: Cast, source: Span) -> str | None:
    """Return the person whose name begins a source, where the parse hides its head."""
    best: tuple[int, int, str] | None = None
    for chain in cast.chains:
        if chain.kind != "person":
            continue
        for mention in chain.mentions:
            if source.contains(mention) and mention.of(text)[:1].isupper() and _speaks(text, source, mention):
                candidate = (mention.start, -mention.end, chain.id)
                best = candidate if best is None else min(best, candidate)
    return best[2] if best else None


def _speaks(text: str, source: Span, mention: Span) -> bool:
    """Tell a person who speaks from one whose family, lawyer or friends do."""
    owns = text[mention.end : mention.end + 2] in ("'s", "’s", "s'", "s’")
    return not owns and not _BELONGING.search(text, source.start, mention.start)

"""Sources that have no mouth: what "says" something in a figure of speech only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from watchfloor.extract.actors.mentions import MOUTHS, VOICES
from watchfloor.extract.actors.words import nominals, ties, titles
from watchfloor.extract.article import Article
from watchfloor.extract.quotes.cues import words_of
from watchfloor.model import Quote, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_OF_PERSONS = re.compile(r"(?:er|or|ist|ian|ant|ee|man|men|women|woman|person|people|folk|crat)s?$")
_PLAIN = frozenset({"say", "tell", "accord"})


def is_of_thing(article: Article, quote: Quote) -> bool:
    """Tell whether words without marks, which are no clause, are given to a thing that writes nothing.

    "The growth continued", "the entry is supported by"; but "the report blames the council" is a report's.
    """
    if quote.kind != "indirect" or not quote.source or not quote.cue:
        return False
    source, content = _head(article, quote.source[0]), _head(article, quote.content[0])
    cue = _head(article, quote.cue[0])
    if source is not None and (source.pos_ == "NUM" or source.ent_type_ in ("DATE", "TIME")):
        return True  # "2017 began badly, reminding everyone that ..."
    if source is None or source.pos_ != "NOUN" or (cue is not None and cue.lemma_ in _PLAIN):
        return False
    clause = (
        content is not None and content.pos_ in ("VERB", "AUX") and quote.act in ("statement", "evidence")
    )
    return not clause and not _has_mouth(source)


def _has_mouth(source: Token) -> bool:
    """Tell whether a noun is of somebody, or of what somebody writes."""
    words = {source.lower_, source.lemma_.lower()}
    known = (nominals().keys(), titles().keys(), ties().keys(), VOICES, MOUTHS)
    spoken = words_of("documents") | words_of("papers")
    return (
        any(not words.isdisjoint(names) for names in known)
        or not words.isdisjoint(spoken)
        or bool(_OF_PERSONS.search(source.lower_))
    )


def _head(article: Article, span: Span) -> Token | None:
    paragraph = article.paragraph_at(span.start)
    words = paragraph.tokens(span) if paragraph is not None else None
    return words.root if words is not None else None

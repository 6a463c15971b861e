"""What an event leaves to other sentences: "the two countries", whom a threat meets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from watchfloor.extract.actors.finder import Cast
from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.events.phrases import heads
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.labels import label_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTIES = event_words("parties")
_TWO = frozenset({"two", "both"})


Pairs = Mapping[
    int, tuple[str, str]
]  # by the offset of a paragraph: the two countries last named side by side


def pairs_named(article: Article, cast: Cast) -> Pairs:
    """Return for each paragraph the pair of countries named in it, else the last one named before it."""
    found: dict[int, tuple[str, str]] = {}
    last: tuple[str, str] | None = None
    for paragraph in article.paragraphs:
        last = next(_pairs_in(paragraph, cast), last)
        if last is not None:
            found[paragraph.start] = last
    return found


def _pairs_in(paragraph: Paragraph, cast: Cast) -> Iterator[tuple[str, str]]:
    for entity in paragraph.doc.ents:
        token = entity.root
        if entity.label_ == "GPE" and token.dep_ != "conj":
            ids = [cast.at(paragraph.span(t)) for t in heads(token) if label_of(t) == "GPE"]
            if len(ids) == 2 and ids[0] and ids[1] and ids[0] != ids[1]:
                yield ids[0], ids[1]


def pair_meant(pairs: Pairs, paragraph: Paragraph, parties: Sequence[Token]) -> tuple[str, ...]:
    """Return the two countries that "the two countries" stands for."""
    for head in parties:
        if head.lemma_.lower() in _PARTIES and any(child.lower_ in _TWO for child in head.children):
            return pairs.get(paragraph.start, ())
    return ()

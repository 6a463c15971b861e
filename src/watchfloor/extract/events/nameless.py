"""What a text calls somebody whose name is kept out of a deed: "a Lirn man", else the pronoun itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from watchfloor.extract.article import Article, Paragraph, trim
from watchfloor.extract.events.phrases import kinds, phrase
from watchfloor.extract.events.word_lists import event_words
from watchfloor.model import ActorChain, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_SINGULAR = frozenset({"he", "him", "she", "her"})
_LONGEST = 80  # characters: what is longer tells a story, and is no description
_UP = 6  # words above a pronoun, to a subject that it may mean
_MEN, _WOMEN = event_words("men"), event_words("women")


def called_by_text(
    article: Article, paragraph: Paragraph, pronoun: Token, chain: ActorChain | None
) -> Span | None:
    """Return the words without a name by which a text calls whom "he" or "she" means; no other pronoun.

    That is how it told before of the actor that the pronoun resolves to; of nobody known the nameless subject
    of a clause above; else the pronoun itself.
    """
    if pronoun.lower_ not in _SINGULAR:
        return None
    here = paragraph.span(pronoun)
    if chain is None:
        return _subject_above(article.text, paragraph, pronoun) or here
    return next(_described(article, chain, here), here)


def _described(article: Article, chain: ActorChain, before: Span) -> Iterator[Span]:
    """Yield the phrases before a place that tell of an actor and say nothing of the name."""
    name = set(chain.name.casefold().split())
    for mention in chain.mentions:
        paragraph = article.paragraph_at(mention.start) if mention.start < before.start else None
        words = paragraph.tokens(mention) if paragraph is not None else None
        if paragraph is None or words is None or words.root.tag_ != "NN":
            continue
        told = phrase(words.root)
        span = trim(article.text, paragraph.span(told))
        if name.isdisjoint(t.lower_ for t in told) and span.end - span.start <= _LONGEST:
            yield span


def _subject_above(text: str, paragraph: Paragraph, pronoun: Token) -> Span | None:
    """Return the words of the nameless person who is the subject of a clause above a pronoun's own."""
    other = _WOMEN if pronoun.lower_ in ("he", "him") else _MEN
    for noun in _subjects_above(pronoun):
        person = noun.tag_ == "NN" and "people" in kinds(noun) and noun.lemma_.lower() not in other
        if person and noun.i < pronoun.i:
            return trim(text, paragraph.span(phrase(noun)))
    return None


def _subjects_above(pronoun: Token) -> Iterator[Token]:
    """Yield the subjects of the clauses above that of a pronoun, the nearest first."""
    own = True  # what shares the subject of a clause is no clause above it
    for above in islice(pronoun.ancestors, _UP):
        if not own:
            yield from (child for child in above.children if child.dep_ in ("nsubj", "nsubjpass"))
        own = own and (above.dep_ in ("conj", "xcomp") or above.pos_ not in ("VERB", "AUX"))

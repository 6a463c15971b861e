"""The guard against fights, strikes and defeats of sport, film, markets, nature and idiom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.events.lexicon import lexicon
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.once import once_a_sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

_DENSE = 0.035  # share of a paragraph's words that makes it one field's
_LOOSE = 0.02  # and of an article's words that makes one doubt; set by reading, not fitted
_FEWEST_IN_ARTICLE = 8
_SCORE = 2  # words of sport that a score is worth
_LONGEST_SCORE = 3  # digits of one side's points
_FEWEST = 3  # words of the field below which no paragraph belongs to it


def fields_of(docs: Sequence[Doc]) -> tuple[str | None, ...]:
    """Return for each paragraph the field ("sport", "arts", "business", "nature") it belongs to, else None.

    A paragraph belongs to the field whose words fill it, else to the one that fills the whole article.
    """
    counts = [_field_words(doc) for doc in docs]
    whole = _dense(sum(counts, Counter()), sum(len(doc) for doc in docs), _FEWEST_IN_ARTICLE)
    return tuple(_dense(count, len(doc), _FEWEST) or whole for count, doc in zip(counts, docs, strict=True))


def loose_fields_of(docs: Sequence[Doc]) -> tuple[str | None, ...]:
    """Return for each paragraph the field that it may belong to: half as many words will do.

    Good enough to doubt an event, not to refuse it.
    """
    counts = [_field_words(doc) for doc in docs]
    total, words = sum(counts, Counter()), sum(len(doc) for doc in docs)
    whole = _dense(total, words, _FEWEST_IN_ARTICLE, _LOOSE)
    return tuple(_dense(count, len(doc), _FEWEST) or whole for count, doc in zip(counts, docs, strict=True))


def _field_words(doc: Doc) -> Counter[str]:
    counts: Counter[str] = Counter()
    known = lexicon().fields
    for token in doc:
        for field in known.get(token.lower_) or known.get(token.lemma_.lower()) or ():
            counts[field] += 1
        if _is_score(token):
            counts["sport"] += _SCORE
    return counts


def _is_score(token: Token) -> bool:
    """Tell the first number of a score ("3-0", "by nine wickets"): no year, no range with a unit."""
    if not _is_short(token.text):
        return False
    after = token.doc[token.i + 1 : token.i + 3]
    if len(after) < 2 or after[0].text not in "-–" or not _is_short(after[1].text):
        return False
    return token.dep_ != "nummod"


def _is_short(words: str) -> bool:
    return words.isdigit() and len(words) <= _LONGEST_SCORE


def _dense(counts: Counter[str], words: int, fewest: int, share: float = _DENSE) -> str | None:
    if not counts:
        return None
    field, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    return field if count >= fewest and count >= share * words else None


_WORKS = event_words("works")


def is_plot(verb: Token) -> bool:
    """Tell what happens in a work: told in the present, the work named just before or in the sentence."""
    if verb.tag_ not in ("VBZ", "VBP") or any(child.dep_ == "aux" for child in verb.children):
        return False
    start = verb.sent.start
    before = verb.doc[start - 1].sent.start if start > 0 else start
    spoken = any(token.is_quote or token.lower_ == "in" for token in verb.sent[:3])
    here = any(t.lemma_.lower() in _WORKS and t.dep_ in ("pobj", "nsubj") for t in verb.sent if t.i < verb.i)
    return here or (spoken and any(t.lemma_.lower() in _WORKS for t in verb.doc[before:start]))


def in_idiom(token: Token) -> bool:
    """Tell whether `token` stands in a fixed phrase that only looks like a trigger."""
    return idiom_of(token) is not None


def idiom_of(token: Token) -> str | None:
    """Return the fixed phrase that `token` stands in and that only looks like a trigger."""
    doc = token.doc
    for start in range(max(0, token.i - 4), token.i + 1):
        for phrase in lexicon().idioms.get(doc[start].lemma_.lower(), ()):
            window = doc[start : start + len(phrase)]
            if start + len(phrase) > token.i and tuple(t.lemma_.lower() for t in window) == phrase:
                return " ".join(phrase)
    return None


@dataclass(frozen=True, slots=True)
class Violence:
    """Which words of violence a sentence holds, so that each trigger can be asked about the others."""

    places: tuple[int, ...]
    accident: bool

    def beside(self, trigger: Token) -> bool:
        """Tell whether words other than `trigger` speak of violence, and none of an accident."""
        return not self.accident and any(place != trigger.i for place in self.places)


def violence_of(sentence: list[Token]) -> Violence:
    """Return the words of violence in a sentence."""
    words = lexicon()
    pairs = [(token.i, token.lemma_.lower(), token.lower_) for token in sentence]
    return Violence(
        tuple(i for i, *forms in pairs if not words.violence.isdisjoint(forms)),
        any(not words.accidents.isdisjoint(forms) for _, *forms in pairs),
    )


@once_a_sentence
def violence_beside(sentence: TokenSpan) -> Violence:
    """Return the words of violence in the sentence of a token."""
    return violence_of(list(sentence))

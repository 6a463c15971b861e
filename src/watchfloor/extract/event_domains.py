"""The guard against fights, strikes and defeats of sport, film, markets, nature and idiom."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from watchfloor.extract.event_lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DENSE = 0.035  # share of a paragraph's words that makes it one field's
_FEWEST = 3  # words of the field below which no paragraph belongs to it


def field_of(doc: Doc) -> str | None:
    """Return the field ("sport", "arts", "business", "nature") whose words fill a paragraph, else None."""
    counts: Counter[str] = Counter()
    words = 0
    for token in doc:
        if not token.is_alpha:
            continue
        words += 1
        for field, known in lexicon().fields.items():
            counts[field] += token.lemma_.lower() in known or token.lower_ in known
    if not counts:
        return None
    field, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    return field if count >= _FEWEST and count >= _DENSE * words else None


def in_idiom(token: Token) -> bool:
    """Tell whether `token` stands in a fixed phrase that only looks like a trigger."""
    doc = token.doc
    for start in range(max(0, token.i - 4), token.i + 1):
        for phrase in lexicon().idioms.get(doc[start].lemma_.lower(), ()):
            window = doc[start : start + len(phrase)]
            if start + len(phrase) > token.i and tuple(t.lemma_.lower() for t in window) == phrase:
                return True
    return False


def is_violent(sentence: list[Token], trigger: Token) -> bool:
    """Tell whether a sentence speaks of violence, by words other than the trigger, and not of an accident."""
    words = lexicon()
    lemmas = {w for t in sentence if t.i != trigger.i for w in (t.lemma_.lower(), t.lower_)}
    return bool(lemmas & words.violence) and not lemmas & words.accidents

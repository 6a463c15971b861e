"""How long a sentence may be: what is longer is a list, a table or an attack, and is read in pieces.

Rules look from one word of a sentence to all others, so that what a sentence costs grows with the square of
its length. A text of sentences that are none too long costs in proportion to its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as TokenSpan

LONGEST_SENTENCE = 300  # tokens; lists of victims and of candidates have some 200
_STOPS = frozenset(";,.:")


def cuts_of(doc: Doc) -> list[int]:
    """Return the offsets in a parsed paragraph before which it is to be cut and parsed anew.

    None where every sentence is short enough.
    """
    sentences = list(doc.sents)
    if len(doc) <= LONGEST_SENTENCE or all(len(words) <= LONGEST_SENTENCE for words in sentences):
        return []
    places: list[int] = []
    for words in sentences:
        if len(words) > LONGEST_SENTENCE:
            places += [*_inside(words), words.end]
            places += [words.start]
    return [doc[place].idx for place in sorted(set(places)) if 0 < place < len(doc)]


def _inside(words: TokenSpan) -> Iterator[int]:
    """Yield where a sentence is cut: behind the last comma of each piece, else where it must be."""
    start = words.start
    while words.end - start > LONGEST_SENTENCE:
        latest = start + LONGEST_SENTENCE
        behind_stop = (
            place
            for place in range(latest, start + LONGEST_SENTENCE // 2, -1)
            if words.doc[place - 1].text in _STOPS
        )
        start = next(behind_stop, latest)
        yield start

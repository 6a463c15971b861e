"""What kind of name a word is: the parser's label, mended where the finder of places knows better."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_TOWNS = "watchfloor towns"  # the key under which a Doc keeps the words that name places
_MENDED = frozenset({"", "PERSON", "ORG", "PRODUCT", "LANGUAGE", "WORK_OF_ART", "NORP", "FAC", "LOC"})


def mark_towns(doc: Doc, heads: Iterable[int]) -> None:
    """Tell a Doc which of its words are the heads of places that the gazetteer knows."""
    doc.user_data[_TOWNS] = frozenset(heads)


def is_town(token: Token) -> bool:
    """Tell whether the gazetteer knows a word as the head of a place."""
    return token.i in token.doc.user_data.get(_TOWNS, ())


def label_of(token: Token) -> str:
    """Return the label of a name: "GPE" for a place of the gazetteer, whatever the parser took it for."""
    if token.ent_type_ in _MENDED and token.pos_ in ("PROPN", "NOUN") and is_town(token):
        return "GPE"
    return str(token.ent_type_)

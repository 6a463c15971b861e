"""What stands beside a mention and tells of whom a news item is about: a deed done or undergone, an age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.extract.actors.mentions import Mention
from watchfloor.extract.actors.roles import age_before
from watchfloor.extract.actors.words import involving

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECTS = frozenset(("nsubjpass", "dobj"))


def is_involved(mention: Mention) -> bool:
    """Tell whether a mention does or undergoes violence, or is charged with it."""
    token = mention.token
    if token is None:
        return False
    side = "sufferer" if token.dep_ in _OBJECTS else "doer" if token.dep_ == "nsubj" else None
    return side is not None and involving().get(token.head.lemma_) in (side, "both")


def age_beside(mention: Mention) -> int | None:
    """Return the age that stands beside a name: "Tom Varr, 17,", "17-year-old Tom Varr"."""
    token = mention.token
    if token is None or mention.form != "name":
        return None
    age = age_before(token.doc, token.left_edge.i)
    return age if age is not None else _age_after(token)


def _age_after(token: Token) -> int | None:
    words = token.doc[token.i + 1 : token.i + 4]
    told = len(words) > 1 and words[0].text in (",", "(") and words[1].text.isdecimal()
    closed = len(words) < 3 or words[-1].text in (",", ".", ")", ";")
    return int(words[1].text) if told and closed else None

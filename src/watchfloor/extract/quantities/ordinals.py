"""Counts that are told by the last who was counted: "an eighth teenager was injured" tells of eight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from watchfloor.extract.article import Article
from watchfloor.model import Quantity, Span

_ORDINALS = (
    *("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth", "twentieth"),
)
_ROLES = {"killed": "killed", "died": "killed", "dies": "killed", "injured": "wounded", "wounded": "wounded",
          "hurt": "wounded"}  # fmt: skip
_HARMED = frozenset(_ROLES.values())
_LAST_COUNTED = re.compile(
    rf"\b[Aa]n? (?P<which>{'|'.join(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th)) (?:[a-z-]+ )?"
    r"(?:person|victim|man|woman|boy|girl|child|teen|teenager|student|pupil|worker|passenger|soldier|officer"
    r"|villager|miner|patient|resident)"
    r"(?:(?: was| has been| had been)(?: also| now)? (?P<done>killed|injured|wounded|hurt)"
    r"|(?: has| had)?(?: also| since| now)? (?P<met>died|dies))\b(?! at the scene)"
)


def counted_last(article: Article, told: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield what is counted by its last; `told` are the other quantities of the article.

    "Two were killed and a third was hurt" counts three in all: where others are counted, they have to be of
    the same role and one fewer.
    """
    for match in _LAST_COUNTED.finditer(article.text):
        value = _value(match["which"])
        role = _ROLES[match["done"] or match["met"]]
        before = [it for it in told if it.role in _HARMED and it.span.start < match.start()]
        if not before or any(it.role == role and it.value == value - 1 for it in before):
            yield Quantity(span=Span(*match.span("which")), value=value, role=role)


def _value(which: str) -> float:
    return float(_ORDINALS.index(which) + 2 if which in _ORDINALS else int(which[:-2]))

"""What rules ask of one token or sentence for many others: reckoned once, and kept with the parse.

A rule that looks through its sentence for each of its verbs costs the square of a sentence's length.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

Found = TypeVar("Found")


def once_a_token(ask: Callable[[Token], Found]) -> Callable[[Token], Found]:
    """Return `ask` so that it looks at each token once; what it finds must hold no token."""

    name = _name(ask)

    @wraps(ask)
    def asked(token: Token) -> Found:
        kept: dict[int, Found] = _kept(token.doc, name)
        if token.i not in kept:
            kept[token.i] = ask(token)
        return kept[token.i]

    return asked


def once_a_sentence(ask: Callable[[TokenSpan], Found]) -> Callable[[Token], Found]:
    """Return `ask` so that it is asked by any token, and looks at each sentence once."""

    name = _name(ask)

    @wraps(ask)
    def asked(token: Token) -> Found:
        kept: dict[int, Found] = _kept(token.doc, name)
        sentence = token.sent
        if sentence.start not in kept:
            kept[sentence.start] = ask(sentence)
        return kept[sentence.start]

    return asked


def asked_of_ancestors(ask: Callable[[Token], bool]) -> Callable[[Token], bool]:
    """Return `ask` so that it tells of a token whether it holds for one that the token hangs on."""

    name = _name(ask)

    @wraps(ask)
    def asked(token: Token) -> bool:
        kept: dict[int, bool] = _kept(token.doc, name)
        below: list[int] = []
        while token.i not in kept and token.head.i != token.i:
            below.append(token.i)
            token = token.head
            if token.i not in kept and ask(token):
                kept.update(dict.fromkeys(below, True))
                return True
        found = kept.setdefault(token.i, False)
        kept.update(dict.fromkeys(below, found))
        return found

    return asked


def depth_of(token: Token) -> int:
    """Return on how many tokens a token hangs, one over the other."""
    depths: dict[int, int] = _kept(token.doc, "depth")
    below: list[int] = []
    while token.i not in depths and token.head.i != token.i:
        below.append(token.i)
        token = token.head
    depth = depths.setdefault(token.i, 0)
    for number, place in enumerate(reversed(below), 1):
        depths[place] = depth + number
    return depth + len(below)


def top_of(token: Token, links: frozenset[str]) -> Token:
    """Return the first token upwards that hangs on its head by none of `links`."""
    tops: dict[int, int] = _kept(token.doc, "top by " + " ".join(sorted(links)))
    passed: list[int] = []
    while token.i not in tops and token.dep_ in links and token.head.i != token.i:
        passed.append(token.i)
        token = token.head
    top = tops.get(token.i, token.i)
    tops.update(dict.fromkeys(passed, top))
    found: Token = token.doc[top]
    return found


def _name(ask: Callable[..., object]) -> str:
    return f"{ask.__module__}.{ask.__qualname__}"


def _kept(doc: Doc, key: str) -> dict[int, Any]:
    found: dict[int, Any] = doc.user_data.setdefault(key, {})
    return found

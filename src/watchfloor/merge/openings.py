"""Many regular expressions as one that passes over most of them at the first letter of a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

_GROUP = "(?:"
_QUANTIFIERS = tuple("?*+{")


def by_first_letter(rows: Iterable[str]) -> str:
    """Return one regular expression that matches where one of `rows` does.

    Alternatives that begin with a letter stand together under that letter, and so on below it, so that a line
    is held against those of its own beginning alone; what begins otherwise is tried for every line.
    Backslashes before brackets are read; a bracket within a class is not.
    """
    lettered: defaultdict[str, list[str]] = defaultdict(list)
    others: list[str] = []
    for row in rows:
        for alternative in _opened(row):
            first, rest = alternative[:1], alternative[1:]
            if first.isalpha() and not rest.startswith(_QUANTIFIERS):
                lettered[first].append(rest)
            else:
                others.append(alternative)
    grouped = [
        f"{first}(?:{by_first_letter(rests)})" if len(rests) > 1 else first + rests[0]
        for first, rests in sorted(lettered.items())
    ]
    return "|".join((*grouped, *dict.fromkeys(others)))


def _opened(expression: str) -> Iterator[str]:
    """Yield the alternatives of an expression, those of a group at its beginning each with what follows."""
    for alternative in _alternatives(expression):
        end = _group_end(alternative)
        if end is None:
            yield alternative
            continue
        within, rest = alternative[len(_GROUP) : end], alternative[end + 1 :]
        if rest.startswith("?") and not rest.startswith(("??", "?+")):
            rest = rest[1:]
            yield from _opened(rest)
        elif rest.startswith(_QUANTIFIERS):
            yield alternative
            continue
        for opening in _alternatives(within):
            yield from _opened(opening + rest)


def _group_end(expression: str) -> int | None:
    """Return the place of the bracket that closes the plain group an expression begins with."""
    if not expression.startswith(_GROUP):
        return None
    return next(place for place, depth in _depths(expression) if expression[place] == ")" and depth == 0)


def _alternatives(expression: str) -> Iterator[str]:
    """Yield what stands between the bars outside brackets."""
    start = 0
    for place, depth in _depths(expression):
        if expression[place] == "|" and depth == 0:
            yield expression[start:place]
            start = place + 1
    yield expression[start:]


def _depths(expression: str) -> Iterator[tuple[int, int]]:
    """Yield the places of brackets and bars that mean themselves, with the depth after each."""
    depth, in_class, place = 0, False, -1
    while (place := place + 1) < len(expression):
        character = expression[place]
        if character == "\\":
            place += 1
        elif in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        elif character in "()|":
            depth += {"(": 1, ")": -1}.get(character, 0)
            yield place, depth

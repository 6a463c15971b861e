"""How old those are whom a report tells of, in the words beside them: "a 22-month-old girl", "Bo Venn, 34,".

An age tells a person whom one report names and another does not.
"""

from __future__ import annotations

import re

from watchfloor.model import ActorChain, Span

_SMALL = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
_WORDS = {word: number for number, word in enumerate(_SMALL, start=1)}
_UNITS = {"year": 1.0, "month": 1 / 12, "week": 1 / 52, "day": 1 / 365}
_OLDEST = 120
_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(_WORDS)})"
_OLD = re.compile(rf"\b{_NUMBER}[- ](?P<unit>{'|'.join(_UNITS)})s?[- ]old\b", re.I)
_BEFORE = re.compile(rf"{_OLD.pattern}(?:[\s,]+[\w.-]+){{0,2}}[\s,]*$", re.I)
_BEHIND = re.compile(
    r",? (?:aged?|of) (?P<aged>\d{1,3})\b(?![.,]\d| (?:per|%))|, (?P<bare>\d{1,3})(?=[,;.)]|\s+of\b|$)"
)
_LOOKED = 40  # characters beside a mention


def age_of(chain: ActorChain, text: str) -> float | None:
    """Return the age in years that a text tells of one person, where it tells one alone."""
    if chain.kind != "person":
        return None
    told = {age for span in chain.mentions if (age := _age_beside(text, span)) is not None}
    return next(iter(told)) if len(told) == 1 else None


def _age_beside(text: str, span: Span) -> float | None:
    inside = _OLD.search(span.of(text)) or _BEFORE.search(text[max(0, span.start - _LOOKED) : span.start])
    if inside is not None:
        return _years(inside["number"], inside["unit"])
    behind = _BEHIND.match(text, span.end, span.end + _LOOKED)
    return _years(behind["aged"] or behind["bare"], "year") if behind is not None else None


def _years(number: str, unit: str) -> float | None:
    value = _WORDS.get(number.lower()) or float(number)
    years = value * _UNITS[unit.lower()]
    return round(years, 3) if years <= _OLDEST else None

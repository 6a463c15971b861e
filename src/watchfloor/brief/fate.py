"""What becomes of something due, by the words of a later sentence: moved to another day, or called off."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from watchfloor.tables import read_words

Fate = Literal["moved", "called off"]
# What becomes of something due, by the words of a later sentence; as a query these find the texts.
_FATES: tuple[tuple[re.Pattern[str], Fate], ...] = (
    (
        re.compile(
            r"\b(?:call(?:ed|ing|s)? (?:it |them )?off|cancel\w*|scrap(?:ped|s|ping)|abandon(?:ed|s|ing)|"
            r"(?:will|would) (?:not|no longer) (?:take place|go ahead|be held|happen)|"
            r"won't (?:take place|go ahead)|"
            r"lift(?:ed|s)? (?:the|a|its) \w*\s?curfew)\b",
            re.I,
        ),
        "called off",
    ),
    (
        re.compile(
            r"\b(?:postpone[ds]?|postponing|put off|push(?:ed|es)? back|reschedul\w+|adjourn\w*|"
            r"br(?:ing|ought) forward|move[ds]? (?:to|from|back)|delay(?:ed|s)? (?:until|till|to|by)|"
            r"extend(?:ed|s)? (?:\w+ ){0,4}(?:until|till|to|through|by))\b",
            re.I,
        ),
        "moved",
    ),
)
FATE_QUERY = (
    "postpone* OR postponing OR reschedul* OR adjourn* OR cancel* OR scrapped OR scraps OR scrapping "
    'OR abandon* OR extend* OR delay* OR lifted OR lifts OR "put off" OR "called off" OR "call off" '
    'OR "calling off" OR "calls off" OR "pushed back" OR "brought forward" OR "moved to" OR "moved from" '
    'OR "moved back" OR "not take place" OR "not go ahead" OR "not be held" OR "no longer"'
)
_FORWARD = re.compile(r"\bbr(?:ing|ought) forward\b", re.I)
_TERM = re.compile(r"[^\W\d_]{4,}")
_ENOUGH_TERMS = 2  # that two sentences share to be of one matter; one where the day is named too


def fate_of(words: str) -> Fate | None:
    """Return what a sentence says became of something due."""
    return next((fate for pattern, fate in _FATES if pattern.search(words)), None)


def moved_to(words: str, days: Iterable[str]) -> str | None:
    """Return to which day a sentence moves something: the last, of what is brought forward the first."""
    told = sorted(days)
    if not told:
        return None
    return told[0] if _FORWARD.search(words) else told[-1]


def same_matter(one: str, other: str, *, day_named: bool = False) -> bool:
    """Tell whether two sentences may be of one matter, by the words they share."""
    shared = terms_of(one) & terms_of(other)
    return len(shared) >= (1 if day_named else _ENOUGH_TERMS)


def terms_of(words: str) -> set[str]:
    """Return what tells of which matter a sentence is: its longer words without their plural, no days."""
    found = {word.casefold() for word in _TERM.findall(words)} - _common_words()
    return {word.removesuffix("s") for word in found}


@cache
def _common_words() -> frozenset[str]:
    return read_words("brief/common_words.txt")

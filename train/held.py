"""What the slots of an event held when a reader judged it, without its words, and what became of them since.

Findings change: a side is printed otherwise, a slot is emptied or filled. A verdict is of slots one by one,
so that it outlives what it does not rest on: words of a side are kept as digests, and compared as sets.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal, Self

Change = Literal["same", "emptied", "filled", "other"]
Party = frozenset[str]  # the digests of the words that name it

_EMPTY = "-"
_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s\b")
_BARE = frozenset({"the", "a", "an", "his", "her", "its", "their", "this", "that", "these", "those"})
_DIGITS = 5  # of a digest: words of one event are not taken for one another, and none can be read


@dataclass(frozen=True, slots=True)
class Held:
    """What each slot held: codes as they are, words as digests."""

    type: str
    mode: str
    polarity: str
    modality: str
    source: tuple[Party, ...]
    target: tuple[Party, ...]
    place: tuple[Party, ...]
    date: str

    @classmethod
    def of(cls, slots: Mapping[str, object]) -> Self:
        """Return what the slots of an event hold, given in words (`candidates.slots_of`)."""
        sides = [_parties(slots[name]) for name in ("source", "target", "place")]
        codes = [str(slots[name] or _EMPTY) for name in ("type", "mode", "polarity", "modality")]
        return cls(codes[0], codes[1], codes[2], codes[3], sides[0], sides[1], sides[2], _day(slots["date"]))

    @classmethod
    def read(cls, columns: Sequence[str]) -> Self:
        """Return what a line of the labels holds."""
        type_, mode, polarity, modality, *sides, day = columns
        source, target, place = map(_read_parties, sides)
        return cls(type_, mode, polarity, modality, source, target, place, day)

    def columns(self) -> tuple[str, ...]:
        """Return this as columns of a line, in the order of the fields."""
        values = [getattr(self, field.name) for field in fields(self)]
        return tuple(value if isinstance(value, str) else _written(value) for value in values)

    def changes(self, now: Held) -> dict[str, Change]:
        """Return what became of each slot since."""
        return {
            field.name: _change(getattr(self, field.name), getattr(now, field.name)) for field in fields(self)
        }


def _parties(said: object) -> tuple[Party, ...]:
    named = said if isinstance(said, list) else [said] if said else []
    return tuple(sorted({_digests(str(name)) for name in named}, key=sorted))


def _digests(name: str) -> Party:
    flat = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", name)).casefold()
    words = _WORD.findall("".join(c for c in flat if not unicodedata.combining(c)))
    told = [word for word in words if word not in _BARE] or words
    return frozenset(hashlib.sha256(word.encode()).hexdigest()[:_DIGITS] for word in told)


def _day(date: object) -> str:
    return "/".join(str(part or "") for part in date) if isinstance(date, Iterable) else _EMPTY


def _written(parties: Sequence[Party]) -> str:
    return "+".join(".".join(sorted(party)) for party in parties) or _EMPTY


def _read_parties(written: str) -> tuple[Party, ...]:
    return tuple(frozenset(it.split(".")) for it in written.split("+")) if written != _EMPTY else ()


def _change(then: object, now: object) -> Change:
    if then in (_EMPTY, ()) or now in (_EMPTY, ()):
        return "same" if then == now else "filled" if then in (_EMPTY, ()) else "emptied"
    if isinstance(then, tuple) and isinstance(now, tuple):
        return _of_parties(then, now)
    return "same" if then == now else "other"


def _of_parties(then: Sequence[Party], now: Sequence[Party]) -> Change:
    """Return what became of a side: a name may be longer or shorter; one who is left out is emptied."""
    kept = [party for party in now if any(party <= other or other <= party for other in then)]
    if len(kept) < len(now):
        return "other"
    left = [party for party in then if not any(party <= other or other <= party for other in now)]
    return "emptied" if left else "same"

"""The index of texts by their shingles: which earlier texts share words with a new one.

One shingle in four is kept, by its value, so that two texts keep the same ones; of a short text all are,
since a fourth of few is chance. A shingle that several families share is furniture or a template: it marks
words as nobody's own and brings no candidates.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from watchfloor.merge.resemblance import Mask, Words

_KEEP = np.uint32(3)  # the two lowest bits: one shingle in four
_SHORT = 64  # shingles; of a text with fewer every one is kept
COMMON = (
    4  # families with a shingle, from which on it is nobody's own; two may be chance, three one missed copy
)
_MOST_CANDIDATES = 5
# One sum holds the votes, which rarer shingles have more of, and below them the number of shingles.
_VOTE = 1 << 16
_VOTES = (0, *(12 // holders * _VOTE + 1 for holders in range(1, COMMON)))
_FEWEST_SHARE = 0.12  # of the shorter text's kept shingles; families share three times as many


@dataclass(slots=True)
class _Generation:
    """A slice of the stream: dropped whole when the window has moved past it."""

    first: int = 0
    postings: dict[int, tuple[int, ...]] = field(default_factory=dict)
    families: dict[str, NDArray[np.uint32]] = field(default_factory=dict)
    family_of: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Shingles:
    """A window over the stream: `generations` slices of `size` texts each.

    What a slice holds depends on its own texts alone, so that slices can be made again one by one.
    """

    size: int
    generations: int
    _slices: deque[_Generation] = field(default_factory=deque)

    def near(self, shingles: NDArray[np.uint32]) -> tuple[dict[int, int], Mask]:
        """Return how many kept shingles the nearest texts share, best first, and the mask of own words.

        A text is found by the shingles that its family had not before it.
        """
        places = np.flatnonzero(_kept(shingles))
        holders = self._holders(shingles[places].tolist())
        votes: dict[int, int] = {}
        for held in filter(None, holders):
            if len(held) < COMMON:
                vote = _VOTES[len(held)]
                for number in held:
                    votes[number] = votes.get(number, 0) + vote
        best = sorted([(-(given // _VOTE), number) for number, given in votes.items()])[:_MOST_CANDIDATES]
        common = [place for place, held in enumerate(holders) if held is not None and len(held) >= COMMON]
        shared = {number: votes[number] % _VOTE for _, number in best}
        return shared, _own(len(shingles), places.tolist(), common)

    def _holders(self, shingles: list[int]) -> list[tuple[int, ...] | None]:
        """Return who holds each shingle, in all slices; None for nobody."""
        holders: list[tuple[int, ...] | None] = [None] * len(shingles)
        for generation in self._slices:
            found = list(map(generation.postings.get, shingles))
            if any(found):
                holders = [
                    one if other is None else other if one is None else self._joined(one, other)
                    for one, other in zip(holders, found, strict=True)
                ]
        return holders

    def _joined(self, earlier: tuple[int, ...], later: tuple[int, ...]) -> tuple[int, ...]:
        """Return the holders of a shingle in two slices; a family counts once, by its earlier text."""
        if len(earlier) >= COMMON or len(later) >= COMMON:
            return earlier if len(earlier) >= COMMON else later
        known = {self._family(number) for number in earlier}
        return earlier + tuple(number for number in later if self._family(number) not in known)

    def _family(self, number: int) -> str:
        generation = self._slices[(number - self._slices[0].first) // self.size]
        return generation.family_of[number - generation.first]

    def add(self, number: int, shingles: NDArray[np.uint32], family: str) -> None:
        """Keep the shingles of the text with this number in the stream; numbers rise by one.

        What a text of the same `family` has in the same slice is left out: a family holds a shingle once.
        """
        if not self._slices or number >= self._slices[-1].first + self.size:
            self._slices.append(_Generation(first=number // self.size * self.size))
            self.forget((number // self.size - self.generations + 1) * self.size)
        generation = self._slices[-1]
        # A stream that is continued may begin within a slice.
        generation.family_of += [""] * (number - generation.first - len(generation.family_of))
        generation.family_of.append(family)
        kept = shingles[_kept(shingles)]
        held_by_family = generation.families.get(family)
        if held_by_family is None:
            generation.families[family] = new = kept
        else:
            generation.families[family] = np.union1d(held_by_family, kept)
            new = np.setdiff1d(kept, held_by_family)
        postings = generation.postings
        alone = (number,)  # one object for all shingles of the text
        for shingle in dict.fromkeys(new.tolist()):
            held = postings.get(shingle)
            if held is None:
                postings[shingle] = alone
            elif len(held) < COMMON:
                postings[shingle] = held + alone

    def forget(self, first: int) -> None:
        """Drop the slices before number `first`."""
        while self._slices and self._slices[0].first < first:
            self._slices.popleft()


def _kept(shingles: NDArray[np.uint32]) -> Mask:
    """Return which shingles of a text are kept."""
    if len(shingles) < _SHORT:
        return np.ones(len(shingles), dtype=np.bool_)
    kept: Mask = (shingles & _KEEP) == 0
    return kept


def worth_comparing(shared: int, one: int, other: int) -> bool:
    """Tell whether two texts of so many words may be one, by how many kept shingles they share."""
    rate = 1 if max(one, other) < _SHORT else 4
    return shared >= _FEWEST_SHARE * min(one, other) / rate


def _own(count: int, places: list[int], common: list[int]) -> Mask:
    """Return which of `count` + 2 words are own: a word is as common as the nearest kept shingle.

    `common` are the indices of the common ones among the `places` of the kept shingles.
    """
    own = np.ones(count + 2, dtype=np.bool_)
    last = len(places) - 1
    for index in common:
        start = (places[index] + places[index - 1]) // 2 + 2 if index else 0
        end = (places[index + 1] + places[index]) // 2 + 2 if index < last else count + 2
        own[start:end] = False
    return own


def as_words(
    words: NDArray[np.uint32], shingles: NDArray[np.uint32], own: Mask, title: NDArray[np.uint32]
) -> Words:
    """Return a text for comparing, with the shingles of its title."""
    own = own[: len(words)] if len(own) >= len(words) else np.ones(len(words), dtype=np.bool_)
    return Words(words, shingles, own, title)

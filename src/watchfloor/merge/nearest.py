"""The index of texts by their shingles: which earlier texts share words with a new one.

One shingle in four is kept, by its value, so that two texts keep the same ones. A shingle that several
families share is furniture or a template: it marks words as nobody's own and brings no candidates.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from watchfloor.merge.resemblance import Mask, Words

_KEEP = np.uint32(3)  # the two lowest bits: one shingle in four
COMMON = (
    4  # families with a shingle, from which on it is nobody's own; two may be chance, three one missed copy
)
_MOST_CANDIDATES = 5
_FEWEST_SHARE = 0.12  # of the shorter text's kept shingles; families share three times as many


@dataclass(slots=True)
class _Generation:
    """A slice of the stream: dropped whole when the window has moved past it."""

    postings: dict[int, tuple[int, ...]] = field(default_factory=dict)
    first: int = 0


@dataclass(slots=True)
class Shingles:
    """A window over the stream: `generations` slices of `size` texts each."""

    size: int
    generations: int
    _slices: deque[_Generation] = field(default_factory=deque)

    def near(self, shingles: NDArray[np.uint32]) -> tuple[dict[int, int], Mask]:
        """Return how many kept shingles the nearest texts share, best first, and the mask of own words.

        A text is found by the shingles that its family had not before it.
        """
        places = np.flatnonzero((shingles & _KEEP) == 0)
        votes: Counter[int] = Counter()
        counts: Counter[int] = Counter()
        common: list[bool] = []
        for shingle in shingles[places].tolist():
            holders = self._holders(shingle)
            common.append(len(holders) >= COMMON)
            if 0 < len(holders) < COMMON:
                for number in holders:
                    votes[number] += 12 // len(holders)
                    counts[number] += 1
        best = sorted(votes, key=lambda number: (-votes[number], number))[:_MOST_CANDIDATES]
        return {number: counts[number] for number in best}, _own(
            len(shingles), places, np.array(common, dtype=np.bool_)
        )

    def _holders(self, shingle: int) -> tuple[int, ...]:
        holders: tuple[int, ...] = ()
        for generation in self._slices:
            holders += generation.postings.get(shingle, ())
        return holders

    def add(
        self, number: int, shingles: NDArray[np.uint32], family: NDArray[np.uint32] | None = None
    ) -> NDArray[np.uint32]:
        """Keep the shingles of the text with this number in the stream, and return those of its family.

        Numbers rise. What a text of the `family` has is left out: a shingle is held once a family.
        """
        if not self._slices or number // self.size > self._slices[-1].first // self.size:
            self._slices.append(_Generation(first=number))
            while self._slices[0].first // self.size <= number // self.size - self.generations:
                self._slices.popleft()
        postings = self._slices[-1].postings
        every = np.unique(shingles[(shingles & _KEEP) == 0])
        new = every if family is None else np.setdiff1d(every, family, assume_unique=True)
        for shingle in new.tolist():
            held = postings.get(shingle)
            if held is None:
                postings[shingle] = (number,)
            elif len(held) < COMMON:
                postings[shingle] = (*held, number)
        return every if family is None else np.union1d(family, new)


def worth_comparing(shared: int, one: int, other: int) -> bool:
    """Tell whether two texts of so many words may be one, by how many kept shingles they share."""
    return shared >= _FEWEST_SHARE * min(one, other) / 4


def _own(count: int, places: NDArray[np.intp], common: Mask) -> Mask:
    """Return which of `count` + 2 words are own: a word is as common as the nearest kept shingle."""
    own = np.ones(count + 2, dtype=np.bool_)
    if common.any():
        middles = (places[1:] + places[:-1]) // 2 + 2
        edges = np.concatenate(([0], middles, [count + 2]))
        own = ~np.repeat(common, np.diff(edges))
    return own


def as_words(
    words: NDArray[np.uint32], shingles: NDArray[np.uint32], own: Mask, title: NDArray[np.uint32]
) -> Words:
    """Return a text for comparing, with the shingles of its title."""
    own = own[: len(words)] if len(own) >= len(words) else np.ones(len(words), dtype=np.bool_)
    return Words(words, shingles, own, title)

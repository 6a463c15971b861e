"""The index of texts by their shingles: which earlier texts share words with a new one.

One shingle in four is kept, by its value, so that two texts keep the same ones; of a short text all are,
since a fourth of few is chance. A shingle that several families share is furniture or a template: it marks
words as nobody's own and brings no candidates.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from watchfloor.merge.resemblance import Words
from watchfloor.words import Mask

_KEEP = np.uint32(3)  # the two lowest bits: one shingle in four
_SHORT = 64  # shingles; of a text with fewer every one is kept
COMMON = (
    4  # families with a shingle, from which on it is nobody's own; two may be chance, three one missed copy
)
_SEVERAL, _COMMON = -1, -2
_MOST_CANDIDATES = 5
# One sum holds the votes, which rarer shingles have more of, and below them the number of shingles.
_VOTE = 1 << 16
_VOTES = (0, *(12 // holders * _VOTE + 1 for holders in range(1, COMMON)))
_FEWEST_SHARE = 0.12  # of the shorter text's kept shingles; families share three times as many


@dataclass(slots=True)
class _Generation:
    """A slice of the stream: dropped whole when the window has moved past it."""

    first: int = 0
    notices: set[int] = field(default_factory=set)
    kept: list[NDArray[np.uint32]] = field(default_factory=list)
    families: dict[str, NDArray[np.uint32]] = field(default_factory=dict)


@dataclass(slots=True)
class Shingles:
    """A window over the stream: `generations` slices of `size` texts each.

    `_holder` has the text with each shingle, or `_SEVERAL`, or `_COMMON` where several families have it; then
    `_holders` has them: of each slice the first, at most `COMMON` of different families. What a slice
    contributes depends on its own texts alone, so that slices can be made again one by one. `_families` has
    the family of each text from the window's first on. Nearly all shingles have one holder, and a table of
    numbers costs the garbage collector nothing.
    """

    size: int
    generations: int
    _holder: dict[int, int] = field(default_factory=dict)
    _holders: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _families: list[str] = field(default_factory=list)
    _notices: set[int] = field(default_factory=set)
    _slices: deque[_Generation] = field(default_factory=deque)

    def near(self, shingles: NDArray[np.uint32]) -> tuple[dict[int, int], Mask]:
        """Return how many kept shingles the nearest texts share, best first, and the mask of own words.

        A text is found by the shingles that its family had not before it.
        """
        places = _kept(shingles).nonzero()[0]
        votes: dict[int, int] = {}
        common: list[int] = []
        looked_up = shingles[places].tolist()
        for index, holder in enumerate(map(self._holder.get, looked_up)):
            if holder is None:
                continue
            if holder >= 0:
                votes[holder] = votes.get(holder, 0) + _VOTES[1]
            elif holder == _COMMON:
                common.append(index)
            else:
                held = self._of_different_families(self._holders[looked_up[index]])
                for number in held:
                    votes[number] = votes.get(number, 0) + _VOTES[len(held)]
        best = sorted([(-(given // _VOTE), number) for number, given in votes.items()])[:_MOST_CANDIDATES]
        shared = {number: votes[number] % _VOTE for _, number in best}
        return shared, _own(len(shingles), places, common)

    def notice(self, shingles: NDArray[np.uint32]) -> Mask:
        """Return which words of a text with these shingles are a notice that earlier texts share."""
        if not self._notices:
            return np.zeros(len(shingles) + 2, dtype=np.bool_)
        places = _kept(shingles).nonzero()[0]
        known = [n for n, shingle in enumerate(shingles[places].tolist()) if shingle in self._notices]
        return ~_own(len(shingles), places, known)

    def _of_different_families(self, held: tuple[int, ...]) -> tuple[int, ...]:
        """Return the holders of a shingle; a family counts once, by its earliest text."""
        if held[0] // self.size == held[-1] // self.size:
            return held
        first = self._slices[0].first
        known: dict[str, int] = {}
        for number in held:
            known.setdefault(self._families[number - first], number)
        return tuple(known.values())

    def _many(self, held: tuple[int, ...]) -> bool:
        """Tell whether the holders of a shingle are of so many families that it is nobody's own."""
        return len(held) >= COMMON and len(self._of_different_families(held)) >= COMMON

    def add(self, number: int, shingles: NDArray[np.uint32], family: str, notice: Mask | None = None) -> None:
        """Keep the shingles of the text with this number in the stream; numbers rise by one.

        What a text of the same `family` has in the same slice is left out: a family holds a shingle once.
        What is a `notice` in this text is one in later texts.
        """
        if not self._slices or number >= self._slices[-1].first + self.size:
            self._slices.append(_Generation(first=number // self.size * self.size))
            self.forget((number // self.size - self.generations + 1) * self.size)
        generation = self._slices[-1]
        if notice is not None and notice.any():
            generation.notices.update(shingles[_kept(shingles) & nobodys(~notice, len(shingles))].tolist())
            self._notices |= generation.notices
        # A stream that is continued may begin within a slice.
        self._families += [""] * (number - self._slices[0].first - len(self._families))
        self._families.append(family)
        kept = shingles[_kept(shingles)]
        held_by_family = generation.families.get(family)
        if held_by_family is None:
            generation.families[family] = new = kept
        else:
            generation.families[family] = np.union1d(held_by_family, kept)
            new = np.setdiff1d(kept, held_by_family)
        generation.kept.append(new)
        self._note_holders(number, new, generation.first)

    def _note_holders(self, number: int, new: NDArray[np.uint32], first: int) -> None:
        """Take note of which texts hold the shingles that a text brings; `first` opens its slice."""
        holder, holders = self._holder, self._holders
        for shingle in new.tolist():
            known = holder.setdefault(shingle, number)
            if known == number:
                continue
            if known >= 0:
                holder[shingle], holders[shingle] = _SEVERAL, (known, number)
                continue
            held = holders[shingle]
            if held[-1] != number and (len(held) < COMMON or held[-COMMON] < first):
                holders[shingle] = held = (*held, number)
                if known == _SEVERAL and self._many(held):
                    holder[shingle] = _COMMON

    def forget(self, first: int) -> None:
        """Drop the slices before number `first`."""
        while self._slices and self._slices[0].first < first:
            left = self._slices.popleft()
            end = self._slices[0].first if self._slices else first
            del self._families[: end - left.first]
            if left.notices:
                self._notices = set().union(*(slice_.notices for slice_ in self._slices))
            for shingle in chain.from_iterable(kept.tolist() for kept in left.kept):
                number = self._holder.get(shingle, end)
                if number < 0:
                    self._leave(shingle, end)
                elif number < end:
                    del self._holder[shingle]

    def _leave(self, shingle: int, end: int) -> None:
        """Drop the holders before number `end` of a shingle that several have."""
        held = tuple(number for number in self._holders.pop(shingle) if number >= end)
        if not held:
            del self._holder[shingle]
        elif len(held) == 1:
            [self._holder[shingle]] = held
        else:
            self._holders[shingle] = held
            self._holder[shingle] = _COMMON if self._many(held) else _SEVERAL


def nobodys(own: Mask, count: int) -> Mask:
    """Return which of `count` shingles have none of a text's own words."""
    none: Mask = ~(own[:count] | own[1 : count + 1] | own[2 : count + 2])
    return none


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


def _own(count: int, places: NDArray[np.intp], common: list[int]) -> Mask:
    """Return which of `count` + 2 words are own: a word is as common as the nearest kept shingle.

    `common` are the indices of the common ones among the `places` of the kept shingles.
    """
    own = np.ones(count + 2, dtype=np.bool_)
    if not common:
        return own
    own_shingles = np.ones(len(places), dtype=np.bool_)
    own_shingles[common] = False
    edges = np.zeros(len(places) + 1, dtype=np.intp)
    edges[1:-1] = ((places[1:] + places[:-1]) >> 1) + 2
    edges[-1] = count + 2
    return own_shingles.repeat(edges[1:] - edges[:-1])


def as_words(
    words: NDArray[np.uint32],
    shingles: NDArray[np.uint32],
    own: Mask,
    title: NDArray[np.uint32],
    notice: Mask,
) -> Words:
    """Return a text for comparing, with the shingles of its title."""
    own = own[: len(words)] if len(own) >= len(words) else np.ones(len(words), dtype=np.bool_)
    notice = notice[: len(words)] if len(notice) >= len(words) else np.zeros(len(words), dtype=np.bool_)
    return Words(words, shingles, own & ~notice, title, notice)

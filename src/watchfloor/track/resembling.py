"""Texts as weighted terms, and the window of them that a new text is compared with.

A text has three lists of terms: all its words, those of its title and opening, and its names and numbers.
Each list is a unit vector of word weights (frequency times rarity); the resemblance of two texts is the
weighted sum of the three cosines. Rarity counts the window's texts on top of general language.
"""

from __future__ import annotations

from array import array
from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from watchfloor.frequency import Hashes, hash_words, text_shares
from watchfloor.model import Signature

Floats = NDArray[np.float64]

# The weights of the three cosines, chosen on streams of known stories (docs/decisions).
_ALL, _OPENING, _NAMES = 1.3, 1.0, 0.5
_OPENING_WORDS = 100
_LEAD_WORDS = 60
_MOST_TERMS = 120  # heaviest of all words; the rest changes a resemblance by less than .01
_GENERAL_TEXTS = 1_000.0  # how many texts general language counts for, beside the window's
_TOO_COMMON = 0.25  # share of texts with a word, above which it says nothing
_TELLING = 3.0  # rarity of a word that tells what a text is about (in one of twenty texts)
_TELLING_NAME = 3.5
_SLOTS = 1 << 20
_UNNAMED = np.zeros(0, dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Terms:
    """A text for comparing: `keys` with `weights` for the index; sorted words and rarities for the rest."""

    keys: NDArray[np.uint64]
    weights: NDArray[np.float32]
    words: Hashes
    lead: Hashes
    lead_rarity: Floats
    names: Hashes
    names_rarity: Floats


@dataclass(slots=True)
class _Generation:
    first: int
    postings: dict[int, array[int]] = field(default_factory=dict)
    counts: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(_SLOTS, dtype=np.uint16))
    texts: int = 0


class TermWindow:
    """The texts of the last `generations` slices of `size` numbers each."""

    def __init__(self, size: int, generations: int) -> None:
        self.size = size
        self.generations = generations
        self._slices: deque[_Generation] = deque()

    @property
    def first(self) -> int:
        """Return the lowest number that the window still holds."""
        return self._slices[0].first // self.size * self.size if self._slices else 0

    def read(self, words: Hashes, title: Hashes, signature: Signature) -> Terms:
        """Return the terms of a text as the window weighs them now, the text itself counted."""
        every = np.concatenate((words, title))
        unique, counts = np.unique(every, return_counts=True)
        rarity = self._rarity(unique)
        opening = np.concatenate((title, words[:_OPENING_WORDS]))
        names = hash_words([part for name in signature.names for part in name.replace("-", " ").split()])
        numbers = hash_words([f"9{number}" for number in signature.numbers])
        fields = (
            (_ALL, *_heaviest(unique, counts, rarity)),
            (_OPENING, *self._vector(opening)),
            (_NAMES, *self._vector(np.concatenate((names, numbers)))),
        )
        lead = np.unique(np.concatenate((title, words[:_LEAD_WORDS])))
        lead_rarity = rarity[np.searchsorted(unique, lead)]
        named = np.isin(lead, names) & (lead_rarity > _TELLING_NAME)
        telling = lead_rarity > _TELLING
        return Terms(
            keys=np.concatenate([keys + np.uint64(n << 32) for n, (_, keys, _) in enumerate(fields)]),
            weights=np.concatenate([np.sqrt(share) * weights for share, _, weights in fields]).astype(
                np.float32
            ),
            words=unique,
            lead=lead[telling],
            lead_rarity=lead_rarity[telling],
            names=lead[named],
            names_rarity=lead_rarity[named],
        )

    def _vector(self, words: Hashes) -> tuple[NDArray[np.uint64], Floats]:
        unique, counts = np.unique(words, return_counts=True)
        return _unit(unique, counts, self._rarity(unique))

    def _rarity(self, words: Hashes) -> Floats:
        slots = words & np.uint32(_SLOTS - 1)
        held = np.ones(len(words))
        texts = 1 + _GENERAL_TEXTS
        for generation in self._slices:
            held += generation.counts[slots]
            texts += generation.texts
        share = np.minimum((held + _GENERAL_TEXTS * text_shares(words)) / texts, 0.999)
        return np.where(share > _TOO_COMMON, 0.0, -np.log(share))

    def resemblances(self, terms: Terms, count: int) -> Floats:
        """Return the resemblance of every text of the window to `terms`; place 0 is number `first`."""
        held: list[array[int]] = []
        lengths: list[int] = []
        chosen: list[int] = []
        for place, key in enumerate(terms.keys.tolist()):
            for generation in self._slices:
                postings = generation.postings.get(key)
                if postings is not None:
                    held.append(postings)
                    lengths.append(len(postings))
                    chosen.append(place)
        if not held:
            return np.zeros(count)
        pairs = np.frombuffer(b"".join(held), dtype=np.uint32).reshape(-1, 2)
        weights = pairs[:, 0].copy().view(np.float32) * np.repeat(terms.weights[chosen], lengths)
        places = pairs[:, 1] - np.uint32(self.first)
        return np.bincount(places, weights=weights, minlength=count).astype(np.float64)

    def add(self, number: int, terms: Terms) -> None:
        """Keep a text; numbers rise."""
        if not self._slices or number // self.size > self._slices[-1].first // self.size:
            self._slices.append(_Generation(first=number))
            while self._slices[0].first // self.size <= number // self.size - self.generations:
                self._slices.popleft()
        generation = self._slices[-1]
        packed = terms.weights.view(np.uint32).astype(np.uint64) | np.uint64(number << 32)
        postings = generation.postings
        for key, pair in zip(terms.keys.tolist(), packed.tolist(), strict=True):
            held = postings.get(key)
            if held is None:
                postings[key] = array("Q", (pair,))
            else:
                held.append(pair)
        generation.counts[np.unique(terms.words & np.uint32(_SLOTS - 1))] += 1
        generation.texts += 1


def resemblance(later: Terms, earlier: Terms) -> float:
    """Return the resemblance of two texts, to the last bit as `TermWindow.resemblances` reckons it."""
    places = np.minimum(np.searchsorted(earlier.keys, later.keys), max(len(earlier.keys) - 1, 0))
    shared = earlier.keys[places] == later.keys if len(earlier.keys) else np.zeros(len(later.keys), np.bool_)
    products = earlier.weights[places[shared]] * later.weights[shared]
    return float(np.cumsum(products, dtype=np.float64)[-1]) if len(products) else 0.0


def _unit(words: Hashes, counts: NDArray[np.intp], rarity: Floats) -> tuple[NDArray[np.uint64], Floats]:
    weights = (1.0 + np.log(counts)) * rarity
    length = float(np.sqrt((weights * weights).sum())) or 1.0
    kept = weights > 0
    return words[kept].astype(np.uint64), weights[kept] / length


def _heaviest(words: Hashes, counts: NDArray[np.intp], rarity: Floats) -> tuple[NDArray[np.uint64], Floats]:
    keys, weights = _unit(words, counts, rarity)
    if len(keys) <= _MOST_TERMS:
        return keys, weights
    chosen = np.sort(np.argsort(-weights, kind="stable")[:_MOST_TERMS])
    return keys[chosen], weights[chosen]

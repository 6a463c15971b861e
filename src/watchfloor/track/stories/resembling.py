"""Texts as weighted terms, and the window of them that a new text is compared with.

A text has three fields: all its words, those of its title and opening, and its names and numbers. Each field
is a unit vector of word weights (frequency times rarity); the resemblance of two texts is the weighted sum of
the three cosines. Rarity counts the window's texts on top of general language.

The window has two indexes. The heaviest terms of each text have lists of the texts with them, the first of
which leave with their slice: they bring the candidates, and as common words are nobody's heaviest, the lists
stay short. The candidates are then compared in all their terms, by a table of the new text's weights.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from watchfloor.frequency import text_shares
from watchfloor.model import Signature
from watchfloor.track.stories.subject import UNTOLD, StorySubject, subject_of
from watchfloor.words import Hashes

Floats = NDArray[np.float64]
Pairs = NDArray[np.uint64]
Places = NDArray[np.uint16]

# The weights of the three cosines, chosen on streams of known stories (docs/decisions).
_FIELDS = np.sqrt(np.array([[1.3], [1.0], [0.5]]))
_OPENING_WORDS = 100
_LEAD_WORDS = 60
_MOST_TERMS = 120  # heaviest of all words; the rest changes a resemblance by less than .01
_INDEXED = 64  # heaviest terms, which bring candidates
_GENERAL_TEXTS = 1_000.0  # how many texts general language counts for, beside the window's
_TOO_COMMON = 0.25  # share of texts with a word, above which it says nothing
_TELLING = 3.0  # rarity of a word that tells what a text is about (in one of twenty texts)
_TELLING_NAME = 3.5
_SLOTS = 1 << 20
_SLOT_MASK = np.uint32(_SLOTS - 1)
# One word makes another term in each field.
_FIELD_STEPS = np.array([0, 0x9E3779B9, 0x3C6EF372], dtype=np.uint32)
_LEAST = 0.05  # shared weight; less is chance
_TABLE = 1 << 16
_TABLE_MASK = np.uint32(_TABLE - 1)
_NUMBER = (1 << 32) - 1  # the half of a posting that is the text's number
_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text for comparing.

    `pairs` hold a term (low half) and its weight (high half, a 32-bit float), those at the places `indexed`
    are the heaviest. `words` of text and title, the telling ones of the opening (`lead`) and its `names` are
    sorted. `subject` is whom the opening is about.
    """

    pairs: Pairs
    indexed: Places
    words: Hashes
    lead: Hashes
    names: Hashes
    subject: StorySubject = UNTOLD


@dataclass(frozen=True, slots=True)
class ComparedReport:
    """The terms of a new text, with the rarities of its telling words."""

    terms: ComparedText
    lead_rarity: Floats
    names_rarity: Floats


@dataclass(slots=True)
class _Generation:
    first: int
    counts: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(_SLOTS, dtype=np.uint16))
    texts: int = 0


class TermWindow:
    """The texts of the last `generations` slices of `size` numbers each."""

    def __init__(self, size: int, generations: int) -> None:
        self.size = size
        self.generations = generations
        self._slices: deque[_Generation] = deque()
        self._terms: dict[int, ComparedText] = {}
        self._postings: dict[int, array[int]] = {}
        self._counts = np.zeros(_SLOTS, dtype=np.int32)
        self._texts = 0
        self._table: Pairs = np.zeros(_TABLE, dtype=np.uint64)

    @property
    def first(self) -> int:
        """Return the lowest number that the window still holds."""
        return self._slices[0].first if self._slices else 0

    def terms(self, number: int) -> ComparedText:
        """Return the terms of a text of the window."""
        return self._terms[number]

    def read(self, words: Hashes, title: Hashes, signature: Signature) -> ComparedReport:
        """Return the terms of a text as the window weighs them now, the text itself counted."""
        names = np.frombuffer(signature.name_words, dtype="<u4")
        numbers = np.frombuffer(signature.number_words, dtype="<u4")
        every = np.concatenate((title, words, names, numbers))
        unique, places = np.unique(every, return_inverse=True)
        rarity = self._rarity(unique)
        size, body, heading = len(unique), len(title) + len(words), len(title)
        counts = np.empty((3, size))
        counts[0] = np.bincount(places[:body], minlength=size)
        counts[1] = np.bincount(places[: min(body, heading + _OPENING_WORDS)], minlength=size)
        counts[2] = np.bincount(places[body:], minlength=size)
        which, chosen, weights = _weighed(counts, rarity)
        in_lead = np.zeros(size, dtype=np.bool_)
        in_lead[places[: min(body, heading + _LEAD_WORDS)]] = True
        lead = (in_lead & (rarity > _TELLING)).nonzero()[0]
        lead_rarity = rarity[lead]
        in_lead[:] = False
        in_lead[places[body : body + len(names)]] = True
        named = in_lead[lead] & (lead_rarity > _TELLING_NAME)
        lead_words = unique[lead]
        proper = np.isin(unique, np.frombuffer(signature.proper, dtype="<u4")).nonzero()[0]
        terms = ComparedText(
            pairs=_packed(unique[chosen] + _FIELD_STEPS[which], weights),
            indexed=np.argsort(-weights, kind="stable")[:_INDEXED].astype(np.uint16),
            words=unique[counts[0] > 0],
            lead=lead_words,
            names=lead_words[named],
            subject=subject_of(unique[proper], title, counts[0][proper], rarity[proper]),
        )
        return ComparedReport(terms, lead_rarity, lead_rarity[named])

    def _rarity(self, words: Hashes) -> Floats:
        share = _GENERAL_TEXTS * text_shares(words) + self._counts[words & _SLOT_MASK]
        share += 1.0
        share /= 1 + _GENERAL_TEXTS + self._texts
        rarity: Floats = -np.log(share)
        rarity[share > _TOO_COMMON] = 0.0
        return rarity

    def nearest(self, terms: ComparedText, most: int) -> tuple[NDArray[np.int64], Floats]:
        """Return the numbers of the texts that share the most weight in indexed terms, and the weight."""
        heaviest = terms.pairs[terms.indexed]
        nothing: array[int] = array("Q")
        held = [self._postings.get(key, nothing) for key in _keys(heaviest).tolist()]
        lengths = list(map(len, held))
        if not any(lengths):
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        pairs = np.frombuffer(b"".join(held), dtype=np.uint64)
        weights = np.repeat(_weights(heaviest), lengths)
        weights *= _weights(pairs)
        first = self._slices[0].first
        shared = np.bincount(_keys(pairs) - np.uint32(first), weights=weights)
        found = (shared > _LEAST).nonzero()[0]
        values = shared[found]
        if len(found) > most:
            # Those at the limit are all taken along, so that the outcome does not depend on the partition.
            limit = np.partition(values, len(found) - most)[len(found) - most]
            found = found[values >= limit]
            values = shared[found]
        order = np.argsort(-values, kind="stable")[:most]
        return found[order].astype(np.int64) + first, values[order].astype(np.float64)

    def resemblances(self, terms: ComparedText, numbers: Sequence[int]) -> Floats:
        """Return the resemblance of each of the texts with these numbers to `terms`."""
        if not numbers:
            return np.zeros(0)
        own_keys, table = _keys(terms.pairs), self._table
        slots = own_keys & _TABLE_MASK
        table[slots] = terms.pairs
        others = [self._terms[number].pairs for number in numbers]
        pairs = np.concatenate(others)
        keys = _keys(pairs)
        found = table.take(keys & _TABLE_MASK)
        shared = _weights(found) * _weights(pairs)
        shared *= _keys(found) == keys
        overwritten = table[slots] != terms.pairs  # two keys, one slot
        table[slots] = 0
        if overwritten.any():
            for pair in terms.pairs[overwritten]:
                same = keys == pair.astype(np.uint32)
                shared[same] = _weights(pairs[same]) * _weights(np.array([pair]))
        sums = np.zeros(len(shared) + 1)
        np.cumsum(shared, out=sums[1:])
        ends = np.array([0, *accumulate(map(len, others))])
        rounded: Floats = np.round(np.diff(sums[ends]), _DECIMALS)
        return rounded

    def add(self, number: int, terms: ComparedText) -> None:
        """Keep a text; numbers rise."""
        if not self._slices or number >= self._slices[-1].first + self.size:
            self._slices.append(_Generation(first=number // self.size * self.size))
            self.forget((number // self.size - self.generations + 1) * self.size)
        generation = self._slices[-1]
        postings = self._postings
        heaviest = terms.pairs[terms.indexed]
        keys = _keys(heaviest).tolist()
        _keys(heaviest)[:] = number
        for key, pair in zip(keys, heaviest.tolist(), strict=True):
            held = postings.get(key)
            if held is None:
                postings[key] = array("Q", (pair,))
            else:
                held.append(pair)
        slots = terms.words & _SLOT_MASK
        generation.counts[slots] += 1
        generation.texts += 1
        # Two words of one slot count once, here as there.
        self._counts[slots] += 1
        self._texts += 1
        self._terms[number] = terms

    def forget(self, first: int) -> None:
        """Drop the slices before number `first`."""
        while self._slices and self._slices[0].first < first:
            left = self._slices.popleft()
            self._counts -= left.counts
            self._texts -= left.texts
            gone = [self._terms.pop(number, None) for number in range(left.first, left.first + self.size)]
            heaviest = [terms.pairs[terms.indexed] for terms in gone if terms is not None]
            end = left.first + self.size
            for key in np.unique(_keys(np.concatenate(heaviest))).tolist() if heaviest else ():
                self._leave(key, end)

    def _leave(self, key: int, end: int) -> None:
        """Drop the texts before number `end` from those with a term; their numbers rise."""
        held = self._postings[key]
        left = bisect_left(held, end, key=_NUMBER.__and__)
        if left == len(held):
            del self._postings[key]
        else:
            del held[:left]


def _weighed(counts: Floats, rarity: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    """Return field, word and weight of the terms of the three fields."""
    weights = (1.0 + np.log(np.maximum(counts, 1.0))) * rarity
    weights[counts == 0] = 0.0
    lengths = np.sqrt((weights * weights).sum(axis=1, keepdims=True))
    lengths[lengths == 0] = 1.0
    weights *= _FIELDS / lengths
    which, chosen = weights.nonzero()
    heaviest = weights[which, chosen]
    most = int(np.searchsorted(which, 1))
    if most > _MOST_TERMS:
        kept = np.sort(np.argsort(-heaviest[:most], kind="stable")[:_MOST_TERMS])
        kept = np.concatenate((kept, np.arange(most, len(which))))
        return which[kept], chosen[kept], heaviest[kept]
    return which, chosen, heaviest


def _packed(keys: Hashes, weights: Floats) -> Pairs:
    pairs: Pairs = keys.astype("<u8")
    pairs |= weights.astype("<f4").view("<u4").astype("<u8") << np.uint64(32)
    return pairs


def _keys(pairs: Pairs) -> Hashes:
    halves: Hashes = pairs.view("<u4")[::2]
    return halves


def _weights(pairs: Pairs) -> NDArray[np.float32]:
    halves: NDArray[np.float32] = pairs.view("<f4")[1::2]
    return halves

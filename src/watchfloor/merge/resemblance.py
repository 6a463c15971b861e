"""How much of one text's words stand in another, and how the shared words lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from watchfloor.frequency import text_shares
from watchfloor.merge.fingerprint import shingles_of
from watchfloor.words import NUMERIC, Hashes, Mask

LOWEST_SHARE = (
    0.2  # of the words, below which nothing else is asked: two texts of one author share twice as many
)
_STRETCH = 15  # words of one stretch when counting how widely the shared words are spread
_STRETCH_SHARED = 0.2  # share of a stretch that has to be shared: one run of three words
_LEAD = 30  # words
_HEADING = 100  # words within which the body begins
_OPENING = 12  # shingles of the other text's opening
_LONGEST_CHANGE = 3  # words of one place that differs
_LONGEST_FILLING = 6  # words that stand in one place of a form
_LONGEST_FIRST_FILLING = 10  # words before the first shared ones
_LONGEST_EDGE = 4  # words before the first or after the last shared ones
_RARE = 0.01  # share of texts below which a word is a name or as telling as one


@dataclass(frozen=True, slots=True)
class Words:
    """A text as numbers: its words, its shingles, and which words are its own and not page furniture.

    `notice` are the words that unrelated texts share; they are none of its own.
    """

    words: Hashes
    shingles: NDArray[np.uint32]
    own: Mask
    title_shingles: NDArray[np.uint32]
    notice: Mask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """What two texts share; counts count own words only and run from 0 to 1.

    `left` and `right` are the shares of each text found in the other, `spread` the share of the shorter
    text's stretches with shared words, `lead` the higher share of the two openings, `block` the share of
    all shared words that stand in one run. `edited` is as `changed`, of the text with more such runs: a word
    that only one of them has counts. `numbers` is the share of the numbers of the text with fewer of
    them that the other has too, of `numbers_of`. `changed` counts short unshared runs between shared ones,
    `numbers_changed` those with a number; `beyond` are the longest unshared runs of each text in words.
    `one_end` tells that both end with shared words. `places` counts the short unshared runs, `filled` the
    different numbers and rare words in them that the other text lacks, in the text with fewer: what a form is
    filled in with. Texts that share too little have the shares and counts only.
    """

    left: float
    right: float
    shared: int
    own_left: int
    own_right: int
    spread: float = 0.0
    lead: float = 0.0
    block: float = 0.0
    numbers: float = 1.0
    numbers_of: int = 0
    changed: int = 0
    edited: int = 0
    numbers_changed: int = 0
    beyond_left: int = 0
    beyond_right: int = 0
    one_end: bool = False
    places: int = 0
    filled: int = 0

    @property
    def share(self) -> float:
        """Return the larger of the two shares: of each text, how much is found in the other."""
        return max(self.left, self.right)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of two texts: which words stand in the other, the runs of those that do not, and its numbers."""

    text: Words
    shared: Mask
    own: int
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    numeric: Mask

    @property
    def numbers(self) -> set[int]:
        """Return the different numbers of the text."""
        return set(self.text.words[self.numeric].tolist())


def compare(left: Words, right: Words, least: float = LOWEST_SHARE) -> Resemblance:
    """Return the resemblance of two texts; what costs more than their shares, where these reach `least`."""
    left_shared, right_shared = shared_words(left, right), shared_words(right, left)
    own_left, own_right = int(np.count_nonzero(left.own)), int(np.count_nonzero(right.own))
    found_left = int(np.count_nonzero(left_shared & left.own))
    found_right = int(np.count_nonzero(right_shared & right.own))
    share_left = round(found_left / own_left, 4) if own_left else 0.0
    share_right = round(found_right / own_right, 4) if own_right else 0.0
    shared = found_left if own_left <= own_right else found_right
    if max(share_left, share_right) < least:
        return Resemblance(
            left=share_left, right=share_right, shared=shared, own_left=own_left, own_right=own_right
        )
    one, other = _side(left, left_shared, own_left), _side(right, right_shared, own_right)
    shorter = one if own_left <= own_right else other
    numbers, numbers_of = _numbers(one, other)
    changed_left, changed_right = _changes(one), _changes(other)
    replaced = _replaced_numbers(one, other) if changed_left[1] > changed_right[1] else 0
    places, filled = 0, 0
    if min(share_left, share_right) < 1.0:
        places_left, places_right = _places(one, other), _places(other, one)
        places, filled = min(places_left[0], places_right[0]), min(places_left[1], places_right[1])
    return Resemblance(
        left=share_left,
        right=share_right,
        shared=shared,
        own_left=own_left,
        own_right=own_right,
        spread=_spread(shorter.shared[shorter.text.own]),
        lead=max(_lead(one), _lead(other)),
        block=_block(shorter.shared),
        numbers=numbers,
        numbers_of=numbers_of,
        changed=min(changed_left[0], changed_right[0]),
        edited=max(changed_left[0], changed_right[0]),
        numbers_changed=max(min(changed_left[1], changed_right[1]), replaced) + _edge_numbers(one, other),
        beyond_left=_beyond(one, other.text),
        beyond_right=_beyond(other, one.text),
        one_end=_ends(one) and _ends(other),
        places=places,
        filled=filled,
    )


def _side(text: Words, shared: Mask, own: int) -> _Side:
    starts, ends = runs_of(~shared)
    return _Side(text, shared, own, starts, ends, text.words >= NUMERIC)


def shared_words(text: Words, other: Words) -> Mask:
    """Return which words stand in a shingle that the other text or its title has."""
    shared = np.zeros(len(text.words), dtype=np.bool_)
    known = np.concatenate((other.shingles, other.title_shingles))
    if not len(known) or not len(text.shingles):
        return shared
    known.sort()
    hits = known.take(known.searchsorted(text.shingles), mode="clip") == text.shingles
    for offset in range(len(text.words) - len(hits) + 1):
        shared[offset : offset + len(hits)] |= hits
    return shared


def _spread(shared: Mask) -> float:
    if not len(shared):
        return 0.0
    stretches = max(1, len(shared) // _STRETCH)
    edges = (np.arange(stretches + 1) * (len(shared) / stretches)).astype(np.intp)
    edges[-1] = len(shared)
    counts = np.add.reduceat(shared, edges[:-1], dtype=np.intp)
    wide = np.count_nonzero(counts >= _STRETCH_SHARED * (edges[1:] - edges[:-1]))
    return round(int(wide) / stretches, 4)


def _lead(side: _Side) -> float:
    opening = side.shared[side.text.own.nonzero()[0][:_LEAD]]
    return round(int(np.count_nonzero(opening)) / len(opening), 4) if len(opening) else 0.0


def runs_of(mask: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the starts and ends of the runs of true values."""
    fenced = np.zeros(len(mask) + 2, dtype=np.bool_)
    fenced[1:-1] = mask
    edges = (fenced[1:] != fenced[:-1]).nonzero()[0]
    return edges[::2], edges[1::2]


def _block(shared: Mask) -> float:
    """Return the share of the shared words in the longest run, gaps of two words bridged."""
    starts, ends = runs_of(shared)
    if not len(starts):
        return 0.0
    breaks = (starts[1:] - ends[:-1] > 2).nonzero()[0]
    firsts, lasts = np.concatenate(([0], breaks + 1)), np.concatenate((breaks, [len(starts) - 1]))
    return round(float((ends[lasts] - starts[firsts]).max()) / int(np.count_nonzero(shared)), 4)


def _beyond(side: _Side, other: Words) -> int:
    """Return the length of the longest own run that is not shared; but not before the body."""
    starts, ends = runs_of(~side.shared & side.text.own)
    lengths = (ends - starts)[ends > _body_start(side.text, other)]
    return int(lengths.max()) if len(lengths) else 0


def _body_start(text: Words, other: Words) -> int:
    """Return where the other text's opening stands: before it are headline, standfirst and header lines."""
    opening = set(other.shingles[:_OPENING].tolist())
    heading = text.shingles[:_HEADING].tolist()
    return next((place for place in range(len(heading) - 1, -1, -1) if heading[place] in opening), 0)


def _ends(side: _Side) -> bool:
    """Tell whether the last of a text's own words is shared."""
    [own] = side.text.own.nonzero()
    return bool(len(own)) and bool(side.shared[own[-1]])


def _changes(side: _Side) -> tuple[int, int]:
    """Return how many short unshared runs stand between shared ones, and how many of them with a number."""
    starts, _, with_number = _changed_runs(side)
    return len(starts), int(np.count_nonzero(with_number))


def _changed_runs(side: _Side) -> tuple[NDArray[np.intp], NDArray[np.intp], Mask]:
    """Return the starts and ends of the short unshared runs between shared ones, and which have a number."""
    starts, ends = side.starts, side.ends
    inner = (starts > 0) & (ends < len(side.shared)) & (ends - starts <= _LONGEST_CHANGE)
    starts, ends = starts[inner], ends[inner]
    numbers_before = np.zeros(len(side.shared) + 1, dtype=np.intp)
    np.cumsum(side.numeric, out=numbers_before[1:])
    return starts, ends, numbers_before[ends] > numbers_before[starts]


def _replaced_numbers(side: _Side, other: _Side) -> int:
    """Return how many short unshared runs with a number stand in the place of other words.

    The words before and after a run that was put in stand together in the other text. What was replaced may
    stand elsewhere in this text too, in a title that was left as it was. Dates may be put in before the body.
    """
    starts, ends, with_number = _changed_runs(side)
    replacing = with_number & (starts > max(1, _body_start(side.text, other.text)))
    closed = [
        shingles_of(side.text.words[[start - 2, start - 1, end]])[0]
        for start, end in zip(starts[replacing], ends[replacing], strict=True)
    ]
    return sum(shingle not in other.text.shingles for shingle in closed)


def _edge_numbers(one: _Side, other: _Side) -> int:
    """Return at how many ends, first words and last words, both texts have a number that the other lacks."""
    return sum(_edge(one, other, step) and _edge(other, one, step) for step in (1, -1))


def _edge(side: _Side, other: _Side, step: int) -> bool:
    length = int(np.argmax(side.shared[::step])) if side.shared.any() else 0
    if not 0 < length <= _LONGEST_EDGE:
        return False
    words, numeric = side.text.words[::step][:length], side.numeric[::step][:length]
    numbers = set(words[numeric].tolist())
    return bool(numbers) and not numbers <= other.numbers


def _places(side: _Side, other: _Side) -> tuple[int, int]:
    """Return how many short unshared runs stand before shared ones, and how many names and numbers in them.

    Those count that are rare words or numbers and that the other text lacks, each once.
    """
    starts, ends = side.starts, side.ends
    short = ends - starts <= np.where(starts > 0, _LONGEST_FILLING, _LONGEST_FIRST_FILLING)
    inner = short & (ends < len(side.shared))
    starts, ends = starts[inner], ends[inner]
    if not len(starts):
        return 0, 0
    lengths = ends - starts
    places = np.arange(lengths.sum()) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
    words = side.text.words[places]
    telling = set(words[side.numeric[places] | (text_shares(words) < _RARE)].tolist())
    return len(starts), len(telling.difference(other.text.words.tolist()) if telling else telling)


def _numbers(one: _Side, other: _Side) -> tuple[float, int]:
    """Return the share of the numbers that the other has too, of the text with fewer of them, and how many.

    Numbers before the first and after the last shared words are those of datelines and furniture.
    """
    ours, theirs = _numbers_between(one), _numbers_between(other)
    fewer, all_of_other = (ours, other.numbers) if len(ours) <= len(theirs) else (theirs, one.numbers)
    if not fewer:
        return 1.0, 0
    return round(len(fewer & all_of_other) / len(fewer), 4), len(fewer)


def _numbers_between(side: _Side) -> set[int]:
    """Return the different numbers among a text's own words from the first shared one to the last."""
    places = side.shared.nonzero()[0]
    if not len(places):
        return set()
    between = slice(int(places[0]), int(places[-1]) + 1)
    return set(side.text.words[between][(side.text.own & side.numeric)[between]].tolist())

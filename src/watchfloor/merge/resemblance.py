"""How much of one text's words stand in another, and how the shared words lie."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from watchfloor.frequency import NUMERIC, Hashes, text_shares

Mask = NDArray[np.bool_]

_LOWEST_SHARE = (
    0.2  # of the words, below which nothing else is asked: two texts of one author share twice as many
)
_STRETCH = 15  # words of one stretch when counting how widely the shared words are spread
_STRETCH_SHARED = 0.2  # share of a stretch that has to be shared: one run of three words
_LEAD = 30  # words
_HEADING = 100  # words within which the body begins
_OPENING = 12  # shingles of the other text's opening
_LONGEST_FILLING = 6  # words that stand in one place of a form
_LONGEST_FIRST_FILLING = 10  # words before the first shared ones
_LONGEST_EDGE = 4  # words before the first or after the last shared ones
_RARE = 0.01  # share of texts below which a word is a name or as telling as one


@dataclass(frozen=True, slots=True)
class Words:
    """A text as numbers: its words, its shingles, and which words are its own and not page furniture."""

    words: Hashes
    shingles: NDArray[np.uint32]
    own: Mask
    title_shingles: NDArray[np.uint32]


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
        """Return the share of the text of which more is found in the other."""
        return max(self.left, self.right)


def compare(left: Words, right: Words) -> Resemblance:
    """Return the resemblance of two texts."""
    left_shared, right_shared = _shared(left, right), _shared(right, left)
    own_left, own_right = int(np.count_nonzero(left.own)), int(np.count_nonzero(right.own))
    share_left, share_right = _share(left, left_shared, own_left), _share(right, right_shared, own_right)
    shorter, shorter_shared = (left, left_shared) if own_left <= own_right else (right, right_shared)
    resemblance = Resemblance(
        left=share_left,
        right=share_right,
        shared=int(np.count_nonzero(shorter_shared & shorter.own)),
        own_left=own_left,
        own_right=own_right,
    )
    if resemblance.share < _LOWEST_SHARE:
        return resemblance
    numbers, numbers_of = _numbers(left, right, left_shared, right_shared)
    changed_left, changed_right = _changes(left, left_shared), _changes(right, right_shared)
    edges = _edge_numbers(left, right, left_shared, right_shared)
    places, filled = 0, 0
    if min(share_left, share_right) < 1.0:
        places_left, places_right = _places(left, right, left_shared), _places(right, left, right_shared)
        places, filled = min(places_left[0], places_right[0]), min(places_left[1], places_right[1])
    return replace(
        resemblance,
        spread=_spread(shorter_shared[shorter.own]),
        lead=max(_lead(left, left_shared), _lead(right, right_shared)),
        block=_block(shorter_shared),
        numbers=numbers,
        numbers_of=numbers_of,
        changed=min(changed_left[0], changed_right[0]),
        edited=max(changed_left[0], changed_right[0]),
        numbers_changed=min(changed_left[1], changed_right[1]) + edges,
        beyond_left=_beyond(left, right, left_shared),
        beyond_right=_beyond(right, left, right_shared),
        one_end=_ends(left, left_shared) and _ends(right, right_shared),
        places=places,
        filled=filled,
    )


def _shared(text: Words, other: Words) -> Mask:
    """Return which words stand in a shingle that the other text or its title has."""
    shingles = np.concatenate((other.shingles, other.title_shingles))
    shared = np.zeros(len(text.words), dtype=np.bool_)
    if not len(shingles) or not len(text.shingles):
        return shared
    known = np.sort(shingles)
    places = np.minimum(np.searchsorted(known, text.shingles), len(known) - 1)
    hits = known[places] == text.shingles
    for offset in range(len(text.words) - len(hits) + 1):
        shared[offset : offset + len(hits)] |= hits
    return shared


def _share(text: Words, shared: Mask, own: int) -> float:
    return round(int(np.count_nonzero(shared & text.own)) / own, 4) if own else 0.0


def _spread(shared: Mask) -> float:
    if not len(shared):
        return 0.0
    stretches = max(1, len(shared) // _STRETCH)
    edges = (np.arange(stretches + 1) * (len(shared) / stretches)).astype(np.intp)
    edges[-1] = len(shared)
    counts = np.add.reduceat(shared, edges[:-1], dtype=np.intp)
    wide = np.count_nonzero(counts >= _STRETCH_SHARED * (edges[1:] - edges[:-1]))
    return round(int(wide) / stretches, 4)


def _lead(text: Words, shared: Mask) -> float:
    opening = shared[text.own][:_LEAD]
    return round(int(np.count_nonzero(opening)) / len(opening), 4) if len(opening) else 0.0


def _runs(mask: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the starts and ends of the runs of true values."""
    fenced = np.zeros(len(mask) + 2, dtype=np.bool_)
    fenced[1:-1] = mask
    edges = np.flatnonzero(fenced[1:] != fenced[:-1])
    return edges[::2], edges[1::2]


def _block(shared: Mask) -> float:
    """Return the share of the shared words in the longest run, gaps of two words bridged."""
    starts, ends = _runs(shared)
    if not len(starts):
        return 0.0
    breaks = np.flatnonzero(starts[1:] - ends[:-1] > 2)
    firsts, lasts = np.concatenate(([0], breaks + 1)), np.concatenate((breaks, [len(starts) - 1]))
    return round(float((ends[lasts] - starts[firsts]).max()) / int(np.count_nonzero(shared)), 4)


def _beyond(text: Words, other: Words, shared: Mask) -> int:
    """Return the length of the longest own run that is not shared; but not before the body."""
    starts, ends = _runs(~shared & text.own)
    body = _body_start(text, other)
    lengths = (ends - starts)[ends > body]
    return int(lengths.max()) if len(lengths) else 0


def _body_start(text: Words, other: Words) -> int:
    """Return where the other text's opening stands: before it are headline, standfirst and header lines."""
    opening = set(other.shingles[:_OPENING].tolist())
    heading = text.shingles[:_HEADING].tolist()
    return next((place for place in range(len(heading) - 1, -1, -1) if heading[place] in opening), 0)


def _ends(text: Words, shared: Mask) -> bool:
    """Tell whether the last of a text's own words is shared."""
    own = np.flatnonzero(text.own)
    return bool(len(own)) and bool(shared[own[-1]])


def _changes(text: Words, shared: Mask) -> tuple[int, int]:
    starts, ends = _runs(~shared)
    inner = (starts > 0) & (ends < len(shared)) & (ends - starts <= 3)
    runs = list(zip(starts[inner].tolist(), ends[inner].tolist(), strict=True))
    with_number = sum(bool((text.words[start:end] >= NUMERIC).any()) for start, end in runs)
    return len(runs), with_number


def _edge_numbers(left: Words, right: Words, left_shared: Mask, right_shared: Mask) -> int:
    """Return at how many ends, first words and last words, both texts have a number that the other lacks."""
    changed = 0
    for step in (1, -1):
        ends = [
            _edge(text, other, shared, step)
            for text, other, shared in ((left, right, left_shared), (right, left, right_shared))
        ]
        changed += all(ends)
    return changed


def _edge(text: Words, other: Words, shared: Mask, step: int) -> bool:
    length = int(np.argmax(shared[::step])) if shared.any() else 0
    if not 0 < length <= _LONGEST_EDGE:
        return False
    words = text.words[::step][:length]
    numbers = set(words[words >= NUMERIC].tolist())
    return bool(numbers) and not numbers.issubset(other.words.tolist())


def _places(text: Words, other: Words, shared: Mask) -> tuple[int, int]:
    """Return how many short unshared runs stand before shared ones, and how many names and numbers in them.

    Those count that are rare words or numbers and that the other text lacks, each once.
    """
    starts, ends = _runs(~shared)
    short = ends - starts <= np.where(starts > 0, _LONGEST_FILLING, _LONGEST_FIRST_FILLING)
    inner = short & (ends < len(shared))
    starts, ends = starts[inner], ends[inner]
    if not len(starts):
        return 0, 0
    lengths = ends - starts
    words = text.words[np.arange(lengths.sum()) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)]
    telling = set(words[(words >= NUMERIC) | (text_shares(words) < _RARE)].tolist())
    return len(starts), len(telling.difference(other.words.tolist()) if telling else telling)


def _numbers(left: Words, right: Words, left_shared: Mask, right_shared: Mask) -> tuple[float, int]:
    """Return the share of the numbers that the other has too, of the text with fewer of them, and how many.

    Numbers before the first and after the last shared words are those of datelines and furniture.
    """
    ours, theirs = _numbers_between(left, left_shared), _numbers_between(right, right_shared)
    fewer, other = (ours, right) if len(ours) <= len(theirs) else (theirs, left)
    if not len(fewer):
        return 1.0, 0
    return round(int(np.count_nonzero(np.isin(fewer, other.words))) / len(fewer), 4), len(fewer)


def _numbers_between(text: Words, shared: Mask) -> Hashes:
    """Return the different numbers among a text's own words from the first shared one to the last."""
    places = np.flatnonzero(shared)
    if not len(places):
        return np.zeros(0, dtype=np.uint32)
    between = slice(int(places[0]), int(places[-1]) + 1)
    words = text.words[between]
    found: Hashes = np.unique(words[text.own[between] & (words >= NUMERIC)])
    return found

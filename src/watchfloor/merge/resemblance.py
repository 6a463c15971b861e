"""How much of one text's words stand in another, and how the shared words lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from watchfloor.frequency import NUMERIC, Hashes

Mask = NDArray[np.bool_]

_STRETCH = 15  # words of one stretch when counting how widely the shared words are spread
_STRETCH_SHARED = 0.2  # share of a stretch that has to be shared: one run of three words
_LEAD = 30  # words
_HEADING = 100  # words within which the body begins
_OPENING = 12  # shingles of the other text's opening


@dataclass(frozen=True, slots=True)
class Words:
    """A text as numbers: its words, its shingles, and which words are its own and not page furniture."""

    words: Hashes
    shingles: NDArray[np.uint32]
    own: Mask
    title_shingles: NDArray[np.uint32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """What two texts share; shares count own words only and run from 0 to 1.

    `left` and `right` are the shares of each text found in the other, `spread` the share of the shorter
    text's stretches with shared words, `lead` the higher share of the two openings, `block` the share of
    all shared words that stand in one run. `numbers` is the share of the numbers of the text with fewer of
    them that the
    other has too, of `numbers_of`. `changed` counts short unshared runs between shared ones,
    `numbers_changed` those with a number; `beyond` are the longest unshared runs of each text in words.
    """

    left: float
    right: float
    spread: float
    lead: float
    block: float
    shared: int
    own_left: int
    own_right: int
    numbers: float
    numbers_of: int
    changed: int
    numbers_changed: int
    beyond_left: int
    beyond_right: int

    @property
    def share(self) -> float:
        """Return the share of the text of which more is found in the other."""
        return max(self.left, self.right)


def compare(left: Words, right: Words) -> Resemblance:
    """Return the resemblance of two texts."""
    left_shared, right_shared = _shared(left, right), _shared(right, left)
    own_left, own_right = int(np.count_nonzero(left.own)), int(np.count_nonzero(right.own))
    shorter, shorter_shared = (left, left_shared) if own_left <= own_right else (right, right_shared)
    numbers, numbers_of = _numbers(left, right)
    changed_left, changed_right = _changes(left, left_shared), _changes(right, right_shared)
    return Resemblance(
        left=_share(left, left_shared, own_left),
        right=_share(right, right_shared, own_right),
        spread=_spread(shorter_shared[shorter.own]),
        lead=max(_lead(left, left_shared), _lead(right, right_shared)),
        block=_block(shorter_shared),
        shared=int(np.count_nonzero(shorter_shared & shorter.own)),
        own_left=own_left,
        own_right=own_right,
        numbers=numbers,
        numbers_of=numbers_of,
        changed=min(changed_left[0], changed_right[0]),
        numbers_changed=min(changed_left[1], changed_right[1]),
        beyond_left=_beyond(left, right, left_shared),
        beyond_right=_beyond(right, left, right_shared),
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


def _changes(text: Words, shared: Mask) -> tuple[int, int]:
    starts, ends = _runs(~shared)
    inner = (starts > 0) & (ends < len(shared)) & (ends - starts <= 3)
    runs = list(zip(starts[inner].tolist(), ends[inner].tolist(), strict=True))
    with_number = sum(bool((text.words[start:end] >= NUMERIC).any()) for start, end in runs)
    return len(runs), with_number


def _numbers(left: Words, right: Words) -> tuple[float, int]:
    ours = set(left.words[left.own & (left.words >= NUMERIC)].tolist())
    theirs = set(right.words[right.own & (right.words >= NUMERIC)].tolist())
    fewer = min(len(ours), len(theirs))
    if not fewer:
        return 1.0, 0
    return round(len(ours & theirs) / fewer, 4), fewer

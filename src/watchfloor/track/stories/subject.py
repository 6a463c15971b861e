"""Whom a text is about: the names of its opening, by which like happenings are told apart.

Two trials, two transfers, two visits share nearly all their words. What differs is who stands in the middle:
where the main name of a story is missing from a text that has another name in its place, the text tells of
another happening, however alike the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from watchfloor.words import Hashes, hash_words

# Measured on three streams of known stories, in several orders of arrival each (docs/decisions).
_TELLING = 3.0  # rarity of a name that tells a text from others
_MAIN = 0.5  # share of the count of the most frequent name, from which a name is a main one
_REPEATED = 2
_OF_MOST = 0.6  # share of a story's texts that have a main name, for it to be the story's
_OF_FEW = 0.2  # share of other texts up to which it is a group's own
_NOTHING = np.zeros(0, dtype=np.uint32)

NameShares = tuple[tuple[int, float], ...]  # of a story, each with the share of its texts


@dataclass(frozen=True, slots=True)
class StorySubject:
    """The main names of a text's opening, and those that stand out: repeated or in the title; both sorted."""

    names: Hashes
    standing_out: Hashes


UNTOLD = StorySubject(names=_NOTHING, standing_out=_NOTHING)


def subject_of(
    proper: Hashes, title: Hashes, counts: NDArray[np.float64], rarity: NDArray[np.float64]
) -> StorySubject:
    """Return whom an opening is about.

    `proper` are the sorted words of opening and title that are never written without a capital, with the
    count of each in text and title, and how rare it is.
    """
    telling = (rarity > _TELLING) & ~np.isin(proper, _calendar())
    if not telling.any():
        return UNTOLD
    names, counts = proper[telling], counts[telling]
    headed = np.isin(names, title)
    return StorySubject(
        names=names[(counts >= _MAIN * counts.max()) | headed],
        standing_out=names[(counts >= _REPEATED) | headed],
    )


def names_of(subjects: Sequence[StorySubject]) -> NameShares:
    """Return the main names that most texts of a story share; of a single text, those that stand out."""
    if len(subjects) == 1:
        return tuple((name, 1.0) for name in subjects[0].standing_out.tolist())
    counts = Counter(name for subject in subjects for name in subject.names.tolist())
    size = len(subjects)
    return tuple((name, count / size) for name, count in sorted(counts.items()) if count >= _OF_MOST * size)


def replaced(about: NameShares, told: frozenset[int], subject: StorySubject, words: Hashes) -> float:
    """Return how far a text is about other names than a story: 0 to 1.

    It is the highest share of a story's name that is not among all words of the text (`told`), where a name
    that stands out in the text is not among the story's sorted `words`; else 0.
    """
    missing = max((share for name, share in about if name not in told), default=0.0)
    new = subject.standing_out
    if not missing or not len(new):
        return 0.0
    places = np.minimum(np.searchsorted(words, new), len(words) - 1)
    return missing if bool((words[places] != new).any()) else 0.0


def told_apart(subjects: Sequence[StorySubject], ones: NDArray[np.bool_]) -> bool:
    """Tell whether each of two groups has a main name of most of its texts that is hardly the other's.

    `ones` marks the texts of one group.
    """
    return all(_has_own_name(subjects, group) for group in (ones, ~ones))


def _has_own_name(subjects: Sequence[StorySubject], group: NDArray[np.bool_]) -> bool:
    inside: Counter[int] = Counter()
    outside: Counter[int] = Counter()
    for subject, belongs in zip(subjects, group.tolist(), strict=True):
        (inside if belongs else outside).update(subject.names.tolist())
    size = int(group.sum())
    most, few = _OF_MOST * size, _OF_FEW * (len(subjects) - size)
    return any(count >= most and outside[name] <= few for name, count in inside.items())


_CALENDAR = (
    "january february march april may june july august september october november december jan feb mar apr "
    "jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed "
    "thu fri sat sun"
)


@cache
def _calendar() -> Hashes:
    return hash_words(_CALENDAR.split())

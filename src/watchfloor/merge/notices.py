"""Words that two texts share though neither is about them: a notice that sites put around any article.

A sign-in notice, a list of videos or a form's frame may be most of what is left of a page. That it is no
article of one author shows in the titles: they name nothing of what is shared, and share no telling word.
"""

from __future__ import annotations

import numpy as np

from watchfloor.frequency import text_shares
from watchfloor.merge.nearest import nobodys
from watchfloor.merge.resemblance import Words, runs_of, shared_words
from watchfloor.words import NUMERIC, Hashes, Mask

_TELLING = 0.02  # share of texts below which a word of a title tells what its text is about
_FEWEST_TELLING = 2  # words of a title; of fewer nothing can be asked
_MOST_SPOKEN_OF = 0.25  # of a title's telling words in what is shared; copies with another title have half
_MOST_TITLE_SHARED = 0.34  # of the telling words of the title with fewer
_MOST_TOLD = 0.5  # of a title's telling words in all of the other text
_SHORTEST_NOTICE = 12  # words in one run; copies with each seventh word replaced have shorter ones


def notice_in(text: Words, title: Hashes, other: Words, other_title: Hashes) -> Mask | None:
    """Return which words of `text` are a notice that `other` has too; None where there is none."""
    telling, other_telling = _telling(title), _telling(other_title)
    if min(len(telling), len(other_telling)) < _FEWEST_TELLING:
        return None
    if len(telling & other_telling) > _MOST_TITLE_SHARED * min(len(telling), len(other_telling)):
        return None
    shared = _long_runs(shared_words(text, other))
    if not shared.any():
        return None
    said = set(text.words[shared].tolist())
    if any(len(said & words) > _MOST_SPOKEN_OF * len(words) for words in (telling, other_telling)):
        return None
    beside = (len(telling.intersection(other.words.tolist())), len(telling))
    other_beside = (len(other_telling.intersection(text.words.tolist())), len(other_telling))
    if any(found > _MOST_TOLD * of for found, of in (beside, other_beside)):
        return None
    return shared


def _long_runs(shared: Mask) -> Mask:
    """Return `shared` without runs so short that copies in other words have them too."""
    starts, ends = runs_of(shared)
    long: Mask = np.zeros(len(shared), dtype=np.bool_)
    for start, end in zip(starts, ends, strict=True):
        long[start:end] = end - start >= _SHORTEST_NOTICE
    return long


def _telling(title: Hashes) -> set[int]:
    words = title[title < NUMERIC]
    return set(words[text_shares(words) < _TELLING].tolist()) if len(words) else set()


def without_notice(text: Words, notice: Mask) -> Words:
    """Return `text` with words that are a notice, and so none of its own."""
    every = notice if text.notice is None else notice | text.notice
    return Words(text.words, text.shingles, text.own & ~notice, text.title_shingles, every)


def without_others_notices(text: Words, other: Words) -> Words:
    """Return `text` without the words that are known to be a notice in `other` only."""
    if other.notice is None or not other.notice.any() or not len(other.shingles):
        return text
    known = other.shingles[nobodys(~other.notice, len(other.shingles))]
    hits = np.isin(text.shingles, known)
    if not hits.any():
        return text
    notice = np.zeros(len(text.words), dtype=np.bool_)
    for offset in range(len(notice) - len(hits) + 1):
        notice[offset : offset + len(hits)] |= hits
    return without_notice(text, notice)

"""Reports -> the story that they make: its days, its origins, and a title chosen from their headlines.

Titles are chosen, never written: the headline whose telling words the other headlines have most in common.
A copy's headline counts where its original has none; labels ("Live:", "Opinion |") and cut ones come last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

import numpy as np

from watchfloor.frequency import text_shares
from watchfloor.model import INTERNAL, OPEN, UNTITLED, Report, Story, StoryId, StoryTally
from watchfloor.tables import read_lines
from watchfloor.track.stories.tally import tally_of
from watchfloor.words import Hashes, hash_words, tokens

_CLEARLY = 1.3  # times as central: only then a title gives way to another
_FEWEST_WORDS, _MOST_WORDS = 4, 20
_LABELLED = 0.3  # what a label, a cut or an odd length leaves of a headline's worth
_ASKED = 0.8  # what a question leaves of it
_LABEL = re.compile(r"^\s*+([^\s:|–—][^:|–—]{1,23}?)\s*(?::|\||–|—| - )\s*\S")
_CUT = re.compile(r"(?:\.\.\.|…)\s*$")
_DATED = re.compile(r"^\W*\d{1,4}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{1,4}")


def story_of(story_id: StoryId, reports: Sequence[Report], before: Story | None = None) -> Story:
    """Return the story that `reports` make: its title, days and number of origins.

    `before` is the story as it was: its title stays unless another is clearly better. Two families of one
    named author count once.
    """
    told = story_told_by(story_id, tally_of(reports), before)
    internal = any(report.handling == INTERNAL for report in reports)
    return replace(
        told,
        reports=tuple(report.id for report in reports),
        handling=INTERNAL if internal else told.handling,
    )


def story_told_by(story_id: StoryId, tally: StoryTally, before: Story | None = None) -> Story:
    """Return the story that a tally makes, without its reports."""
    title = _title(tuple(line.words for line in tally.headlines), before.title if before else None)
    return Story(
        id=story_id,
        title=title or UNTITLED,
        reports=(),
        origins=tally.origins,
        first=tally.first,
        last=tally.last,
        noted=tally.noted,
        handling=before.handling if before else OPEN,
    )


def title_of(reports: Sequence[Report], *, held: str | None = None) -> str | None:
    """Return the headline that stands best for `reports`; None where they have none.

    `held` is the title so far, kept while a report bears it and none is clearly better.
    """
    return _title(tuple(line.words for line in tally_of(reports).headlines), held)


def _title(headlines: tuple[str, ...], held: str | None) -> str | None:
    if len(headlines) < 2:
        return headlines[0] if headlines else None
    worth = _worth(headlines)
    best = max(range(len(headlines)), key=lambda place: (worth[place], -place))
    if held in headlines and worth[best] < _CLEARLY * worth[headlines.index(held)]:
        return held
    return headlines[best]


@lru_cache(maxsize=256)  # of a story with many reports the earliest headlines seldom change
def _worth(headlines: tuple[str, ...]) -> list[float]:
    """Return how much each headline has in common with the others, less what speaks against it."""
    words = [np.unique(hash_words(tokens(headline))) for headline in headlines]
    weights = [-np.log(np.minimum(text_shares(hashes), 0.999)) for hashes in words]
    lengths = [float(weight.sum()) or 1.0 for weight in weights]
    found = []
    for position, headline in enumerate(headlines):
        shared = [
            2
            * _common(words[position], weights[position], words[other])
            / (lengths[position] + lengths[other])
            for other in range(len(headlines))
            if other != position
        ]
        found.append(round((sum(shared) / len(shared) + 0.02) * _fitness(headline), 4))
    return found


def _common(
    words: Hashes, weights: np.ndarray[tuple[int, ...], np.dtype[np.float64]], others: Hashes
) -> float:
    return float(weights[np.isin(words, others)].sum())


def _fitness(headline: str) -> float:
    """Return what is left of a headline's worth: a label, a cut, a bare date or an odd length takes of it."""
    count = len(tokens(headline))
    label = _LABEL.match(headline)
    labelled = label is not None and " ".join(label[1].casefold().split()) in _labels()
    odd = not _FEWEST_WORDS <= count <= _MOST_WORDS or headline.isupper()
    if labelled or odd or _CUT.search(headline) or _DATED.match(headline):
        return _LABELLED
    return _ASKED if headline.rstrip(" '\"’”").endswith("?") else 1.0


@cache
def _labels() -> frozenset[str]:
    return frozenset(read_lines("titles/labels.txt"))

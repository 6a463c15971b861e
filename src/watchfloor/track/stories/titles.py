"""Reports -> the story that they make: its days, its origins, and a title chosen from their headlines.

Titles are chosen, never written: the headline whose telling words the other headlines have most in common.
A copy's headline counts where its original has none; labels ("Live:", "Opinion |") and cut ones come last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from watchfloor.frequency import text_shares
from watchfloor.model import Report, Story
from watchfloor.tables import read_lines
from watchfloor.words import Hashes, hash_words, tokens

UNTITLED = "(no headline)"
_CLEARLY = 1.3  # times as central: only then a title gives way to another
_MOST = 40  # headlines that are compared; the earliest
_FEWEST_WORDS, _MOST_WORDS = 4, 20
_LABELLED = 0.3  # what a label, a cut or an odd length leaves of a headline's worth
_ASKED = 0.8  # what a question leaves of it
_LABEL = re.compile(r"^\s*([^:|–—]{2,24}?)\s*(?::|\||–|—| - )\s*\S")
_CUT = re.compile(r"(?:\.\.\.|…)\s*$")
_DATED = re.compile(r"^\W*\d{1,4}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{1,4}")


def story_of(story_id: str, reports: Sequence[Report], before: Story | None = None) -> Story:
    """Return the story that `reports` make: its title, days and number of origins.

    `before` is the story as it was: its title stays unless another is clearly better. Two families of one
    named author count once.
    """
    days = sorted(report.published.value for report in reports if report.published)
    return Story(
        id=story_id,
        title=title_of(reports, held=before.title if before else None) or UNTITLED,
        reports=tuple(report.id for report in reports),
        origins=_origins(reports),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def _origins(reports: Sequence[Report]) -> int:
    """Return the number of families; families of which any members name one author are one."""
    named = {report.origin: report.origin for report in reports}
    for report in reports:
        if report.origin_name:
            one, other = named.setdefault(report.origin_name, report.origin), named[report.origin]
            named = {key: one if family == other else family for key, family in named.items()}
    return len({named[report.origin] for report in reports})


def title_of(reports: Sequence[Report], *, held: str | None = None) -> str | None:
    """Return the headline that stands best for `reports`; None where they have none.

    `held` is the title so far, kept while a report bears it and none is clearly better.
    """
    headlines = _headlines(reports)[:_MOST]
    if len(headlines) < 2:
        return headlines[0] if headlines else None
    worth = _worth(tuple(headlines))
    best = max(range(len(headlines)), key=lambda place: (worth[place], -place))
    if held in headlines and worth[best] < _CLEARLY * worth[headlines.index(held)]:
        return held
    return headlines[best]


def _headlines(reports: Sequence[Report]) -> list[str]:
    """Return one headline for each origin, its earliest report's first, in order of publication."""
    dated = sorted(reports, key=lambda report: (report.published is None, _day(report)))
    chosen: dict[str, str] = {}
    for report in dated:
        if report.title is not None:
            chosen.setdefault(report.origin, report.title.value)
    return list(dict.fromkeys(chosen.values()))


@lru_cache(maxsize=256)  # of a story with many reports the earliest headlines seldom change
def _worth(headlines: tuple[str, ...]) -> list[float]:
    """Return how much each headline has in common with the others, less what speaks against it."""
    words = [np.unique(hash_words(tokens(headline))) for headline in headlines]
    weights = [-np.log(np.minimum(text_shares(hashes), 0.999)) for hashes in words]
    lengths = [float(weight.sum()) or 1.0 for weight in weights]
    found = []
    for place, headline in enumerate(headlines):
        shared = [
            2 * _common(words[place], weights[place], words[other]) / (lengths[place] + lengths[other])
            for other in range(len(headlines))
            if other != place
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


def _day(report: Report) -> str:
    return report.published.value if report.published else ""

"""A story's reports -> its chapters: where days pass, or what is told shifts, a new one begins.

A chain of happenings stays one story; its chapters say how it went on. They are found anew from the reports
that a story has, and are nobody's decision: nothing is kept, and nothing else depends on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from watchfloor.frequency import text_shares
from watchfloor.model import UNTITLED, Chapter, Report, TextId
from watchfloor.track.stories.titles import title_of
from watchfloor.words import Hashes, hash_words, tokens

# Chosen by eye on invented chains (tests/track/stories/test_chapters.py, examples): no data set has chapters.
_LONG = 7  # days without a report, after which a story goes on in a new chapter whatever it tells
_SHIFTED = {1: 0.5, 2: 0.8}  # days passed, and likeness across by likeness within, below which it is a shift
_BLOCK = 4  # reports on either side that are compared
_TELLING = 3.0  # rarity of a word that tells what a text is about (in one of twenty texts)
_OPENING_WORDS = 60
_MOST_TITLE = 3  # how much more a headline's words weigh


@dataclass(frozen=True, slots=True)
class _Told:
    """A report with its day, and the weights of its telling words."""

    report: Report
    day: date | None
    words: Hashes
    weights: np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def chapters_of(reports: Sequence[Report], texts: Mapping[TextId, str]) -> tuple[Chapter, ...]:
    """Return the chapters of a story, in order: every report is in one; `texts` holds words by text id.

    Undated reports stay with the one before them.
    """
    told = _in_order([_told(report, texts.get(report.text_id, "")) for report in reports])
    parts: list[list[_Told]] = []
    within = _within(told)
    for position, one in enumerate(told):
        if parts and not _begins(parts[-1], told[position:], within):
            parts[-1].append(one)
        else:
            parts.append([one])
    return tuple(_chapter([one.report for one in part]) for part in parts)


def _told(report: Report, text: str) -> _Told:
    title = tokens(report.title.value) if report.title else []
    opening = tokens(text[: _OPENING_WORDS * 12])[:_OPENING_WORDS]
    words, counts = np.unique(hash_words([*title * _MOST_TITLE, *opening]), return_counts=True)
    rarity = -np.log(np.minimum(text_shares(words), 0.999)).astype(np.float64)
    weights = np.where(rarity > _TELLING, rarity * (1 + np.log(counts)), 0.0)
    length = float(np.sqrt((weights * weights).sum())) or 1.0
    return _Told(report, _day(report), words, weights / length)


def _in_order(told: Sequence[_Told]) -> list[_Told]:
    """Return the reports by their days; one without a day follows the one that it came after."""
    keyed = []
    last = ""
    for position, one in enumerate(told):
        last = one.report.published.value if one.report.published and one.day else last
        keyed.append((last, position, one))
    return [one for _, _, one in sorted(keyed, key=lambda it: it[:2])]


def _begins(before: Sequence[_Told], after: Sequence[_Told], within: float) -> bool:
    """Tell whether a chapter begins with the first of `after`."""
    last = max((one.day for one in before if one.day), default=None)
    first = after[0].day
    if last is None or first is None:
        return False
    passed = (first - last).days
    if passed >= _LONG:
        return True
    limit = next((_SHIFTED[days] for days in sorted(_SHIFTED, reverse=True) if passed >= days), None)
    if limit is None:
        return False
    block = [one for one in after[:_BLOCK] if one.day is None or (one.day - first).days < min(_SHIFTED)]
    across = [_likeness(one, other) for one in before[-_BLOCK:] for other in block]
    return round(sum(across) / len(across), 4) < round(limit * within, 4)


def _within(told: Sequence[_Told]) -> float:
    """Return how much reports of one day have in common: what the likeness across is measured by."""
    same = [
        _likeness(one, other)
        for position, one in enumerate(told)
        for other in told[position + 1 : position + 1 + _BLOCK]
        if one.day == other.day and one.report.origin != other.report.origin
    ]
    near = same or [_likeness(one, other) for one, other in pairwise(told)]
    return sum(near) / len(near) if near else 0.0


def _likeness(one: _Told, other: _Told) -> float:
    _, left, right = np.intersect1d(one.words, other.words, assume_unique=True, return_indices=True)
    return float((one.weights[left] * other.weights[right]).sum())


def _chapter(reports: Sequence[Report]) -> Chapter:
    days = sorted(report.published.value for report in reports if report.published)
    return Chapter(
        title=title_of(reports) or UNTITLED,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        reports=tuple(report.id for report in reports),
    )


def _day(report: Report) -> date | None:
    try:
        return date.fromisoformat(report.published.value[:10]) if report.published else None
    except ValueError:
        return None

"""What one copy of a text has beyond another, as spans of the words as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from watchfloor.merge.fold import fold
from watchfloor.model import Span
from watchfloor.words import TOKEN

_CHUNK = re.compile(r"&nbsp;|&#160;|&#xA0;|((?:(?!&nbsp;|&#160;|&#xA0;)\S)+)")
_LINE = re.compile(r"[^\n\r\u2028\u2029\f\v]+")
_LONGEST_GAP = 600  # words; texts that differ for longer differ there altogether
_ISLAND = 2  # words in common between two differences: too few to part them
_WHOLE_LINE = 0.7  # share of a line's words that differ, from which on the line differs


def differences(one: str, other: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the spans of `one` that `other` lacks, and the spans of `other` that `one` lacks.

    Words count as equal when they fold to the same. A line that differs for the most part is one whole span.
    """
    left, right = _words(one), _words(other)
    keys_left, keys_right = tuple(key for key, _ in left), tuple(key for key, _ in right)
    same_left, same_right = [False] * len(left), [False] * len(right)
    for a, b, size in _matches(keys_left, keys_right):
        same_left[a : a + size] = [True] * size
        same_right[b : b + size] = [True] * size
    return _spans(one, left, same_left), _spans(other, right, same_right)


def aligned(before: str, after: str) -> Iterator[tuple[Span, Span]]:
    """Yield the words that two versions have in common, in order, as they stand in each."""
    left, right = _words(before), _words(after)
    for a, b, size in _matches(tuple(key for key, _ in left), tuple(key for key, _ in right)):
        for step in range(size):
            yield left[a + step][1], right[b + step][1]


class Edit(NamedTuple):
    """One place where a version differs: the words before, the words after; either may be missing."""

    before: Span | None
    after: Span | None


def edits(before: str, after: str) -> tuple[Edit, ...]:
    """Return what was edited between two versions, in order, as spans of the words of each."""
    left, right = _words(before), _words(after)
    keys_left, keys_right = tuple(key for key, _ in left), tuple(key for key, _ in right)
    found: list[tuple[int, int, int, int]] = []
    a = b = 0
    matches = _joined(_matches(keys_left, keys_right), len(left), len(right))
    for next_a, next_b, size in (*matches, (len(left), len(right), 0)):
        if next_a > a or next_b > b:
            found.append((a, next_a, b, next_b))
        a, b = next_a + size, next_b + size
    return tuple(Edit(_covering(left, a, b), _covering(right, c, d)) for a, b, c, d in found)


def _joined(matches: Iterable[tuple[int, int, int]], left: int, right: int) -> list[tuple[int, int, int]]:
    """Return runs of matches as one, and without the islands of one or two words between two edits.

    `left` and `right` are the numbers of words of the texts.
    """
    runs: list[tuple[int, int, int]] = []
    for a, b, size in matches:
        if runs and runs[-1][0] + runs[-1][2] == a and runs[-1][1] + runs[-1][2] == b:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + size)
        else:
            runs.append((a, b, size))
    return [
        (a, b, size)
        for a, b, size in runs
        if size > _ISLAND or a == b == 0 or (a + size == left and b + size == right)
    ]


def _covering(words: Sequence[tuple[str, Span]], first: int, last: int) -> Span | None:
    return Span(words[first][1].start, words[last - 1][1].end) if last > first else None


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[tuple[str, Span], ...]:
    """Return the words of a text as keys that fold alike, with their places."""
    chunks = ((match[1], Span(*match.span())) for match in _CHUNK.finditer(text) if match[1])
    keyed = (("".join(TOKEN.findall(fold(chunk))).lower(), span) for chunk, span in chunks)
    return tuple((key, span) for key, span in keyed if key)


def _matches(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield the matching runs in order: (place in left, place in right, length).

    Runs of three words that stand once in each text are the anchors (a patience difference); only the
    gaps between them are searched further, so that long texts take linear time.
    """
    start_left = start_right = 0
    for a, b in (*_anchors(left, right), (len(left), len(right))):
        gap_left, gap_right = left[start_left:a], right[start_right:b]
        if gap_left and gap_right and max(len(gap_left), len(gap_right)) <= _LONGEST_GAP:
            for match in SequenceMatcher(None, gap_left, gap_right, autojunk=False).get_matching_blocks():
                if match.size:
                    yield start_left + match.a, start_right + match.b, match.size
        if a < len(left):
            yield a, b, 1
        start_left, start_right = a + 1, b + 1


def _anchors(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Return places of equal words, rising in both texts: the longest such chain of unique runs' words."""
    places_left, places_right = _unique_runs(left), _unique_runs(right)
    pairs = sorted((a, places_right[run]) for run, a in places_left.items() if run in places_right)
    chain = _rising(pairs)
    anchors: list[tuple[int, int]] = []
    for a, b in chain:
        for step in range(3):
            if not anchors or (a + step > anchors[-1][0] and b + step > anchors[-1][1]):
                anchors.append((a + step, b + step))
    return anchors


def _unique_runs(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    seen: dict[tuple[str, ...], int] = {}
    for place in range(len(words) - 2):
        run = tuple(words[place : place + 3])
        seen[run] = -1 if run in seen else place
    return {run: place for run, place in seen.items() if place >= 0}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of pairs, sorted by their first, whose second rises."""
    tails: list[int] = []  # the index of the pair that ends the best chain of each length
    before: list[int] = []
    for index, (_, b) in enumerate(pairs):
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if pairs[tails[middle]][1] < b else (low, middle)
        before.append(tails[low - 1] if low else -1)
        tails[low : low + 1] = [index]
    chain, index = [], tails[-1] if tails else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _spans(text: str, words: Sequence[tuple[str, Span]], same: Sequence[bool]) -> tuple[Span, ...]:
    spans: list[Span] = []
    index = 0
    for line in _LINE.finditer(text):
        first = index
        while index < len(words) and words[index][1].start < line.end():
            index += 1
        spans.extend(_line_spans([span for _, span in words[first:index]], same[first:index]))
    return tuple(spans)


def _line_spans(words: Sequence[Span], same: Sequence[bool]) -> Iterator[Span]:
    different = len(words) - sum(same)
    if not different:
        return
    if different >= _WHOLE_LINE * len(words):
        yield Span(words[0].start, words[-1].end)
        return
    first, last = -1, -1
    for position, equal in enumerate(same):
        if equal:
            continue
        if first >= 0 and position - last > _ISLAND + 1:
            yield Span(words[first].start, words[last].end)
            first = -1
        first = position if first < 0 else first
        last = position
    yield Span(words[first].start, words[last].end)

"""Arithmetic over spans that the scorers share. Spans are half-open code-point ranges."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Range = tuple[int, int]
Gold = TypeVar("Gold")
Predicted = TypeVar("Predicted")

EDGE = string.whitespace
EDGE_AND_PUNCTUATION = EDGE + "\"'“”‘’«»`,.;:!?-–—()[]"
_TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens(text: str) -> list[Range]:
    """Return words and single marks of a text."""
    return [match.span() for match in _TOKEN.finditer(text)]


def covered(spans: Iterable[Sequence[int]], token_spans: Sequence[Range]) -> set[int]:
    """Return the indexes of the tokens whose characters meet one of the spans."""
    found: set[int] = set()
    for start, end in spans:
        for index, (token_start, token_end) in enumerate(token_spans):
            if token_start >= end:
                break
            if token_end > start:
                found.add(index)
    return found


def tighten(text: str, spans: Iterable[Sequence[int]] | None, edge: str = EDGE) -> list[Range]:
    """Return the spans in order without `edge` characters at their ends; touching ones become one."""
    found: list[Range] = []
    for raw_start, raw_end in sorted((span[0], span[1]) for span in spans or ()):
        start, end = max(0, raw_start), min(len(text), raw_end)
        while start < end and text[start] in edge:
            start += 1
        while end > start and text[end - 1] in edge:
            end -= 1
        if end <= start:
            continue
        if edge is EDGE and found and start >= found[-1][1] and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def overlap(first: Sequence[int], second: Sequence[int]) -> int:
    """Return how many characters two spans share."""
    return max(0, min(first[1], second[1]) - max(first[0], second[0]))


def meet(first: Iterable[Sequence[int]], second: Sequence[Sequence[int]]) -> bool:
    """Tell whether any span of one list shares a character with one of the other."""
    return any(overlap(a, b) for a in first for b in second)


def jaccard(first: Sequence[int], second: Sequence[int]) -> float:
    """Return shared characters over the extent of both."""
    shared = overlap(first, second)
    return shared / (max(first[1], second[1]) - min(first[0], second[0])) if shared else 0.0


def match_one_to_one(
    gold: Sequence[Gold], predicted: Sequence[Predicted], weight: Callable[[Gold, Predicted], float]
) -> list[tuple[int, int]]:
    """Return pairs of indexes, greedily best first; pairs of weight 0 are never made."""
    weighed = ((weight(g, p), -i, -j) for i, g in enumerate(gold) for j, p in enumerate(predicted))
    pairs: list[tuple[int, int]] = []
    gold_used: set[int] = set()
    predicted_used: set[int] = set()
    for value, i, j in sorted((item for item in weighed if item[0] > 0), reverse=True):
        if i not in gold_used and j not in predicted_used and value > 0:
            gold_used.add(i)
            predicted_used.add(j)
            pairs.append((-i, -j))
    return pairs


def prf(
    right: float, predicted: float, gold: float, right_of_gold: float | None = None
) -> tuple[float, float, float]:
    """Return precision, recall and their harmonic mean; recall may count its own hits."""
    precision = right / predicted if predicted else 0.0
    recall = (right if right_of_gold is None else right_of_gold) / gold if gold else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0

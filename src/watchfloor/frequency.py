"""How common each word is in general: a look-up that merging and tracking share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from watchfloor.tables import read_table
from watchfloor.words import Hashes, hash_words

_RARE = -14.0  # the logarithm of the probability of a word that is not in the table
_WORDS_PER_TEXT = 400.0
_ONE_LANGUAGE = (
    4.0  # the table counts sixteen languages together; one language's words are that much more common
)


@dataclass(frozen=True, slots=True)
class _Frequency:
    word: str
    score: int


@cache
def _table() -> tuple[Hashes, NDArray[np.float32]]:
    """Return the hashes of the known words, sorted, with the share of texts each stands in."""
    rows = read_table("merge/word_frequency.tsv", _Frequency)
    shares: dict[int, float] = {}
    for key, row in zip(hash_words(row.word for row in rows).tolist(), rows, strict=True):
        shares[key] = max(shares.get(key, 0.0), _share(-row.score / 10))
    keys = np.array(sorted(shares), dtype=np.uint32)
    return keys, np.array([shares[int(key)] for key in keys], dtype=np.float32)


def _share(logarithm: float) -> float:
    return 1.0 - math.exp(-_WORDS_PER_TEXT * _ONE_LANGUAGE * math.exp(logarithm))


def text_shares(hashes: Hashes) -> NDArray[np.float32]:
    """Return for each word the share of all texts that it is expected in, before any stream is read."""
    keys, shares = _table()
    places = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
    return np.where(keys[places] == hashes, shares[places], np.float32(_share(_RARE))).astype(np.float32)

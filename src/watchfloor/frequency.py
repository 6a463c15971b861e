"""Words as numbers, and how common each is in general: a look-up that merging and tracking share."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]

NUMERIC = 1 << 31  # the top bit of a word's hash tells that it begins with a digit
# Han, kana, Thai, Lao and Khmer write no spaces: their characters count as words.
TOKEN = re.compile(
    r"[A-Za-z]+|\d+(?:[.,]\d+)*|[\u0e00-\u0eff\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff]"
    r"|[^\W\d_\u0e00-\u0eff\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff]+"
)
_ASCII_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*")
_KNOWN_LIMIT = 400_000  # words whose hash is kept (60 MB); the cache starts anew when it is full
_RARE = -14.0  # the logarithm of the probability of a word that is not in the table
_WORDS_PER_TEXT = 400.0
_ONE_LANGUAGE = (
    4.0  # the table counts sixteen languages together; one language's words are that much more common
)


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text in order, as `TOKEN` finds them."""
    found: list[str] = (_ASCII_TOKEN if text.isascii() else TOKEN).findall(text)
    return found


class _Known(dict[str, int]):
    """CRC-32 of lower-cased words, computed once a word; the same in every process, unlike `hash`."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _KNOWN_LIMIT:
            self.clear()
        value = crc32(word.lower().encode("utf-8", "surrogatepass")) & (NUMERIC - 1)
        value = self[word] = value | NUMERIC if word[0].isdigit() else value
        return value


_known = _Known()


def hash_words(words: Iterable[str]) -> Hashes:
    """Return one 32-bit number a word, upper and lower case alike."""
    return np.array(list(map(_known.__getitem__, words)), dtype=np.uint32)


@cache
def _table() -> tuple[Hashes, NDArray[np.float32]]:
    """Return the hashes of the known words, sorted, with the share of texts each stands in."""
    text = (files("watchfloor") / "data" / "merge" / "word_frequency.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    shares: dict[int, float] = {}
    for word, score in rows:
        key = _known[word]
        shares[key] = max(shares.get(key, 0.0), _share(-int(score) / 10))
    keys = np.array(sorted(shares), dtype=np.uint32)
    return keys, np.array([shares[int(key)] for key in keys], dtype=np.float32)


def _share(logarithm: float) -> float:
    return 1.0 - math.exp(-_WORDS_PER_TEXT * _ONE_LANGUAGE * math.exp(logarithm))


def text_shares(hashes: Hashes) -> NDArray[np.float32]:
    """Return for each word the share of all texts that it is expected in, before any stream is read."""
    keys, shares = _table()
    places = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
    return np.where(keys[places] == hashes, shares[places], np.float32(_share(_RARE))).astype(np.float32)

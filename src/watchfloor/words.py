"""Text -> its words as numbers, all at once: what merging and tracking compare texts by.

A word's number is the CRC-32 of its letters in lower case, the same in every process. A CRC is linear: it is
the exclusive or of what each byte contributes by its distance from the end, so that the numbers of all words
of a text take a few operations on arrays instead of a look-up a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]
Mask = NDArray[np.bool_]
_Bytes = NDArray[np.uint8]
_Places = NDArray[np.intp]

NUMERIC = 1 << 31  # the top bit of a word's number tells that it begins with a digit
# Han, kana, Thai, Lao and Khmer write no spaces: their characters count as words.
_SPACELESS = "\u0e00-\u0eff\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff"
_LETTERS = rf"[^\W\d_{_SPACELESS}]+"
TOKEN = re.compile(rf"{_LETTERS}|\d+(?:[.,]\d+)*|[{_SPACELESS}]")
_ASCII_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*")
_KNOWN_LIMIT = 100_000  # words whose number is kept (15 MB); the cache starts anew when it is full
LONGEST_TEXT = 1 << 17  # characters that are read of a text; no article has as many
_ASCII = 256  # as bytes are translated by tables of so many
_PLANE = 1 << 16  # characters that have a table; those beyond are looked at one by one
_LONGEST_WORD = 64  # bytes of a word that is not looked at one by one
_NINE = ord("9")
_TOP, _LOWER = np.uint32(31), np.uint32(NUMERIC - 1)

# Kinds of characters: runs of one kind are words, 0 parts them. Neighbours that stand alone differ in kind.
_LETTER, _DIGIT, _JOINT, _ALONE = 1, 2, 3, 4
# What else a character is, in bits.
_WORDLIKE, _POINT, _HYPHEN, _APOSTROPHE, _SPACE, _MIDDLE, _END, _CAPITAL = (1 << bit for bit in range(8))
_KINDS = (
    (_LETTER, _LETTERS),
    (_DIGIT, r"\d+"),
    (_JOINT, r"[.,]"),
    (_ALONE, f"[{_SPACELESS}]+"),
)
_TRAITS = (
    (_WORDLIKE, r"\w+"),
    (_POINT, r"[.,]"),
    (_HYPHEN, r"-"),
    (_APOSTROPHE, r"'"),
    (_SPACE, r" "),
    (_END, r"[.!?]+"),
    (_MIDDLE, r"[\w,;:)\"'-]+"),  # what stands within a sentence before the space before its next word
)


@dataclass(frozen=True, slots=True)
class Written:
    """The words of a text in order: where each begins, its number, whether it has a capital.

    `named` tells which are of two letters or more and have a capital, `in_name` which of these stand within
    a sentence, `goes_on` which of these go on with the name before them. `counts` tells which are numbers
    that stand by themselves; `as_counts` are the numbers that these have as counts, not as words.
    """

    starts: _Places
    words: Hashes
    capital: Mask
    named: Mask
    in_name: Mask
    goes_on: Mask
    counts: Mask
    as_counts: Hashes


def _has(traits: _Bytes, trait: int) -> Mask:
    found: Mask = (traits & trait) != 0
    return found


@dataclass(frozen=True, slots=True)
class _Table:
    """Kind, traits and lower case of each of the first characters."""

    kinds: bytes
    traits: bytes
    lower: Hashes


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text in order, as `TOKEN` finds them."""
    found: list[str] = (_ASCII_TOKEN if text.isascii() else TOKEN).findall(text)
    return found


def hash_words(words: Iterable[str]) -> Hashes:
    """Return one 32-bit number a word, upper and lower case alike."""
    return np.array(list(map(_known.__getitem__, words)), dtype=np.uint32)


class _Known(dict[str, int]):
    """The numbers of words, computed once a word."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _KNOWN_LIMIT:
            self.clear()
        value = crc32("".join(map(_lower, word)).encode("utf-8", "surrogatepass")) & (NUMERIC - 1)
        value = self[word] = value | NUMERIC if word[:1].isdecimal() else value
        return value


_known = _Known()


def written(text: str) -> Written:
    """Return the words of a text's first `LONGEST_TEXT` characters, as `tokens` and `hash_words` tell."""
    kinds, traits, lower = _characters(text[:LONGEST_TEXT])
    [edges] = (kinds[1:] != kinds[:-1]).nonzero()
    kind = kinds[1:][edges]
    [of_words] = kind.nonzero()
    starts, ends = edges[of_words], edges[1:][of_words]
    numbers, as_counts = _numbers(lower, starts, ends)
    numeric = kind[of_words] == _DIGIT
    words = numbers | (numeric.astype(np.uint32) << _TOP)
    capital = _has(traits[3:][starts], _CAPITAL)
    before, after = traits[2:][starts], traits[3:][ends]
    # A quotation mark or bracket behind the end of a sentence does not go on with it.
    within = _has(before, _SPACE) & _has(traits[1:][starts], _MIDDLE) & ~_has(traits[starts], _END)
    # The second of two joined names: Al-Wahid, O'Neill.
    next_to = starts[1:] - ends[:-1] == 1
    within[1:] |= next_to & _has(before[1:], _HYPHEN | _APOSTROPHE) & capital[:-1]
    named = capital & (ends - starts > 1)
    in_name = within & named & ~_has(after, _APOSTROPHE)
    goes_on = np.zeros(len(starts), dtype=np.bool_)
    goes_on[1:] = next_to & in_name[:-1] & ~_has(before[1:], _POINT)
    return Written(
        starts=starts,
        words=words,
        capital=capital,
        named=named,
        in_name=in_name,
        goes_on=goes_on,
        counts=numeric & ~_has(before, _WORDLIKE | _POINT | _HYPHEN) & ~_has(after, _WORDLIKE | _HYPHEN),
        as_counts=as_counts | np.uint32(NUMERIC),
    )


def _numbers(lower: _Bytes | Hashes, starts: _Places, ends: _Places) -> tuple[Hashes, Hashes]:
    """Return the lower 31 bits of the CRC-32 of words in lower case, and of each with a 9 before it."""
    if not len(starts):
        return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint32)
    written = lower
    if lower.dtype != np.uint8:
        widths = 1 + (lower > 0x7F) + (lower > 0x7FF) + (lower > 0xFFFF)
        offsets = np.concatenate(([0], np.cumsum(widths)))
        starts, ends = offsets[starts], offsets[ends]
        letters = lower.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        written = np.frombuffer(letters.encode("utf-8", "surrogatepass"), dtype=np.uint8)
    lengths = ends - starts
    firsts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    places = np.arange(firsts[-1] + lengths[-1])
    from_end = np.repeat(firsts + lengths - 1, lengths) - places
    data = written[places + np.repeat(starts - firsts, lengths)]
    by_distance, of_zeros = _contributions()
    sums = np.bitwise_xor.reduceat(by_distance.take((from_end << 8) + data, mode="clip"), firsts)
    short = np.minimum(lengths, _LONGEST_WORD)
    numbers = sums ^ of_zeros[short]
    as_counts = sums ^ by_distance[(short << 8) + _NINE] ^ of_zeros[short + 1]
    for index in (lengths > _LONGEST_WORD).nonzero()[0].tolist():
        word = written[starts[index] : ends[index]].tobytes()
        numbers[index], as_counts[index] = crc32(word), crc32(b"9" + word)
    return numbers & _LOWER, as_counts & _LOWER


@cache
def _contributions() -> tuple[Hashes, Hashes]:
    """Return what each byte at each distance from the end adds to a CRC-32, and that of so many zeros."""
    of_zeros = [crc32(bytes(length)) for length in range(_LONGEST_WORD + 3)]
    rows = [
        crc32(bytes((byte,)) + bytes(distance)) ^ of_zeros[distance + 1]
        for distance in range(_LONGEST_WORD + 1)
        for byte in range(256)
    ]
    return np.array(rows, dtype=np.uint32), np.array(of_zeros, dtype=np.uint32)


def _characters(text: str) -> tuple[_Bytes, _Bytes, _Bytes | Hashes]:
    """Return kinds, one more at either end, traits, three more before and one behind, and lower case."""
    if text.isascii():
        table, codes = _table(_ASCII), text.encode("ascii")
        kinds, traits = codes.translate(table.kinds), codes.translate(table.traits)
        small: _Bytes = np.frombuffer(text.lower().encode("ascii"), dtype=np.uint8)
        return _settled(kinds), np.frombuffer(b"\0\0\0%b\0" % traits, dtype=np.uint8), small
    table = _table(_PLANE)
    places = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    lower = table.lower.take(places, mode="clip")
    of_kinds, of_traits = (
        bytearray(np.frombuffer(of_each, dtype=np.uint8).take(places, mode="clip"))
        for of_each in (table.kinds, table.traits)
    )
    for place in (places >= _PLANE).nonzero()[0].tolist():
        [of_kinds[place]], [of_traits[place]] = _kinds_and_traits(text[place])
        lower[place] = places[place]
    return _settled(bytes(of_kinds)), np.frombuffer(b"\0\0\0%b\0" % bytes(of_traits), dtype=np.uint8), lower


def _settled(kinds: bytes) -> _Bytes:
    """Return kinds: points between digits are digits, others nothing, and what stands alone stands apart."""
    while b"\2\3\2" in kinds:
        kinds = kinds.replace(b"\2\3\2", b"\2\2\2")
    settled = np.frombuffer(b"\0%b\0" % kinds.replace(b"\3", b"\0"), dtype=np.uint8)
    if b"\4" in kinds:
        settled = settled.copy()
        [alone] = (settled == _ALONE).nonzero()
        settled[alone] += (alone & 1).astype(np.uint8)
    return settled


@cache
def _table(size: int) -> _Table:
    """Return what the first `size` characters are."""
    characters = list(map(chr, range(size)))
    lower = np.array([ord(_lower(character)) for character in characters], dtype=np.uint32)
    return _Table(*_kinds_and_traits("".join(characters)), lower)


def _kinds_and_traits(text: str) -> tuple[bytes, bytes]:
    kinds, traits = bytearray(len(text)), np.zeros(len(text), dtype=np.uint8)
    for kind, pattern in _KINDS:
        for match in re.finditer(pattern, text):
            kinds[match.start() : match.end()] = bytes((kind,)) * (match.end() - match.start())
    for trait, pattern in _TRAITS:
        for match in re.finditer(pattern, text):
            traits[match.start() : match.end()] |= trait
    traits[[position for position, character in enumerate(text) if character.isupper()]] |= _CAPITAL
    return bytes(kinds), traits.tobytes()


def _lower(character: str) -> str:
    """Return a character in lower case as one character: a few capitals grow, and sigma has two forms."""
    if ord(character) >= _PLANE:
        return character
    return "σ" if character == "ς" else character.lower()[0]

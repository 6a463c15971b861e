"""Rendition -> Signature: what places a text beside others, read by patterns and without a parse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from watchfloor.merge.fold import fold
from watchfloor.merge.lines import Line, is_body, split
from watchfloor.model import Note, NoteKind, Rendition, Signature
from watchfloor.words import LONGEST_TEXT, Hashes, Mask, hash_words, tokens, written

SIGNATURE_VERSION = "words-2"
LONGEST = 6_000  # words that are kept of a text; longer ones are books and transcripts
_MOST_NAMES = 60
_MOST_NUMBERS = 60
_OPENING_WORDS = 60
_AFTER_TEASER = 25  # words of furniture that is not known as such, after the words that point on

_PARTED = re.compile(r"(?<=[^\W\d_]{2})-\n(?=[^\W\d_A-ZÀ-Þ]{2})")
_CORRECTED_TITLE = re.compile(r"[\W_]*(?:correct(?:ed|ion)|clarification|refile)\b\s*(?:[-:(,\d]|to\b)")


def fingerprint(rendition: Rendition) -> Signature:
    """Return what places `rendition` beside others."""
    [signature] = fingerprints((rendition,))
    return signature


def fingerprints(renditions: Iterable[Rendition]) -> Iterator[Signature]:
    """Yield what places each of the renditions beside others: at half the cost of one by one."""
    batch: list[_Own] = []
    size = 0
    for own in map(_own, renditions):
        if batch and size + len(own.text) > LONGEST_TEXT:
            yield from _signed(batch)
            batch, size = [], 0
        batch.append(own)
        size += len(own.text)
    yield from _signed(batch)


class _Own(NamedTuple):
    """Headline and own words of a text, folded, how long the headline is, and what it says about itself."""

    text: str
    heading: int
    notes: tuple[Note, ...]


def _own(rendition: Rendition) -> _Own:
    body, notes = _body(_whole_words(fold(rendition.text)))
    headline = fold(rendition.title or "")
    title = headline.lower().strip()
    if _CORRECTED_TITLE.match(title):
        notes.append(Note(NoteKind.CORRECTION, _first_shingle(title)))
    text = f"{headline}\n{body}\n"[:LONGEST_TEXT]
    return _Own(text, min(len(headline), len(text)), tuple(notes))


def _signed(batch: Sequence[_Own]) -> Iterator[Signature]:
    every = written("".join(own.text for own in batch))
    begins = list(accumulate((len(own.text) for own in batch), initial=0))
    headings = [begin + own.heading for begin, own in zip(begins, batch, strict=False)]
    firsts, bodies = every.starts.searchsorted(begins), every.starts.searchsorted(headings)
    for own, first, start, last in zip(batch, firsts[:-1], bodies, firsts[1:], strict=True):
        body = slice(start, min(last, start + LONGEST))
        words, title = every.words[body], every.words[first:start]
        yield Signature(
            version=SIGNATURE_VERSION,
            words=_bytes(words),
            title=_bytes(title),
            notes=own.notes,
            name_words=_bytes(_names(words, every.in_name[body], every.goes_on[body])),
            number_words=_bytes(_first(every.as_counts[body][every.counts[body]], _MOST_NUMBERS)),
            proper=_bytes(_proper(title, words, every.capital[body], every.named[body])),
        )


def _body(folded: str) -> tuple[str, list[Note]]:
    """Return the text's own words, and what it says about itself."""
    if is_body(folded):
        return folded, [Note(NoteKind.TEASER)] if folded.rstrip().endswith("...") else []
    lines = list(split(folded))
    body = "\n".join(line.text for line in lines if line.kind in ("body", "correction"))
    if not body:
        body = "\n".join(line.text for line in lines)
    notes = [Note(NoteKind.TEASER)] if _is_cut(lines) or body.endswith("...") else []
    return body, notes + [
        Note(NoteKind.CORRECTION, _first_shingle(line.text)) for line in lines if line.kind == "correction"
    ]


def _is_cut(lines: Sequence[Line]) -> bool:
    """Tell whether a text ends where it points on to the whole: what points on within it is a link."""
    after = 0
    for line in reversed(lines):
        if line.kind == "teaser":
            return True
        after += line.text.count(" ") + 1 if line.kind == "body" else 0
        if after > _AFTER_TEASER:
            return False
    return False


def _whole_words(text: str) -> str:
    """Return `text` with the words joined that were parted at the ends of narrow lines."""
    return _PARTED.sub("", text) if "-\n" in text else text


def _bytes(words: Hashes) -> bytes:
    return words.astype("<u4", copy=False).tobytes()


def _first(words: Hashes, most: int) -> Hashes:
    """Return the first `most` different words, in order."""
    return np.array(list(dict.fromkeys(words.tolist()))[:most], dtype=np.uint32)


def _names(words: Hashes, in_name: Mask, goes_on: Mask) -> Hashes:
    """Return the words of the first different names, a word as often as names have it."""
    names: list[tuple[int, ...]] = []
    for word, more in zip(words[in_name].tolist(), goes_on[in_name].tolist(), strict=True):
        if more and names:
            names[-1] = (*names[-1], word)
        else:
            names.append((word,))
    return np.array(
        [word for name in list(dict.fromkeys(names))[:_MOST_NAMES] for word in name], dtype=np.uint32
    )


def _proper(title: Hashes, words: Hashes, capital: Mask, named: Mask) -> Hashes:
    """Return the words of title and opening that the text never writes without a capital, sorted.

    Of the title those count that the text has with a capital: headlines may write all words so.
    """
    opening = words[:_OPENING_WORDS][named[:_OPENING_WORDS]].tolist()
    found = set(title.tolist()).intersection(words[named].tolist()).union(opening)
    return np.array(sorted(found.difference(words[~capital].tolist())), dtype=np.uint32)


def _first_shingle(text: str) -> int:
    """Return the first shingle of a line, by which another text is asked whether it has the line."""
    shingles = shingles_of(hash_words(tokens(text)))
    return int(shingles[0]) if len(shingles) else 0


def words_of(signature: Signature) -> Hashes:
    """Return the words of a signature, in order, as 32-bit numbers."""
    words: Hashes = np.frombuffer(signature.words, dtype="<u4")
    return words


def title_of(signature: Signature) -> Hashes:
    """Return the words of the title, in order."""
    title: Hashes = np.frombuffer(signature.title, dtype="<u4")
    return title


def own_signature(signature: Signature, own: Hashes) -> Signature:
    """Return `signature` with only those names and numbers that are among its own words or in its title."""
    if len(own) * own.itemsize == len(signature.words):
        return signature
    kept = np.concatenate((title_of(signature), own))

    def of(words: bytes) -> bytes:
        every: Hashes = np.frombuffer(words, dtype="<u4")
        return _bytes(every[np.isin(every, kept)])

    return replace(
        signature,
        name_words=of(signature.name_words),
        number_words=of(signature.number_words),
        proper=of(signature.proper),
    )


_SHINGLE = 3  # words: two are chance, four lose a text in which every fifth word is replaced
_FOLD, _HALF = np.uint64(29), np.uint64(32)
_FACTORS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


def shingles_of(words: Hashes) -> NDArray[np.uint32]:
    """Return one 32-bit number for each run of three words, in order."""
    if len(words) < _SHINGLE:
        return np.zeros(0, dtype=np.uint32)
    wide = words.astype(np.uint64)
    mixed = wide[:-2] * _FACTORS[0]
    mixed += wide[1:-1] * _FACTORS[1]
    mixed += wide[2:] * _FACTORS[2]
    mixed ^= mixed >> _FOLD
    mixed *= _FACTORS[1]
    mixed >>= _HALF
    high: Hashes = mixed.astype(np.uint32)
    return high


def text_shingles(words: Hashes, title: Hashes) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the shingles of a text and those of its title, in one computation."""
    every = shingles_of(np.concatenate((words, title)))
    return every[: max(0, len(words) - _SHINGLE + 1)], every[len(words) :]

"""Cues: the words that tell that somebody says, believes, wants or shows something.

The lexicons stand in `data/quotes/*.tsv`; each lemma has frames (what its content looks like), and each frame
an act.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from watchfloor.model import QuoteAct

Frames = Mapping[str, QuoteAct]
"""Which complements of a cue are content, and the act each of them makes."""

NO_PREPOSITION = frozenset({"clause", "quote", "object", "to", "ing", "recipient", "naming"})
SPEECH = frozenset({"clause", "quote"})


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """The cues by lemma; phrases by their words."""

    verbs: Mapping[str, Frames]
    nouns: Mapping[str, Frames]
    adjectives: Mapping[str, Frames]
    phrases: Mapping[tuple[str, ...], QuoteAct]


@cache
def cue_lexicon() -> CueLexicon:
    """Return the cues, read once."""
    return CueLexicon(
        verbs=_frames("verbs.tsv"),
        nouns=_frames("nouns.tsv"),
        adjectives=_frames("adjectives.tsv"),
        phrases={tuple(words.split()): cast("QuoteAct", act) for act, words in _rows("phrases.tsv")},
    )


@cache
def words_of(name: str) -> frozenset[str]:
    """Return a plain list of words, one or more a line."""
    return frozenset(word for row in _rows(f"{name}.txt") for field in row for word in field.split())


def _frames(name: str) -> Mapping[str, Frames]:
    lexicon: dict[str, dict[str, QuoteAct]] = {}
    for act, frames, lemmas in _rows(name):
        for lemma in lemmas.split():
            for frame in frames.split(","):
                lexicon.setdefault(lemma, {}).setdefault(frame, cast("QuoteAct", act))
    return lexicon


def _rows(name: str) -> Iterator[list[str]]:
    text = files("watchfloor").joinpath("data", "quotes", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")

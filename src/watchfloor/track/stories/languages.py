"""Texts of other languages: which of them tells of the same happening, told by meaning vectors.

Words find a text of another language by its names alone, or not at all. A text that words put into a story
of other languages is kept there only if it means the same as one of its texts; so is one whose words are
single characters, which many texts share. One that words find no story for is compared with the texts of
other languages that share its rare names or numbers and, where one of the two is written in another script,
with those of the same days. What is compared are meaning vectors of title and opening, computed when they
are first asked for: a stream of English texts computes none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from watchfloor.language import UNKNOWN, detect_language, facts_of, language_facts
from watchfloor.track.days import day_of
from watchfloor.vectors import vector
from watchfloor.words import NUMERIC, Hashes, hash_words

# The languages that the vectors know, and those of them that are not written in Latin letters.
KNOWN = frozenset(code for code, facts in language_facts().items() if facts.vectors)
_OTHER_SCRIPTS = frozenset(code for code in KNOWN if not facts_of(code).latin)
ENOUGH = 0.66  # cosine; the highest of two happenings is .62 on evals/own/languages.jsonl
CONFIRMED = 0.58  # where words agree; nineteen of twenty pairs of one happening are above
_BY_NAMES = 14
_BY_DAYS = 20  # with those by names
_MOST_DAYS = 4.0
_SAME_DAYS = 1.5
_OPENING = 400  # characters
_LOOKED_AT = 150  # words that tell English without a model
_ENGLISH = frozenset(hash_words(("the", "of", "and", "to", "in", "a", "said", "for", "on", "was")).tolist())
_ENGLISH_SHARE = 0.1
_TABLE_SHARE = 0.2  # numbers; the words of tables are abbreviations


def language_of(given: str | None, words: Hashes, opening: str) -> str:
    """Return the language of a text, as given or as read; "und" where it cannot be told."""
    if given and given != UNKNOWN:
        return given.replace("_", "-").partition("-")[0].lower()
    head = words[:_LOOKED_AT].tolist()
    if sum(word in _ENGLISH for word in head) >= _ENGLISH_SHARE * max(1, len(head)):
        return "en"
    if sum(word >= NUMERIC for word in head) > _TABLE_SHARE * len(head):
        return UNKNOWN
    return detect_language(opening)


def opening_of(title: str | None, text: str) -> str:
    """Return what the vector of a text is computed of."""
    return " ".join(f"{title}. {text[:_OPENING]}".split()) if title else " ".join(text[:_OPENING].split())


class LanguageWindow:
    """The languages and days of the window's texts; `opening` gives a text's opening, None if it is gone."""

    def __init__(self, opening: Callable[[int], str | None]) -> None:
        self._opening = opening
        self._languages: dict[int, str] = {}
        self._days: dict[int, int] = {}
        self._numbers: dict[str, list[int]] = {}
        self._vectors: dict[int, NDArray[np.float64] | None] = {}

    def language(self, number: int) -> str:
        """Return the language of a text of the window."""
        return self._languages.get(number, UNKNOWN)

    def add(self, number: int, language: str, published: str | None) -> None:
        """Keep a text's language and day; numbers rise."""
        self._languages[number] = language
        self._numbers.setdefault(language, []).append(number)
        day = day_of(published)
        if day is not None:
            self._days[number] = day

    def forget(self, first: int) -> None:
        """Drop the texts before number `first`."""
        for number in [number for number in self._languages if number < first]:
            del self._languages[number]
            self._days.pop(number, None)
            self._vectors.pop(number, None)
        self._numbers = {
            language: [number for number in numbers if number >= first]
            for language, numbers in self._numbers.items()
        }

    def alone(self, language: str) -> bool:
        """Tell whether nothing in the window could be told in another language than this."""
        return language not in KNOWN or not any(
            numbers for other, numbers in self._numbers.items() if other != language and other in KNOWN
        )

    def same(
        self, language: str, opening: str, published: str | None, sharing: Sequence[int]
    ) -> tuple[int, float] | None:
        """Return the text of another language that tells the same, with the cosine; None where none does.

        `sharing` are the texts of the window that share rare words, best first.
        """
        best = self._closest(opening, self._candidates(language, published, sharing))
        return best if best and best[1] >= ENOUGH else None

    def doubtful(self, language: str, numbers: Sequence[int]) -> bool:
        """Tell whether words alone cannot tell that a text belongs to these, and the vectors can."""
        foreign = [self._foreign(number, language) for number in numbers]
        return language in KNOWN and (
            facts_of(language).words == "unparted" or all(foreign) or (language != "en" and any(foreign))
        )

    def confirmed(self, opening: str, numbers: Sequence[int]) -> bool:
        """Tell whether a text means the same as one of these, of whose names words know already."""
        best = self._closest(opening, numbers[-_BY_DAYS:])
        return best is None or best[1] >= CONFIRMED

    def _closest(self, opening: str, numbers: Sequence[int]) -> tuple[int, float] | None:
        own = np.array(vector(opening)) if numbers else np.zeros(0)
        best: tuple[float, int] | None = None
        for number in numbers:
            known = self._vector(number)
            if known is not None and len(own):
                cosine = round(float(known @ own), 3)
                best = max(best, (cosine, -number)) if best else (cosine, -number)
        return (-best[1], best[0]) if best else None

    def _candidates(self, language: str, published: str | None, sharing: Sequence[int]) -> list[int]:
        day = day_of(published)
        others = KNOWN - {language}
        found = [
            number
            for number in sharing
            if self._languages.get(number) in others and self._within(number, day, _MOST_DAYS)
        ][:_BY_NAMES]
        if day is None:
            return found
        if language not in _OTHER_SCRIPTS:
            others &= _OTHER_SCRIPTS
        recent = sorted(
            (number for other in others for number in self._numbers.get(other, ())[-_BY_DAYS:]), reverse=True
        )
        for number in recent:
            if len(found) >= _BY_DAYS:
                break
            if number in self._days and number not in found and self._within(number, day, _SAME_DAYS):
                found.append(number)
        return found

    def _foreign(self, number: int, language: str) -> bool:
        other = self._languages.get(number, UNKNOWN)
        return other != language and other in KNOWN

    def _within(self, number: int, day: int | None, days: float) -> bool:
        known = self._days.get(number)
        return day is None or known is None or abs(day - known) <= days

    def _vector(self, number: int) -> NDArray[np.float64] | None:
        if number not in self._vectors:
            opening = self._opening(number)
            values = vector(opening) if opening else ()
            self._vectors[number] = np.array(values) if values else None
        return self._vectors[number]

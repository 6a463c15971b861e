"""Which language a text is read as, and what reads each: the one table of languages and their finders."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from watchfloor.extract.article import Context
from watchfloor.extract.contract import LanguageReader
from watchfloor.extract.lang.en.reader import English
from watchfloor.extract.lang.other.reader import Other
from watchfloor.language import UNKNOWN, detect_language

ENGLISH = "en"
_MOSTLY = 0.5  # share of letters outside the Latin script from which a text cannot be English
_THREE_LETTERS = {"eng": ENGLISH}

# What reads each language, made once a process; texts of all others go to `OTHER`.
LANGUAGES: Mapping[str, Callable[[], LanguageReader[Any, Any]]] = {ENGLISH: English}
OTHER: Callable[[], LanguageReader[Any, Any]] = Other


def language_of_text(text: str, context: Context) -> str:
    """Return the language that a text is to be read as, "und" where nobody can tell and it is not English.

    Latin text too short to tell is taken for English; a language that is merely stated gives way to words
    that are plainly English.
    """
    stated = re.split(r"[-_]", context.language.strip().lower() or UNKNOWN)[0]
    stated = _THREE_LETTERS.get(stated, stated)
    if _foreign_script(text):
        found = detect_language(text)
        return next((code for code in (found, stated) if code not in (UNKNOWN, ENGLISH)), UNKNOWN)
    if stated in (ENGLISH, UNKNOWN) or not re.fullmatch("[a-z]{2,3}", stated):
        return ENGLISH
    return ENGLISH if detect_language(text) == ENGLISH else stated


def _foreign_script(text: str) -> bool:
    letters = [letter for letter in text[:2000] if letter.isalpha()]
    latin = sum(1 for letter in letters if letter < "\u0250" or "\u1e00" <= letter <= "\u1eff")
    return bool(letters) and latin < _MOSTLY * len(letters)

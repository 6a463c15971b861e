"""Whether a summary is told again by the body: only then may the body be read without it."""

from __future__ import annotations

import re

_RESTATED = 0.55  # of the summary's content words come again in the paragraphs that open the body
_SHORTEST_WORD = 2  # letters: in most languages so short ones are articles and prepositions
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the a an of in on at to for from with and or but as by is are was were be been has have had his her"
        " its their that this these those it he she they who which will would not after over into than about",
    )
)


def is_restated(summary: str, opening: str) -> bool:
    """Tell whether `opening` has most of the content words of `summary`."""
    words = _content(summary)
    return bool(words) and len(words & _content(opening)) >= _RESTATED * len(words)


def _content(text: str) -> set[str]:
    words = re.findall(r"\w+", text.casefold())
    return {w for w in words if w not in _FUNCTION_WORDS and (len(w) > _SHORTEST_WORD or not w.isascii())}

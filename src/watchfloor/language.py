"""Language: not written yet."""

from __future__ import annotations


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of the text's language, "und" where that cannot be told."""
    return "en"

"""How a place's name becomes the key it is looked up by: one rule for the baked table and for texts."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

_WORDS = re.compile(r"\w+")
_APOSTROPHES = re.compile("['’‘ʼʻ`´ʿʾ]")
_SPELLED = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i", "ß": "ss"})


def key_of(name: str) -> str:
    """Return `name` folded: no accents, dots or apostrophes, hyphens as spaces, "St." as "saint", lower case.

    Empty where the name holds no letter or digit.
    """
    if name.isascii():
        plain = name
    else:
        plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _WORDS.findall(_APOSTROPHES.sub("", plain).replace(".", "").lower())
    return " ".join(_SPELLED.get(word, word) for word in words)


def hash_of(key: str) -> int:
    """Return the 64 bits under which the table files a key."""
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "little")

"""Numbers as news English writes them: figures, words, and both mixed ("2.5 million", "a dozen")."""

from __future__ import annotations

import re

_SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = {word: number for number, word in enumerate(_SMALL_WORDS.split())}
TENS = {word: 10 * number for number, word in enumerate(_TEN_WORDS.split(), start=2)}
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "quadrillion": 1e15,
    "lakh": 1e5,
    "crore": 1e7,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "tn": 1e12,
    "trn": 1e12,
}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "seventieth": 70,
    "eightieth": 80,
    "ninetieth": 90,
    "hundredth": 100,
}

_UNITS = "|".join(sorted(SMALL, key=len, reverse=True))
_TENS = "|".join(TENS)
_WORD_NUMBER = rf"(?:(?:{_TENS})(?:[- ](?:{_UNITS}))?|(?:{_UNITS}))"
NUMBER_WORDS = (
    rf"{_WORD_NUMBER}(?: (?:hundred|thousand|million|billion|trillion)(?:(?: and)? {_WORD_NUMBER})?){{0,6}}"
)
ORDINAL_WORDS = rf"(?:(?:{_TENS})-)?(?:{'|'.join(ORDINALS)})"
# Thousands are parted by commas or, as ISO, the UN and French copy write them, by spaces that break no line.
GROUPING = "[ \u00a0\u2009\u202f]"
FIGURES = (
    rf"\d{{1,3}}(?:,\d{{3}}){{1,6}}(?:\.\d+)?|[1-9]\d{{0,2}}(?:{GROUPING}\d{{3}}(?!\d)){{1,6}}(?:\.\d+)?"
    r"|\d+(?:\.\d+)?"
)
_GROUPED = re.compile(f",|{GROUPING}")
_WORD = re.compile(r"[a-z]+")


def number_of(words: str) -> float | None:
    """Return the number that `words` say ("twenty-five", "1,200", "two hundred and six"), None if none."""
    words = words.strip().lower()
    if re.fullmatch(FIGURES, words):
        return float(_GROUPED.sub("", words)) if len(words) <= 40 else None
    total = current = 0.0
    seen = False
    for word in _WORD.findall(words):
        if word in ("and", "a", "an"):
            continue
        if word in SMALL or word in TENS:
            current += SMALL.get(word, 0) or TENS.get(word, 0)
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in SCALES:
            total, current = total + (current or 1) * SCALES[word], 0.0
        else:
            return None
        seen = True
    return total + current if seen else None


def ordinal_of(words: str) -> int | None:
    """Return the number of an ordinal ("third", "21st", "twenty-fifth"), None if it is none."""
    words = words.strip().lower()
    if match := re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)", words):
        return int(match[1])
    tens, _, last = words.rpartition("-")
    if last not in ORDINALS or (tens and tens not in TENS):
        return None
    return TENS.get(tens, 0) + ORDINALS[last]

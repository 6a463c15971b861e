"""Numbers that count nobody by themselves: ages, shares ("four in 10"), and wholes of which a part is told.

Everything here reads the words around a number; what the clause denies is in `quantities/denied.py`.
"""

from __future__ import annotations

import re

from watchfloor.extract.quantities.numerals import FIGURES, NUMBER_WORDS, number_of

_OLDEST = 112  # years
_WINDOW = 60  # characters before a number that can make it a part, a whole or an age
_NUMBER = rf"(?:{NUMBER_WORDS}|{FIGURES})"
_PEOPLE = (
    r"man|woman|boy|girl|child|teenager|teen|youth|student|pupil|toddler|baby|infant|suspect|victim|driver|"
    r"passenger|father|mother|son|daughter|brother|sister|husband|wife|widow|widower|pensioner|officer|soldier|"
    r"farmer|teacher|worker|resident|nephew|niece|uncle|aunt|cousin|grandmother|grandfather|fiancee?|partner|"
    r"girlfriend|boyfriend|friend|neighbou?r"
)
_AGE_BEFORE = re.compile(
    rf"(?:\b(?:{_PEOPLE}) of |\bages? of |\bage[ds]? (?:of )?(?:between |from )?|"
    rf"\bages? (?:of )?(?:between |from )?{_NUMBER}, $|"
    rf"\bage[ds]? (?:of )?(?:between |from )?{_NUMBER}(?:, {_NUMBER})*,? ?(?:and|or|to|-|–) )$",
    re.IGNORECASE,
)
_NAMED_BEFORE = re.compile(rf"(?:\b[A-Z][\w.’'-]*[a-z.]|\b(?i:{_PEOPLE}))(?:, | \()$")
# Of several at once: "his two sons, 17 and 22, were", "a couple (61 and 58)", "Adem and Sami Orhan, 4 and 9".
_AGES_LISTED = re.compile(
    rf"(?:\b(?i:(?:{_PEOPLE})s|people|men|women|children|babies|couple|pair|twins|siblings|trio|wives|families)"
    r"|\b[A-Z][\w.’'-]*[a-z.])(?:, | \()(?:both |all |then )?"
    r"(?P<ages>\d{1,3}(?:, \d{1,3})*,? and \d{1,3})(?=[,;)–—]|\.(?!\d)|$)"
)
_AGES_JOINED = re.compile(
    r"-(?:, ?\d{1,3}-)*,? (?:and|or|to) \d{1,3}[- ]years?[- ]old\b"
)  # "17- and 22-year-old"
_AGE_AFTER = re.compile(r",(?!\d)|\)|;|\.(?!\d)|$| (?:and|of|from|or) [A-Z]")
_FRACTIONS = "third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth"
_SHARE_AFTER = re.compile(rf"[- ](?:halves|(?:{_FRACTIONS})s?)\b", re.IGNORECASE)
_RATIO = re.compile(
    rf"(?:,? )?(?P<link>in(?: every)?|out of(?: every)?|of every) (?P<whole>{_NUMBER})\b", re.IGNORECASE
)
_RATIO_BEFORE = re.compile(
    rf"\b(?P<part>{_NUMBER}) (?P<link>in(?: every)?|out of(?: every)?|of every) $", re.IGNORECASE
)
_RATIO_VERB = re.compile(r"\b\w+ed (?:at least |some |about )?$")
_NOT_BEFORE = re.compile(
    r"\b(?:not|rather than|instead of)(?: just| only)? "
    r"(?:the |about |some |at least |a single |even |every )?$",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:just|only) \w* ?$", re.IGNORECASE)
_WHOLE_BEFORE = re.compile(
    r"(?:\b(?:none|not one|not a single one|no ?one|nobody|neither|either|any|few|many|most|some|half|part|"
    rf"(?:{_FRACTIONS})s?|per ?cent|majority|bulk|rest|remainder|several|dozens|"
    rf"scores|hundreds|thousands|all but {_NUMBER}|{_NUMBER})|%)"
    r"(?: of| out of| from)(?: among)? "
    r"(?:(?:the|these|those|its|their|his|her|about|some|around|first|other|last) )*$"
    r"|\b(?:none|no ?one|nobody|not one|neither)(?: person)? among (?:the |these |those )?$"
    r"|\bnot (?:all|every one)(?: of)? (?:(?:the|these|those|its|their|his|her) )?$"
    r"|(?:^|[.;:!?”\"] )(?:out of|of|among) (?:the|these|those) $",
    re.IGNORECASE,
)
_TOLD_FIRST = re.compile(r"(?:^|[.;:!?”\"] )(?:Out of|Of|Among) (?:the|these|those) $")


def is_age(text: str, start: int, end: int, value: float) -> bool:
    """Tell whether a number of `text` is how old somebody is ("Tom Arlen, 23, and", "a girl of 14")."""
    if not 0 < value <= _OLDEST or value != int(value):
        return False
    before = text[max(0, start - _WINDOW) : start]
    if _AGE_BEFORE.search(before) or _AGES_JOINED.match(text, end) or _is_listed(text, start, end):
        return True
    return bool(_NAMED_BEFORE.search(before)) and bool(_AGE_AFTER.match(text, end))


def _is_listed(text: str, start: int, end: int) -> bool:
    """Tell whether a number is one of the ages of several people."""
    around = text[max(0, start - _WINDOW) : end + _WINDOW]
    at = start - max(0, start - _WINDOW)
    return any(match.start("ages") <= at < match.end("ages") for match in _AGES_LISTED.finditer(around))


def is_share(text: str, start: int, end: int, value: float) -> bool:
    """Tell whether a number is one of a share's: "four in 10", "7 out of 10", "two-thirds"."""
    if _SHARE_AFTER.match(text, end):
        return True
    before = text[max(0, start - _WINDOW) : start]
    ratio = _RATIO.match(text, end)
    if ratio is not None:
        return _is_ratio(value, number_of(ratio["whole"]), ratio["link"], before)
    ratio = _RATIO_BEFORE.search(before)
    if ratio is None:
        return False
    return _is_ratio(number_of(ratio["part"]), value, ratio["link"], before[: ratio.start()])


def _is_ratio(part: float | None, whole: float | None, link: str, before: str) -> bool:
    """Tell a share from "killed five in eight attacks": no verb takes its part, but for "one in"."""
    if part is None or whole is None or not 0 < part < whole:
        return False
    if link.lower() != "in":
        return whole <= 10 or whole in (12, 15, 20, 25, 50, 100, 1000, 10_000, 100_000)
    return whole <= 1000 and (part == 1 or not _RATIO_VERB.search(before))


def is_corrected(text: str, start: int) -> bool:
    """Tell whether a number is told to be wrong: the second of "six, not 16"."""
    before = text[max(0, start - _WINDOW) : start]
    return bool(_NOT_BEFORE.search(before)) and not _ONLY.search(before)


def is_whole(text: str, start: int) -> bool:
    """Tell whether only a part of a number is spoken of: "none of the 40", "two-thirds of the 300"."""
    return bool(_WHOLE_BEFORE.search(text[max(0, start - _WINDOW) : start]))


def is_told_first(text: str, start: int) -> bool:
    """Tell whether a whole is told before its parts: "Of the 1,200 villagers evacuated, 300 went home"."""
    return bool(_TOLD_FIRST.search(text[max(0, start - _WINDOW) : start]))

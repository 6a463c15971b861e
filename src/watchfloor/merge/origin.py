"""Whose words a text is by its own account: the agency it credits, or whose statement it carries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from watchfloor.model import Rendition

_OPENING = 600  # characters
_CLOSING = 400
_CONTRIBUTED = re.compile(
    r"\b(?P<name>[A-Z][\w.&'’ -]{1,40}?)(?:,? and [A-Z][\w. ]+?)?"
    r" contributed to this (?:report|article|story)"
)
_IN_BRACKETS = re.compile(r"[(\[](?P<name>[A-Z][^()\[\]\n]{1,40}?)[)\]]")
_CREDITED = re.compile(
    r"(?:\b[Ww]ith (?:additional )?(?:reporting|material|information|input|files|contributions?) (?:by|from)"
    r"|\b[Ss]ources?\s*:|\b[Aa]genc(?:y|ies)\s*:)\s*(?P<name>[^.\n;]{2,60})"
)
_KINDS = (
    "(?i:ministry|office|department|army|military|police|government|agency|authority|commission|council|committee"
    "|embassy|command|service|court|bank|company|union|association)"
)
_WORD = r"[A-Z][\w’'-]*"
_BODY = (
    rf"{_WORD}(?:\s(?:{_WORD}|of|for|and|the|de|des|du))*\s?(?:[a-z]+\s)?{_KINDS}"
    rf"(?:\sof\s{_WORD}(?:\s{_WORD})*)?"
)
_PAPER = r"(?:press release|statement)"
_STATEMENT = re.compile(
    rf"(?P<name>{_BODY}) (?:said|announced|confirmed|added)(?: \w+day)?,? in a (?:\w+ )?{_PAPER}"
    rf"|(?:[Aa]ccording to a|[Ii]n a) {_PAPER}(?: released| issued| published)?(?: on \w+day)?"
    rf" (?:by|from) (?:the )?(?P<name2>{_BODY})|[Aa]ccording to an? (?P<name3>{_BODY}) statement"
)


def origin_name(members: Sequence[Rendition]) -> str | None:
    """Return the named author of the text that `members` carry, None where none is named.

    An agency in the credit wins over one in the text, an agency over the author of a statement; among
    several, what most members name, then the first by name.
    """
    for read in (_credited, _agency_in_text, _statement_by):
        named = Counter(name for member in members if (name := read(member)))
        if named:
            return min(named, key=lambda name: (-named[name], name))
    return None


def _credited(rendition: Rendition) -> str | None:
    first = re.split(r"[/,;]", rendition.credit or "")[0].strip()
    return _agencies().get(first.casefold(), None) if first else None


def _agency_in_text(rendition: Rendition) -> str | None:
    opening, closing = rendition.text[:_OPENING], rendition.text[-_CLOSING:]
    for pattern, where in (
        (_IN_BRACKETS, opening[:200]),
        (_IN_BRACKETS, closing),
        (_CONTRIBUTED, closing),
        (_CREDITED, closing),
    ):
        for match in pattern.finditer(where):
            name = re.split(r"[;,/]| and ", match["name"])[0].strip(" .")
            if (agency := _agencies().get(name.casefold().removeprefix("the "))) is not None:
                return agency
    return None


def _statement_by(rendition: Rendition) -> str | None:
    start = rendition.paragraphs[0].start if rendition.paragraphs else 0
    match = _STATEMENT.search(rendition.text, start, start + _OPENING)
    return next((name for name in match.groups() if name), None) if match else None


@cache
def _agencies() -> dict[str, str]:
    table = files("watchfloor").joinpath("data/ingest/agencies.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {
        way.strip(" .").casefold().removeprefix("the "): row[0] for row in rows for way in row[1].split("|")
    }

"""Whose words a text is by its own account: the agency it credits, or whose statement it carries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from watchfloor.agencies import agencies
from watchfloor.model import Rendition
from watchfloor.tables import read_patterns

_OPENING = 600  # characters
_CLOSING = 400
_DATELINE = 160  # characters within which a dateline names its agency
_SHORT_LINE = 120
# An agency in brackets or between slashes: at the end of a dateline, or as the last words of a line.
_ENCLOSED = (
    r"[(\[（［【〔/]\s?"
    r"(?P<name>[^()\[\]（）［］【】〔〕/\n]{2,40}(?:/[^()\[\]（）/\n]{2,30})?)"
    r"\s?[)\]）］】〕/]"
)
_IN_DATELINE = re.compile(
    rf"{_ENCLOSED}\s*(?:[-–—:：.]|$)|^\s*{_ENCLOSED.replace('name', 'first')}"
    rf"|^[^\n.]{{0,40}}?\d{{1,2}}\s{_ENCLOSED.replace('name', 'dated')}(?=\s)",
    re.M,
)
_AT_END_OF_LINE = re.compile(rf"{_ENCLOSED}[\s.。]*$", re.M)
_AGENCY_FIRST = re.compile(
    r"^[\W_]*(?:[A-ZÀ-Þ][\w .,'-]{0,40}[,.] (?:[A-Z]\w{2,8}\.? \d{1,2} )?)?"
    r"(?P<name>[A-Z][\w’'. -]{1,30}?)\s+[–—-]+\s",
    re.M,
)
_AGENCY_BEFORE_PLACE = re.compile(
    r"^[\W_]*(?P<name>[A-Z][\w’'. -]{1,30}?), [A-ZÀ-Þ][\w .'-]{1,30}?\s+[–—-]+\s", re.M
)
# 新华社北京3月3日电, 東京 3日 ロイター: the agency beside the day, before the first sentence.
_HAN_DATELINE = re.compile(
    r"^(?:[^\S\n]|[【［(（])*(?P<name>[\u30a0-\u30ff\u4e00-\u9fff]{2,8}?社)[\u4e00-\u9fff]{0,12}\d{1,2}月?\d{0,2}日?[电電]"
    r"|^(?:[^\S\n]|[【［(（])*[\u4e00-\u9fff]{1,8}\s*\d{0,2}月?\d{1,2}日\s*(?P<first>[\u30a0-\u30ff\u4e00-\u9fff]{2,8})(?=[\s】）)])",
    re.M,
)
_DATELINES = (_IN_DATELINE, _AGENCY_FIRST, _AGENCY_BEFORE_PLACE, _HAN_DATELINE)
_CONTRIBUTED = re.compile(
    r"\b(?P<name>(?:[A-Z]|dpa\b)[\w.&'’ -]{0,40}?)"
    r"(?:,? and (?P<second>[A-Z][\w. -]+?)|, (?P<others>[A-Z][\w., -]+?))?"
    r" (?:(?:also )?contributed (?:\w+ )?to (?:this|the) (?:report|article|story|dispatch)|contributed\b)"
)
_KINDS = (
    "(?i:ministry|office|department|army|military|police|government|agency|authority|commission|council|committee"
    "|embassy|command|service|court|bank|company|union|association|airlines?|group|corporation|party|federation"
    "|league|club|university|hospital|institute|fund|board|secretariat|presidency|parliament|foundation|church"
    "|diocese|energy|holdings|inc\\b|corp\\b|ltd\\b|plc\\b)"
)
_WORD = r"(?:(?:[A-Z]\.){2,}|[A-Z][\w’'-]*)"
# Bodies whose names do not tell their kind; and acronyms.
_NAMED = (
    r"(?:Kremlin|White House|Pentagon|Vatican|Downing Street|Holy See|United Nations|European Union"
    r"|[A-Z]{3,6}\b)"
)
_BODY = (
    rf"{_WORD}(?:\s(?:{_WORD}|of|for|and|the|de|des|du))*\s?(?:[a-z]+\s)?{_KINDS}"
    rf"(?:\sof\s{_WORD}(?:\s{_WORD})*)?"
)
_PAPER = r"(?:press release|statement)"
_STATEMENT = re.compile(
    rf"(?P<name>{_BODY}|{_NAMED}) (?:said|announced|confirmed|added)(?: (?:on |late |early )?\w+day)?,?"
    rf" in a (?:\w+ )?{_PAPER}"
    rf"|(?:[Aa]ccording to a|[Ii]n a) {_PAPER}(?: released| issued| published)?(?: on \w+day)?"
    rf" (?:by|from) (?:the )?(?P<name2>{_BODY}|{_NAMED})|[Aa]ccording to an? (?P<name3>{_BODY}) statement"
    rf"|[Ii]n a (?:\w+ )?{_PAPER}(?: (?:on |late |early )?\w+day)?, (?:the )?(?P<name4>{_BODY}|{_NAMED})"
    " (?:said|announced|confirmed)"
)
_ARTICLE = re.compile(r"(?:The|A|An|Its|His|Her|Their|Our)\s+(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The author that a text names: the name, the words that name it, and the rendition that has them."""

    name: str
    words: str
    rendition: str


def named_origin(members: Sequence[Rendition]) -> Named | None:
    """Return the named author of the text that `members` carry, None where none is named.

    An agency in the credit wins over one in the text, an agency over the author of a statement; among
    several, what most members name, then the first by name.
    """
    for read in (_credited, _agency_in_text, _statement_by):
        found = [
            Named(name=name, words=words, rendition=member.id)
            for member in members
            for name, words in read(member)[:1]
        ]
        counted = Counter(named.name for named in found)
        if counted:
            best = min(counted, key=lambda name: (-counted[name], name))
            return min((named for named in found if named.name == best), key=lambda named: named.rendition)
    return None


def origin_name(members: Sequence[Rendition]) -> str | None:
    """Return the name of the author of the text that `members` carry (see `named_origin`)."""
    named = named_origin(members)
    return named.name if named else None


def _credited(rendition: Rendition) -> list[tuple[str, str]]:
    first = re.split(r"[/,;]", rendition.credit or "")[0].strip()
    name = _agency(first) if first else None
    return [(name, rendition.credit or "")] if name else []


def _agency_in_text(rendition: Rendition) -> list[tuple[str, str]]:
    """Return the agencies that the text names as its own authors, with the words, best evidence first."""
    text = rendition.text
    start = rendition.paragraphs[0].start if rendition.paragraphs else 0
    opening, closing = text[:_OPENING], text[max(0, len(text) - _CLOSING) :]
    datelines = list(dict.fromkeys((text[:_DATELINE], text[start : start + _DATELINE])))
    searched = (
        *((pattern, zone) for pattern in _DATELINES for zone in datelines),
        (_AT_END_OF_LINE, closing),
        (_CONTRIBUTED, closing),
        (_credits(), closing),
        (_credits(), opening),
    )
    found = []
    for pattern, zone in searched:
        for match in pattern.finditer(zone):
            names = (_first_agency(words) for words in match.groupdict().values() if words)
            if name := next(filter(None, names), None):
                found.append((name, " ".join(match[0].split())))
    lines = [line.strip() for line in (*opening.splitlines()[:4], *closing.splitlines()[-4:])]
    found += [(name, line) for line in lines if (name := _only_agency(line))]
    return found


def _only_agency(line: str) -> str | None:
    """Return the agency of a line that holds nothing but names of agencies, as a byline or credit does."""
    if not line or len(line) > _SHORT_LINE or _PICTURE.search(line):
        return None
    bare = _BEFORE_NAME.sub("", line).strip(" .()[]–—-|•")
    parts = [part.strip(" .") for part in _BETWEEN_NAMES.split(bare) if part.strip(" .")]
    names = [_agency(part) for part in parts]
    return names[0] if names and all(names) else None


_PICTURE = re.compile(r"(?i)photo|picture|image|foto|фото|图片|صورة|getty|video|graphic|caption")
_BEFORE_NAME = re.compile(
    r"(?i)^[\W_]*(?:(?:©|\(c\)|copyright)\s*(?:\d{4})?\s*(?:by )?"
    r"|by |from |via |por |par |von |di |af |av |door )+"
)
_BETWEEN_NAMES = re.compile(r"(?i)\s*(?:[,;/|&+•·、，]|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bi\b|\bи\b)\s*")


def _first_agency(words: str) -> str | None:
    """Return the first agency that a list of names begins with."""
    words = words.strip(" .")
    first = next((part for part in _BETWEEN_NAMES.split(words) if part), "")
    return _agency(words) or _agency(first.strip(" ."))


def _agency(words: str) -> str | None:
    bare = words.strip(" .。:：\"“”«»'").casefold()
    for before in ("", *_ARTICLES):
        if before and not bare.startswith(before):
            continue
        if (name := agencies().get(bare.removeprefix(before))) is not None:
            return name
    return None


_ARTICLES = (
    "the ", "news agency ", "agency ", "der agentur ", "nachrichtenagentur ", "agentur ", "der ", "die ",
    "l'", "l’", "la ", "el ", "agencia ", "agência ", "da agência ", "da ", "agenzia ", "l'agenzia ",
    "l’agence ", "agence ", "агентства ", "агентство ", "agencji ", "agencja ", "وكالة ",
)  # fmt: skip


@cache
def _credits() -> re.Pattern[str]:
    """Return what a credit begins with in many languages, and the names that follow on its line."""
    rows = "|".join(f"(?:{row})" for row in read_patterns("merge/credits.txt"))
    return re.compile(
        rf"(?im)(?<![^\W_])(?:{rows})\s*(?P<name>[^\n;。]{{2,60}}?)\s*(?=[.;。)\]）]*\s*$|[.;。)\]）]\s)"
    )


def _statement_by(rendition: Rendition) -> list[tuple[str, str]]:
    start = rendition.paragraphs[0].start if rendition.paragraphs else 0
    match = _STATEMENT.search(rendition.text, start, start + _OPENING)
    name = next((name for name in match.groups() if name), None) if match else None
    if not match or not name:
        return []
    bare = _ARTICLE.sub("", name, count=1) if _ARTICLE.match(name) else name
    full = _in_full(bare, rendition.text[: match.start()])
    return [(full, match[0])] if full else []


def _in_full(name: str, before: str) -> str | None:
    """Return a name that is but a kind, "ministry", in the words of a mention before; None where none is.

    A kind alone names nobody, and two authors of one name count as one.
    """
    if " " in name or not name.islower():
        return name
    fuller = [match[0] for match in re.finditer(rf"{_WORD}(?:\s{_WORD})*\s(?i:{re.escape(name)})\b", before)]
    return _ARTICLE.sub("", fuller[-1], count=1) if fuller else None

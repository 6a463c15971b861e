"""Who wrote a page's article: names without roles, addresses, "By" and the outlet's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Annotated, Any, Literal

from lxml.html import HtmlElement

from watchfloor.ingest.credits import agency
from watchfloor.ingest.dates import month_number
from watchfloor.ingest.page.fields import Read, host_name
from watchfloor.ingest.page.near_headline import HeadlineLine, Lines
from watchfloor.ingest.page.structured import Structured, plain
from watchfloor.tables import Parted, read_table

_AUTHOR_META = (
    ("article:author", "og:article:author"),
    (
        "parsely-author",
        "sailthru.author",
        "byl",
        "cxenseparse:author",
        "citation_author",
        "article:author_name",
    ),
    ("author", "dc.creator", "dcterms.creator", "creator", "twitter:creator"),
)
_VISIBLE = (
    "//*[@itemprop='author']//*[@itemprop='name']",
    "//*[@itemprop='author']",
    "//a[@rel='author']",
    "//*[contains(@class,'uthor') and contains(@class,'name')]",
    "//*[contains(@class,'yline')]//a",
    "//*[contains(@class,'uthor')]//a",
    "//*[contains(@class,'yline')]",
    "//*[contains(@class,'uthor') or contains(@class,'person')]",
    "//p[contains(translate(@style,' ',''),'align:right') or @align='right']//*[self::strong or self::b]",
)
_TAIL = re.compile(
    r"(?:(?<!\s)\s+)?"
    r"(?:[|/•·–—(\[]|\s-\s|,\s*(?=(?:[\w-]+ )?(?:reporter|correspondent|editor|journalist|writer"
    r"|redakteur|reporterin|korrespondent|bureau|staff|columnist|contributor|producer|in [A-Z])\b)"
    r"|\b(?:published|updated|posted|am|on)\b\s*:?\s*\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:the )?(?:associated press|agence france-presse|bloomberg news|canadian press)$).*$",
    re.I,
)
_SPLIT = re.compile(r"(?<!\s)\s*(?:,|;|、|\band\b|\bund\b|\bet\b|\s&\s|\boch\b|\bog\b|\bwith\b)\s*", re.I)
_ADDRESS = re.compile(r"https?:|www\.|@|^[a-z0-9]+(?:[-_.][a-z0-9]+)+$|\.html?$|^\d+$")
_NO_NAME = re.compile(
    r"\d{3}|\b(?:special|exclusive) (?:to|for) |^(?:for the |courtesy )"
    r"|^(?:admin|administrator|editor|staff|author|redaktion|news ?desk|share|follow|twitter|facebook"
    r"|email|photo|image|video|more|view|comments?|read|all posts|see all|bio|profile"
    r"|null|none|undefined|false|true|super ?user|site ?admin|web ?master|guest|web desk|newsroom)$"
    r"|\b(?:gmbh|ltd\.?|inc\.?|llc|s\.a\.|co\. kg|e\.v\.|b\.v\.|s\.p\.a\.)$",
    re.I,
)
_OFFICE = re.compile(
    r"\b(?:correspondent|(?:staff|senior|sports|political|security|national|chief|managing|deputy)"
    r" (?:writer|reporter|editor)"
    r"|editor-at-large|editor in chief|bureau chief|redakteurin|korrespondentin?|chefredakteurin?)\b",
    re.I,
)
_DEGREE = re.compile(r"[A-Z]{2,4}|Ph\.?D\.?|M\.?D\.?|Jr\.?")
_MOST_NAMES = 12
_LONGEST_SIGNATURE = 100  # characters
_MOST_WORDS = 14  # between a lead and the end of a list of names
_NEAR_BEFORE = 6  # elements before the headline, and behind it, in which an article is signed
_NEAR_BEHIND = 40
_AUTHOR_MARK = re.compile(
    r"(?:^|[\s_-])(?:author|by|byline|writer|autor|autora|auteur|autore|reporter|journalist|signature|firma|redaktor"
    r"|forfatter|skribent|verfasser|kirjoittaja|tekija|szerzo|yazar|penulis|muhabir|columnist|contributor)"
    r"(?:s|en|es|i)?(?:[_-]?(?:name|nom|nombre|nimi|link))?(?:$|[\s_-])",
    re.I,
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:es|en|i|zy|ka)?|auteurs?|staff|people|profiles?|persons?|journalists?|reporters?"
    r"|columnists?|contributors?|writers?|redaktion|redakcja|autore|forfatter|skribent|yazar|penulis|by)/",
    re.I,
)
_TITLE_PARTS = re.compile(r"(?<!\s)\s+[-–—|·»]\s+")
_BEFORE_A_DATE = frozenset(
    (
        *("on", "at", "am", "le", "el", "il", "den", "em", "på", "w", "в", "um"),
        *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
)
_COLLECTIVE = re.compile(
    r"\b(?:newsroom|redaktion|redacción|redacció|redação|redazione|rédaction|desk|team)\b", re.I
)
_CASED = re.compile(r"[A-Za-z\u00c0-\u058f\u10a0-\u10ff\u1e00-\u1fff]")
_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _persons_in_meta(stated: Structured, outlet: str | None) -> list[str]:
    """Return the names in the first group of meta elements that names somebody else than the outlet."""
    for group in _AUTHOR_META:
        found = _clean_all(value for name in group for value in stated.meta.get(name, ()))
        if found := [name for name in found if not _is_outlet(name, outlet, stated)]:
            return found
    return []


def read_byline(tree: HtmlElement, stated: Structured, outlet: str | None, lines: Lines) -> Read | None:
    """Return the authors' names, joined by ", ", and the place they came from.

    Persons before the outlet itself; the outlet only where the page names it as the author and nobody else.
    """
    outlet = outlet or _outlet_in_title(tree)
    names, only_outlet = _declared(stated, outlet)
    if names and not only_outlet:
        return Read(_joined(names), "json-ld")
    found = [] if names else _persons_in_meta(stated, outlet)
    if found:
        return Read(_joined(found), "meta")
    visible = _signed(lines(), _language(tree, stated), outlet, stated) or _visible(tree, outlet, stated)
    if visible:
        return Read(_joined(visible), "visible text")
    if names:
        return Read(_joined(names), "json-ld")
    named = _clean_all(stated.meta.get("author", ()))
    return Read(_joined(named), "meta") if named else None


def _outlet_in_title(tree: HtmlElement) -> str | None:
    """Return what stands behind the last dash or bar of the page's title: mostly the outlet's name."""
    title = next((plain(element.text_content()) for element in tree.iter("title")), "")
    parts = _TITLE_PARTS.split(title)
    return parts[-1] if len(parts) > 1 else None


def _declared(stated: Structured, outlet: str | None) -> tuple[list[str], bool]:
    """Return the names in the article's JSON-LD, and whether they are the outlet's alone."""
    value = stated.article.get("author") or stated.article.get("creator")
    names: list[str] = []
    persons = 0
    for item in value if isinstance(value, list) else [value]:
        kind, name = _kind_and_name(item, stated)
        found = [name] if "Organization" in kind and name else list(clean_names(name))
        if len(found) > 1:
            found = [part for part in found if not _is_outlet(part, outlet, stated)] or found
        names += found
        persons += sum(not _is_outlet(name, outlet, stated) for name in found) if "Organi" not in kind else 0
    return names, not persons and all(_is_outlet(name, outlet, stated) for name in names)


def _kind_and_name(item: Any, stated: Structured) -> tuple[str, str]:
    if isinstance(item, dict):
        if isinstance(item.get("@id"), str):
            same = stated.nodes.get(item["@id"], {})
            if " " not in plain(item.get("name")) and (" " in plain(same.get("name")) or "name" not in item):
                item = same or item
        kinds = item.get("@type")
        kind = " ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds or "")
        name = plain(item.get("name"))
        if not name and item.get("familyName"):
            name = f"{plain(item.get('givenName'))} {plain(item['familyName'])}".strip()
        return kind, name
    return "", plain(item)


def _is_outlet(name: str, outlet: str | None, stated: Structured) -> bool:
    folded = _bare(name)
    others = (
        outlet,
        stated.first_meta("og:site_name"),
        host_name(stated.first_meta("og:url")),
        plain((stated.article.get("publisher") or {}).get("name"))
        if isinstance(stated.article.get("publisher"), dict)
        else None,
    )
    return any(folded == _bare(other) for other in others if other)


def _bare(name: str) -> str:
    return re.sub(r"\W", "", name.casefold().removeprefix("the "))


def _visible(tree: HtmlElement, outlet: str | None, stated: Structured) -> list[str]:
    for path in _VISIBLE:
        elements = _together(tree.xpath(path)[:_MOST_NAMES])
        texts = (plain(" ".join(element.itertext())) for element in elements)
        found = _clean_all(text for text in texts if 3 < len(text) < 120)
        found = [name for name in found if not _is_outlet(name, outlet, stated) and _looks_like_name(name)]
        if found:
            return found[:4]
    return []


def _behind_lead(line: HeadlineLine, near: Sequence[HeadlineLine], language: str) -> list[str]:
    """Return the names behind "by" in a line; what stands around an element of its own may run on."""
    names = _names_behind_lead(line, language)
    if not names:
        return []
    inner = (
        found for other in near if _is_within(other, line) and (found := _names_behind_lead(other, language))
    )
    return min(next(inner, names), names, key=lambda found: sum(map(len, found)))


def _in_marks(line: HeadlineLine, near: Sequence[HeadlineLine]) -> list[str]:
    """Return the names in an element marked as the author's, and in those that stand beside it."""
    names = _names_in_mark(line)
    if not names:
        return []
    around = {line.element.getparent(), line.element.getparent().getparent()} - {None}
    beside = (
        _names_in_mark(other)
        for other in near
        if other.distance > line.distance and around & set(islice(other.element.iterancestors(), 2))
    )
    return [*names, *(name for found in beside for name in found)]


def _signed(
    lines: Sequence[HeadlineLine], language: str, outlet: str | None, stated: Structured
) -> list[str]:
    """Return the names in the first line near the headline that says that they are the authors'."""
    near = [line for line in lines if -_NEAR_BEFORE <= line.distance <= _NEAR_BEHIND]
    for line in sorted(near, key=lambda line: (line.distance < 0, abs(line.distance))):
        names = _behind_lead(line, near, language) or _in_marks(line, near)
        names = [name for name in dict.fromkeys(names) if not _is_outlet(name, outlet, stated)]
        if names:
            return names
    return []


def _is_within(other: HeadlineLine, line: HeadlineLine) -> bool:
    return other.element is not line.element and line.element in other.element.iterancestors()


def _names_behind_lead(line: HeadlineLine, language: str) -> list[str]:
    """Return the names behind "By" and its like, or behind a label that stands anywhere in the line."""
    match = _label().search(line.words) or _lead(language).match(line.words)
    return _cut_names(line.words[match.end() :]) if match else []


def _names_in_mark(line: HeadlineLine) -> list[str]:
    """Return the names in a link to an author or in an element that is marked as the author's."""
    element = line.element
    marks = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('itemprop') or ''}"
    href = (element.get("href") or "") if element.tag == "a" else ""
    if _COLLECTIVE.search(line.words):
        return []
    if _AUTHOR_MARK.search(marks[:200]) or _AUTHOR_PATH.search(href[:300]):
        return [name for name in _cut_names(line.words) if " " in name or not _CASED.match(name)]
    return []


def _cut_names(words: str) -> list[str]:
    """Return the names that open `words`, up to a date, a label or a mark; none where something else does."""
    cut = _end().split(words.strip(" :：-–—|"), maxsplit=1)[0].rstrip(" ,.")
    while cut and (
        month_number(last := cut.rsplit(" ", maxsplit=1)[-1]) or last.casefold() in _BEFORE_A_DATE
    ):
        cut = cut.rpartition(" ")[0]
    if len(cut.split()) > _MOST_WORDS:
        return []
    names = list(clean_names(cut))
    return names if all(_looks_like_name(name) or _is_uncased_name(name) for name in names) else []


def _is_uncased_name(name: str) -> bool:
    """Tell whether a name in a script without capitals can be one: four words, or five signs of Chinese."""
    if _CASED.match(name) or ":" in name or "：" in name:
        return False
    return len(name) <= 5 if _SIGNS.match(name) else len(name.split()) <= 4 and len(name) <= 40


def _together(elements: list[HtmlElement]) -> list[HtmlElement]:
    """Return the elements that stand in one list with the first; those further on are of other articles."""
    if not elements or elements[0].getparent() is None:
        return elements
    near = {elements[0].getparent(), elements[0].getparent().getparent()}
    return [e for e in elements if e.getparent() in near or e.getparent().getparent() in near - {None}]


def _looks_like_name(name: str) -> bool:
    words = name.split()
    return (
        1 < len(words) < 6 and ":" not in name and all(word[0].isupper() or len(word) < 4 for word in words)
    )


def _language(tree: HtmlElement, stated: Structured) -> str:
    return (tree.get("lang") or stated.first_meta("og:locale") or "")[:2].lower()


def _clean_all(values: Any) -> list[str]:
    return list(dict.fromkeys(name for value in values for name in clean_names(value)))[:_MOST_NAMES]


def clean_names(raw: str) -> Iterator[str]:
    """Yield the names that a byline lists."""
    text = _lead().sub("", raw.strip())
    if _ADDRESS.search(text):
        return
    for index, part in enumerate(_SPLIT.split(text)):
        words = part.strip()
        bare = words if agency(words) else _role().sub("", _TAIL.sub("", _lead().sub("", words)))
        name = bare.strip(" .,:;-–—*\"'")
        if 1 < len(name) <= 60 and _is_name(name, first=index == 0):
            yield name


def _is_name(name: str, *, first: bool) -> bool:
    """Tell whether a part of a byline is a name: no office, no date, no degree behind a name."""
    if _NO_NAME.search(name) or _OFFICE.search(name):
        return False
    if not first and _DEGREE.fullmatch(name) and not agency(name):
        return False
    return not any(month_number(word) and re.search(r"\d", name) for word in name.split())


def _joined(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def is_signature(line: str, names: Collection[str], language: str) -> bool:
    """Tell whether a line is nothing but who wrote the article: names of the byline, or names behind "By"."""
    if len(line) > _LONGEST_SIGNATURE:
        return False
    bare = _bare(line)
    if not bare or bare in {_bare(name) for name in names} or bare == _bare("".join(names)):
        return True
    match = _lead(language).match(line)
    if match is None:
        return False
    rest = line[match.end() :]
    return not rest or (bool(_cut_names(rest)) and not re.search(r"[.!?。]$", rest))


def agencies_of(byline: str | None) -> str | None:
    """Return the agencies among a byline's names."""
    names = [found for part in (byline or "").split(",") if (found := agency(part))]
    return "/".join(dict.fromkeys(names)) or None


# ------------------------------------------------------------------------------- the words around a name


@dataclass(frozen=True, slots=True)
class _BylineWords:
    kind: Literal["lead", "end", "label", "role", "suffix"]
    language: str
    words: Annotated[tuple[str, ...], Parted("|")]


@cache
def _words() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in read_table("ingest/byline_words.tsv", _BylineWords):
        found.setdefault((row.kind, row.language), []).extend(row.words)
    return found


def _any_of(*keys: tuple[str, str]) -> str:
    words = {word for key in keys for word in _words().get(key, ())}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _lead(language: str = "") -> re.Pattern[str]:
    """Return what stands before a name; words that are names' own elsewhere only in their own language."""
    words = _any_of(("lead", "*"), ("lead", language))
    return re.compile(
        rf"^(?:(?:{words})(?:\b|(?<=[^\x00-\u0fff]))|(?:{_any_of(('label', '*'))})\s*[:：])[\s:：]*", re.I
    )


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s|/·•,;(（])(?:{_any_of(('label', '*'))})\s?[:：]\s*", re.I)


@cache
def _role() -> re.Pattern[str]:
    behind = _any_of(("suffix", "*"))
    return re.compile(
        rf"^(?:{_any_of(('role', '*'))})\b\s*+(?:[:\-]\s*+)?|(?:(?<!\s)\s+)?(?:{behind})$", re.I
    )


@cache
def _end() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?<!\s)\s+)?"
        rf"(?:[|/·•–—(\[（【\u3000]|\s-\s|\d|\b(?:{_any_of(('end', '*'))})\b|(?<![^\W\d_])[^\W\d_]+\s?[:：])",
        re.I,
    )

"""Who wrote a page's article: names without roles, addresses, "By" and the outlet's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from watchfloor.ingest.credits import agency
from watchfloor.ingest.dates import month_number
from watchfloor.ingest.page_fields import Read
from watchfloor.ingest.structured import Structured, plain

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
)
_LEAD = re.compile(
    r"^(?:(?:written |reported |story |article |words |analysis |opinion |review )?by"
    r"|von|par|por|di|door|av|af|oleh|autor(?:en)?|author"
    r"|text|from|fra|napisał[a]?|escrito por|publicado por|a cura di|posted by)\b[\s:]+",
    re.I,
)
_TAIL = re.compile(
    r"\s*(?:[|/•·–—(\[]|\s-\s|,\s*(?=(?:[\w-]+ )?(?:reporter|correspondent|editor|journalist|writer"
    r"|redakteur|reporterin|korrespondent|bureau|staff|columnist|contributor|producer|in [A-Z])\b)"
    r"|\b(?:published|updated|posted|am|on)\b\s*:?\s*\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:the )?(?:associated press|agence france-presse|bloomberg news|canadian press)$).*$",
    re.I,
)
_ROLE = re.compile(
    r"^(?:jurnalis|journalist|reporter|editor|redakteur(?:in)?|correspondent|기자)\b\s*[:\-]?\s*|\s+기자$",
    re.I,
)
_SPLIT = re.compile(r"\s*(?:,|;|、|\band\b|\bund\b|\bet\b|\s&\s|\boch\b|\bog\b|\bwith\b)\s*", re.I)
_ADDRESS = re.compile(r"https?:|www\.|@|^[a-z0-9]+(?:[-_.][a-z0-9]+)+$|\.html?$|^\d+$")
_NO_NAME = re.compile(
    r"\d{3}|^(?:admin|administrator|editor|staff|author|redaktion|news ?desk|share|follow|twitter|facebook"
    r"|email|photo|image|video|more|view|comments?|read|all posts|see all|bio|profile"
    r"|null|none|undefined|false|true)$",
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


def read_byline(tree: HtmlElement, stated: Structured, outlet: str | None) -> Read | None:
    """Return the authors' names, joined by ", ", and the place they came from.

    Persons before the outlet itself; the outlet only where the page names it as the author and nobody else.
    """
    names, only_outlet = _declared(stated, outlet)
    if names and not only_outlet:
        return Read(_joined(names), "json-ld")
    for group in _AUTHOR_META:
        found = _clean_all(value for name in group for value in stated.meta.get(name, ()))
        found = [name for name in found if not _is_outlet(name, outlet, stated)]
        if found and not names:
            return Read(_joined(found), "meta")
    visible = _visible(tree, outlet, stated)
    if visible:
        return Read(_joined(visible), "visible text")
    if names:
        return Read(_joined(names), "json-ld")
    named = _clean_all(stated.meta.get("author", ()))
    return Read(_joined(named), "meta") if named else None


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
        if "name" not in item and isinstance(item.get("@id"), str):
            item = stated.nodes.get(item["@id"], item)
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


def _clean_all(values: Any) -> list[str]:
    return list(dict.fromkeys(name for value in values for name in clean_names(value)))[:_MOST_NAMES]


def clean_names(raw: str) -> Iterator[str]:
    """Yield the names that a byline lists."""
    text = _LEAD.sub("", raw.strip())
    if _ADDRESS.search(text):
        return
    for index, part in enumerate(_SPLIT.split(text)):
        words = part.strip()
        bare = words if agency(words) else _ROLE.sub("", _TAIL.sub("", _LEAD.sub("", words)))
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


def agencies_of(byline: str | None) -> str | None:
    """Return the agencies among a byline's names."""
    names = [found for part in (byline or "").split(",") if (found := agency(part))]
    return "/".join(dict.fromkeys(names)) or None

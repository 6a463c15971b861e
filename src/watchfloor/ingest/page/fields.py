"""The fields of a page: every value with the place it came from, the most reliable place first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from watchfloor.ingest.page.structured import Structured, joined_url, plain, safe_url


class Read(NamedTuple):
    """A value and the place it was read in."""

    value: str
    source: str


# ------------------------------------------------------------------------------------------------ title

_SEPARATOR = re.compile(r"(?<!\s)\s+[-–—|·•*:»]\s+|(?:(?<!\s)\s+)?[|｜ㅣ：]\s*|--|-(?=[^-]*[ㅣ｜|])")
_KICKER = re.compile(r":\s|\s[-–—|]\s")
_WORDS = re.compile(r"\w+")
_SHORTEST_TITLE = 5  # characters
_CUT = re.compile(r"^\W*[-–—|·•*:»_｜：,]|[-–—|·•*:»_｜：>]\W*$")  # between a title and the outlet's name


def read_title(tree: HtmlElement, stated: Structured, outlet: str | None) -> Read | None:
    """Return the headline, without the outlet's name behind it.

    Where JSON-LD and OpenGraph differ, the second wins only against a headline that the page shows as it
    stands in the first (measured on the publishers' pages: 12 of 14); else the first (10 of 13).
    """
    shown = [text for h1 in tree.iter("h1") if 0 < len(text := plain(h1.text_content())) < 400][:6]
    names = _outlet_names(stated, outlet)

    def tidy(title: str | None) -> str | None:
        return _without_outlet(title, shown, names) if title else None

    declared = tidy(plain(stated.article.get("headline")))
    social = tidy(stated.first_meta("og:title"))
    if declared and social and _prefers_social(declared, social, shown, stated):
        return Read(social, "og:title")
    if declared:
        return Read(declared, "json-ld")
    if social:
        return Read(_without_kicker(social, shown), "og:title")
    return _undeclared_title(tree, stated, shown, tidy)


def _undeclared_title(
    tree: HtmlElement, stated: Structured, shown: Sequence[str], tidy: Callable[[str | None], str | None]
) -> Read | None:
    """Return the headline of a page that declares none: what it shows, else what its elements say."""
    heading = next((text for text in shown if len(text.split()) > 2 or len(text) > 12), None)
    named = plain(tree.findtext(".//title"))
    if heading and (not named or _fold(heading)[:30] in _fold(named) or len(shown) == 1):
        return Read(heading, "h1")
    if named and (part := _shown_part(tree, named)):
        return Read(part, "visible text")
    tweeted = tidy(stated.first_meta("twitter:title", "dc.title", "title"))
    for title, source in ((tweeted, "meta"), (tidy(named), "title element"), (heading, "h1")):
        if title:
            return Read(title, source)
    return None


def _shown_part(tree: HtmlElement, named: str) -> str | None:
    """Return the longest words that the page shows by themselves and that open or end its title element."""
    wanted = _fold(named)
    found = ""
    for element in tree.iter("h1", "h2", "h3", "h4", "b", "strong", "font", "div", "span", "p"):
        if len(element) >= 4:
            continue
        text = plain(element.text_content()[:400])
        if len(text) > max(len(found), _SHORTEST_TITLE) and _opens_or_ends(_fold(text), wanted):
            found = text
    return found or None


def _opens_or_ends(part: str, whole: str) -> bool:
    """Tell whether folded words open or end others, cut off where a title is."""
    if whole.startswith(part):
        cut = whole[len(part) :]
    elif whole.endswith(part):
        cut = whole[: whole.find(part)]
    else:
        return False
    return not cut or _CUT.search(cut) is not None


def _prefers_social(declared: str, social: str, shown: list[str], stated: Structured) -> bool:
    """Tell whether the OpenGraph title is the better headline of the two that differ."""
    if _letters(declared) == _letters(social) or declared.endswith(social):
        return True  # the same words, or the headline without its kicker
    alternative = plain(stated.article.get("alternativeHeadline"))
    if _fold(alternative) == _fold(social) and any(_fold(social) == _fold(text) for text in shown):
        return True
    visible = any(_fold(declared) == _fold(text) for text in shown)
    return visible and _fold(stated.first_meta("twitter:title") or "") != _fold(declared)


def _without_kicker(title: str, shown: list[str]) -> str:
    """Return what follows the kicker, where the page's heading has the same words behind another kicker."""
    for text in shown:
        for cut in _KICKER.finditer(title):
            tail = title[cut.end() :]
            before = text[: -len(tail)] if text.endswith(tail) else ""
            if len(tail) > 20 and _KICKER.search(before[-3:]) and not title.startswith(before):
                return tail
    return title


def _outlet_names(stated: Structured, outlet: str | None) -> set[str]:
    names = [
        outlet,
        stated.first_meta("og:site_name", "application-name"),
        host_name(stated.first_meta("og:url")),
    ]
    names += [plain(_name_of(stated.article.get("publisher"), stated)), *stated.meta.get("author", ())[:1]]
    return {_letters(name) for name in names if name and _letters(name)}


_LONGEST_HEADLINE = 1_000  # characters; what is longer is no headline, and comparing its parts takes seconds


def _without_outlet(title: str, shown: list[str], names: set[str]) -> str:
    """Return `title` without a last part that names the outlet or that the page leaves out."""
    if len(title) > _LONGEST_HEADLINE:
        return title
    for text in shown:
        rest = title[len(text) :] if _fold(title).startswith(_fold(text)) else ""
        if len(text) > 12 and rest and _SEPARATOR.match(rest):
            return text
    cuts = list(_SEPARATOR.finditer(title))
    for cut, following in zip_longest(cuts, cuts[1:]):
        parts = {title[cut.end() :], title[cut.end() : following.start() if following else None]}
        if cut.start() > 2 and any(_same_outlet(part, name) for part in parts for name in names):
            return title[: cut.start()].rstrip(" -–—|·*")
    return title


def _same_outlet(words: str, name: str) -> bool:
    letters = _letters(words)
    return bool(letters) and (
        letters == name
        or _letters(words.split(" ", maxsplit=1)[0]) == name
        or (
            len(name) > 3
            and len(letters) < len(name) + 16
            and (letters.startswith(name) or letters.endswith(name))
        )
        or (len(letters) > 3 and name.startswith(letters))
    )


def _letters(words: str) -> str:
    return "".join(_WORDS.findall(words.casefold()))


def _fold(text: str) -> str:
    return text.translate(str.maketrans("’‘“”", "''\"\"")).casefold()


# ------------------------------------------------------------------------------------------------ others


def _name_of(value: Any, stated: Structured) -> Any:
    """Return the name of a JSON-LD person or organisation, looked up by its @id if need be."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, dict):
        if "name" not in value and isinstance(value.get("@id"), str):
            value = stated.nodes.get(value["@id"], value)
        if value.get("familyName") and not value.get("name"):
            return f"{plain(value.get('givenName'))} {plain(value['familyName'])}"
        return value.get("name")
    return value


_SHARE_OF_TITLE = 0.6  # a longer "name" of the site is the title again


def read_outlet(stated: Structured, url: str | None) -> Read | None:
    """Return the outlet's name: the site's own name, else its publisher's, else the host."""
    for value, source in (
        (stated.first_meta("og:site_name"), "og:site_name"),
        (plain(_name_of(stated.article.get("publisher"), stated)), "json-ld"),
        (stated.first_meta("application-name", "publisher", "dc.publisher"), "meta"),
        (_host(url), "url"),
    ):
        name = _SEPARATOR.split(value.removeprefix("@"), maxsplit=1)[0] if value else ""
        title = stated.first_meta("og:title") or ""
        if (
            name
            and not name.startswith("http")
            and (name not in title or len(name) < _SHARE_OF_TITLE * len(title))
        ):
            return Read(name[:120], source)
    return None


def _host(url: str | None) -> str | None:
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def host_name(url: str | None) -> str | None:
    """Return the name of a site in its address: "example" of www.example.co.uk."""
    host = _host(safe_url(url))
    parts = host.split(".") if host else []
    return parts[-3] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2] if len(parts) > 1 else None


def read_url(tree: HtmlElement, stated: Structured, given: str | None) -> str | None:
    """Return the canonical address, cleaned of trackers."""
    from courlan import clean_url  # noqa: PLC0415 - with it comes urllib3, wanted only for pages

    links = tree.xpath("//link[@rel='canonical']/@href")[:1]
    candidates = [*links, stated.first_meta("og:url"), plain(stated.article.get("url")), given]
    for candidate in candidates:
        address = safe_url(joined_url(given, candidate) if candidate else None)
        if address and urlsplit(address).path.strip("/"):
            return clean_url(address) or address
    return safe_url(given)


_SECTION_META = ("article:section", "section", "og:article:section", "articlesection", "parsely-section")


def read_section(tree: HtmlElement, stated: Structured) -> str | None:
    """Return the section the outlet files the article under."""
    value = stated.article.get("articleSection")
    value = plain(value) if value else stated.first_meta(*_SECTION_META)
    if not value:
        crumbs = tree.xpath("//*[@itemprop='articleSection']")[:1]
        value = plain(crumbs[0].get("content") or crumbs[0].text_content()) if crumbs else None
    return value[:80] if value else None


_LONGEST_STANDFIRST = 600  # characters


def read_standfirst(tree: HtmlElement, stated: Structured) -> Read | None:
    """Return the summary that the page gives of the article."""
    for value, source in (
        (plain(stated.article.get("description")), "json-ld"),
        (stated.first_meta("og:description"), "og:description"),
        (stated.first_meta("description", "twitter:description", "dc.description"), "meta"),
    ):
        if value and len(value) > 20:
            return Read(value, source)
    for element in tree.xpath("//body//*[@itemprop='description' or @itemprop='alternativeHeadline']")[:1]:
        value = plain(element.get("content") or element.text_content())
        if 20 < len(value) < _LONGEST_STANDFIRST:
            return Read(value, "microdata")
    return None


def read_language(tree: HtmlElement, stated: Structured) -> str | None:
    """Return the two-letter code that the page declares, the template's rather than the text's."""
    declared = (
        tree.get("lang") or plain(stated.article.get("inLanguage")) or stated.first_meta("og:locale") or ""
    )
    match = re.match(r"([a-zA-Z]{2,3})(?:[-_]|$)", declared)
    return match[1].lower() if match else None

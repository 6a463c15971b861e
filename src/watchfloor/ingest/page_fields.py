"""The fields of a page: every value with the place it came from, the most reliable place first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from watchfloor.ingest.dates import find_moment, parse_moment
from watchfloor.ingest.structured import Structured, plain, safe_url


class Read(NamedTuple):
    """A value and the place it was read in."""

    value: str
    source: str


# ------------------------------------------------------------------------------------------------ title

_SEPARATOR = re.compile(r"\s+[-–—|·•*:»]\s+|\s*[|｜ㅣ]\s*|\s*：\s*|--|-(?=[^-]*[ㅣ｜|])")
_KICKER = re.compile(r":\s|\s[-–—|]\s")
_WORDS = re.compile(r"\w+")


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
    heading = next((text for text in shown if len(text.split()) > 2 or len(text) > 12), None)
    named = tidy(plain(tree.findtext(".//title")))
    if heading and (named is None or _fold(heading)[:30] in _fold(named) or len(shown) == 1):
        return Read(heading, "h1")
    tweeted = tidy(stated.first_meta("twitter:title", "dc.title", "title"))
    for title, source in ((tweeted, "meta"), (named, "title element"), (heading, "h1")):
        if title:
            return Read(title, source)
    return None


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
        _host_name(stated.first_meta("og:url")),
    ]
    names += [plain(_name_of(stated.article.get("publisher"), stated)), *stated.meta.get("author", ())[:1]]
    return {_letters(name) for name in names if name and _letters(name)}


def _without_outlet(title: str, shown: list[str], names: set[str]) -> str:
    """Return `title` without a last part that names the outlet or that the page leaves out."""
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


# -------------------------------------------------------------------------------------------------- date

_PUBLISHED_META = (
    ("article:published_time", "og:article:published_time", "article:published", "og:published_time"),
    (
        "datepublished",
        "date.published",
        "publish-date",
        "publishdate",
        "publish_date",
        "published_time",
        "pubdate",
    ),
    (
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "cxenseparse:publishtime",
        "dcterms.created",
    ),
    ("dc.date.issued", "dcterms.issued", "dc.date.created", "dc.date.publication", "dc.date", "dcterms.date"),
    (
        "article.published",
        "article_date_original",
        "originalpublicationdate",
        "publication_date",
        "citation_date",
    ),
    (
        "citation_publication_date",
        "published-date",
        "published_at",
        "rnews:datepublished",
        "created",
        "last-published",
    ),
    (
        "article:post_date",
        "article.created",
        "datecreated",
        "date",
        "displaydate",
        "release_date",
        "pub_date",
    ),
)
_MODIFIED_META = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
)
_RAW_DATE = re.compile(
    r"[\"'\s](?:dc:date|publish(?:ed)?_?(?:Date|At|Time|On)|pub_?date|publication_?date"
    r"|first_?published(?:_?at)?|date_?publication)[\"']?\s{0,3}[:=]\s{0,3}"
    r"[\"'](\d{4}-\d\d-\d\d[T ]?[\d:.]{0,12}(?:Z|[+-]\d\d:?\d\d)?)",
    re.I,
)
_URL_DATE = re.compile(
    r"/(20\d\d|19[89]\d)[/-]?(0[1-9]|1[0-2]|[1-9])[/-]?([0-2]\d|3[01]|[1-9])(?=[/_.-]|\d{4,12}\b)"
)
_CLASS_OF_DATE = re.compile(
    r"(?:^|[\s_-])(?:publish(?:ed)?|pub|post(?:ed)?|article|entry|story|news|byline|meta|item|content|timestamp"
    r"|created?)?[_-]?(?:date|time|datum|fecha|data|datetime|timestamp|published|dateline)",
    re.I,
)


def read_published(tree: HtmlElement, stated: Structured, raw: str, url: str | None) -> Read | None:
    """Return the moment of publication from the first place that states one."""
    readers: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("json-ld", lambda: _stated(stated, "datePublished")),
        (
            "meta",
            lambda: (v for names in _PUBLISHED_META for name in names for v in stated.meta.get(name, ())[:1]),
        ),
        ("microdata", lambda: _microdata(tree, "datePublished")),
        ("json-ld", lambda: _stated(stated, "dateCreated")),
        ("time element", lambda: _time_elements(tree)),
        ("page data", lambda: (match[1] for match in list(_RAW_DATE.finditer(raw, 0, 2_000_000))[:1])),
        ("url", lambda: _in_url(url)),
    )
    for source, values in readers:
        for value in values():
            moment = parse_moment(value)
            if moment:
                return _earlier(Read(moment, source), stated)
    return None


def _earlier(read: Read, stated: Structured) -> Read:
    """Return the meta element's moment where it is hours earlier: some outlets mark local time as UTC."""
    other = parse_moment(stated.first_meta("article:published_time") or "")
    if (
        read.source != "json-ld"
        or not other
        or len(other) < 20
        or len(read.value) < 20
        or other >= read.value
    ):
        return read
    apart = datetime.fromisoformat(read.value) - datetime.fromisoformat(other)
    return Read(other, "meta") if timedelta(minutes=30) < apart < timedelta(hours=15) else read


def read_modified(tree: HtmlElement, stated: Structured) -> str | None:
    """Return the moment of the last change that the page states."""
    values = [
        *_stated(stated, "dateModified"),
        *(v for n in _MODIFIED_META for v in stated.meta.get(n, ())[:1]),
    ]
    values += _microdata(tree, "dateModified")
    return next((moment for value in values if (moment := parse_moment(value))), None)


def _stated(stated: Structured, key: str) -> Iterator[str]:
    for node in (stated.article, stated.page):
        value = plain(node.get(key))
        if value:
            yield value


def _microdata(tree: HtmlElement, name: str) -> Iterator[str]:
    for element in tree.xpath("//*[@itemprop=$name]", name=name)[:3]:
        value = element.get("datetime") or element.get("content") or element.text_content()
        yield plain(value)[:80]


def _time_elements(tree: HtmlElement) -> Iterator[str]:
    """Yield the times in the article before those elsewhere: marked as published, then near the headline."""
    times = tree.xpath("//article//time | //main//time") or list(tree.iter("time"))
    marked = [t for t in times if t.get("pubdate") is not None or "publish" in (t.get("class") or "").lower()]
    for element in (*marked, *times)[:4]:
        value = element.get("datetime") or element.get("content") or plain(element.text_content())
        if len(value) >= 8:
            yield value[:80]


def _in_url(url: str | None) -> Iterator[str]:
    match = _URL_DATE.search(url or "")
    if match:
        yield f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"


def read_visible_date(tree: HtmlElement) -> Read | None:
    """Return the date in the first element whose class says that it holds one."""
    for element in tree.xpath("//body//*[@class or @id]"):
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        if len(words) < 200 and _CLASS_OF_DATE.search(words):
            text = plain(element.text_content()[:300])
            found = find_moment(text[:120]) if text else None
            if found:
                return Read(found.moment, "visible text")
    return None


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


def read_outlet(stated: Structured, url: str | None) -> Read | None:
    """Return the outlet's name: the site's own name, else its publisher's, else the host."""
    for value, source in (
        (stated.first_meta("og:site_name"), "og:site_name"),
        (plain(_name_of(stated.article.get("publisher"), stated)), "json-ld"),
        (stated.first_meta("application-name", "publisher", "dc.publisher"), "meta"),
        (_host(url), "url"),
    ):
        name = _SEPARATOR.split(value.removeprefix("@"), maxsplit=1)[0] if value else ""
        if name and not name.startswith("http") and name not in (stated.first_meta("og:title") or ""):
            return Read(name[:120], source)
    return None


def _host(url: str | None) -> str | None:
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def _host_name(url: str | None) -> str | None:
    host = _host(safe_url(url))
    parts = host.split(".") if host else []
    return parts[-3] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2] if len(parts) > 1 else None


def read_url(tree: HtmlElement, stated: Structured, given: str | None) -> str | None:
    """Return the canonical address, cleaned of trackers."""
    from courlan import clean_url  # noqa: PLC0415 - with it comes urllib3, wanted only for pages

    links = tree.xpath("//link[@rel='canonical']/@href")[:1]
    candidates = [*links, stated.first_meta("og:url"), plain(stated.article.get("url")), given]
    for candidate in candidates:
        address = safe_url(urljoin(given, candidate) if given and candidate else candidate)
        if address and urlsplit(address).path.strip("/"):
            return clean_url(address) or address
    return safe_url(given)


def read_section(stated: Structured) -> str | None:
    """Return the section the outlet files the article under."""
    value = stated.article.get("articleSection")
    value = plain(value) if value else stated.first_meta("article:section", "section", "og:article:section")
    return value[:80] if value else None


def read_standfirst(stated: Structured) -> Read | None:
    """Return the summary that the page gives of the article."""
    for value, source in (
        (plain(stated.article.get("description")), "json-ld"),
        (stated.first_meta("og:description"), "og:description"),
        (stated.first_meta("description", "twitter:description", "dc.description"), "meta"),
    ):
        if value and len(value) > 20:
            return Read(value, source)
    return None


def read_language(tree: HtmlElement, stated: Structured) -> str | None:
    """Return the two-letter code that the page declares, the template's rather than the text's."""
    declared = (
        tree.get("lang") or plain(stated.article.get("inLanguage")) or stated.first_meta("og:locale") or ""
    )
    match = re.match(r"([a-zA-Z]{2,3})(?:[-_]|$)", declared)
    return match[1].lower() if match else None

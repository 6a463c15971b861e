"""When a page was published: the places that may tell it, the most reliable first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from lxml.html import HtmlElement

from watchfloor.ingest.dates import find_moment, parse_moment
from watchfloor.ingest.headline_dates import read_beside_headline
from watchfloor.ingest.page_fields import Read
from watchfloor.ingest.structured import Structured, plain

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
    r"/(?:(?P<year>20\d\d|19[89]\d)(?P<cut>[/-])(?P<month>0?[1-9]|1[0-2])(?P=cut)(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?P<run>(?:20\d\d|19[89]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?=[/_.-]|\d{4,12}\b|$))"
)
_TIME_ATTRIBUTES = ("data-time", "data-utime", "data-timestamp", "data-datetime", "data-published")
_CLASS_OF_TIME = re.compile(r"time|date", re.I)
_LONGEST_QUOTED = 80  # characters of an unusable date
_MOST_MARKED = 4  # elements with such attributes; the later ones belong to comments and other articles
_AHEAD_OF_UTC = timedelta(hours=-14)  # where a day begins first (UTC+14) and ends last (UTC-12)
_BEHIND_UTC = timedelta(hours=12)
_CLASS_OF_DATE = re.compile(
    r"(?:^|[\s_-])(?:publish(?:ed)?|pub|post(?:ed)?|article|entry|story|news|byline|meta|item|content|timestamp"
    r"|created?)?[_-]?(?:date|time|datum|fecha|data|datetime|timestamp|published|dateline)",
    re.I,
)


def read_published(
    tree: HtmlElement, stated: Structured, raw: str, url: str | None, *, title: str | None = None
) -> Read | None:
    """Return the moment of publication from the first place that states one.

    Measured on 208 pages without JSON-LD and meta elements: what stands beside the headline is right more
    often than the page's data and any other visible date.
    """
    readers: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("json-ld", lambda: _stated(stated, "datePublished")),
        (
            "meta",
            lambda: (v for names in _PUBLISHED_META for name in names for v in stated.meta.get(name, ())[:1]),
        ),
        ("microdata", lambda: _microdata(tree, "datePublished")),
        ("json-ld", lambda: _stated(stated, "dateCreated")),
        ("time element", lambda: _time_elements(tree)),
        ("visible text", lambda: read_beside_headline(tree, title)),
        ("time attribute", lambda: _time_attributes(tree)),
        ("page data", lambda: (match[1] for match in list(_RAW_DATE.finditer(raw, 0, 2_000_000))[:1])),
        ("url", lambda: _in_url(url)),
    )
    for source, values in readers:
        for value in values():
            moment = parse_moment(value)
            if moment:
                return _as_printed(_earlier(Read(moment, source), stated), url)
    return None


def unusable_date(stated: Structured) -> str | None:
    """Return what the page states as its date where none of what it states is one (31 February, "soon")."""
    values = [*_stated(stated, "datePublished")]
    values += [
        value for names in _PUBLISHED_META for name in names for value in stated.meta.get(name, ())[:1]
    ]
    if not values or any(parse_moment(value) for value in values):
        return None
    return values[0][:_LONGEST_QUOTED]


def _as_printed(read: Read, url: str | None) -> Read:
    """Return the day in the address, where the stated UTC time can be an hour of that day elsewhere.

    A page that states 00:38 UTC under an address of the day before was published on that evening.
    """
    day = next(_in_url(url), None)
    if day is None or len(read.value) < 20 or read.value[:10] == day or parse_moment(day) is None:
        return read
    behind = datetime.fromisoformat(read.value) - datetime.fromisoformat(day + "T00:00:00+00:00")
    if _AHEAD_OF_UTC <= behind < timedelta(days=1) + _BEHIND_UTC:
        return Read(day, "url")
    return read


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


def _time_attributes(tree: HtmlElement) -> Iterator[str]:
    """Yield the times that elements carry for scripts, of the first element that is marked as a date."""
    names = " | ".join(f"//body//*[@{name}]" for name in _TIME_ATTRIBUTES)
    for element in tree.xpath(names)[:_MOST_MARKED]:
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _CLASS_OF_TIME.search(words):
            yield next(value for name in _TIME_ATTRIBUTES if (value := element.get(name)) is not None)[:80]


def _in_url(url: str | None) -> Iterator[str]:
    match = _URL_DATE.search(url or "")
    if match and (run := match["run"]):
        yield f"{run[:4]}-{run[4:6]}-{run[6:]}"
    elif match:
        yield f"{match['year']}-{match['month']:0>2}-{match['day']:0>2}"


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

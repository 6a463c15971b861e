"""When a page was published: the places that may tell it, the most reliable first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from watchfloor.ingest.dates import find_moment, parse_moment
from watchfloor.ingest.page.fields import Read
from watchfloor.ingest.page.headline_dates import DatedLine, changed_beside, dated_lines, published_beside
from watchfloor.ingest.page.near_headline import lines_near_headline
from watchfloor.ingest.page.structured import Structured, plain

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
_ARTICLES = ("article", "main")
_CONTAINERS = (
    "div",
    "section",
    "aside",
    "footer",
    "nav",
    "ul",
    "ol",
    "table",
    "article",
    "header",
    "p",
    "time",
)
_ELSEWHERE_TAGS = ("footer", "aside", "nav")
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus\w*|respond|side-?bar|related\w*|recirc\w*|recommend\w*|events?|upcoming"
    r"|calendar|ticker|breaking|latest|most-?(?:read|popular|viewed)|popular|trending|footer|teasers?|promo"
    r"|more-?(?:news|stories)|yarpp|taboola|outbrain)(?:$|[\s_-])",
    re.I,
)
_ARTICLE_TEXT = 200  # characters in paragraphs: the element holds an article, not its headline alone
_DATELINE = re.compile(r"[A-ZÀ-ÞŁŚŻ][A-ZÀ-ÞŁŚŻ .,'’-]{2,40}(?:\([^()]{2,40}\))?\s*[,–—-]+\s*")
_DATELINE_PARAGRAPHS = 3
_LONGEST_DATELINE = 120  # characters
_LONGEST_QUOTED = 80  # characters of an unusable date
_MOST_MARKED = 4  # elements with such attributes; the later ones belong to comments and other articles
_AHEAD_OF_UTC = timedelta(hours=-14)  # where a day begins first (UTC+14) and ends last (UTC-12)
_EVENING_IN_AMERICA = 9  # o'clock of UTC, at the latest: then it is midnight in Alaska
_BEHIND_UTC = timedelta(hours=12)
_DUBLIN_CORE_DATE = re.compile(
    r"(?:^|\s)(?:dc|dct|dcterms|schema):(?:date|created|issued|datePublished)\b", re.I
)
_CLASS_OF_CHANGE = re.compile(r"(?:^|[\s_-])(?:updated?|modified|changed)(?:$|[\s_-])", re.I)
_AMBIGUOUS = re.compile(r"(?<!\d)\d{1,2}[/-]\d{1,2}[/-]\d\d")
_NUMERIC = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:20)?\d\d(?![\d/])")
_MOST_SEARCHED = 200_000  # characters
_AMERICAN = re.compile(r"\b(?:en[-_](?:us|ph)|fil|es[-_]us)\b", re.I)
_COUNTRY = re.compile(r"\.(?!us$|ph$|io$|tv$|me$|co$|fm$|ai$)[a-z]{2}$")  # most others write the day first
_CLASS_OF_DATE = re.compile(
    r"(?:^|[\s_-])(?:publish(?:ed)?|pub|post(?:ed)?|article|entry|story|news|byline|meta|item|content|timestamp"
    r"|created?)?[_-]?(?:date|time|datum|fecha|data|datetime|timestamp|published|dateline)",
    re.I,
)


class PageDates:
    """The dates of one page; each kind of place is looked at only when it is asked for."""

    def __init__(
        self, tree: HtmlElement, stated: Structured, raw: str, url: str | None, title: str | None
    ) -> None:
        self.tree, self.stated, self.raw, self.url, self.title = tree, stated, raw, url, title

    @cached_property
    def own(self) -> HtmlElement:
        """The page without what is not the article's: comments, sidebars, other articles, the foot."""
        return without_elsewhere(self.tree)

    @cached_property
    def beside(self) -> list[DatedLine]:
        """The dates beside the headline."""
        lines = lines_near_headline(self.own, self.title)
        ambiguous = any(_AMBIGUOUS.search(line.words) for line in lines)
        return dated_lines(lines, month_first=ambiguous and self.month_first)

    @cached_property
    def month_first(self) -> bool:
        """Whether 03/04/2026 is in March: as other dates of the page tell, else as its country writes."""
        return _month_first(self.tree, self.stated, self.url)

    def published(self) -> Read | None:
        """Return the moment of publication from the first place that states one.

        Measured on 208 pages without JSON-LD and meta elements: what stands beside the headline is right
        more often than the page's data and any other visible date.
        """
        for source, values in self._places():
            for value in values():
                moment = self._moment(value)
                if moment:
                    read = _earlier(Read(moment, source), self.stated)
                    return self._on_the_evening_before(_as_printed(read, self.url))
        return None

    def _on_the_evening_before(self, read: Read) -> Read:
        """Return the day shown beside the headline, where the stated UTC time is its evening in America."""
        if len(read.value) < 20 or int(read.value[11:13]) >= _EVENING_IN_AMERICA:
            return read
        shown = published_beside([date for date in self.beside if not date.changed], close=True)
        eve = (datetime.fromisoformat(read.value) - timedelta(days=1)).date().isoformat()
        return Read(eve, "visible text") if shown and shown[:10] == eve else read

    def modified(self) -> Read | None:
        """Return the moment of the last change from the first place that states one."""
        places: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
            ("json-ld", lambda: _stated(self.stated, "dateModified")),
            ("meta", lambda: _metas(self.stated, (_MODIFIED_META,))),
            ("microdata", lambda: _microdata(self.own, "dateModified")),
            ("time element", lambda: _changed_elements(self.own)),
            ("visible text", lambda: _one(changed_beside(self.beside))),
        )
        for source, values in places:
            for value in values():
                if moment := self._moment(value):
                    return Read(moment, source)
        return None

    def _moment(self, value: str) -> str | None:
        return parse_moment(value, month_first=_AMBIGUOUS.search(value) is not None and self.month_first)

    def _places(self) -> tuple[tuple[str, Callable[[], Iterator[str]]], ...]:
        return (
            ("json-ld", lambda: _stated(self.stated, "datePublished", "uploadDate")),
            ("meta", lambda: _metas(self.stated, _PUBLISHED_META)),
            ("microdata", lambda: _microdata(self.own, "datePublished")),
            ("json-ld", lambda: _stated(self.stated, "dateCreated")),
            ("time element", lambda: _time_elements(self.own)),
            ("rdfa", lambda: _rdfa(self.own)),
            ("visible text", lambda: _one(published_beside(self.beside, close=True))),
            ("time attribute", lambda: _time_attributes(self.own)),
            (
                "page data",
                lambda: (match[1] for match in list(_RAW_DATE.finditer(self.raw, 0, 2_000_000))[:1]),
            ),
            ("url", lambda: _in_url(self.url)),
            ("visible text", lambda: _one(published_beside(self.beside, close=False))),
            ("dateline", lambda: _one(_in_dateline(self.own))),
        )


def without_elsewhere(tree: HtmlElement) -> HtmlElement:
    """Return a copy of a page without what dates something else than its article.

    Where the headline stands in an element that is marked as the article, with text below it, the rest of
    the page is left out; else what is marked as comments, sidebar, ticker and their like.
    """
    own = deepcopy(tree)
    headline = next(own.iter("h1"), None)
    around = [] if headline is None else list(headline.iterancestors())
    holder = next((e for e in reversed(around) if e.tag in _ARTICLES and _holds_text(e)), None)
    kept = {*around, *(holder.iterancestors() if holder is not None else ())}
    for element in [*own.iter(*_CONTAINERS)]:
        within = holder is not None and (element is holder or holder in element.iterancestors())
        if element in kept or element.getparent() is None:
            continue
        if (holder is not None and not within) or _is_foreign(element, within=within):
            element.drop_tree()
    return own


def _is_foreign(element: HtmlElement, *, within: bool) -> bool:
    """Tell whether an element is marked as comments, sidebar or ticker and holds no headline."""
    words = f"{element.get('class') or ''} {element.get('id') or ''}"
    marked = _ELSEWHERE.search(words) is not None or (not within and element.tag in _ELSEWHERE_TAGS)
    return marked and next(element.iter("h1"), None) is None


def _holds_text(element: HtmlElement) -> bool:
    return sum(len(p.text_content()) for p in element.iter("p")) > _ARTICLE_TEXT


def _in_dateline(tree: HtmlElement) -> str | None:
    """Return the date of a dateline that opens the text: "TARVEL (Harbour Wire) — Feb. 2, 2026 —"."""
    for paragraph in [*tree.iter("p")][:_DATELINE_PARAGRAPHS]:
        words = plain(paragraph.text_content())[:_LONGEST_DATELINE]
        opening = _DATELINE.match(words)
        found = find_moment(words[opening.end() :]) if opening else None
        if opening and found and found.start == 0:
            return found.moment
    return None


def _one(value: str | None) -> Iterator[str]:
    if value:
        yield value


def _metas(stated: Structured, groups: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    return (value for names in groups for name in names for value in stated.meta.get(name, ())[:1])


def _month_first(tree: HtmlElement, stated: Structured, url: str | None) -> bool:
    shown = _NUMERIC.findall(" ".join(tree.find("body").itertext())[:_MOST_SEARCHED])
    above = [(int(first) > 12, int(second) > 12) for first, second in shown]
    if any(day_first for day_first, _ in above) != any(month_first for _, month_first in above):
        return any(month_first for _, month_first in above)
    declared = f"{tree.get('lang') or ''} {stated.first_meta('og:locale') or ''}"
    host = urlsplit(url).hostname if url else None
    return bool(_AMERICAN.search(declared)) and not (host and _COUNTRY.search(host))


def unusable_date(stated: Structured) -> str | None:
    """Return what the page states as its date where none of what it states is one (31 February, "soon")."""
    values = [*_stated(stated, "datePublished"), *_metas(stated, _PUBLISHED_META)]
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


def _stated(stated: Structured, *keys: str) -> Iterator[str]:
    for node in (stated.article, stated.page):
        for key in keys:
            value = plain(node.get(key))
            if value:
                yield value


def _microdata(tree: HtmlElement, name: str) -> Iterator[str]:
    for element in tree.xpath("//*[@itemprop=$name]", name=name)[:3]:
        value = element.get("datetime") or element.get("content") or element.text_content()
        yield plain(value)[:80]


def _rdfa(tree: HtmlElement) -> Iterator[str]:
    """Yield the date that an element's property states as Dublin Core names it, as Drupal writes it."""
    for element in tree.xpath("//body//*[@property and @content]")[:_MOST_MARKED]:
        if _DUBLIN_CORE_DATE.search(element.get("property")):
            yield element.get("content")[:80]


def _changed_elements(tree: HtmlElement) -> Iterator[str]:
    for element in tree.xpath("//article//time[@datetime] | //main//time[@datetime]")[:_MOST_MARKED]:
        if _CLASS_OF_CHANGE.search(element.get("class") or ""):
            yield element.get("datetime")[:80]


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

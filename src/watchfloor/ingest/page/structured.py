"""What a page says about itself to machines: JSON-LD and meta elements, hostile values made harmless."""

from __future__ import annotations

import html
import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from lxml.html import HtmlElement

_ARTICLE_TYPES = re.compile(
    r"(?:.*NewsArticle|Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|TechArticle"
    r"|ScholarlyArticle|AdvertiserContentArticle)$"
)
_RECORDINGS = frozenset(
    ("VideoObject", "PodcastEpisode", "Review", "AudioObject", "RadioEpisode", "MediaObject")
)
_LONGEST_BLOCK = 4_000_000  # characters of one JSON-LD script
_MOST_NODES = 20_000  # of all JSON-LD of a page
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_TAGS = re.compile(r"<[^<>]{1,400}>")
_SCRIPT = re.compile(r"<\s{0,9}(script|style)\b", re.I)
_SCRIPT_END = re.compile(r"<\s{0,9}/\s{0,9}(script|style)\s{0,9}>", re.I)
_LONGEST_SCRIPT = 20_000  # characters; what is not closed within them is not taken for one
_UNSEEN = re.compile(  # controls, soft hyphens, zero-width and direction marks, tag characters
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_UNWRITTEN = re.compile(r"[ \xa0\"'<>\\^`{|}\[\]]")  # in paths and queries of addresses
_NO_LINE_ENDS = re.compile(r"[\t\r\n]")
_SAFE_URL = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f\"'<>\\^`{|}]{4,2000}$", re.I)


@dataclass(slots=True)
class Structured:
    """The page's own statements: the article's JSON-LD node, its nodes by @id, and meta values by name."""

    article: dict[str, Any] = field(default_factory=dict)
    page: dict[str, Any] = field(default_factory=dict)
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    meta: dict[str, list[str]] = field(default_factory=dict)

    def first_meta(self, *names: str) -> str | None:
        """Return the first value of the first of `names` that the page has."""
        return next((value for name in names for value in self.meta.get(name, ())), None)


def read_structured(tree: HtmlElement, *, url: str | None = None) -> Structured:
    """Return what `tree` states about itself; `url`, where known, tells the article among several."""
    found = Structured(meta=_meta(tree))
    canonical = url or found.first_meta("og:url")
    articles: list[dict[str, Any]] = []
    works: list[dict[str, Any]] = []
    for node in _nodes(tree):
        _remember(found, node)
        types = _types(node)
        if any(_ARTICLE_TYPES.match(kind) for kind in types):
            articles.append(node)
        elif _RECORDINGS.intersection(types):
            works.append(node)
        elif "WebPage" in types and not found.page:
            found.page = node
    title = found.first_meta("og:title") or plain(tree.findtext(".//title"))
    found.article = _main_article(articles or _works(works, title), canonical, found.first_meta("og:title"))
    return found


def _works(works: list[dict[str, Any]], title: str | None) -> list[dict[str, Any]]:
    """Return the recordings that bear the page's title, as articles with a date."""
    named = [work for work in works if title and len(name := plain(work.get("name"))) > 5 and name in title]
    return [{"datePublished": work.get("uploadDate"), **work} for work in named]


def _main_article(articles: list[dict[str, Any]], url: str | None, title: str | None) -> dict[str, Any]:
    """Return the article that the page is about: by address, by headline, else the fullest."""
    if not articles:
        return {}

    def rank(node: dict[str, Any]) -> tuple[bool, bool, bool, bool]:
        address = _address(node)
        return (
            bool(url and address and _bare(address) == _bare(url)),
            bool(title and plain(node.get("headline")) and plain(node["headline"])[:40] in (title or "")),
            bool(node.get("datePublished")),
            bool(node.get("author")),
        )

    return max(articles, key=rank)  # max keeps the first of equals


def _address(node: dict[str, Any]) -> str | None:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(value, str) and value.startswith("http"):
            return value
    return None


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.|amp\.|m\.)?|[?#].*$|/$", "", url)


def _types(node: dict[str, Any]) -> tuple[str, ...]:
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return tuple(str(v).rsplit("/", 1)[-1] for v in values if isinstance(v, str))


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects of the page, outer before inner, without recursion."""
    scripts = (it for it in tree.iter("script") if "ld+json" in (it.get("type") or "").lower())
    values = (value for script in scripts for value in _walk(_load(script.text_content())))
    for value in islice(values, _MOST_NODES):
        if isinstance(value, dict) and ("@type" in value or "@id" in value):
            yield value


def _remember(found: Structured, node: dict[str, Any]) -> None:
    """Keep a node by its id; of two with one id, the larger says what both say."""
    identifier = node.get("@id")
    if isinstance(identifier, str):
        known = found.nodes.get(identifier, {})
        found.nodes[identifier] = {**node, **known} if len(known) > len(node) else {**known, **node}


def _walk(value: Any) -> Iterator[Any]:
    """Yield a value of JSON and the objects and lists inside it."""
    stack = [value]
    while stack:
        value = stack.pop()
        yield value
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict):
            stack.extend(it for it in reversed(list(value.values())) if isinstance(it, dict | list))


def _load(raw: str) -> Any:
    raw = raw.strip().removeprefix("<!--").removesuffix("-->").strip()
    raw = raw.removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")
    if len(raw) > _LONGEST_BLOCK:
        return None
    for attempt in (raw, _TRAILING_COMMA.sub(r"\1", raw), html.unescape(raw)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        value = plain(element.get("content"))
        if name and value:
            found.setdefault(name.strip().lower(), []).append(value[:2000])
    return found


def plain(value: object) -> str:
    """Return a value as one line of plain words: no markup, scripts, control or zero-width characters."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), "")
    if not isinstance(value, str):
        return ""
    text = value
    for _ in range(2):  # some outlets escape twice
        if "&" in text:
            text = html.unescape(text)
    if "<" in text:
        text = _TAGS.sub(" ", _without_scripts(text))
    return " ".join(_UNSEEN.sub("", text).split())


def _without_scripts(text: str) -> str:
    """Return `text` without scripts and styles, each up to its end or the end of the text.

    The ends are looked up once: a pattern that seeks the end of each beginning takes minutes over a million
    of them.
    """
    if _SCRIPT.search(text) is None:
        return text
    ends: dict[str, list[tuple[int, int]]] = {"script": [], "style": []}
    for match in _SCRIPT_END.finditer(text):
        ends[match[1].lower()].append(match.span())
    parts: list[str] = []
    at = 0
    for match in _SCRIPT.finditer(text):
        if match.start() < at:
            continue
        mine = ends[match[1].lower()]
        place = bisect_left(mine, (match.end(), 0))
        start, end = mine[place] if place < len(mine) else (len(text), len(text))
        if start - match.end() > _LONGEST_SCRIPT:
            continue
        parts += [text[at : match.start()], " "]
        at = end
    return "".join([*parts, text[at:]])


def link_address(value: object) -> str | None:
    """Return the http address of a link, percent-encoded as browsers do; None for what is none."""
    if not isinstance(value, str):
        return None
    scheme, mark, rest = _NO_LINE_ENDS.sub("", value.strip()).partition("://")
    host, slash, path = rest.partition("/")
    encoded = _UNWRITTEN.sub(lambda found: quote(found[0]), path)
    return safe_url(f"{scheme}{mark}{host}{slash}{encoded}")


def safe_url(value: object) -> str | None:
    """Return `value` if it is an http address, else None (javascript:, data: and their like)."""
    url = value.strip() if isinstance(value, str) else ""
    return url if _SAFE_URL.match(url) and _can_be_parted(url) else None


def joined_url(base: str | None, target: str) -> str:
    """Return where a link of a page leads; nothing where it can lead nowhere ("http://[broken")."""
    try:
        return urljoin(base, target) if base else target
    except ValueError:
        return ""


def _can_be_parted(url: str) -> bool:
    """Tell whether an address has a host and, if any, a port that can be."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False

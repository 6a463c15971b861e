"""What kind of source an address or a path is, and which feeds a page offers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from watchfloor.errors import InputError, UsageError
from watchfloor.ingest.decoding import decode
from watchfloor.ingest.formats.xml import unzipped
from watchfloor.ingest.page.structured import joined_url, link_address, plain
from watchfloor.ingest.page.tree import declared_charset, parse_page
from watchfloor.model import Source, SourceId, SourceKind, digest

Content = Literal["feed", "sitemap", "opml", "page", "other"]

_SHOWN = 4_096  # bytes looked at; prologues and comments of feeds are seldom longer
_GEOJSON = re.compile(rb"\{\s*\"type\"\s*:\s*\"FeatureCollection\"")
_ROOTS: tuple[tuple[re.Pattern[bytes], Content], ...] = (
    (re.compile(rb"<(?:\w+:)?(?:rss|rdf|channel)\b", re.I), "feed"),
    (re.compile(rb"<(?:\w+:)?feed\b", re.I), "feed"),
    (re.compile(rb"<(?:\w+:)?alert\s[^<>]{0,300}urn:oasis:names:tc:emergency:cap:1\."), "feed"),
    (re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", re.I), "sitemap"),
    (re.compile(rb"<opml\b", re.I), "opml"),
    (re.compile(rb"<(?:html|head|body|!doctype\s+html)\b", re.I), "page"),
)
_FEED_TYPES = {
    "application/rss+xml": 0,
    "application/atom+xml": 0,
    "application/feed+json": 1,
    "application/rdf+xml": 1,
    "application/json": 2,
    "text/xml": 3,
    "application/xml": 3,
}
_FEED_ADDRESS = re.compile(
    r"(?:/(?:rss|feeds?|atom)(?:[/._-]|$)|\.(?:rss|atom)$|(?:rss|feed|atom)\.(?:xml|json)$)", re.I
)
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario", re.I)
_USUAL = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")
_MOST_OFFERS = 30
_REST = r"(?:[/?]\S*)?"
_NAMED_HOST = re.compile(rf"[\w-]+(?:\.[\w-]+)*\.[a-z]{{2,}}(?::\d+)?{_REST}", re.I)
_OWN_HOST = re.compile(
    rf"(?:(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?|localhost(?::\d+)?|[\w-]+:\d+){_REST}",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A feed that a page offers."""

    url: str
    title: str | None = None


def recognise(data: bytes, *, content_type: str = "") -> Content:
    """Return what `data` is, by its first bytes; the type that the site names is asked last."""
    try:
        data = unzipped(data, where="")
    except InputError:
        return "other"
    start = data[:_SHOWN].lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \t\r\n").replace(b"\0", b"")
    if start.startswith(b"{") and (b"jsonfeed.org/version" in start or _GEOJSON.match(start)):
        return "feed"
    found = [(match.start(), kind) for pattern, kind in _ROOTS if (match := pattern.search(start))]
    if found:
        return min(found)[1]
    return "page" if content_type in ("text/html", "application/xhtml+xml") else "other"


def offered_feeds(data: bytes, *, url: str) -> list[Offer]:
    """Return the feeds that a page names in its head, else those that it links to; best first."""
    try:
        decoded = decode(data, where=url, declared=declared_charset(data))
        tree, _ = parse_page(decoded.text, where=url)
    except InputError:
        return []
    found: dict[str, tuple[int, Offer]] = {}
    for link in tree.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        rank = _FEED_TYPES.get((link.get("type") or "").partition(";")[0].strip().lower())
        target = _joined(url, link.get("href"))
        if "alternate" in relations and rank is not None and target and "/wp-json/" not in target:
            title = plain(link.get("title")) or None
            rank += 5 * bool(_COMMENTS.search(f"{title} {target}"))
            found.setdefault(target, (rank, Offer(url=target, title=title)))
    for anchor in tree.iter("a") if not found else ():
        target = _joined(url, anchor.get("href"))
        if target and _FEED_ADDRESS.search(urlsplit(target).path) and len(found) < _MOST_OFFERS:
            found.setdefault(target, (9, Offer(url=target, title=plain(anchor.text_content()) or None)))
    ranked = sorted(enumerate(found.values()), key=lambda numbered: (numbered[1][0], numbered[0]))
    return [offer for _, (_, offer) in ranked][:_MOST_OFFERS]


def usual_places(url: str) -> list[str]:
    """Return where sites that name no feed mostly have one: under the page's own address."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}{place}" for place in _USUAL]


def address_of(given: str) -> str | Path:
    """Return what a person gave as a web address or, where it is one, a path; raise UsageError otherwise."""
    given = given.strip()
    if given.startswith(("http://", "https://")):
        return given
    if given.startswith("feed:"):
        rest = given.removeprefix("feed:").removeprefix("//")
        return rest if rest.startswith(("http://", "https://")) else f"https://{rest}"
    if given and Path(given).exists():
        return Path(given)
    if _NAMED_HOST.fullmatch(given):
        return f"https://{given}"
    if _OWN_HOST.fullmatch(given):
        return f"http://{given}"  # certificates are for names
    raise UsageError(
        f"{given} is neither a web address nor a file or folder; give one, as in https://example.org"
    )


def new_source(url: str, kind: SourceKind, *, title: str | None = None, added: str | None = None) -> Source:
    """Return a source with the id that its address gives it."""
    return Source(id=SourceId(digest("source", url)), url=url, kind=kind, title=title, added=added)


def _joined(base: str, target: str | None) -> str | None:
    if not target:
        return None
    return link_address(joined_url(base, target.strip()).partition("#")[0])

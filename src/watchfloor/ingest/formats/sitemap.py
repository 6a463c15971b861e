"""Sitemap bytes -> the pages or the further sitemaps that it lists; gzip too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from watchfloor.errors import InputError
from watchfloor.ingest.dates import parse_moment
from watchfloor.ingest.formats.xml import local_name, parse_xml, unzipped
from watchfloor.ingest.page.structured import joined_url, link_address, plain

MOST_ENTRIES = 50_000  # of one sitemap, as sitemaps.org has it; the rest is dropped, and counted


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapEntry:
    """One page of a sitemap; title, language and publication date only where it is a news sitemap."""

    url: str
    modified: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists: pages, or (an index) further sitemaps."""

    pages: tuple[SitemapEntry, ...] = ()
    sitemaps: tuple[SitemapEntry, ...] = ()
    dropped: int = 0


def parse_sitemap(data: bytes, *, where: str, url: str | None = None) -> Sitemap:
    """Return the sitemap in `data`; raise InputError for what is none. `url` is where it was fetched from."""
    root = parse_xml(unzipped(data, where=where), where=where)
    kind = local_name(root)
    if kind not in ("urlset", "sitemapindex"):
        raise InputError(where, "not a sitemap: it lists neither pages nor sitemaps")
    wanted = "url" if kind == "urlset" else "sitemap"
    nodes = [node for node in root if local_name(node) == wanted]
    found: dict[str, SitemapEntry] = {}
    for node in nodes[:MOST_ENTRIES]:
        entry = _entry(node, url)
        if entry is not None:
            found.setdefault(entry.url, entry)
    entries = tuple(found.values())
    dropped = max(0, len(nodes) - MOST_ENTRIES)
    return Sitemap(pages=entries, dropped=dropped) if wanted == "url" else Sitemap(sitemaps=entries)


def _entry(node: Any, base: str | None) -> SitemapEntry | None:
    fields: dict[str, str] = {}
    for element in node.iter():
        name = local_name(element)
        if element.text and name in ("loc", "lastmod", "title", "publication_date", "language"):
            if _foreign(element, node):  # the address of an image or a video of the page
                continue
            fields.setdefault(name, plain(element.text))
    url = link_address(joined_url(base, fields.get("loc", "")))
    if not url or not fields.get("loc"):
        return None
    return SitemapEntry(
        url=url,
        modified=parse_moment(fields.get("lastmod", "")),
        title=fields.get("title") or None,
        published=parse_moment(fields.get("publication_date", "")),
        language=fields.get("language") or None,
    )


def _foreign(element: Any, node: Any) -> bool:
    parent = element.getparent()
    while parent is not None and parent is not node:
        if local_name(parent) in ("image", "video"):
            return True
        parent = parent.getparent()
    return False

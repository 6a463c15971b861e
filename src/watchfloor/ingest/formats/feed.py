"""Feed bytes -> items: RSS of every version, Atom and JSON Feed; nothing in them is followed or expanded."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from watchfloor.errors import InputError
from watchfloor.ingest.dates import given_moment, parse_moment
from watchfloor.ingest.formats.instruments import (
    cap_entry,
    is_cap,
    is_geojson,
    of_milliseconds,
    record_of_entry,
    record_of_feature,
    sentence_of,
    told_with,
)
from watchfloor.ingest.formats.xml import with_escaped_ampersands
from watchfloor.ingest.page.bylines import clean_names
from watchfloor.ingest.page.structured import joined_url, link_address, plain, safe_url
from watchfloor.model import Flag, FlagCode, InstrumentRecord

LARGEST_FEED = 16 * 2**20  # bytes
MOST_ITEMS = 5_000  # the rest is dropped, and counted
_ENTITY = re.compile(rb"<!ENTITY|<!\[\s*%", re.I)
_INTERNAL_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]{0,1000}\[", re.I)
_CLOSED = re.compile(rb"</\s*(?:\w+:)?(?:rss|rdf|feed|channel)\s*>", re.I)  # the end of a whole feed
_LONGEST_DATE = 200  # characters
_LONGEST_NAMING = 20_000  # characters of a summary that a number of a disaster is looked for in
_LONGEST_END = 4_096  # bytes behind it: comments of the programs that wrote it
_HOSTILE_ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']\s*(?:utf-?7|unicode-1-1-utf-7)", re.I)
_WIDE_ENCODING = re.compile(
    rb"(<\?xml[^>]{0,200}encoding\s?=\s?[\"'])(?:utf-?16|utf-?32|ucs-?[24]|iso-10646-ucs-[24])[^\"'>]{0,9}",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item of a feed. `summary` is plain words, `markup` the item's own text with harmless markup.

    `id` is what the feed calls it (guid, atom:id), else its address, else None. `outlet` is whose article it
    is, where an aggregator names it; `no_date` is what the feed states as a date and is none.
    """

    id: str | None
    url: str | None
    title: str | None
    summary: str | None
    markup: str | None
    published: str | None
    modified: str | None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    no_date: str | None = None
    record: InstrumentRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed's items in its own order; `dropped` counts those beyond the cap."""

    title: str | None
    url: str | None
    language: str | None
    items: tuple[FeedItem, ...]
    dropped: int = 0
    flags: tuple[Flag, ...] = ()


def parse_feed(data: bytes, *, where: str, url: str | None = None) -> Feed:
    """Return the feed in `data`; raise InputError for what is no feed, or declares entities.

    `url` is the address it was fetched from, against which relative links are read.
    """
    if len(data) > LARGEST_FEED:
        raise InputError(where, f"the feed is larger than {LARGEST_FEED:,} bytes")
    if not data.strip():
        raise InputError(where, "the feed is empty")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _parse_json(data, where=where, url=url)
    if is_cap(data):
        return _of_alert(data, where=where, url=url)
    return _parse_xml(data, where=where, url=url)


def _parse_xml(data: bytes, *, where: str, url: str | None) -> Feed:
    import feedparser  # noqa: PLC0415 - it takes a third of a second to load, only feeds need it

    characters = _as_utf8(data, where)
    _refuse_entities(characters, where)
    characters = with_escaped_ampersands(characters)
    headers = {"content-location": url} if url else {}
    headers["content-type"] = "application/xml; charset=utf-8"
    try:
        parsed = feedparser.parse(io.BytesIO(characters), response_headers=headers)
    except (RecursionError, ValueError, AssertionError, LookupError, TypeError, AttributeError) as error:
        raise InputError(where, f"the feed cannot be read: {error}") from None
    if not parsed.entries and not parsed.version:
        raise InputError(where, "not a feed: neither RSS nor Atom nor JSON Feed")
    head = parsed.feed
    cut = _CLOSED.search(characters[-_LONGEST_END:]) is None
    broken = parsed.get("bozo_exception") if parsed.get("bozo") else None
    return Feed(
        title=plain(head.get("title")) or None,
        url=safe_url(head.get("link")),
        language=(head.get("language") or None),
        items=tuple(_xml_item(entry, url) for entry in parsed.entries[:MOST_ITEMS]),
        dropped=max(0, len(parsed.entries) - MOST_ITEMS),
        flags=(
            *((Flag(FlagCode.FEED_CUT),) if cut else ()),
            *((Flag(FlagCode.ILL_FORMED_FEED, plain(str(broken))[:120]),) if broken else ()),
        ),
    )


def _as_utf8(data: bytes, where: str) -> bytes:
    """Return the feed's characters as UTF-8, so that no encoding hides what is looked for."""
    from feedparser.encodings import convert_to_utf8  # noqa: PLC0415

    if _HOSTILE_ENCODING.search(data[:400]):
        raise InputError(where, "the feed is declared as UTF-7, which hides markup from checks")
    # A declaration that can be read byte by byte is not in an encoding of two or four bytes a character.
    characters = convert_to_utf8({}, _WIDE_ENCODING.sub(rb"\1utf-8", data, count=1), {})
    return characters if isinstance(characters, bytes) else data


def _refuse_entities(characters: bytes, where: str) -> None:
    for candidate in (characters, characters.replace(b"\0", b"")):
        if _ENTITY.search(candidate) or _INTERNAL_SUBSET.search(candidate):
            raise InputError(where, "the feed declares entities or its own document type; feeds need neither")


def _xml_item(entry: Any, base: str | None) -> FeedItem:
    contents = [part.get("value") or "" for part in entry.get("content") or ()]
    summary = dict.get(entry, "summary") or ""
    identifier = plain(dict.get(entry, "id")) or None
    record = record_of_entry(entry, _named_beside(entry))
    url = _link(entry, base, identifier)
    outlet = plain((dict.get(entry, "source") or {}).get("title")) or None
    published = _moment(entry, "published") or _moment(entry, "created")
    modified = _moment(entry, "updated")
    stated = dict.get(entry, "published") or dict.get(entry, "updated")
    return FeedItem(
        id=identifier or url,
        url=url or safe_url(identifier),
        title=_without_outlet(plain(entry.get("title")), outlet) or None,
        summary=plain(summary or max(contents, key=len, default="")) or None,
        markup=told_with(record, max([*contents, summary], key=len)) or None,
        published=published,
        modified=modified,
        authors=_authors(a.get("name") or "" for a in entry.get("authors") or () if a),
        outlet=outlet,
        no_date=plain(stated)[:80] if stated and published is None and modified is None else None,
        record=record,
    )


def _named_beside(entry: Any) -> str:
    """Return the words in which an item may name the number of a disaster."""
    tags = (tag.get("term") or "" for tag in entry.get("tags") or () if tag)
    return " ".join((plain(entry.get("title")), plain(dict.get(entry, "summary"))[:_LONGEST_NAMING], *tags))


def _link(entry: Any, base: str | None, identifier: str | None) -> str | None:
    """Return the address of an item's page; an empty link leads to the feed itself, so the guid is asked.

    A service that counts the readers of a feed puts its own address in the link and keeps the page's beside.
    """
    hrefs = [
        entry.get("feedburner_origlink"),
        entry.get("link"),
        *(link.get("href") for link in entry.get("links") or ()),
    ]
    found = (_url(href, base) for href in hrefs if isinstance(href, str) and href.strip())
    return next((url for url in found if url and url != base), None) or safe_url(identifier)


def _without_outlet(title: str, outlet: str | None) -> str:
    """Return a headline without the outlet's name that aggregators put behind it."""
    for dash in (" - ", " – ", " — ", " | "):
        if outlet and title.endswith(dash + outlet):
            return title.removesuffix(dash + outlet)
    return title


def _moment(entry: Any, name: str) -> str | None:
    """Return a moment as the item writes it.

    What the parser understood is not asked: it fills in what is not written from the clock (09:00 is
    today's), the first of a month or January, and takes 0001 for 2001.
    """
    raw = dict.get(entry, name)
    if not isinstance(raw, str):
        return None
    found = (parse_moment(raw), given_moment(raw[:_LONGEST_DATE]))
    return max((moment for moment in found if moment), key=len, default=None)  # with the time of day, if any


def _url(value: object, base: str | None) -> str | None:
    if not isinstance(value, str):
        return None
    return link_address(joined_url(base, value.strip()))


def _authors(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean for name in names for clean in clean_names(plain(name))))


def _parse_json(data: bytes, *, where: str, url: str | None) -> Feed:
    try:
        feed = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise InputError(where, f"not a feed: broken JSON ({type(error).__name__})") from None
    if is_geojson(feed):
        return _of_features(feed, where=where, url=url)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version")):
        raise InputError(where, "not a feed: this JSON is no JSON Feed")
    records = [item for item in items if isinstance(item, dict)]
    return Feed(
        title=plain(feed.get("title")) or None,
        url=_url(feed.get("home_page_url"), url),
        language=plain(feed.get("language")) or None,
        items=tuple(_json_item(item, feed, url) for item in records[:MOST_ITEMS]),
        dropped=max(0, len(records) - MOST_ITEMS),
    )


def _of_features(feed: dict[str, Any], *, where: str, url: str | None) -> Feed:
    """Return the events of a GeoJSON feed; what its fields say is their only text."""
    features = feed.get("features")
    if not isinstance(features, list):
        raise InputError(where, "not a feed: this GeoJSON has no features")
    items = [it for feature in features if isinstance(feature, dict) and (it := _feature(feature, url))]
    head = feed.get("metadata")
    return Feed(
        title=plain(head.get("title")) or None if isinstance(head, dict) else None,
        url=None,
        language="en",
        items=tuple(items[:MOST_ITEMS]),
        dropped=max(0, len(items) - MOST_ITEMS),
    )


def _feature(feature: dict[str, Any], base: str | None) -> FeedItem | None:
    record = record_of_feature(feature)
    if record is None:
        return None
    said = feature["properties"]
    return FeedItem(
        id=record.key,
        url=_url(said.get("url"), base),
        title=plain(said.get("title")) or None,
        summary=told_with(record, sentence_of(record)),
        markup=told_with(record, sentence_of(record)),
        published=record.begins,
        modified=of_milliseconds(said.get("updated")),
        record=record,
    )


def _of_alert(data: bytes, *, where: str, url: str | None) -> Feed:
    """Return the one item that an alert of CAP is."""
    entry = cap_entry(data, where=where)
    record = record_of_entry(entry, entry["words"])
    words = told_with(record, entry["words"] or entry["title"])
    item = FeedItem(
        id=entry["id"] or None,
        url=_url(entry["web"], url) or url,
        title=entry["title"] or None,
        summary=words or None,
        markup=words or None,
        published=parse_moment(entry["sent"]),
        modified=None,
        outlet=entry["sender"] or None,
        record=record,
    )
    return Feed(title=entry["sender"] or None, url=None, language=None, items=(item,))


def _json_item(item: dict[str, Any], feed: dict[str, Any], base: str | None) -> FeedItem:
    url = _url(item.get("url"), base) or _url(item.get("external_url"), base)
    markup, text = item.get("content_html"), item.get("content_text")
    words = plain(item.get("summary")) or plain(text) or plain(markup)
    identifier = item.get("id")
    return FeedItem(
        id=str(identifier) if isinstance(identifier, str | int | float) else url,
        url=url or safe_url(identifier),
        title=plain(item.get("title")) or None,
        summary=words or None,
        markup=markup if isinstance(markup, str) and markup else text if isinstance(text, str) else None,
        published=parse_moment(plain(item.get("date_published"))),
        modified=parse_moment(plain(item.get("date_modified"))),
        authors=_authors(_json_names(item) or _json_names(feed)),
    )


def _json_names(record: dict[str, Any]) -> Sequence[str]:
    authors = record.get("authors")
    listed = authors if isinstance(authors, list) else [record.get("author")]
    return [name for a in listed if isinstance(a, dict) and isinstance(name := a.get("name"), str)]

"""A feed of alerts that any feed reader can follow: Atom in an `.xml` file, JSON Feed in a `.json` file.

[channels.wall]
kind = "feed"
path = "alerts.xml"
title = "Alerts of the desk"

An alert is one entry, rewritten in place when more is known of it, so that readers show it once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar
from urllib.parse import quote

import msgspec
from lxml import etree

from watchfloor.model import Delivery
from watchfloor.network import Client
from watchfloor.rights import make_folder, write_whole
from watchfloor.settings import String
from watchfloor.watch.channels.contract import Channel, WrongSetting, data_of
from watchfloor.watch.payload import SOURCE, first_address, message_text, whole_words
from watchfloor.watch.retries import Outcome

_ATOM = "http://www.w3.org/2005/Atom"  # RFC 4287
_JSON_FEED = "https://jsonfeed.org/version/1.1"
_ENDINGS = (".xml", ".atom", ".json")
_LARGEST = 16_000_000  # bytes of a feed that is read again: ten times what 1,000 entries have

EntryCount = Annotated[int, msgspec.Meta(ge=1, le=1_000, description="a number from 1 to 1000")]


class FeedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a feed: the alert as it stands."""

    id: str
    title: str
    text: str
    updated: str
    url: str = ""


class FeedFile(Channel, frozen=True, kw_only=True):
    """A feed in a file, newest first, of at most `most` alerts; `path` is relative to the floor's folder."""

    kind: ClassVar[str] = "feed"

    path: Annotated[Path, msgspec.Meta(description="a text")]
    title: String = "Watchfloor: alerts"
    most: EntryCount = 100

    def wrong(self) -> Iterator[WrongSetting]:
        """Yield what is wrong with the path."""
        if "\0" in str(self.path):
            yield "path", "path holds a NUL; write a path"
        elif self.path.suffix not in _ENDINGS:
            yield "path", f"path is {self.path.name!r}; end it with .xml for Atom or .json for JSON Feed"

    def send(self, delivery: Delivery, now: datetime, client: Client) -> Outcome:
        """Put the alert in front of the feed, in place of what stood there of it, whole or not at all.

        An entry that stands there already is written again, so that a try may be repeated.
        """
        new = _entry(delivery, now)
        is_json = self.path.suffix == ".json"
        try:
            make_folder(self.path.parent)
            held = _read(self.path, is_json=is_json)
            kept = _with(new, held)[: self.most]
            write_whole(self.path, _json_feed(self, kept) if is_json else _atom(self, kept))
        except OSError as error:
            return Outcome(error=f"{self.path} cannot be written: {error.strerror}")
        except ValueError as error:
            return Outcome(error=f"{self.path} is no feed of ours ({error}); move it away", retry=False)
        return Outcome(delivered=True)


def _with(new: FeedEntry, held: list[FeedEntry]) -> list[FeedEntry]:
    """Return the entries with a new one in front; what is older than what stands of it changes nothing."""
    if any(it.id == new.id and it.updated > new.updated for it in held):
        return held
    return [new, *(it for it in held if it.id != new.id)]


def _entry(delivery: Delivery, now: datetime) -> FeedEntry:
    data = data_of(delivery)
    return FeedEntry(
        id=f"urn:watchfloor:alert:{delivery.alert or delivery.id}",
        title=whole_words(str(data.get("summary", "alert"))),
        text=whole_words(message_text(data, now)),
        updated=str(data.get("updated") or now.isoformat()),
        url=first_address(data),
    )


def _read(path: Path, *, is_json: bool) -> list[FeedEntry]:
    """Return the entries of the feed as it stands; raise ValueError for a file that is none."""
    if not path.exists() or not path.stat().st_size:
        return []
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"it has over {_LARGEST:,} bytes")
    written = path.read_bytes()
    return _read_json(written) if is_json else _read_atom(written)


# ----------------------------------------------------------------------------------------------------- JSON


def _json_feed(feed: FeedFile, entries: list[FeedEntry]) -> bytes:
    body = {
        "version": _JSON_FEED,
        "title": feed.title,
        "items": [
            {"id": it.id, "title": it.title, "content_text": it.text, "date_modified": it.updated}
            | ({"external_url": it.url} if it.url else {})
            for it in entries
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode("utf-8")


def _read_json(written: bytes) -> list[FeedEntry]:
    items = json.loads(written)
    if not isinstance(items, dict) or items.get("version") != _JSON_FEED:
        raise ValueError("it is no JSON Feed")
    return [_of_item(it) for it in items.get("items", ())]


def _of_item(item: Mapping[str, Any]) -> FeedEntry:
    try:
        return FeedEntry(
            id=item["id"],
            title=item["title"],
            text=item["content_text"],
            updated=item["date_modified"],
            url=item.get("external_url", ""),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"an item lacks {error}") from error


# ----------------------------------------------------------------------------------------------------- Atom


def _atom(feed: FeedFile, entries: list[FeedEntry]) -> bytes:
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    _add(root, "id", f"{SOURCE}:feed:{quote(feed.name, safe='')}")
    _add(root, "title", feed.title)
    _add(root, "updated", entries[0].updated)
    _add(_add(root, "author"), "name", "Watchfloor")
    for it in entries:
        entry = _add(root, "entry")
        _add(entry, "id", it.id)
        _add(entry, "title", it.title)
        _add(entry, "updated", it.updated)
        if it.url:
            _add(entry, "link").attrib.update({"rel": "related", "href": it.url})
        _add(entry, "content", it.text).set("type", "text")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _add(parent: Any, name: str, words: str | None = None) -> Any:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    child.text = words
    return child


def _read_atom(written: bytes) -> list[FeedEntry]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(written, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if root.tag != f"{{{_ATOM}}}feed":
        raise ValueError("it is no Atom feed")
    return [
        FeedEntry(
            id=_told(it, "id"),
            title=_told(it, "title"),
            text=_told(it, "content"),
            updated=_told(it, "updated"),
            url=next((link.get("href", "") for link in it.findall(f"{{{_ATOM}}}link")), ""),
        )
        for it in root.findall(f"{{{_ATOM}}}entry")
    ]


def _told(entry: Any, name: str) -> str:
    return entry.findtext(f"{{{_ATOM}}}{name}") or ""

"""One rendition, read again: from the bytes that are kept, else from its stored words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from watchfloor.errors import InputError
from watchfloor.ingest.formats.item import item_of_feed, rendition_of_item
from watchfloor.ingest.permissions import page_reserves
from watchfloor.ingest.sandbox import GuardedReader
from watchfloor.model import Flag, FlagCode, Rendition
from watchfloor.store import PageBytes
from watchfloor.store.sources import item_key

_OF_THE_FETCH = frozenset({FlagCode.CUT_SHORT})  # flags that bytes do not show
# Flags that say why what a feed told of an item stands for its page.
_STANDING_IN = frozenset(
    {
        FlagCode.ITEM_WITHOUT_LINK,
        FlagCode.WHOLE_TEXT_IN_FEED,
        FlagCode.PAGE_NOT_READ,
        FlagCode.READ_FROM_FEED,
        FlagCode.RESERVED,
    }
)


@dataclass(frozen=True, slots=True)
class RereadRendition:
    """A rendition as today's code reads it; `note` says why it was not read from bytes."""

    rendition: Rendition
    note: str | None = None


def reread_rendition(
    old: Rendition, kept: tuple[PageBytes, str | None] | None, reader: GuardedReader
) -> RereadRendition:
    """Return a rendition as it is read now, under the id it has; its stored words where nothing else is.

    What a page lacks and its feed told is kept. Nothing is raised for what bytes do to the readers.
    """
    if kept is None:
        return RereadRendition(old, "no bytes are kept: read from the stored text")
    page, item = kept
    try:
        data = page.data()
        if page.kind == "feed":
            read = _item(old, page, data, item, reader)
        elif page.kind == "page" and page_reserves(data, None):
            return RereadRendition(old, "reserved by the publisher: read from the stored text")
        else:
            read = _page(old, page, data, reader)
    except InputError as error:
        return RereadRendition(
            old, f"the kept bytes give no article now ({error.cause}): read from the stored text"
        )
    return RereadRendition(
        replace(read, id=old.id, path=old.path, given_id=old.given_id, arrived=old.arrived)
    )


def _page(old: Rendition, page: PageBytes, data: bytes, reader: GuardedReader) -> Rendition:
    where = old.path or page.url
    arrived = page.at or old.arrived or ""
    if page.kind == "file":
        return reader.read_page(data, where=where, path=old.path, arrived=arrived)
    read = reader.read_page(data, where=where, url=page.final or page.url, arrived=arrived)
    for part in ("published", "title", "byline"):
        if getattr(read, part) is None and getattr(old, f"{part}_from") == "feed":
            told = {part: getattr(old, part), f"{part}_from": "feed"}
            read = replace(read, **told)
    return replace(read, flags=(*read.flags, *(flag for flag in old.flags if flag.code in _OF_THE_FETCH)))


def _item(old: Rendition, page: PageBytes, data: bytes, item: str | None, reader: GuardedReader) -> Rendition:
    feed = reader.parse_feed(data, where=page.url, url=page.final or page.url)
    for read in feed.items:
        one = item_of_feed(read, language=feed.language)
        if one is not None and item_key(one.key) == item:
            why = next(
                (flag for flag in old.flags if flag.code in _STANDING_IN), Flag(FlagCode.READ_FROM_FEED)
            )
            markup = one.markup or one.summary
            if markup:
                one = replace(one, lines=reader.lines_of(markup, where=page.url))
            return rendition_of_item(
                one, where=one.url or one.key, arrived=page.at or old.arrived or "", flag=why
            )
    raise InputError(page.url, "the feed does not list it")

"""What is kept of what came: the bytes of pages, of feeds whose own words were taken, of files of HTML."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from watchfloor.engine.collect.visit_result import ItemResult
from watchfloor.ingest.fetch import Fetched
from watchfloor.ingest.files import LARGEST_FILE, kind_by_name
from watchfloor.ingest.formats.item import Item
from watchfloor.model import FlagCode, Rendition, RenditionId
from watchfloor.store import PageBytes, ReadIn, Store, keep_bytes, pack


def kept_page(url: str, fetched: Fetched, page: Rendition) -> PageBytes:
    """Return the bytes of a page that was read, packed, with what is needed to read them again."""
    return pack(
        url,
        fetched.body,
        page.text_id,
        content_type=fetched.declared or fetched.content_type,
        final=fetched.final,
        read=(ReadIn(page.id, page.text_id),),
    )


def read_as(kept: PageBytes | None, ids: Mapping[RenditionId, RenditionId]) -> PageBytes | None:
    """Return what is kept of a page or feed, with other ids of what was read in it."""
    if kept is None:
        return None
    read = tuple(replace(one, rendition_id=ids.get(one.rendition_id, one.rendition_id)) for one in kept.read)
    return replace(kept, read=read)


def kept_feed(
    fetched: Fetched | None, items: Iterable[Item], brought: Sequence[ItemResult], *, reserved: bool
) -> PageBytes | None:
    """Return the bytes of a feed whose own words were taken; None where none were, or where one is reserved.

    A feed that did not change brings nothing, and so costs nothing.
    """
    own = [it for it in brought if isinstance(it.what, Rendition) and it.page is None]
    flags = [flag for it in own if isinstance(it.what, Rendition) for flag in it.what.flags]
    if fetched is None or not own or reserved or any(flag.code is FlagCode.RESERVED for flag in flags):
        return None
    read = tuple(ReadIn(it.what.id, it.what.text_id, it.key) for it in own if isinstance(it.what, Rendition))
    return pack(
        fetched.url,
        fetched.body,
        kind="feed",
        content_type=fetched.declared or fetched.content_type,
        final=fetched.final,
        read=read,
        mentions=tuple(item.url for item in items if item.url),
    )


def kept_file(rendition: Rendition) -> PageBytes | None:
    """Return the bytes of the file of HTML that a rendition was read in; None where it was no such file."""
    path = Path(rendition.path or "")
    if not rendition.path or kind_by_name(path) != "page" or not path.is_file():
        return None
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, EOFError, zlib.error):
        return None
    if len(data) > LARGEST_FILE or path.suffix.lower() == ".zst":
        return None
    return pack(
        str(path),
        data,
        rendition.text_id,
        kind="file",
        read=(ReadIn(rendition.id, rendition.text_id),),
    )


def keep_file(store: Store, rendition_id: RenditionId, *, at: str) -> bool:
    """Keep the bytes of the file that a rendition was read in, and tell whether they are new."""
    rendition = store.rendition(rendition_id)
    page = kept_file(rendition) if rendition and not rendition.withheld else None
    return page is not None and keep_bytes(store, page, at=at)

"""Bytes of strangers -> values, side by side: a few reading processes that many threads share."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self, TypeVar

from watchfloor.errors import InputError
from watchfloor.ingest.formats.collection import CollectionKind, read_collection
from watchfloor.ingest.formats.document import DocumentKind, read_document
from watchfloor.ingest.formats.feed import Feed, parse_feed
from watchfloor.ingest.formats.item import lines_of
from watchfloor.ingest.formats.opml import Outline, parse_opml
from watchfloor.ingest.formats.page import read_page
from watchfloor.ingest.formats.pieces import CollectedArticle
from watchfloor.ingest.formats.sitemap import Sitemap, parse_sitemap
from watchfloor.ingest.sandbox import ChildLimits, GuardedReader, SandboxReaders
from watchfloor.ingest.sources import Offer, offered_feeds
from watchfloor.model import Rendition

Read = TypeVar("Read")


class ReaderPool:
    """Reads feeds, sitemaps, pages and lists; safe to call from many threads. 0 processes read in this one.

    A context manager: leaving it ends the children, and they end by themselves when this process dies.
    """

    def __init__(
        self, processes: int, *, limits: ChildLimits | None = None, readers: SandboxReaders | None = None
    ) -> None:
        self._children = [
            GuardedReader(limits=limits or ChildLimits(), readers=readers or SandboxReaders())
            for _ in range(processes)
        ]
        self._free: queue.SimpleQueue[GuardedReader] = queue.SimpleQueue()
        for child in self._children:
            self._free.put(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:
            child.stop()

    def feed(self, data: bytes, *, url: str) -> Feed:
        """Return the feed in `data`; raise InputError with the reason."""
        return self._read(
            url,
            lambda child: child.parse_feed(data, where=url, url=url),
            lambda: parse_feed(data, where=url, url=url),
        )

    def page(self, data: bytes, *, url: str, arrived: str) -> Rendition:
        """Return the rendition of a page; raise InputError with the reason."""
        return self._read(
            url,
            lambda child: child.read_page(data, where=url, url=url, arrived=arrived),
            lambda: read_page(data, where=url, url=url, arrived=arrived),
        )

    def document(
        self,
        data: bytes,
        *,
        kind: DocumentKind,
        where: str,
        path: str | None = None,
        url: str | None = None,
        arrived: str,
    ) -> Rendition:
        """Return the rendition of what a file holds; raise InputError with the reason."""
        with self._child() as child:
            read = child.read_document if child is not None else read_document
            return _guarded(
                where, lambda: read(data, kind=kind, where=where, path=path, url=url, arrived=arrived)
            )

    def collection(
        self, data: bytes, *, kind: CollectionKind, where: str, arrived: str
    ) -> Sequence[CollectedArticle]:
        """Return the articles that a file holds; raise InputError with the reason."""
        return self._read(
            where,
            lambda child: child.read_collection(data, kind=kind, where=where, arrived=arrived),
            lambda: read_collection(data, kind=kind, where=where, arrived=arrived),
        )

    def sitemap(self, data: bytes, *, url: str) -> Sitemap:
        """Return the sitemap in `data`; raise InputError with the reason."""
        return self._read(
            url,
            lambda child: child.parse_sitemap(data, where=url, url=url),
            lambda: parse_sitemap(data, where=url, url=url),
        )

    def lines(self, markup: str, *, where: str) -> tuple[str, ...]:
        """Return the paragraphs of an item's markup; raise InputError with the reason."""
        if "<" not in markup:
            return _guarded(where, lambda: lines_of(markup))
        return self._read(where, lambda child: child.lines_of(markup, where=where), lambda: lines_of(markup))

    def outlines(self, data: bytes, *, where: str) -> list[Outline]:
        """Return the feeds of an OPML list; raise InputError with the reason."""
        return self._read(
            where, lambda child: child.parse_opml(data, where=where), lambda: parse_opml(data, where=where)
        )

    def offers(self, data: bytes, *, url: str) -> list[Offer]:
        """Return the feeds that a page offers; raise InputError with the reason."""
        return self._read(
            url, lambda child: child.offered_feeds(data, url=url), lambda: offered_feeds(data, url=url)
        )

    def _read(self, where: str, in_child: Callable[[GuardedReader], Read], here: Callable[[], Read]) -> Read:
        """Return what a child reads, or this process where there is none."""
        with self._child() as child:
            if child is not None:
                return in_child(child)
        return _guarded(where, here)

    @contextmanager
    def _child(self) -> Iterator[GuardedReader | None]:
        """Lend a child for one reading; None where this process reads."""
        if not self._children:
            yield None
            return
        child = self._free.get()
        try:
            yield child
        finally:
            self._free.put(child)


def _guarded(url: str, read: Callable[[], Read]) -> Read:
    try:
        return read()
    except InputError:
        raise
    except Exception as error:  # whatever one input does to the parsers costs that input only
        raise InputError(url, f"reading failed: {type(error).__name__}: {error}") from error

"""Bytes -> Rendition: text, pages, PDF, mail, documents, JSON Lines, WARC; feeds -> items (`parse_feed`).

`read_paths` yields, in a fixed order, one Rendition per article found and one Quarantined, with a reason a
person can act on, per input that was refused; it never raises for what an input holds. `rendition_of_line`
and `rendition_line` turn the interchange's records into renditions and back. All of it is pure in its
arguments: `arrived` is the only clock.
"""

from watchfloor.ingest.files import read_paths
from watchfloor.ingest.formats.document import read_document
from watchfloor.ingest.formats.feed import Feed, FeedItem, parse_feed
from watchfloor.ingest.formats.lines import read_lines, rendition_of_line
from watchfloor.ingest.formats.page import read_page
from watchfloor.ingest.sandbox import GuardedReader, read_guarded

__all__ = [
    "Feed",
    "FeedItem",
    "GuardedReader",
    "parse_feed",
    "read_document",
    "read_guarded",
    "read_lines",
    "read_page",
    "read_paths",
    "rendition_of_line",
]

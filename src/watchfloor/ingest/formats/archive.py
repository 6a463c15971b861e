"""WARC files -> renditions: the pages in them, read as if just fetched; what holds no article is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from typing import BinaryIO

from watchfloor.errors import InputError
from watchfloor.ingest.build import quarantine
from watchfloor.ingest.dates import is_future, iso_moment
from watchfloor.ingest.formats.document import LARGEST_DOCUMENT, DocumentKind, DocumentReader
from watchfloor.ingest.formats.http_answer import StoredAnswer, parse_answer, unpacked_body
from watchfloor.ingest.formats.item import Item, rendition_of_item
from watchfloor.ingest.formats.pieces import Piece, Tell, tell_nobody
from watchfloor.ingest.formats.warc import Damage, Record, read_records
from watchfloor.ingest.page.structured import safe_url
from watchfloor.ingest.permissions import page_reserves
from watchfloor.ingest.sources import recognise
from watchfloor.model import Flag, FlagCode, Rendition

RESERVED = Flag(FlagCode.RESERVED)
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "")
_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "text/xml",
    "application/xml",
)
_PLUMBING = ("warcinfo", "request", "metadata", "")  # records about records
_MOST_TOLD = 8  # kinds of what was passed over


class _PassedError(Exception):
    """A record that holds no article by its kind: counted, not refused."""


@dataclass(frozen=True, slots=True)
class _Archive:
    """What reading one archive needs, and what it passed over."""

    name: str
    arrived: str
    reader: DocumentReader
    passed: Counter[str] = field(default_factory=Counter)


def read_archive(
    raw: BinaryIO,
    *,
    name: str,
    arrived: str,
    reader: DocumentReader,
    tell: Tell = tell_nobody,
    start: str = "",
) -> Iterator[Piece]:
    """Yield a piece per record of a WARC file, plain or gzip, from the place `start` on.

    A page's address is that of its record; it is read as of the moment at which it was archived, and counts
    as arrived then. Its path is the file's with the place of the record. Memory is one record's. What holds
    no article by its kind is counted and told at the end.
    """
    archive = _Archive(name, arrived, reader)
    then, found = start or "0", bool(start)
    for record in read_records(raw, start=then):
        piece = _piece(record, archive)
        then, found = piece.then, found or piece.item is not None
        yield piece
    told = _told(archive.passed)
    if not found:
        error = InputError(name, f"no page in this archive; {told or 'the file is empty'}")
        yield Piece(quarantine(error, arrived=arrived), then)
    elif told:
        tell(f"{name}: {told}")


def _piece(record: Record | Damage, archive: _Archive) -> Piece:
    try:
        if isinstance(record, Damage):
            raise InputError(f"{archive.name}:{record.place}", record.reason)
        return Piece(_read(record, archive), record.then)
    except _PassedError as kind:
        archive.passed[str(kind)] += 1
        return Piece(None, record.then)
    except InputError as error:
        cut = isinstance(record, Damage) and record.cut
        return Piece(quarantine(error, arrived=archive.arrived), record.then, cut=cut)


def _told(passed: Counter[str]) -> str:
    kinds = sorted(((count, kind) for kind, count in passed.items() if kind), key=lambda it: (-it[0], it[1]))
    if not kinds:
        return ""
    shown = [f"{kind} ({count:,})" for count, kind in kinds[:_MOST_TOLD]]
    if rest := kinds[_MOST_TOLD:]:
        shown.append(f"other kinds ({sum(count for count, _ in rest):,})")
    return f"passed over as no articles: {', '.join(shown)}"


def _read(record: Record, archive: _Archive) -> Rendition:
    """Return what a record holds; raise _PassedError for what is no article, InputError for a bad one."""
    where = f"{archive.name}:{record.place}"
    address = record.headers.get("warc-target-uri", "").strip()
    if address.startswith("<") and address.endswith(">"):
        address = address[1:-1]  # as Wget wrote it for some years
    answer = _answer(record, where)
    kind = _kind(answer.media_type)
    try:
        if record.length > len(record.body):
            raise InputError(where, f"larger than {len(record.body):,} bytes; one page holds one article")
        data, complete = unpacked_body(answer, most=LARGEST_DOCUMENT[kind], where=where)
        if kind == "page" and (content := recognise(data, content_type=answer.media_type)) != "page":
            raise _PassedError("feeds" if content == "feed" else "of no known type")
        fetched = _fetched(record, archive)
        found = archive.reader(
            data, kind=kind, where=where, path=where, url=safe_url(address), arrived=fetched
        )
        if kind == "page" and page_reserves(data, answer.headers.get("tdm-reservation")):
            return _reserved(found, where, fetched)
        cut = not complete or "warc-truncated" in record.headers
        return _flagged(found, fetched, cut=cut)
    except InputError as error:
        raise InputError(where, f"{error.cause} ({address[:300]})") from None


def _answer(record: Record, where: str) -> StoredAnswer:
    """Return the answer that a record holds; what is archived without one is an answer all the same."""
    if record.type in _PLUMBING:
        raise _PassedError
    if record.type == "revisit":
        raise _PassedError("revisits of what was archived before")
    if record.type == "continuation" or "warc-segment-number" in record.headers:
        raise _PassedError("parts of divided records")
    media = record.headers.get("content-type", "").partition(";")[0].strip().lower()
    if record.type == "resource":
        return StoredAnswer(status=200, headers={"content-type": media}, sent=record.body)
    is_answer = media == "application/http" or (not media and record.body.startswith(b"HTTP/"))
    if record.type != "response" or not is_answer:
        raise _PassedError(f"{record.type[:30]} of {media[:60] or 'no type'}")
    answer = parse_answer(record.body, where=where)
    if answer.status != 200:
        raise _PassedError(f"HTTP {answer.status}")
    return answer


def _kind(media: str) -> DocumentKind:
    if media in _PAGE_TYPES:
        return "page"
    if media == "application/pdf":
        if reads_pdf():
            return "pdf"
        raise _PassedError("application/pdf (to read them: pip install 'watchfloor[pdf]')")
    raise _PassedError("feeds" if media in _FEED_TYPES else media[:60])


@cache
def reads_pdf() -> bool:
    """Tell whether the extra that reads PDF is installed."""
    return find_spec("pypdfium2") is not None


def _fetched(record: Record, archive: _Archive) -> str:
    """Return when a record was archived; where it says nothing possible, when the archive is read."""
    fetched = iso_moment(record.headers.get("warc-date", ""))
    return archive.arrived if fetched is None or is_future(fetched, archive.arrived) else fetched


def _flagged(found: Rendition, fetched: str, *, cut: bool) -> Rendition:
    flags = list(found.flags)
    if cut:
        flags.append(Flag(FlagCode.CUT_SHORT))
    if found.published is None:
        flags.append(Flag(FlagCode.UNDATED, fetched))
    return replace(found, flags=tuple(flags))


def _reserved(found: Rendition, where: str, fetched: str) -> Rendition:
    """Return what may be kept of a page that reserves text and data mining."""
    item = Item(
        key=found.id,
        version="",
        url=found.url,
        title=found.title,
        published=found.published,
        language=found.language,
    )
    kept = rendition_of_item(item, where=where, arrived=fetched, flag=RESERVED, words=False)
    return replace(
        kept,
        path=where,
        title_from=found.title_from,
        published_from=found.published_from,
        outlet=found.outlet,
    )

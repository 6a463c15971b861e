"""Paths -> renditions: which files are read, in which order, and what is refused before it is opened."""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Literal, Self, cast

import msgspec
import zstandard

from watchfloor.errors import InputError
from watchfloor.ingest.build import quarantine
from watchfloor.ingest.decoding import decode
from watchfloor.ingest.foreign import BY_SUFFIX, is_records, why_foreign
from watchfloor.ingest.formats.archive import read_archive
from watchfloor.ingest.formats.collection import (
    LARGEST_COLLECTION,
    CollectionReader,
    read_collection,
    read_downloaded,
)
from watchfloor.ingest.formats.delimited import is_table, read_table_pieces
from watchfloor.ingest.formats.document import LARGEST_DOCUMENT, DocumentKind, DocumentReader, read_document
from watchfloor.ingest.formats.lines import read_line_pieces, read_lines
from watchfloor.ingest.formats.mailbox import is_mailbox, read_mailbox
from watchfloor.ingest.formats.pieces import CollectedArticle, Piece, Tell, tell_nobody
from watchfloor.ingest.formats.rtf import is_rtf
from watchfloor.ingest.formats.text import rendition_of_text
from watchfloor.ingest.formats.zstd import Unzstd
from watchfloor.model import Quarantined, Rendition

LARGEST_FILE = LARGEST_DOCUMENT["page"]  # bytes of one text or page, unpacked
_STANDARD_INPUT = "-"
_INPUT = "stdin"  # what standard input is called where it is told of
_A_LINE = re.compile(rb"^[ \t]*(?:\{|\[\s*[{\[\"\]])", re.M)  # what is meant as a record of JSON Lines
_SPACE = b"\xef\xbb\xbf \t\r\n"
_PACKED_STARTS = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
_MOST_IN_MEMORY = 64 * 2**20  # bytes of a folder's articles that wait to be put in order; more wait on disk
_MOST_NAMED = 3  # names in a sentence about many

FileKind = Literal["text", "page", "pdf", "mail", "word", "sheet", "lines", "table", "mailbox", "archive"]
MANY: tuple[FileKind, ...] = (
    "lines",
    "table",
    "mailbox",
    "archive",
)  # kinds that hold many articles and may grow
_KINDS: dict[str, FileKind] = {
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    ".pdf": "pdf",
    ".eml": "mail",
    ".docx": "word",
    ".docm": "word",
    ".odt": "word",
    ".doc": "word",
    ".rtf": "word",
    ".xlsx": "sheet",
    ".xlsm": "sheet",
    ".xlsb": "sheet",
    ".xls": "sheet",
    ".ods": "sheet",
    ".csv": "table",
    ".tsv": "table",
    ".tab": "table",
    ".mbox": "mailbox",
    ".jsonl": "lines",
    ".warc": "archive",
}
_PACKED = (".gz", ".zst")
_SMALL_UNPACKED = 4 * 2**20  # bytes: so much costs no more than a moment, however small it was packed
_MOST_TIMES = 200  # as large as packed; lines of articles reach some sixty
_ARCHIVES = re.compile(
    rb"PK\x03\x04|PK\x05\x06|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\xfd7zXZ\0|BZh[1-9]1AY|.{257}ustar", re.S
)
_UNPACK = "Watchfloor unpacks no archives: unpack it into a folder yourself, look at it, and give that folder"
_REFUSED = {  # by suffix; most are known by their first bytes too
    **dict.fromkeys(
        (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".7z", ".rar", ".bz2", ".xz"),
        f"it is an archive. {_UNPACK}",
    ),
    ".wacz": "it is an archive of archives: give the .warc.gz files of its folder archive/",
    ".arc": "it is an ARC file, of which WARC is the successor: convert it with `warcio recompress`",
}
_OFFICE = re.compile(
    rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/|docProps/|word/|mimetypeapplication/vnd)", re.S
)
_SHEET_PARTS = re.compile(rb"opendocument\.spreadsheet|xl/")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_OR_LOCKED = (
    "it is in the format of Word before 2007, or locked with a password: save it as .docx without one"
)


def read_paths(
    paths: Iterable[str | Path],
    *,
    arrived: str,
    reader: DocumentReader = read_document,
    collections: CollectionReader = read_collection,
    tell: Tell = tell_nobody,
) -> Iterator[Rendition | Quarantined]:
    """Yield what `paths` hold, in their order; "-" is standard input: JSON Lines, or one article of any kind.

    A folder is read whole, then yielded in order of (published, path), undated last, what was refused
    first; hidden files, links and files of other kinds are passed over there. A file that is named is read by
    its suffix, or by its first bytes where it has another one. `arrived` (a moment) is when all of it was
    read; `reader` reads pages, PDF and mail, and `collections` documents that may hold many articles, in this
    process unless they are of another (`sandbox.GuardedReader`). `tell` is told in a sentence what was passed
    over.
    """
    readers = _Readers(reader, collections, tell)
    for given in paths:
        if str(given) == _STANDARD_INPUT:
            yield from _read_input(sys.stdin.buffer, arrived, readers)
        elif Path(given).is_dir():
            yield from _read_folder(Path(given), arrived, readers)
        else:
            pieces = _pieces(Path(given), arrived, readers)
            yield from (piece.item for piece in pieces if piece.item is not None)


@dataclass(frozen=True, slots=True)
class _Readers:
    """Who reads what bytes hold, and who is told what was passed over."""

    document: DocumentReader
    collection: CollectionReader
    tell: Tell


def _read_input(stream: BinaryIO, arrived: str, readers: _Readers) -> Iterator[Rendition | Quarantined]:
    """Yield what standard input holds, by its first bytes; lines are read as they come."""
    piped = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    path, start = Path(_INPUT), piped.peek(2_000)[:2_000]
    if not start.strip(_SPACE) or (_A_LINE.search(start) and not _looks_like_page(start)):
        yield from read_lines(piped, name=_INPUT, arrived=arrived, piped=True)
        return
    try:
        pieces = _pieces_of(piped, path, _kind_by_start(path, start), arrived, readers)
        yield from (piece.item for piece in pieces if piece.item is not None)
    except InputError as error:
        yield quarantine(error, arrived=arrived)


def read_pieces(
    path: Path,
    *,
    arrived: str,
    reader: DocumentReader = read_document,
    collections: CollectionReader = read_collection,
    tell: Tell = tell_nobody,
    start: str = "",
    follow: bool = True,
) -> Iterator[Piece]:
    """Yield what one file holds, piece by piece, from the place `start` on; a file of one article is one.

    A link is read through only where `follow` says so.
    """
    return _pieces(path, arrived, _Readers(reader, collections, tell), start=start, follow=follow)


def lines_ahead(paths: Iterable[str | Path]) -> int:
    """Return how many lines the tables and JSON Lines among some files have: an article is one or more."""
    given = (Path(path) for path in paths)
    return sum(_lines_of(path) for path in given if _KINDS.get(path.suffix.lower()) in ("lines", "table"))


def _lines_of(path: Path) -> int:
    try:
        if not path.is_file():
            return 0  # a pipe would be emptied
        with path.open("rb") as file:
            return sum(part.count(b"\n") for part in iter(lambda: file.read(2**20), b""))
    except OSError:
        return 0  # why it cannot be read is told when it is


def _pieces(
    path: Path, arrived: str, readers: _Readers, *, start: str = "", follow: bool = True
) -> Iterator[Piece]:
    name = str(path)
    try:
        with _open(path, follow=follow) as file:
            kind = _kind_of(path, file)
            with _unpacked(path, file, kind) as stream:
                most = _most_unpacked(path, file)
                yield from _pieces_of(stream, path, kind, arrived, readers, start=start, most=most)
    except InputError as error:
        yield Piece(quarantine(error, arrived=arrived))
    except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        yield Piece(quarantine(InputError(name, f"cannot be read: {reason}"), arrived=arrived))


def _pieces_of(
    stream: BinaryIO,
    path: Path,
    kind: FileKind,
    arrived: str,
    readers: _Readers,
    *,
    start: str = "",
    most: int | None = None,
) -> Iterator[Piece]:
    """Yield what a stream of a known kind holds."""
    name = str(path)
    if kind == "lines":
        yield from read_line_pieces(stream, name=name, arrived=arrived, start=start, most=most)
    elif kind == "table":
        yield from read_table_pieces(stream, name=name, arrived=arrived, start=start, most=most)
    elif kind == "mailbox":
        yield from read_mailbox(stream, name=name, arrived=arrived, reader=readers.document, start=start)
    elif kind == "archive":
        yield from read_archive(
            stream, name=name, arrived=arrived, reader=readers.document, tell=readers.tell, start=start
        )
    else:
        yield from map(Piece, _read_whole(stream, path, kind, arrived, readers))


# ------------------------------------------------------------------------------------------------ folders


@dataclass(slots=True)
class ListedFiles:
    """The readable files below a folder, in a fixed order, and what was passed over on the way."""

    files: list[Path] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)

    def told(self) -> str | None:
        """Return what was passed over, as a sentence."""
        parts = []
        if self.links:
            few = f"{_named(self.links)}: name what they lead to, if it is to be read"
            parts.append(f"{len(self.links)} links were not followed ({few})")
        if self.closed:
            parts.append(f"{len(self.closed)} folders cannot be read ({_named(self.closed)})")
        if self.others:
            most = sorted(self.others.items(), key=lambda it: (-it[1], it[0]))[:_MOST_NAMED]
            kinds = ", ".join(f"{count} {suffix or 'without suffix'}" for suffix, count in most)
            parts.append(f"{sum(self.others.values())} files of other kinds were passed over ({kinds})")
        return "; ".join(parts) or None


def _named(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")


def list_folder(folder: Path) -> ListedFiles:
    """Return the files below `folder` that are read there; no link is followed, nothing hidden is read."""
    listed = ListedFiles()
    waiting = [(folder, "")]
    while waiting:
        place, below = waiting.pop()
        try:
            with os.scandir(place) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            listed.closed.append(f"{below or place}: {error.strerror}")
            continue
        deeper = []
        for entry in found:
            name = f"{below}{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                listed.links.append(name)
            elif entry.is_dir(follow_symlinks=False):
                deeper.append((place / entry.name, f"{name}/"))
            elif kind_by_name(place / entry.name) and entry.is_file(follow_symlinks=False):
                listed.files.append(place / entry.name)
            else:
                listed.others[Path(entry.name).suffix.lower()] += 1
        waiting += reversed(deeper)
    listed.files.sort(key=lambda path: path.parts)
    return listed


def _read_folder(folder: Path, arrived: str, readers: _Readers) -> Iterator[Rendition | Quarantined]:
    listed = list_folder(folder)
    with _InOrder() as found:
        for path in listed.files:
            for piece in _pieces(path, arrived, readers, follow=False):
                if isinstance(piece.item, Rendition):
                    found.add(piece.item)
                elif piece.item is not None:
                    found.refused.append(piece.item)
        if told := listed.told():
            readers.tell(f"{folder}: {told}")
        if not found.refused and not found.places:
            yield nothing_below(folder, arrived)
        yield from found.refused
        yield from found


def nothing_below(folder: Path, arrived: str) -> Quarantined:
    """Return the refusal of a folder in which nothing is that is read."""
    kinds = ", ".join(_KINDS)
    cause = f"no articles in this folder; it is searched for {kinds}, also with .gz"
    return quarantine(InputError(str(folder), cause), arrived=arrived)


class _InOrder:
    """Renditions in order of (published, path), undated last; many of them wait on disk, not in memory."""

    def __init__(self) -> None:
        self.refused: list[Quarantined] = []
        self.places: list[tuple[bool, str, tuple[str, int, int], str | None, int, int]] = []
        self._file = tempfile.SpooledTemporaryFile(max_size=_MOST_IN_MEMORY)  # noqa: SIM115 - see __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, rendition: Rendition) -> None:
        """Put one more rendition to the others."""
        packed = msgspec.msgpack.encode(replace(rendition, path=None))  # names of files may be no characters
        published, path = rendition.published, rendition.path
        place = (published is None, published or "", _place(rendition), path, self._file.tell(), len(packed))
        self.places.append(place)
        self._file.write(packed)

    def __iter__(self) -> Iterator[Rendition]:
        for *_, path, at, length in sorted(self.places, key=lambda place: place[:3]):
            self._file.seek(at)
            yield replace(msgspec.msgpack.decode(self._file.read(length), type=Rendition), path=path)


def _place(rendition: Rendition) -> tuple[str, int, int]:
    """Return a file's name and, for a part of one, its place, so that line 10 comes after line 9."""
    name, _, place = (rendition.path or "").rpartition(":")
    first, _, second = place.partition("+")
    if name and first.isdecimal() and (second or "0").isdecimal():
        return name, int(first), int(second or 0)
    return rendition.path or "", 0, 0


# ----------------------------------------------------------------------------------------------- one file


def kind_by_name(path: Path) -> FileKind | None:
    """Return what a file is by its suffix, .gz and .zst aside; None for one that says nothing."""
    return _KINDS.get(_suffix(path)) or ("mail" if _is_in_maildir(path) else None)


def _is_in_maildir(path: Path) -> bool:
    """Tell whether a file is a mail of a Maildir: they have names of their own there, without suffix."""
    folder = path.parent
    return folder.name in ("cur", "new") and all(
        (folder.parent / it).is_dir() for it in ("cur", "new", "tmp")
    )


def is_packed(path: Path) -> bool:
    """Tell whether places in a file are counted in its unpacked bytes, so that it cannot grow on."""
    return path.suffix.lower() in _PACKED and kind_by_name(path) != "archive"


def unpacked_size(path: Path) -> int:
    """Return how many bytes a file holds, packed ones as their beginning tells; 0 for what cannot be read."""
    broken = (InputError, OSError, EOFError, zlib.error, zstandard.ZstdError)
    with suppress(*broken), _open(path, follow=True) as file:
        size = os.fstat(file.fileno()).st_size
        if not is_packed(path):
            return size
        with _unpacked(path, file, "lines") as stream:
            begun = len(stream.read(_SMALL_UNPACKED))
            return begun if begun < _SMALL_UNPACKED else begun * size // max(1, file.tell())
    return 0


def check_file(path: Path) -> None:
    """Raise InputError, or OSError, where a file cannot be read at all, by its kind or its permissions."""
    with _open(path, follow=True) as file:
        _kind_of(path, file)


def _suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _open(path: Path, *, follow: bool) -> BinaryIO:
    """Open a regular file; raise InputError for what is none, OSError where it cannot be opened."""
    if path.exists() and not path.is_file():
        raise InputError(str(path), "neither a file nor a folder")
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW))
    file = os.fdopen(handle, "rb")
    if not stat.S_ISREG(os.fstat(handle).st_mode):  # it was put in the file's place meanwhile
        file.close()
        raise InputError(str(path), "neither a file nor a folder")
    return file


def _kind_of(path: Path, file: BinaryIO) -> FileKind:
    """Return what a file is, by its suffix, else by its first bytes; raise InputError for what is refused."""
    if why := _REFUSED.get(_suffix(path)):
        raise InputError(str(path), why)
    if why := BY_SUFFIX.get(_suffix(path)):
        raise InputError(str(path), why)
    kind = kind_by_name(path)
    if kind in ("word", "sheet", "table", "mailbox"):  # what they are their bytes say, once they are unpacked
        return kind
    start = file.read(2_000)
    file.seek(0)
    if kind in ("text", "page") and (why := why_foreign(start, _suffix(path))):
        raise InputError(str(path), why)
    if kind == "text" and is_table(start):
        return "table"
    if kind is not None:
        _refuse_archive(start, path)
        return kind
    if _suffix(path) not in _PACKED and is_records(start):
        return "lines"
    return _kind_by_start(path, start)


def _kind_by_start(path: Path, start: bytes) -> FileKind:
    """Return what holds one article, or an archive of them, by its first bytes alone."""
    if is_rtf(start):
        return "word"
    if _OFFICE.match(start):
        return "sheet" if _SHEET_PARTS.search(start) else "word"
    _refuse_archive(start, path)
    if start.startswith(_PACKED_STARTS):
        raise InputError(str(path), "it is packed: unpack it first, as with `gzip -dc` or `zstd -dc`")
    if why := why_foreign(start, _suffix(path)):
        raise InputError(str(path), why)
    for is_kind, kind in _BY_FIRST_BYTES:
        if is_kind(start):
            return kind
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith(b"filedesc://"):
        raise InputError(str(path), _REFUSED[".arc"])
    return "page" if _looks_like_page(start) else "text"


_BY_FIRST_BYTES: tuple[tuple[Callable[[bytes], bool], FileKind], ...] = (
    (lambda start: start.startswith(b"WARC/"), "archive"),
    (is_mailbox, "mailbox"),
    (is_table, "table"),
)


def _refuse_archive(start: bytes, path: Path) -> None:
    if _ARCHIVES.match(start):
        raise InputError(str(path), _REFUSED[".zip"])


def _unpacked(path: Path, file: BinaryIO, kind: FileKind) -> BinaryIO:
    """Return a file's bytes, unpacked where it is packed; WARC files are unpacked member by member, later."""
    match path.suffix.lower():
        case ".gz" if kind != "archive":
            return cast(BinaryIO, gzip.open(file, "rb"))
        case ".zst" if kind == "archive":
            raise InputError(str(path), "a WARC file packed with zstd is not read: unpack it with `zstd -d`")
        case ".zst":
            return io.BufferedReader(Unzstd(file), 2**16)
        case _:
            return file


def _most_unpacked(path: Path, file: BinaryIO) -> int | None:
    """Return how many bytes a packed file of lines may hold; None for one that is not packed."""
    if not is_packed(path):
        return None
    return max(_SMALL_UNPACKED, _MOST_TIMES * os.fstat(file.fileno()).st_size)


def _read_whole(
    stream: BinaryIO, path: Path, kind: FileKind, arrived: str, readers: _Readers
) -> Iterator[Rendition | Quarantined]:
    """Yield what a file holds that is read at once: one article mostly, or those of a document."""
    name = str(path)
    document: DocumentKind = kind if kind in ("pdf", "mail") else "page"
    most = LARGEST_COLLECTION if kind in ("word", "sheet") else LARGEST_DOCUMENT[document]
    data = stream.read(most + 1)
    if len(data) > most:
        raise InputError(name, f"larger than {most:,} bytes; one file holds one article")
    if not data.strip():
        raise InputError(name, "the file is empty")
    if kind == "word":
        kind = _kind_of_document(data, path)
    if kind == "word" or kind == "sheet":  # noqa: PLR1714 - mypy narrows this alone
        found = readers.collection(data, kind=kind, where=name, arrived=arrived)
        yield from _placed(found, name, arrived)
        return
    _refuse_archive(data, path)
    if kind in ("text", "page") and (why := why_foreign(data[:2_000], _suffix(path))):
        raise InputError(name, why)
    if kind == "text" and is_table(data[:2_000]):
        pieces = read_table_pieces(io.BytesIO(data), name=name, arrived=arrived)
        yield from (piece.item for piece in pieces if piece.item is not None)
    elif kind == "text" and (kind_by_name(path) is not None or not _looks_like_page(data)):
        yield from _read_text(data, name, arrived)
    else:
        yield readers.document(data, kind=document, where=name, path=name, arrived=arrived)


def _kind_of_document(data: bytes, path: Path) -> FileKind:
    """Return what a document of a word processor is by its bytes; raise InputError for what is refused."""
    if data.startswith(_OLE):
        raise InputError(str(path), _OLD_OR_LOCKED)
    if data.startswith(b"PK") or is_rtf(data):
        return "word"
    if _looks_like_page(data):
        return "page"
    if _suffix(path) in (".doc", ".rtf"):
        return "text"
    raise InputError(str(path), "it is broken: open it in its program and save it anew, or as .txt")


def _read_text(data: bytes, name: str, arrived: str) -> Iterator[Rendition | Quarantined]:
    """Yield what a text file holds: one article, or those of a press archive's download."""
    decoded = decode(data, where=name)
    lines = decoded.text.splitlines()
    downloaded = read_downloaded(lines, where=name, arrived=arrived, flags=decoded.flags)
    if downloaded is not None:
        yield from _placed(downloaded, name, arrived)
    else:
        yield rendition_of_text(decoded.text, where=name, path=name, arrived=arrived, flags=decoded.flags)


def _placed(
    articles: Iterable[CollectedArticle], name: str, arrived: str
) -> Iterator[Rendition | Quarantined]:
    """Yield the articles of a file, each under its place in it."""
    for article in articles:
        path = f"{name}:{article.place}" if article.place else name
        if article.rendition is not None:
            yield replace(article.rendition, path=path)
        else:
            yield quarantine(InputError(path, article.cause or "it could not be read"), arrived=arrived)


def _looks_like_page(data: bytes) -> bool:
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html")) or (b"<html" in start and b"<head" in start)

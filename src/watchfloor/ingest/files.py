"""Paths -> renditions: which files are read, in which order, and what is refused before it is opened."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from watchfloor.errors import InputError
from watchfloor.ingest.build import quarantine
from watchfloor.ingest.lines import read_lines
from watchfloor.ingest.pages import read_page
from watchfloor.ingest.plain import read_plain
from watchfloor.model import Quarantined, Rendition

LARGEST_FILE = 16 * 2**20  # bytes of one text or page, unpacked: the cap that the fetcher has too
_STANDARD_INPUT = "-"


class PageReader(Protocol):
    """Reads one page: `pages.read_page`, or a reader that does so in a child process."""

    def __call__(self, data: bytes, *, where: str, path: str | None, arrived: str) -> Rendition:
        """Return the rendition of a page; raise InputError where no article text is found."""
        ...


_PLAIN = (".txt",)
_PAGES = (".html", ".htm")
_LINES = ".jsonl"
_SUFFIXES = (*_PLAIN, *_PAGES, _LINES)


def read_paths(
    paths: Iterable[str | Path], *, arrived: str, page_reader: PageReader = read_page
) -> Iterator[Rendition | Quarantined]:
    """Yield what `paths` hold, in their order; "-" is JSON Lines from standard input.

    A folder is read whole, then yielded in order of (published, path), undated last, what was refused
    first; hidden files and files of other kinds are passed over there. A file that is named is read by its
    suffix, or by its first bytes where it has another one. `arrived` (a moment) is when all of it was read;
    `page_reader` reads the pages, in this process unless it is another (`guarded.GuardedReader.read_page`).
    """
    for given in paths:
        if str(given) == _STANDARD_INPUT:
            yield from read_lines(sys.stdin.buffer, name="stdin", arrived=arrived, piped=True)
        elif Path(given).is_dir():
            yield from _read_folder(Path(given), arrived, page_reader)
        else:
            yield from _read_file(Path(given), arrived, page_reader)


def _read_folder(folder: Path, arrived: str, page_reader: PageReader) -> Iterator[Rendition | Quarantined]:
    found = [item for path in _files(folder) for item in _read_file(path, arrived, page_reader)]
    if not found:
        kinds = ", ".join(_SUFFIXES)
        yield quarantine(
            InputError(str(folder), f"no articles in this folder; it is searched for {kinds}, also with .gz"),
            arrived=arrived,
        )
    yield from (item for item in found if isinstance(item, Quarantined))
    renditions = [item for item in found if isinstance(item, Rendition)]
    yield from sorted(renditions, key=lambda r: (r.published is None, r.published or "", _place(r)))


def _place(rendition: Rendition) -> tuple[str, int]:
    """Return a file's name and, for a line of one, its number, so that line 10 comes after line 9."""
    name, _, number = (rendition.path or "").rpartition(":")
    return (name, int(number)) if name and number.isdigit() else (rendition.path or "", 0)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the readable files below `folder`, sorted, links to folders not followed."""
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        elif _kind(entry) in _SUFFIXES and entry.is_file():
            yield entry


def folder_files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder that `read_paths` would read, in a fixed order."""
    yield from _files(folder)


def _kind(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _read_file(path: Path, arrived: str, page_reader: PageReader) -> Iterator[Rendition | Quarantined]:
    name = str(path)
    try:
        with _open(path) as stream:
            if _kind(path) == _LINES:
                yield from read_lines(stream, name=name, arrived=arrived)
            else:
                yield _read_whole(stream, path, arrived, page_reader)
    except InputError as error:
        yield quarantine(error, arrived=arrived)
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        yield quarantine(InputError(name, f"cannot be read: {reason}"), arrived=arrived)


def _open(path: Path) -> BinaryIO:
    if not path.is_file() and path.exists():
        raise InputError(str(path), "neither a file nor a folder")
    if path.suffix.lower() == ".gz":
        return cast(BinaryIO, gzip.open(path, "rb"))
    return path.open("rb")


def _read_whole(stream: BinaryIO, path: Path, arrived: str, page_reader: PageReader) -> Rendition:
    name = str(path)
    data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise InputError(name, f"larger than {LARGEST_FILE:,} bytes; one file holds one article")
    if not data.strip():
        raise InputError(name, "the file is empty")
    if _kind(path) in _PAGES or (_kind(path) not in _PLAIN and _looks_like_page(data)):
        return page_reader(data, where=name, path=name, arrived=arrived)
    return read_plain(data, where=name, path=name, arrived=arrived)


def _looks_like_page(data: bytes) -> bool:
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html")) or (b"<html" in start and b"<head" in start)

"""Bytes of strangers, read in a child process: what kills or stalls a parser costs that input only.

The child is started at the first input and again after its death. What passes between the two is MessagePack
of plain values, so that a child that was taken over by what it read cannot make this process run anything.
"""

from __future__ import annotations

import resource
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar, assert_never

import msgspec

from watchfloor.errors import InputError
from watchfloor.ingest.files import read_paths
from watchfloor.ingest.formats.collection import CollectionKind, read_collection
from watchfloor.ingest.formats.document import DocumentKind, read_document
from watchfloor.ingest.formats.feed import Feed, parse_feed
from watchfloor.ingest.formats.item import lines_of
from watchfloor.ingest.formats.opml import Outline, parse_opml
from watchfloor.ingest.formats.page import read_page
from watchfloor.ingest.formats.pieces import CollectedArticle, Tell, tell_nobody
from watchfloor.ingest.formats.sitemap import Sitemap, parse_sitemap
from watchfloor.ingest.sources import Offer, offered_feeds
from watchfloor.model import Quarantined, Rendition

TRIES = 3  # an input that ends its process so often is refused
_MEMORY = 1_000_000_000  # bytes of address space; measured: 120 MB at usual pages, 310 MB at hostile ones
_CPU_SECONDS = 15  # of one input; the slowest page of the tests needs 5, a usual one 0.04
_WALL_SECONDS = 60.0  # of one input: as much computing on a machine that four others share
_INPUTS_OF_A_CHILD = 2_000  # then it is replaced: what libraries remember grows with what they read
_SWOLLEN = 256 * 2**20  # bytes that it keeps after an input; then it is replaced too


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildLimits:
    """What one input may cost: bytes of address space, seconds of computing, seconds until the answer."""

    memory: int = _MEMORY
    cpu_seconds: int = _CPU_SECONDS
    wall_seconds: float = _WALL_SECONDS


class _Page(msgspec.Struct, tag="page", frozen=True):
    data: bytes
    url: str | None
    arrived: str


class _Document(msgspec.Struct, tag="document", frozen=True):
    data: bytes
    kind: DocumentKind
    url: str | None
    arrived: str


class _Collection(msgspec.Struct, tag="collection", frozen=True):
    data: bytes
    kind: CollectionKind
    arrived: str


class _FeedData(msgspec.Struct, tag="feed", frozen=True):
    data: bytes
    url: str | None


class _SitemapData(msgspec.Struct, tag="sitemap", frozen=True):
    data: bytes
    url: str | None


class _ListData(msgspec.Struct, tag="list", frozen=True):
    data: bytes


class _OfferingPage(msgspec.Struct, tag="offering", frozen=True):
    data: bytes
    url: str


class _Markup(msgspec.Struct, tag="markup", frozen=True):
    text: str


class _ReadPage(msgspec.Struct, tag="rendition", frozen=True):
    rendition: Rendition


class _ReadCollection(msgspec.Struct, tag="articles", frozen=True):
    articles: list[CollectedArticle]


class _ReadFeed(msgspec.Struct, tag="items", frozen=True):
    feed: Feed


class _ReadSitemap(msgspec.Struct, tag="entries", frozen=True):
    sitemap: Sitemap


class _ReadList(msgspec.Struct, tag="outlines", frozen=True):
    outlines: list[Outline]


class _ReadOffers(msgspec.Struct, tag="offers", frozen=True):
    offers: list[Offer]


class _ReadLines(msgspec.Struct, tag="lines", frozen=True):
    lines: tuple[str, ...]


class _Refused(msgspec.Struct, tag="refused", frozen=True):
    cause: str


class _OutOfMemory(msgspec.Struct, tag="memory", frozen=True):
    """The child is alive, but what it holds may be broken."""


_Task = _Page | _Document | _Collection | _FeedData | _SitemapData | _ListData | _OfferingPage | _Markup
_Answer = (
    _ReadPage
    | _ReadCollection
    | _ReadFeed
    | _ReadSitemap
    | _ReadList
    | _ReadOffers
    | _ReadLines
    | _Refused
    | _OutOfMemory
)
_Wanted = TypeVar("_Wanted")
_Ending = Literal["died", "stalled", "computed too long", "needed too much memory"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxReaders:
    """The functions that the child reads with; tests put others in their place. They are named, not sent."""

    page: Callable[..., Rendition] = read_page
    document: Callable[..., Rendition] = read_document
    collection: Callable[..., Sequence[CollectedArticle]] = read_collection
    feed: Callable[..., Feed] = parse_feed
    sitemap: Callable[..., Sitemap] = parse_sitemap
    outlines: Callable[..., list[Outline]] = parse_opml
    offers: Callable[..., list[Offer]] = offered_feeds
    lines: Callable[[str], tuple[str, ...]] = lines_of


class GuardedReader:
    """Reads pages, feeds, sitemaps and lists in one child process, one after another, whichever thread calls.

    A context manager: leaving it ends the child, which also ends by itself when this process dies.
    """

    def __init__(
        self, *, limits: ChildLimits = ChildLimits(), readers: SandboxReaders = SandboxReaders()
    ) -> None:
        self._limits = limits
        self._readers = readers
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._answered = 0
        self._stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is none."""
        return self._process.pid if self._process else None

    def read_page(
        self, data: bytes, *, where: str, path: str | None = None, url: str | None = None, arrived: str
    ) -> Rendition:
        """Return the rendition of a page as `pages.read_page` does; raise InputError with the reason."""
        answer = self._ask(_Page(data, url, arrived), _ReadPage, where)
        return replace(answer.rendition, path=path)

    def read_document(
        self,
        data: bytes,
        *,
        kind: DocumentKind,
        where: str,
        path: str | None = None,
        url: str | None = None,
        arrived: str,
    ) -> Rendition:
        """Return the rendition of a document as `documents.read_document` does, or raise InputError."""
        if kind == "page":
            return self.read_page(data, where=where, path=path, url=url, arrived=arrived)
        answer = self._ask(_Document(data, kind, url, arrived), _ReadPage, where)
        return replace(answer.rendition, path=path)

    def read_collection(
        self, data: bytes, *, kind: CollectionKind, where: str, arrived: str
    ) -> Sequence[CollectedArticle]:
        """Return the articles of a file as `collection.read_collection` does, or raise InputError."""
        return self._ask(_Collection(data, kind, arrived), _ReadCollection, where).articles

    def parse_feed(self, data: bytes, *, where: str, url: str | None = None) -> Feed:
        """Return the feed in `data` as `feeds.parse_feed` does; raise InputError with the reason."""
        return self._ask(_FeedData(data, url), _ReadFeed, where).feed

    def parse_sitemap(self, data: bytes, *, where: str, url: str | None = None) -> Sitemap:
        """Return the sitemap in `data` as `sitemaps.parse_sitemap` does; raise InputError with the reason."""
        return self._ask(_SitemapData(data, url), _ReadSitemap, where).sitemap

    def parse_opml(self, data: bytes, *, where: str) -> list[Outline]:
        """Return the feeds of a list as `opml.parse_opml` does; raise InputError with the reason."""
        return self._ask(_ListData(data), _ReadList, where).outlines

    def offered_feeds(self, data: bytes, *, url: str) -> list[Offer]:
        """Return the feeds that a page offers as `sources.offered_feeds` does, or raise InputError."""
        return self._ask(_OfferingPage(data, url), _ReadOffers, url).offers

    def lines_of(self, markup: str, *, where: str) -> tuple[str, ...]:
        """Return the paragraphs of an item's markup as `items.lines_of` does, or raise InputError."""
        return self._ask(_Markup(markup), _ReadLines, where).lines

    def stop(self) -> None:
        """End the child, in the middle of a reading too; without one, do nothing. Nothing is read later."""
        self._stopped = True
        process = self._process
        if process is not None:
            with suppress(ValueError, AttributeError):  # it ended meanwhile
                process.kill()
        with self._lock:
            self._end()

    def _ask(self, task: _Task, wanted: type[_Wanted], where: str) -> _Wanted:
        """Return the child's answer, trying again with a new child after a death or a stall."""
        try:
            message = msgspec.msgpack.encode(task)
        except UnicodeEncodeError as error:
            raise InputError(where, "its address holds characters that no address can hold") from error
        ending: _Ending = "died"
        with self._lock:
            for _ in range(TRIES):
                if self._stopped:
                    raise InputError(where, "reading was stopped")
                answer = self._try(message)
                if isinstance(answer, _Refused):
                    raise InputError(where, answer.cause)
                if isinstance(answer, wanted):
                    return answer
                if not isinstance(answer, str):
                    raise InputError(where, "the reading process answered with something else")
                ending = answer
                if ending == "computed too long":
                    break  # computing time does not depend on what else the machine does
        raise InputError(where, self._reason(ending))

    def _try(self, message: bytes) -> _Answer | _Ending:
        ending: _Ending = "died"
        try:
            line = self._line or self._start()
            line.send_bytes(message)
            if line.poll(self._limits.wall_seconds):
                answer: _Answer = msgspec.msgpack.decode(line.recv_bytes(), type=_Answer)
                if not isinstance(answer, _OutOfMemory):
                    self._retire()
                    return answer
                ending = "needed too much memory"
            else:
                ending = "stalled"
        except (OSError, EOFError):
            ending = self._cause_of_death()
        except msgspec.DecodeError:
            ending = "died"  # what is left of it does not speak the language any more
        self._end()
        return ending

    def _retire(self) -> None:
        self._answered += 1
        if self._answered % _INPUTS_OF_A_CHILD == 0 or _held_by(self.pid) > _SWOLLEN:
            self._end()

    def _cause_of_death(self) -> _Ending:
        if self._process is None:
            return "died"
        self._process.join(self._limits.wall_seconds)
        return "computed too long" if self._process.exitcode == -signal.SIGXCPU else "died"

    def _reason(self, ending: _Ending) -> str:
        limits = self._limits
        match ending:
            case "died":
                what = f"reading it crashed the reading process {TRIES} times"
            case "stalled":
                what = f"reading it took longer than {limits.wall_seconds:g} seconds, {TRIES} times"
            case "computed too long":
                what = f"reading it takes more than {limits.cpu_seconds} seconds of computing"
            case "needed too much memory":
                what = f"reading it takes more than {limits.memory // 1_000_000:,} MB of memory"
            case _:
                assert_never(ending)
        return f"{what}; it is left out, everything else is read on"

    def _start(self) -> Connection:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(theirs, self._limits, self._readers), daemon=True, name="watchfloor-reader"
        )
        try:
            process.start()
        except OSError:  # this machine has no process or file to spare
            ours.close()
            raise
        finally:
            theirs.close()
        self._process, self._line = process, ours
        return ours

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._line = None


def _held_by(pid: int | None) -> int:
    """Return the bytes of memory that a process holds; 0 where the machine does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * resource.getpagesize()


def read_guarded(
    paths: Iterable[str | Path], *, arrived: str, tell: Tell = tell_nobody
) -> Iterator[Rendition | Quarantined]:
    """Yield what `paths` hold as `read_paths` does, documents read in a child started at the first."""
    with GuardedReader() as reader:
        yield from read_paths(
            paths,
            arrived=arrived,
            reader=reader.read_document,
            collections=reader.read_collection,
            tell=tell,
        )


def _serve(line: Connection, limits: ChildLimits, readers: SandboxReaders) -> None:
    """Answer one task after another until the other end is gone: the body of the child."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which ends the child in order
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    with suppress(EOFError, OSError):
        while True:
            task: _Task = msgspec.msgpack.decode(line.recv_bytes(), type=_Task)
            used = resource.getrusage(resource.RUSAGE_SELF)
            spent = int(used.ru_utime + used.ru_stime) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (spent + limits.cpu_seconds, resource.RLIM_INFINITY))
            line.send_bytes(_answer(task, readers))


def _answer(task: _Task, readers: SandboxReaders) -> bytes:
    answer: _Answer
    try:
        return msgspec.msgpack.encode(_read(task, readers))
    except InputError as error:
        answer = _Refused(error.cause)
    except MemoryError:
        answer = _OutOfMemory()
    except Exception as error:  # noqa: BLE001 - whatever one input does to the parsers costs that input only
        answer = _Refused(f"reading failed: {type(error).__name__}: {error}")
    try:
        return msgspec.msgpack.encode(answer)
    except UnicodeEncodeError:  # the reason quotes half a character
        return msgspec.msgpack.encode(_Refused("reading failed: it holds halves of characters"))


def _read(task: _Task, readers: SandboxReaders) -> _Answer:
    match task:
        case _Page():
            return _ReadPage(readers.page(task.data, where="", url=task.url, arrived=task.arrived))
        case _Document():
            kind = task.kind
            return _ReadPage(
                readers.document(task.data, kind=kind, where="", url=task.url, arrived=task.arrived)
            )
        case _Collection():
            read = readers.collection(task.data, kind=task.kind, where="", arrived=task.arrived)
            return _ReadCollection(list(read))
        case _FeedData():
            return _ReadFeed(readers.feed(task.data, where="", url=task.url))
        case _SitemapData():
            return _ReadSitemap(readers.sitemap(task.data, where="", url=task.url))
        case _ListData():
            return _ReadList(readers.outlines(task.data, where=""))
        case _OfferingPage():
            return _ReadOffers(readers.offers(task.data, url=task.url))
        case _Markup():
            return _ReadLines(readers.lines(task.text))
        case _:
            assert_never(task)

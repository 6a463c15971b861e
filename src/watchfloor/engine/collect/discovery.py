"""What a person means by an address or a path: which source it is, or which feeds it offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from watchfloor.engine.collect.health import Failure, after
from watchfloor.engine.collect.visit import Turns, Visitor
from watchfloor.engine.collect.visit_result import VisitResult
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.errors import InputError, NoAnswerError, UsageError
from watchfloor.ingest.fetch import Fetched
from watchfloor.ingest.files import check_file
from watchfloor.ingest.formats.opml import Outline, render_opml
from watchfloor.ingest.sources import address_of, new_source, recognise, usual_places
from watchfloor.model import Source, SourceHealth, SourceKind
from watchfloor.network import Client
from watchfloor.store import HeldSource

_MOST_TRIED = 5  # offers that are looked at until one is a feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """A source that was found, the feeds that were offered beside it, and why it could not be looked at.

    `guessed` is the address that was taken for what a person gave without a scheme.
    """

    source: Source
    beside: tuple[str, ...] = ()
    trouble: str | None = None
    guessed: str | None = None


def discover(given: str, client: Client, *, now: str, pause: float = 1.0, page: bool = False) -> Discovered:
    """Return the source that `given` leads to; raise UsageError where there is none.

    A site that does not answer is returned as a feed, with its trouble told; one whose page offers no feed
    is a source only as a `page`.
    """
    place = address_of(given)
    if isinstance(place, Path):
        return Discovered(source=_of_path(place, now))
    found = _discover(given, place, client, now=now, pause=pause, page=page)
    return replace(found, guessed=place) if "://" not in given else found


def _discover(given: str, place: str, client: Client, *, now: str, pause: float, page: bool) -> Discovered:
    looking = _Looking(client, now, pause)
    try:
        fetched = looking.at(place)
    except NoAnswerError as error:
        if not error.retry:
            raise UsageError(f"{given} cannot be a source: {error}") from error
        return Discovered(source=new_source(place, "feed", added=now), trouble=str(error))
    if fetched.status != 200:
        kept = new_source(place, "page" if page else "feed", added=now)
        return Discovered(source=kept, trouble=f"the site answers {fetched.status}")
    if page:
        return Discovered(source=new_source(place, "page", added=now))
    content = recognise(fetched.body, content_type=fetched.content_type)
    if content == "feed":
        return Discovered(source=looking.feed(fetched))
    if content == "sitemap":
        return Discovered(source=new_source(place, "sitemap", title=urlsplit(place).hostname, added=now))
    if content == "opml":
        raise UsageError(f"{given} is a list of feeds; save it, then: watchfloor sources import FILE")
    return looking.offers(fetched)


def _of_path(path: Path, now: str) -> Source:
    """Return a folder, or a file that can be read, as a source; raise UsageError for other files."""
    whole = path.resolve()
    if path.is_dir():
        return new_source(str(whole), "folder", title=whole.name, added=now)
    try:
        check_file(path)
    except InputError as error:
        raise UsageError(f"{path} cannot be a source: {error.cause}") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    return new_source(str(whole), "file", title=whole.name, added=now)


class _Looking:
    """Looks at addresses as a visit would, robots.txt obeyed."""

    def __init__(self, client: Client, now: str, pause: float) -> None:
        self._now = now
        self._visitor = Visitor(client=client, reading=ReaderPool(0), clock=lambda: now, turns=Turns(pause))

    def at(self, url: str) -> Fetched:
        permitted = self._visitor.permitted(url, self._now)
        if permitted.closed:
            raise NoAnswerError(permitted.closed)
        if why := permitted.refusal(url):
            raise UsageError(f"{url} must not be read: {why}; ask the publisher for leave")
        return self._visitor.fetch(url, self._now)

    def feed(self, fetched: Fetched) -> Source:
        try:
            with ReaderPool(1) as reading:
                read = reading.feed(fetched.body, url=fetched.final)
        except InputError as error:
            raise UsageError(f"{fetched.url} is a feed that cannot be read: {error.cause}") from error
        return new_source(fetched.url, "feed", title=read.title, added=self._now)

    def offers(self, fetched: Fetched) -> Discovered:
        try:
            with ReaderPool(1) as reading:
                offered = [offer.url for offer in reading.offers(fetched.body, url=fetched.final)]
        except InputError as error:
            raise UsageError(f"{fetched.url} cannot be read: {error.cause}") from error
        for url in (offered or usual_places(fetched.final))[:_MOST_TRIED]:
            try:
                found = self.at(url)
            except (NoAnswerError, UsageError):
                continue
            if found.status == 200 and recognise(found.body, content_type=found.content_type) == "feed":
                beside = tuple(other for other in offered if other != url)
                return Discovered(source=self.feed(found), beside=beside)
        raise UsageError(
            f"no feed was found at {fetched.url}; give a feed's address, or watch the page itself with --page"
        )


def failing(found: Discovered, *, now: str) -> HeldSource:
    """Return a source that cannot be read now as one to be tried again, its trouble told."""
    trouble = Failure(error=found.trouble or "", remedy="mend the address, or wait: it is tried again")
    return HeldSource(found.source, after(found.source, SourceHealth(), trouble, now=now))


def preview(source: Source, client: Client, *, now: str, most: int, pause: float = 1.0) -> VisitResult:
    """Return what the first visit of `source` would bring, `most` items of it; nothing is kept."""
    with ReaderPool(1) as reading:
        visitor = Visitor(client=client, reading=reading, clock=lambda: now, turns=Turns(pause))
        return visitor.visit(HeldSource(source, SourceHealth()), most=most)


def read_list(path: Path, *, now: str) -> tuple[list[Source], list[str]]:
    """Return the feeds that an OPML file lists, and what stands there for an address and is none.

    Raises InputError for a file that is no OPML, or broken.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    return listed_in(data, where=str(path), now=now)


def listed_in(data: bytes, *, where: str, now: str) -> tuple[list[Source], list[str]]:
    """Return the feeds that an OPML document lists, and what is no address; `where` names it in errors."""
    with ReaderPool(1) as reading:
        outlines = reading.outlines(data, where=where)
    listed = [_listed(outline, now) for outline in outlines if outline.usable]
    return listed, [outline.url for outline in outlines if not outline.usable]


def _listed(outline: Outline, now: str) -> Source:
    kind: SourceKind = "feed"
    source = new_source(outline.url, kind, title=outline.title, added=now)
    return Source(
        id=source.id,
        url=source.url,
        kind=kind,
        title=outline.title,
        group=outline.group,
        site=outline.site,
        added=now,
    )


def written_list(sources: Iterable[Source]) -> str:
    """Return an OPML document of the feeds among `sources`."""
    return render_opml(
        (
            Outline(url=source.url, title=source.title, site=source.site, group=source.group)
            for source in sources
            if source.kind == "feed"
        ),
        title="Sources of a Watchfloor",
    )

"""One visit of one source, in a thread of its own and without the store: what it brought, and how it went."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit

from watchfloor.engine.collect.folders import visit_files
from watchfloor.engine.collect.health import Failure, Refusal, SourceEnd, Success, VisitOutcome, address
from watchfloor.engine.collect.page_bytes import kept_feed, kept_page
from watchfloor.engine.collect.visit_result import MOST_FRESH, ItemResult, VisitResult
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.errors import InputError, NoAnswerError, RefusedAddressError
from watchfloor.exchange.wording import flag_words
from watchfloor.ingest.build import quarantine, unusable_date_read
from watchfloor.ingest.fetch import UNKNOWN, Fetched, Validators, fetch
from watchfloor.ingest.formats.item import Item, is_whole, item_of_feed, item_of_sitemap, rendition_of_item
from watchfloor.ingest.formats.sitemap import SitemapEntry
from watchfloor.ingest.permissions import Permissions, ask_permissions, origin_of
from watchfloor.ingest.sources import Content, recognise
from watchfloor.model import Flag, FlagCode, Quarantined, Rendition
from watchfloor.network import Client
from watchfloor.store import HeldSource, ItemState
from watchfloor.store.sources import item_key

LONGEST_VISIT = 180.0  # seconds after which what is left waits for the next visit, whatever drips in
_SILENT_AFTER = 3  # answers that did not come; then a host is left alone for the round
_TRIES = 3  # visits at which a page that should be there is sought
_RECENT = 100  # entries of a sitemap that are read when it is new; it may list the archive of a decade
_NESTED = 4  # sitemaps of an index that are read, those changed last
_PERMISSIONS_LAST = timedelta(hours=24)
_CLOSED_LASTS = timedelta(hours=1)
Answered = TypeVar("Answered")
Known = Callable[[Iterable[str] | None], Mapping[str, ItemState]]
Recall = Callable[[str], Permissions | None]
_RESERVED = Flag(FlagCode.RESERVED)

_REMEDIES: dict[int, str] = {
    401: "it wants a login, which is not worked around: remove it, or ask the publisher for an open feed",
    402: "it wants to be paid, which is not worked around: remove it, or ask the publisher",
    403: "it refuses us: ask the publisher, who finds our contact in the visit, or remove it",
    404: "look for the feed's new address: watchfloor sources check SITE",
    429: "nothing to do: it is visited less often",
}
_PAGE = "page"  # what the version of a watched page is until it is read; then it is that of its text
_CHECK = "look at it in a browser, then: watchfloor sources check URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """What a source lists, with how the listing was got."""

    items: tuple[Item, ...]
    success: Success
    reserved: bool = False
    passed: tuple[Item, ...] = ()
    fetched: Fetched | None = None
    feed: Fetched | None = None
    note: str | None = None


class _Ended(Exception):  # noqa: N818 - it carries an outcome, not an error
    def __init__(self, outcome: VisitOutcome) -> None:
        super().__init__()
        self.outcome = outcome


class Turns:
    """Politeness: one request at a time to a host, with a pause after each."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._guard = threading.Lock()
        self._hosts: dict[str, tuple[threading.Lock, list[float]]] = {}

    @contextmanager
    def turn(self, url: str, pause: float = 0.0) -> Iterator[None]:
        """Wait for the turn of `url`'s host; `pause` is what the site itself asks for."""
        host = urlsplit(url).netloc.lower()
        with self._guard:
            lock, free = self._hosts.setdefault(host, (threading.Lock(), [0.0]))
        with lock:
            time.sleep(max(0.0, free[0] - time.monotonic()))
            try:
                yield
            finally:
                free[0] = time.monotonic() + max(self._pause, pause)


def nothing_known(keys: Iterable[str] | None) -> Mapping[str, ItemState]:
    """Return what is known of the items of a source that was never visited."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Visits sources, for one round; many threads may use it. What was asked of sites is in `asked`.

    `recall` gives what a site was known to permit, by its origin.
    """

    client: Client
    reading: ReaderPool
    clock: Callable[[], str]
    turns: Turns
    recall: Recall = lambda origin: None
    longest: float = LONGEST_VISIT
    asked: dict[str, Permissions] = field(default_factory=dict)
    _silent: dict[str, list[NoAnswerError]] = field(default_factory=dict)
    _origins: dict[str, threading.Lock] = field(default_factory=dict)

    def visit(
        self, held: HeldSource, known: Known = nothing_known, *, most: int | None = None
    ) -> VisitResult:
        """Return what a source brings beyond what is known of its items, or only the last `most` of it.

        `known` gives the state of the items with the keys it is given, or of all. Never raises for what a
        source sends or does.
        """
        if held.source.kind in ("folder", "file"):
            return visit_files(held, known, self.clock(), most, self.reading)
        return self.within(self.longest).visit_site(held, known, most)

    def within(self, seconds: float) -> Visitor:
        """Return a visitor all whose requests together take so many seconds; it knows what this one does."""
        return replace(self, client=self.client.within(seconds))

    def visit_site(self, held: HeldSource, known: Known, most: int | None) -> VisitResult:
        """Return what a site brings, in the time that this visitor has."""
        now, source = self.clock(), held.source
        url = address(source, held.health)
        try:
            listing = self._list(held, url, now)
        except _Ended as ended:
            return VisitResult(held=held, at=now, outcome=ended.outcome)
        except RefusedAddressError as error:
            return VisitResult(held=held, at=now, outcome=Failure(error=str(error), remedy=_CHECK))
        except NoAnswerError as error:
            remedy = "nothing to do at first; if it lasts, look for its new address"
            return VisitResult(held=held, at=now, outcome=Failure(error=str(error), remedy=remedy))
        except InputError as error:
            return VisitResult(held=held, at=now, outcome=Failure(error=error.cause, remedy=_CHECK))
        listed = tuple(item_key(item.key) for item in (*listing.passed, *listing.items))
        visit = self._take_all(held, listing, known(listed), now, most)
        return replace(visit, listed=listed) if isinstance(visit.outcome, Success) else visit

    # ------------------------------------------------------------------------------------ what it lists

    def _list(self, held: HeldSource, url: str, now: str) -> _Listing:
        """Return what the source lists; raise _Ended where there is nothing to read or nothing new."""
        permitted = self.permitted(url, now)
        if why := permitted.refusal(url):
            remedy = "obeyed; ask the publisher for leave, or remove it: it is asked again tomorrow"
            raise _Ended(
                Failure(error=why, remedy=remedy) if permitted.closed else Refusal(error=why, remedy=remedy)
            )
        validators = Validators(etag=held.health.etag, modified=held.health.modified)
        fetched = self.fetch(url, now, validators)
        if fetched.unchanged:
            kept = replace(fetched, validators=validators)
            raise _Ended(_success(kept))
        _check_status(fetched)
        reserved = fetched.reserved or permitted.reserves(url)
        content = recognise(fetched.body, content_type=fetched.content_type)
        if content != held.source.kind:
            raise InputError(url, f"it gives {_CONTENT_NAMES[content]} where a {held.source.kind} was")
        if content == "page":
            item = Item(key=url, version=_PAGE, url=url, title=held.source.title)
            return _Listing(items=(item,), success=_success(fetched), reserved=reserved, fetched=fetched)
        if content == "feed":
            return self._feed(fetched, reserved=reserved)
        return self._sitemap(fetched, now, reserved=reserved, first=held.health.read is None)

    def _feed(self, fetched: Fetched, *, reserved: bool) -> _Listing:
        feed = self.reading.feed(fetched.body, url=fetched.final)
        items = [item for read in feed.items if (item := item_of_feed(read, language=feed.language))]
        notes = [
            *map(flag_words, feed.flags),
            *([f"{feed.dropped} items beyond the cap were dropped"] if feed.dropped else []),
        ]
        if fetched.incomplete:
            notes.append(flag_words(Flag(FlagCode.CUT_SHORT)))
        return _Listing(
            items=_oldest_first(items),
            success=_success(fetched),
            reserved=reserved,
            feed=fetched,
            note="; ".join(notes) or None,
        )

    def _sitemap(self, fetched: Fetched, now: str, *, reserved: bool, first: bool) -> _Listing:
        sitemap = self.reading.sitemap(fetched.body, url=fetched.final)
        entries = list(sitemap.pages)
        success = _success(fetched)
        if sitemap.sitemaps:
            entries += self._nested(sitemap.sitemaps, now)
            # What nested ones hold changes while the index stays as it is.
            success = replace(success, validators=UNKNOWN)
        unique = {entry.url: item_of_sitemap(entry) for entry in entries}
        items = _oldest_first(list(unique.values()))
        note = f"{sitemap.dropped} entries beyond the cap were dropped" if sitemap.dropped else None
        if not first or len(items) <= _RECENT:
            return _Listing(items=items, success=success, reserved=reserved, note=note)
        told = f"{len(items) - _RECENT} older pages of the sitemap were passed over"
        return _Listing(
            items=items[-_RECENT:],
            passed=items[:-_RECENT],
            success=success,
            reserved=reserved,
            note="; ".join(filter(None, (note, told))),
        )

    def _nested(self, sitemaps: Sequence[SitemapEntry], now: str) -> list[SitemapEntry]:
        """Return the pages of the sitemaps that changed last; raise the last trouble where there are none."""
        pages: list[SitemapEntry] = []
        trouble: Exception | None = None
        for entry in sorted(sitemaps, key=lambda it: it.modified or "", reverse=True)[:_NESTED]:
            try:
                if why := self.permitted(entry.url, now).refusal(entry.url):
                    raise InputError(entry.url, why)
                fetched = self.fetch(entry.url, now)
                _check_status(fetched)
                pages += self.reading.sitemap(fetched.body, url=fetched.final).pages
            except (_Ended, InputError, NoAnswerError) as error:
                trouble = error
        if trouble is not None and not pages:
            raise trouble
        return pages

    # ------------------------------------------------------------------------------- what its items hold

    def _take_all(
        self, held: HeldSource, listing: _Listing, known: Mapping[str, ItemState], now: str, most: int | None
    ) -> VisitResult:
        wanted = [item for item in listing.items if _is_wanted(item, known)]
        brought = [
            ItemResult(item_key(item.key), ItemState(item.version))
            for item in listing.passed
            if item_key(item.key) not in known
        ]
        until = time.monotonic() + self.longest
        left = len(wanted)
        for item in wanted[:MOST_FRESH] if most is None else wanted[-most:]:
            if time.monotonic() > until:
                break
            before = known.get(item_key(item.key))
            brought.append(self._take(item, before, now, listing))
            left -= 1
        refused = [it.what for it in brought if isinstance(it.what, Quarantined)]
        if listing.fetched is not None and refused:
            return VisitResult(held=held, at=now, outcome=Failure(error=refused[0].reason, remedy=_CHECK))
        complete = not left and not any(0 < it.state.tries < _TRIES for it in brought)
        success = replace(
            listing.success, fresh=sum(it.what is not None for it in brought), complete=complete
        )
        return VisitResult(
            held=held,
            at=now,
            outcome=success,
            found=len(listing.items),
            brought=tuple(brought),
            note=listing.note,
            feed=kept_feed(listing.feed, listing.items, brought, reserved=listing.reserved),
        )

    def _take(self, item: Item, before: ItemState | None, now: str, listing: _Listing) -> ItemResult:
        """Read an item's page, or what the source itself says of it where the page cannot or must not be."""
        same = before is not None and before.version == item.version
        tries = before.tries + 1 if before is not None and same else 1
        key, done = item_key(item.key), ItemState(item.version)
        item = self._with_lines(item)
        try:
            page, fetched = self._page(item, now, listing)
        except StandIn as why:
            state = ItemState(item.version, min(tries, _TRIES)) if why.again else done
            what = _stand_in(item, now, why)
            if isinstance(what, Quarantined) and why.again and tries < _TRIES:
                return ItemResult(key, state)
            if isinstance(what, Rendition) and same and why.again:
                return ItemResult(key, state)  # it stands in already
            return ItemResult(key, state, what)
        assert item.url is not None, "what was fetched has an address"
        if item.version == _PAGE:
            done = ItemState(page.text_id)
            if before == done:
                return ItemResult(key, done)
        kept = kept_page(item.url, fetched, page)
        return ItemResult(key, done, _completed(page, item, now), kept, fetched.validators)

    def _with_lines(self, item: Item) -> Item:
        """Return an item with the paragraphs of its markup; what cannot be read of it is left out."""
        markup = item.markup or item.summary
        if not markup:
            return item
        try:
            return replace(item, lines=self.reading.lines(markup, where=item.url or item.key))
        except InputError:
            return replace(item, lines=())

    def _page(self, item: Item, now: str, listing: _Listing) -> tuple[Rendition, Fetched]:
        """Return an item's page, read, and how it came; raise StandIn where it cannot or must not be had."""
        if listing.reserved:
            raise StandIn(_RESERVED, words=False)
        if item.url is None:
            raise StandIn(Flag(FlagCode.ITEM_WITHOUT_LINK))
        if is_whole(item):
            raise StandIn(Flag(FlagCode.WHOLE_TEXT_IN_FEED))
        if listing.fetched is not None:
            return self.read_page(listing.fetched, now)
        try:
            permitted = self.permitted(item.url, now)
            if why := permitted.refusal(item.url):
                raise StandIn(_not_read(why), again=bool(permitted.closed))
            if permitted.reserves(item.url):
                raise StandIn(_RESERVED, words=False)
            fetched = self.fetch(item.url, now)
        except NoAnswerError as error:
            raise StandIn(_not_read(str(error)), again=error.retry) from error
        if fetched.reserved:
            raise StandIn(_RESERVED, words=False)
        if fetched.status != 200:
            again = fetched.status == 429 or fetched.status >= 500
            raise StandIn(_not_read(f"the site answers {fetched.status}"), again=again)
        return self.read_page(fetched, now)

    def read_page(self, fetched: Fetched, now: str) -> tuple[Rendition, Fetched]:
        """Return the article of a fetched page; raise StandIn where the page holds no article."""
        content = recognise(fetched.body, content_type=fetched.content_type)
        if content != "page":
            raise StandIn(_not_read(f"it gives {_CONTENT_NAMES[content]}"))
        try:
            page = self.reading.page(fetched.body, url=fetched.final, arrived=now)
        except InputError as error:
            raise StandIn(_not_read(error.cause)) from error
        if fetched.incomplete:
            page = replace(page, flags=(*page.flags, Flag(FlagCode.CUT_SHORT)))
        return page, fetched

    # --------------------------------------------------------------------------------------- politeness

    def permitted(self, url: str, now: str) -> Permissions:
        """Return what the site of `url` permits, asking it at most once a day."""
        origin = origin_of(url)
        with self._origins.setdefault(origin, threading.Lock()):
            held = self.asked.get(origin) or self.recall(origin)
            if held is None or _is_over(held, now):
                held = self._heard(origin, lambda: ask_permissions(self.client, origin, now=now), most=1)
                self.asked[origin] = held
        return held

    def fetch(self, url: str, now: str, known: Validators = UNKNOWN) -> Fetched:
        """Return what `url` gives; each hop of its redirects is taken with leave of the site it leads to."""
        hops, moved_to, reserved = [url], None, False
        client = self.client.within(self.client.limits.seconds)
        while True:
            at = hops[-1]
            there = self.permitted(at, now)
            if len(hops) > 1 and (why := there.refusal(at)):
                raise NoAnswerError(f"it leads to {at}, and {why}", retry=bool(there.closed))
            fetched = self._heard(at, partial(_hop, client, at, now, known), pause=there.pause)
            reserved = reserved or fetched.reserved or there.reserves(at)
            if moved_to == (at if len(hops) > 1 else None):  # every redirect so far was one for good
                moved_to = fetched.moved_to or moved_to
            if fetched.onward is None:
                return replace(fetched, url=url, moved_to=moved_to, reserved=reserved)
            if len(hops) > self.client.limits.redirects:
                many = self.client.limits.redirects
                raise NoAnswerError(f"{url} redirects more than {many} times", retry=False)
            hops.append(fetched.onward)

    def _heard(
        self, url: str, ask: Callable[[], Answered], *, pause: float = 0.0, most: int = _SILENT_AFTER
    ) -> Answered:
        """Return what `ask` gets, in the turn of its host; one that was silent too often is not asked."""
        silences = self._silent.setdefault(origin_of(url), [])
        if len(silences) >= most:
            raise silences[-1]
        with self.turns.turn(url, pause):
            try:
                return ask()
            except NoAnswerError as error:
                if error.retry:
                    silences.append(error)
                raise


def _hop(client: Client, url: str, now: str, known: Validators) -> Fetched:
    return fetch(client, url, now=now, known=known, follow=False)


class StandIn(Exception):  # noqa: N818 - a reason, not an error
    """Why what the source says of an item stands for its page; `again` tells that another try may help."""

    def __init__(self, flag: Flag, *, words: bool = True, again: bool = False) -> None:
        super().__init__(flag)
        self.flag = flag
        self.words = words
        self.again = again


def _not_read(cause: str) -> Flag:
    return Flag(FlagCode.PAGE_NOT_READ, cause)


_CONTENT_NAMES: dict[Content, str] = {
    "feed": "a feed",
    "sitemap": "a sitemap",
    "opml": "a list of feeds",
    "page": "a page of HTML",
    "other": "something that is neither feed, sitemap nor page",
}


def _stand_in(item: Item, now: str, why: StandIn) -> Rendition | Quarantined:
    where = item.url or item.key
    try:
        return rendition_of_item(item, where=where, arrived=now, flag=why.flag, words=why.words)
    except InputError as error:
        return quarantine(InputError(where, f"{flag_words(why.flag)}; {error.cause}"), arrived=now)


def _completed(page: Rendition, item: Item, now: str) -> Rendition:
    """Return a page's rendition with what only its feed tells: when, by whom, under which headline."""
    published = item.published or item.modified
    if page.published is None and published is not None and unusable_date_read(published, now) is None:
        page = replace(page, published=published, published_from="feed")
    if page.title is None and item.title is not None:
        page = replace(page, title=item.title, title_from="feed")
    if page.byline is None and item.authors:
        page = replace(page, byline=", ".join(item.authors), byline_from="feed")
    return page if item.record is None else replace(page, record=item.record)


def _check_status(fetched: Fetched) -> None:
    """Raise _Ended unless the answer holds what was asked for."""
    status = fetched.status
    if status == 200:
        return
    if status == 410:
        raise _Ended(
            SourceEnd(
                error="the site says that it is gone for good (410)", remedy="remove it, or look for another"
            )
        )
    remedy = _REMEDIES.get(status, "nothing to do at first; if it lasts, " + _CHECK)
    raise _Ended(Failure(error=f"the site answers {status}", remedy=remedy, wait=fetched.wait))


def _success(fetched: Fetched) -> Success:
    return Success(validators=fetched.validators, fresh_for=fetched.fresh_for, moved_to=fetched.moved_to)


def _oldest_first(items: list[Item]) -> tuple[Item, ...]:
    """Return items in the order in which they appeared: by date, an undated one after the one before it."""
    latest, dated = "", []
    for position, item in enumerate(reversed(items)):
        latest = max(latest, item.published or item.modified or "")
        dated.append((item.published or item.modified or latest, position, item))
    return tuple(item for _, _, item in sorted(dated, key=lambda it: (it[0], it[1])))


def _is_wanted(item: Item, known: Mapping[str, ItemState]) -> bool:
    before = known.get(item_key(item.key))
    if item.version == _PAGE:
        return True
    return before is None or before.version != item.version or 0 < before.tries < _TRIES


def _is_over(held: Permissions, now: str) -> bool:
    lasts = _CLOSED_LASTS if held.closed else _PERMISSIONS_LAST
    try:
        age = datetime.fromisoformat(now) - datetime.fromisoformat(held.asked)
    except (ValueError, TypeError):
        return True
    return not timedelta() <= age < lasts  # a clock that was put back knows nothing of the age

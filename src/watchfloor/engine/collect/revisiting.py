"""Pages that are asked again, though no source says that they changed: after the visits, a few a round.

What was edited is admitted first and recorded then, like what a visit brings; what is found gone is told and
recorded in one transaction. A round that is killed in between asks those pages again and finds what it
admitted known.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal
from urllib.parse import urlsplit

from watchfloor.engine.admit.admission import Admitted
from watchfloor.engine.admit.page_gone import note_gone
from watchfloor.engine.collect.item_lookup import ItemLookup
from watchfloor.engine.collect.page_bytes import kept_page, read_as
from watchfloor.engine.collect.revisit_schedule import is_too_late, next_look
from watchfloor.engine.collect.rounds import Polling, Take, left_alone, mind_the_clock
from watchfloor.engine.collect.taken_back import with_own_id
from watchfloor.engine.collect.thread_pool import DaemonThreadPool
from watchfloor.engine.collect.under_way import affordable
from watchfloor.engine.collect.visit import StandIn, Visitor
from watchfloor.errors import NoAnswerError
from watchfloor.ingest.fetch import Fetched, Validators
from watchfloor.journal import Journal, PagesAskedAgain, failure_of
from watchfloor.model import Rendition, RevisitRhythm, SourceId, rendition_id
from watchfloor.store import PageBytes, Revisit, Revisits, Sources, Store

MOST = 300  # pages asked again in one round
MOST_OF_HOST = 20
_LONGEST_OF_HOST = 10.0  # seconds of a round that a host is asked again for: what is new waits meanwhile
_LOOKED_AT = 3_000  # pages that are due, from which those of a round are taken
_MANY_MISSING = 5  # pages of a host, and more than half of those asked: then its addresses have changed
_ALIKE = 0.4  # share of the longer words of the shorter text that stand in the other: it is the same article
_WORD = re.compile(r"\w{4,}")

Found = Literal["unchanged", "edited", "gone", "missing", "closed", "not had"]
_MISSING: Mapping[int, Found] = {404: "missing", 410: "gone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a page gave when it was asked again.

    `status` is what its site answers where it is missing; `wait` are the seconds that the site asks for.
    """

    revisit: Revisit
    found: Found
    validators: Validators | None = None
    page: Rendition | None = None
    kept: PageBytes | None = None
    status: int | None = None
    wait: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAgain:
    """The pages of one source that were asked again in a round, counted by what was found, and recorded."""

    source: SourceId
    found: Mapping[str, int]
    admitted: tuple[Admitted, ...] = ()


def ask_again(polling: Polling, *, take: Take | None = None) -> Iterator[AskedAgain]:
    """Ask the pages again that are due, a few of each host, and yield what was found, once recorded."""
    store, now = polling.store, polling.clock()
    mind_the_clock(store, now)
    held = Sources(store).all()
    rhythms = {it.source.id: it.source.revisit for it in held}
    due = Revisits(store).due(now, without=left_alone(held), most=_LOOKED_AT)
    if not due:
        return
    take = take or polling.admission()
    threads: DaemonThreadPool[list[Look]] = DaemonThreadPool(affordable(polling.workers), "look")
    try:
        with ItemLookup(store) as item_lookup, polling.read_by() as reading:
            visitor = polling.visitor(item_lookup, reading)
            asking = [
                threads.submit(partial(_ask, visitor, pages, polling.journal))
                for pages in _of_hosts(due).values()
            ]
            for future in asking:
                looks = _with_moved_site(future.result())
                yield from _Recording(polling, take, rhythms).record(looks)
    finally:
        threads.stop()
    with store.turn():
        Revisits(store).tidy(polling.clock())


def _of_hosts(due: Iterable[Revisit]) -> dict[str, list[Revisit]]:
    """Return the pages to be asked in this round, by their hosts."""
    found: dict[str, list[Revisit]] = defaultdict(list)
    count = 0
    for revisit in due:
        pages = found[urlsplit(revisit.url).netloc.lower()]
        if len(pages) < MOST_OF_HOST and count < MOST:
            pages.append(revisit)
            count += 1
    return {host: pages for host, pages in found.items() if pages}


# ----------------------------------------------------------------------------------------- what a page gives


def _ask(visitor: Visitor, pages: Sequence[Revisit], journal: Journal) -> list[Look]:
    """Ask the pages of one host, one by one; what was not reached in time waits for the next round."""
    until, now = time.monotonic() + _LONGEST_OF_HOST, visitor.clock()
    visitor = visitor.within(2 * _LONGEST_OF_HOST)  # the last page is waited for, but not for ever
    looks: list[Look] = []
    for revisit in pages:
        if looks and time.monotonic() > until:
            break
        try:
            looks.append(_look(visitor, revisit, now))
        except Exception as error:  # noqa: BLE001 - whatever one page does to us costs that page only
            journal.write(failure_of(error, at=now, what="look", id=revisit.rendition))
            looks.append(Look(revisit=revisit, found="not had"))
    return looks


def _look(visitor: Visitor, revisit: Revisit, now: str) -> Look:
    if is_too_late(revisit, now):
        return Look(revisit=revisit, found="closed")
    known = Validators(etag=revisit.etag, modified=revisit.modified)
    try:
        permitted = visitor.permitted(revisit.url, now)
        if permitted.refusal(revisit.url) or permitted.reserves(revisit.url):
            return Look(revisit=revisit, found="not had" if permitted.closed else "closed")
        fetched = visitor.fetch(revisit.url, now, known)
    except NoAnswerError:
        return Look(revisit=revisit, found="not had")
    if fetched.unchanged:
        return Look(revisit=revisit, found="unchanged", validators=known)
    if fetched.reserved:
        return Look(revisit=revisit, found="closed")
    if fetched.status != 200 or fetched.incomplete:
        found = _MISSING.get(fetched.status)
        return Look(
            revisit=revisit,
            found=found or "not had",
            status=fetched.status if found else None,
            wait=fetched.wait,
        )
    return _read(visitor, revisit, fetched, now)


def _read(visitor: Visitor, revisit: Revisit, fetched: Fetched, now: str) -> Look:
    try:
        page, _ = visitor.read_page(fetched, now)
    except StandIn:
        return Look(revisit=revisit, found="not had")
    if page.text_id == revisit.text_id:
        return Look(revisit=revisit, found="unchanged", validators=fetched.validators)
    kept = kept_page(revisit.url, fetched, page)
    return Look(revisit=revisit, found="edited", validators=fetched.validators, page=page, kept=kept)


def _with_moved_site(looks: list[Look]) -> list[Look]:
    """Return looks as they count: where most pages of a host are missing at once, none is said to be gone."""
    missing = sum(look.found in ("missing", "gone") for look in looks)
    if missing < _MANY_MISSING or missing * 2 <= len(looks):
        return looks
    return [replace(it, found="not had", status=None) if it.status else it for it in looks]


# ----------------------------------------------------------------------------------------- what becomes of it


@dataclass(frozen=True, slots=True)
class _Recording:
    polling: Polling
    take: Take
    rhythms: Mapping[SourceId, RevisitRhythm]

    def record(self, looks: Sequence[Look]) -> Iterator[AskedAgain]:
        """Admit what was edited, keep how each page was found, and yield what is to be told, by source."""
        store, now = self.polling.store, self.polling.clock()
        looks = [_against_what_is_held(store, look) for look in looks]
        admitted = self._admitted(looks)
        with store.turn():
            self._keep(looks, now)
        for source, mine in _by_source(looks).items():
            found: Counter[str] = Counter(look.found for look in mine)
            fresh = [admitted[look.page.id] for look in mine if look.page and look.page.id in admitted]
            told = AskedAgain(source=source, found=dict(found), admitted=tuple(fresh))
            self.polling.journal.write(_fact_of(told, at=now))
            yield told

    def _admitted(self, looks: Sequence[Look]) -> dict[str, Admitted]:
        """Take in what was edited, and return what became of it, by the ids of the renditions."""
        edited = [look.page for look in looks if look.found == "edited" and look.page is not None]
        taken = [*self.take([*edited])] if edited else []
        return dict(zip((page.id for page in edited), taken, strict=False))

    def _keep(self, looks: Sequence[Look], now: str) -> None:
        """Keep how each page was found, and the bytes of edited ones; tell of those that are gone."""
        store = self.polling.store
        Sources(store).keep_pages((it.kept for it in looks if it.kept and it.found == "edited"), at=now)
        fresh = []
        for look in looks:
            revisit = _settled(look, now, self.rhythms.get(look.revisit.source, "never"))
            if look.status is not None and revisit.due is None:
                note_gone(store, revisit, watches=self.polling.watches, at=now, status=look.status)
            else:
                fresh.append(revisit)
        Revisits(store).record(fresh)


def _by_source(looks: Iterable[Look]) -> dict[SourceId, list[Look]]:
    found: dict[SourceId, list[Look]] = defaultdict(list)
    for look in looks:
        found[look.revisit.source].append(look)
    return found


def _against_what_is_held(store: Store, look: Look) -> Look:
    """Return a look beside what was read there before: other words may be none of the article's."""
    if look.found != "edited" or look.page is None:
        return look
    before = store.rendition(look.revisit.rendition)
    if before is None or before.withheld:
        return replace(look, found="closed", page=None, kept=None)
    if not _are_alike(before, look.page):
        return replace(look, found="not had", page=None, kept=None)
    page = with_own_id(store, _completed(look.page, before))
    return replace(look, page=page, kept=read_as(look.kept, {look.page.id: page.id}))


def _are_alike(before: Rendition, page: Rendition) -> bool:
    """Tell whether a page still holds the article: a notice that stands in its place is none of its edits."""
    if before.title and page.title and before.title.casefold() == page.title.casefold():
        return True
    one, other = (set(_WORD.findall(it.text.casefold())) for it in (before, page))
    shorter = min(len(one), len(other))
    return shorter > 0 and len(one & other) / shorter >= _ALIKE


def _completed(page: Rendition, before: Rendition) -> Rendition:
    """Return a page under the address of before, with what only its feed told."""
    if page.published is None and before.published_from == "feed":
        page = replace(page, published=before.published, published_from="feed")
    if page.title is None and before.title_from == "feed":
        page = replace(page, title=before.title, title_from="feed")
    if page.byline is None and before.byline_from == "feed":
        page = replace(page, byline=before.byline, byline_from="feed")
    fresh = rendition_id(url=before.url, outlet=page.outlet, text_id=page.text_id)
    return replace(page, url=before.url, id=fresh)


def _settled(look: Look, now: str, rhythm: RevisitRhythm) -> Revisit:
    """Return how a page was found, with the moment at which it is asked next.

    One that is missing is asked once more before that is believed; until then `gone` says since when it is.
    """
    before = look.revisit
    fresh = replace(before, gone=None, due=None)
    match look.found:
        case "unchanged":
            fresh = replace(fresh, steady=before.steady + 1, missed=0)
        case "edited" if look.page is not None:
            fresh = replace(fresh, rendition=look.page.id, text_id=look.page.text_id)
            fresh = replace(fresh, steady=0, missed=0, edits=before.edits + 1)
        case "gone":
            return replace(fresh, gone=now)
        case "missing":
            once_more = None if before.gone else next_look(replace(fresh, since=now), now, rhythm=rhythm)
            return replace(fresh, gone=before.gone or now, due=once_more)
        case "closed":
            return fresh
        case _:
            fresh = replace(fresh, missed=before.missed + 1)
    if look.validators is not None:
        fresh = replace(fresh, etag=look.validators.etag, modified=look.validators.modified)
    return replace(fresh, due=next_look(fresh, now, rhythm=rhythm, wait=look.wait))


def _fact_of(told: AskedAgain, *, at: str) -> PagesAskedAgain:
    return PagesAskedAgain(
        at=at,
        source=told.source,
        unchanged=told.found.get("unchanged", 0),
        edited=told.found.get("edited", 0),
        gone=told.found.get("gone", 0) + told.found.get("missing", 0),
        not_had=told.found.get("not had", 0) + told.found.get("closed", 0),
    )

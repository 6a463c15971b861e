"""One round of visits: fetched side by side, admitted strictly in order, kept source by source.

Visits hold nobody up: the floor is held for what is written only, a few items at a time.

Crash-only: what a visit brought is admitted first, and only then is the visit recorded, validators included.
A round that is killed in between visits that source again, and finds what it admitted seen before.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from watchfloor.engine.admit.admission import Admitted, Floor
from watchfloor.engine.collect.health import CLOCKS_DIFFER, Failure, after, rebased
from watchfloor.engine.collect.item_lookup import ItemLookup
from watchfloor.engine.collect.revisit_schedule import begins, first_look
from watchfloor.engine.collect.taken_back import with_own_ids
from watchfloor.engine.collect.under_way import WORKERS, VisitsUnderWay
from watchfloor.engine.collect.visit import Known, Turns, Visitor
from watchfloor.engine.collect.visit_result import VisitResult
from watchfloor.engine.prepare.choice import processes_or_here
from watchfloor.engine.prepare.pool import ZoneOf, no_zone_set
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.ingest.permissions import written
from watchfloor.journal import SLOW, Journal, NoJournal, SourceVisited, WorkSlow, failure_of
from watchfloor.model import Moment, Quarantined, Rendition, Source, SourceHealth, as_moment, digest
from watchfloor.network import Client
from watchfloor.store import HeldSource, Revisit, Revisits, Sources, Store, VisitRecord
from watchfloor.watch import Watch

Take = Callable[[list[Rendition | Quarantined]], Iterable[Admitted]]

PAUSE = 1.0  # seconds between two requests to one host, unless its robots.txt asks for more
READERS = 2  # child processes that parse what was fetched
_BATCH = 200  # items that are prepared together where worker processes prepare; starting them takes a second


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """A visit that is over and recorded."""

    source: Source
    health: SourceHealth
    found: int
    fresh: int
    admitted: tuple[Admitted, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Polling:
    """What a round needs: the store, the guarded client, a clock, and how much may be done side by side.

    `readers` are child processes that parse what was fetched, `processes` those that prepare articles; with 0
    this one does it. `reading` are reading processes that outlive the round, instead, `turns` what is known
    of hosts beyond the round, `under_way` the visits: what is late is left for the next round then, and
    goes on with `reading`.
    """

    store: Store
    client: Client
    clock: Callable[[], str]
    pause: float = PAUSE
    workers: int = WORKERS
    readers: int = READERS
    reading: ReaderPool | None = None
    turns: Turns | None = None
    under_way: VisitsUnderWay | None = None
    processes: int = 0
    watches: Sequence[Watch] = ()
    bytes_kept: timedelta = timedelta(days=90)
    journal: Journal = field(default_factory=NoJournal)
    zone_of: ZoneOf = no_zone_set

    def count(self) -> int:
        """Return how many sources are due, and not visited already."""
        return len(self._due(Sources(self.store), self.under_way))

    def _due(self, sources: Sources, under_way: VisitsUnderWay | None) -> list[HeldSource]:
        visited = under_way.sources if under_way is not None else ()
        return [it for it in sources.due(self.clock()) if it.source.id not in visited]

    def once(self, *, take: Take | None = None) -> Iterator[Polled]:
        """Visit every source that is due and yield each as soon as it is recorded."""
        sources = Sources(self.store)
        mind_the_clock(self.store, self.clock())
        due = in_turn(self._due(sources, self.under_way), sources.all())
        if not due and not (self.under_way is not None and self.under_way.sources):
            return
        take = take or self.admission()
        with (
            ItemLookup(self.store) as item_lookup,
            self.read_by() as reading,
            self._visits_under_way() as under_way,
        ):
            visitor = self.visitor(item_lookup, reading)
            recorded: set[str] = set()
            for brought in self._batches(self._visits(visitor, item_lookup, due, under_way)):
                batch = [with_own_ids(self.store, visit) for visit in brought]
                admitted = deque(_admitted(batch, take))
                for visit in batch:
                    sites = _fresh_permissions(visitor, recorded)
                    recorded |= set(sites)
                    yield self._recorded(sources, visit, sites, _taken_from(admitted, visit))
        with self.store.turn():
            sources.expire(_before(self.clock(), self.bytes_kept))
        with self.store.turn():
            sources.tidy(self.clock())

    def _recorded(
        self, sources: Sources, visit: VisitResult, sites: Mapping[str, str], admitted: tuple[Admitted, ...]
    ) -> Polled:
        with self.store.turn():
            polled = _record(sources, Revisits(self.store), visit, sites, admitted)
        for fact in _facts_of(polled, visit.seconds, at=self.clock()):
            self.journal.write(fact)
        return polled

    def visitor(self, item_lookup: ItemLookup, reading: ReaderPool) -> Visitor:
        """Return what visits hosts in this round."""
        return Visitor(
            client=self.client,
            reading=reading,
            clock=self.clock,
            turns=self.turns or Turns(self.pause),
            recall=item_lookup.permissions,
        )

    def read_by(self) -> AbstractContextManager[ReaderPool]:
        """Return the processes that read what was fetched."""
        return nullcontext(self.reading) if self.reading else ReaderPool(self.readers)

    def _visits_under_way(self) -> AbstractContextManager[VisitsUnderWay]:
        return VisitsUnderWay(self.workers) if self.under_way is None else nullcontext(self.under_way)

    def admission(self) -> Take:
        """Return what takes in what was brought."""
        floor: Floor | None = None

        def arrival(rendition: Rendition) -> str:
            return rendition.arrived or self.clock()

        def take(items: list[Rendition | Quarantined]) -> Iterator[Admitted]:
            # Late: most rounds bring nothing, and a large floor takes seconds to recall.
            nonlocal floor
            floor = floor or Floor(self.store, self.watches, journal=self.journal, zone_of=self.zone_of)
            return floor.take(items, arrival=arrival, pool=processes_or_here(self.processes))

        return take

    def _visits(
        self,
        visitor: Visitor,
        item_lookup: ItemLookup,
        due: Sequence[HeldSource],
        under_way: VisitsUnderWay,
    ) -> Iterator[VisitResult]:
        """Yield the visits in the order of `due`; many are under way, and a late one holds up no other."""
        left = deque(due)
        while True:
            while left and under_way.has_room:
                held = left.popleft()
                known = item_lookup.of(held.source.id)
                visit = partial(_visited, visitor, held, known, self.journal)
                under_way.begin(held.source.id, visit, at_end=item_lookup.hold())
            result = under_way.next(leaves_late=self.under_way is not None and not left)
            if result is None:
                return
            yield result

    def _batches(self, visits: Iterator[VisitResult]) -> Iterator[list[VisitResult]]:
        """Yield visits one by one, or so many together that starting worker processes pays."""
        batch: list[VisitResult] = []
        for visit in visits:
            batch.append(visit)
            if not self.processes or sum(len(it.brought) for it in batch) >= _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch


def _admitted(batch: Sequence[VisitResult], take: Take) -> Iterable[Admitted]:
    """Admit what some visits brought, if they brought anything."""
    items = [it.what for visit in batch for it in visit.brought if it.what is not None]
    return take(items) if items else ()


def _taken_from(admitted: deque[Admitted], visit: VisitResult) -> tuple[Admitted, ...]:
    """Take from what was admitted in order what a visit brought."""
    count = sum(it.what is not None for it in visit.brought)
    return tuple(admitted.popleft() for _ in range(min(count, len(admitted))))


def _fresh_permissions(visitor: Visitor, recorded: Collection[str]) -> dict[str, str]:
    """Return what sites allow, as it is kept, of those that are not recorded yet."""
    asked = {origin: visitor.asked[origin] for origin in list(visitor.asked)}  # others are asked meanwhile
    return {origin: written(value) for origin, value in asked.items() if origin not in recorded}


def in_turn(due: list[HeldSource], every: list[HeldSource]) -> list[HeldSource]:
    """Return the due sources in an order that asks no host twice in a row while others wait.

    A source's place depends on what sources there are, never on which of them are due: a round that was
    interrupted goes on in the order it began with.
    """
    seen: Counter[str] = Counter()
    place: dict[str, tuple[int, str]] = {}
    for held in sorted(every, key=lambda it: it.source.id):
        host = urlsplit(held.source.url).netloc
        place[held.source.id] = (seen[host], digest("turn", held.source.id))
        seen[host] += 1
    return sorted(due, key=lambda held: place[held.source.id])


def mind_the_clock(store: Store, now: str) -> None:
    """Reset sources and pages whose last visit lies in the future because the clock was set back."""
    sources = Sources(store)
    Revisits(store).mind_the_clock(now, slack=timedelta(seconds=CLOCKS_DIFFER))
    for held in sources.all():
        health = rebased(held.source, held.health, now=now)
        if health is not None:
            with store.turn():
                sources.postpone(HeldSource(held.source, health))


def _facts_of(polled: Polled, seconds: float, *, at: str) -> Iterator[SourceVisited | WorkSlow]:
    """Yield what the journal is told of a visit."""
    yield SourceVisited(
        at=at,
        source=polled.source.id,
        url=polled.source.url,
        status=polled.health.status,
        found=polled.found,
        fresh=polled.fresh,
        error=polled.health.error,
        remedy=polled.health.remedy,
        seconds=round(seconds, 3),
    )
    if seconds > SLOW["visit"]:
        yield WorkSlow(at=at, what="visit", id=polled.source.id, seconds=round(seconds, 3))


def _visited(visitor: Visitor, held: HeldSource, known: Known, journal: Journal) -> VisitResult:
    began = time.monotonic()
    try:
        return replace(visitor.visit(held, known), seconds=time.monotonic() - began)
    except Exception as error:  # noqa: BLE001 - whatever one source does to us costs that source only
        journal.write(failure_of(error, at=visitor.clock(), what="visit", id=held.source.id))
        failure = Failure(
            error=f"the visit failed: {type(error).__name__}: {error}",
            remedy="report this with the source's address; it is tried again",
        )
        return VisitResult(held=held, at=visitor.clock(), outcome=failure)


def _record(
    sources: Sources,
    revisits: Revisits,
    visit: VisitResult,
    sites: Mapping[str, str],
    admitted: tuple[Admitted, ...],
) -> Polled:
    source = visit.held.source
    health = after(source, visit.held.health, visit.outcome, now=visit.at)
    fresh = sum(it.what is not None for it in visit.brought)
    sources.record(
        VisitRecord(
            source=source,
            health=health,
            at=visit.at,
            found=visit.found,
            fresh=fresh,
            note=visit.note or health.error,
            items={it.key: it.state for it in visit.brought},
            sites=sites,
            pages=(
                *(it.page for it in visit.brought if it.page is not None),
                *((visit.feed,) if visit.feed is not None else ()),
            ),
            listed=visit.listed,
            revisits=_to_ask_again(revisits, visit),
        )
    )
    return Polled(
        source=source, health=health, found=visit.found, fresh=fresh, admitted=admitted, note=visit.note
    )


def _to_ask_again(revisits: Revisits, visit: VisitResult) -> list[Revisit]:
    """Return the pages that a visit read, each with the moment at which it is asked again."""
    source = visit.held.source
    if source.revisit == "never" or source.kind == "page":
        return []
    fresh = [
        Revisit(
            url=it.page.url,
            source=source.id,
            rendition=it.what.id,
            text_id=it.what.text_id,
            first_seen=visit.at,
            since=begins(visit.at, it.what.published),
            due=None,
            etag=it.validators.etag,
            modified=it.validators.modified,
        )
        for it in visit.brought
        if it.page is not None and it.validators is not None and isinstance(it.what, Rendition)
    ]
    known = revisits.at(page.url for page in fresh)
    return [first_look(page, known.get(page.url), visit.at, rhythm=source.revisit) for page in fresh]


def _before(now: str, age: timedelta) -> Moment:
    return as_moment(datetime.fromisoformat(now) - age)


def next_due(store: Store) -> str | None:
    """Return the moment of the next visit of any source or page; None where none is to be visited."""
    held = Sources(store).all()
    moments = [it.health.due for it in held if it.health.due and not it.source.paused]
    if page := Revisits(store).next_due(without=left_alone(held)):
        moments.append(page)
    return min(moments, default=None)


def left_alone(held: Iterable[HeldSource]) -> list[str]:
    """Return the sources of which no page is asked again."""
    return [it.source.id for it in held if it.source.paused or it.source.revisit == "never"]

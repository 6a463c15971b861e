"""Rendition -> Prepared, ahead of the writer: signature and findings, in worker processes.

Workers are spawned and return values, never spaCy Docs. What kills a worker is tried alone three times and
then refused with its reason; everything else goes on, in order.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import replace as with_fields
from multiprocessing import get_context
from typing import cast
from urllib.parse import urlsplit

from msgspec.structs import replace

from watchfloor.extract import Extractor, resolve
from watchfloor.extract.article import Context
from watchfloor.journal import WorkFailed, WorkSlow, failure_of, slow
from watchfloor.merge import fingerprint
from watchfloor.model import (
    NO_OWN_TABLES,
    Findings,
    OwnTables,
    Quarantined,
    Rendition,
    Signature,
    Uncoded,
    digest,
)

_TRIES = 3  # a text that kills its worker so often is refused
_AHEAD = 8  # renditions in flight for each worker; enough to keep it busy, few enough to hold in memory
_TASKS_OF_A_WORKER = 2_000  # then it is replaced: the parser's vocabulary grows with what it reads
_REMEMBERED = 512  # findings of texts seen lately, so that an identical copy costs no parsing

_extractor: Extractor | None = None
_own = NO_OWN_TABLES  # of the floor that a worker process reads for
_failures: list[WorkFailed] = []  # of the finders, in the text that this process reads now

Tell = Callable[[WorkFailed | WorkSlow], None]  # is told a fact without its moment


def tell_nobody(fact: WorkFailed | WorkSlow) -> None:
    """Let what went wrong be told by findings and refusals only."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a rendition, and what the journal is to be told of it: a worker has none."""

    item: Prepared | Quarantined
    facts: tuple[WorkFailed | WorkSlow, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rendition with what was read in it; `signature` is None where nobody is going to place it."""

    rendition: Rendition
    findings: Findings
    signature: Signature | None = None


def prepare(rendition: Rendition, *, signed: bool, own: OwnTables = NO_OWN_TABLES) -> Prepared:
    """Return a rendition's findings and, where `signed`, its signature; `own` are the floor's own tables."""
    context = context_of(rendition, own)
    findings = _reader().read(rendition.text, rendition.paragraphs, context=context)
    return Prepared(rendition, findings, fingerprint(rendition) if signed else None)


def reasons_of(prepared: Prepared) -> tuple[Uncoded, ...]:
    """Return the words of a rendition that look like events but were not coded, each with the reason."""
    rendition = prepared.rendition
    return _reader().reasons(rendition.text, rendition.paragraphs, prepared.findings)


def _reader() -> Extractor:
    global _extractor  # noqa: PLW0603 - one parser per process: it takes 150 MB and a second to load
    if _extractor is None:
        _extractor = Extractor(tell=_note)
    return _extractor


def _note(part: str, error: Exception) -> None:
    _failures.append(failure_of(error, at="", what=f"finder {part}", id=""))


def context_of(rendition: Rendition, own: OwnTables = NO_OWN_TABLES) -> Context:
    """Return what the extractor is told of a text besides its words."""
    return Context(
        title=rendition.title,
        standfirst=rendition.standfirst,
        byline=rendition.byline,
        outlet=rendition.outlet,
        published=rendition.published,
        language=rendition.language or "und",
        url=rendition.url,
        own=own,
    )


ZoneOf = Callable[[str | None, str | None], str | None]


def no_zone_set(_outlet: str | None, _url: str | None) -> str | None:
    """Return no zone: nobody set any."""
    return None


def prepare_all(
    items: Iterable[Rendition | Quarantined],
    *,
    processes: int = 0,
    signed: bool = True,
    tell: Tell = tell_nobody,
    zone_of: ZoneOf = no_zone_set,
    own: OwnTables = NO_OWN_TABLES,
) -> Iterator[Prepared | Quarantined]:
    """Yield each item prepared, in order; `processes` 0 prepares in this process.

    A text read lately is not parsed again: its findings are bound to the copy's date of publication. `tell`
    is told of what failed or was slow, wherever it was read. `zone_of` gives the zone that a person set for
    an outlet, by its name and address; `own` are the tables of the floor that reads.
    """
    remembered: OrderedDict[str, Prepared] = OrderedDict()

    def recall(rendition: Rendition) -> Prepared | None:
        known = remembered.get(_reading_key(rendition))
        try:
            return _rebound(known, rendition) if known else None
        except Exception:  # noqa: BLE001 - it is prepared by itself then, where what fails costs it only
            return None

    for outcome in _prepared(items, recall, processes, signed=signed, own=own):
        prepared = outcome.item
        for fact in outcome.facts:
            tell(fact)
        if isinstance(prepared, Prepared):
            remembered[_reading_key(prepared.rendition)] = prepared
            if len(remembered) > _REMEMBERED:
                remembered.popitem(last=False)
            prepared = _in_zone(prepared, zone_of)
        yield prepared


def _in_zone(prepared: Prepared, zone_of: ZoneOf) -> Prepared:
    """Return what was read, its days counted in the zone that a person set for its outlet."""
    rendition = prepared.rendition
    zone = zone_of(rendition.outlet, rendition.url)
    if zone is None or zone == prepared.findings.zone:
        return prepared
    findings = resolve(with_fields(prepared.findings, zone=zone), rendition.published)
    return with_fields(prepared, findings=findings)


def _rebound(known: Prepared, rendition: Rendition) -> Prepared:
    """Return what was read in the same words, for another rendition of them."""
    return Prepared(
        rendition,
        resolve(known.findings, rendition.published),
        fingerprint(rendition) if known.signature else None,
    )


def _reading_key(rendition: Rendition) -> str:
    spans = " ".join(f"{start}-{end}" for start, end in rendition.paragraphs)
    return digest(
        rendition.text,
        spans,
        rendition.title or "",
        rendition.standfirst or "",
        rendition.outlet or "",
        rendition.language or "",
        urlsplit(rendition.url or "").netloc,
    )


Recall = Callable[[Rendition], Prepared | None]


def _prepared(
    items: Iterable[Rendition | Quarantined],
    recall: Recall,
    processes: int,
    *,
    signed: bool,
    own: OwnTables,
) -> Iterator[_Outcome]:
    if processes < 1:
        for item in items:
            known = item if isinstance(item, Quarantined) else recall(item)
            if known is None:
                yield _guarded(cast("Rendition", item), signed=signed, own=own)
            else:
                yield _Outcome(known)
        return
    with _Workers(processes, signed=signed, own=own) as workers:
        yield from workers.prepared(items, recall)


def _guarded(rendition: Rendition, *, signed: bool, own: OwnTables) -> _Outcome:
    began = time.monotonic()
    _failures.clear()
    item: Prepared | Quarantined
    try:
        item = prepare(rendition, signed=signed, own=own)
    except Exception as error:  # noqa: BLE001 - whatever one text does to the finders costs that text only
        item = refused(rendition, f"reading failed: {type(error).__name__}: {error}")
        _failures.append(failure_of(error, at="", what="reading", id=""))
    facts: list[WorkFailed | WorkSlow] = [replace(fact, id=rendition.id) for fact in _failures]
    if fact := slow("reading", rendition.id, began, at=""):
        facts.append(fact)
    return _Outcome(item, tuple(facts))


def quarantine_id(rendition: Rendition) -> str:
    """Return the id under which a rendition is refused, until it can be read."""
    return digest("quarantined", rendition.id)


def refused(rendition: Rendition, reason: str) -> Quarantined:
    """Return the record of a rendition that could not be read."""
    where = rendition.path or rendition.url or rendition.given_id or rendition.id
    return Quarantined(
        id=quarantine_id(rendition),
        where=where,
        reason=reason,
        arrived=rendition.arrived or "",
        text_id=rendition.text_id,
    )


class _Workers:
    """A pool of preparing processes that outlives the texts that kill them."""

    def __init__(self, processes: int, *, signed: bool, own: OwnTables) -> None:
        self._processes = processes
        self._signed = signed
        self._own = own
        self._pool = self._start(processes)

    def _start(self, processes: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            processes,
            mp_context=get_context("spawn"),
            initializer=_begin,
            initargs=(self._own,),
            max_tasks_per_child=_TASKS_OF_A_WORKER,
        )

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def prepared(self, items: Iterable[Rendition | Quarantined], recall: Recall) -> Iterator[_Outcome]:
        """Yield the items prepared, in order, some ahead; a copy waits for the first of its kind."""
        waiting: deque[tuple[Rendition | Quarantined, Future[_Outcome] | None]] = deque()
        in_flight: set[str] = set()
        for item in items:
            future = None
            if isinstance(item, Rendition) and _reading_key(item) not in in_flight and recall(item) is None:
                in_flight.add(_reading_key(item))
                future = self._submit(item)
            waiting.append((item, future))
            while len(waiting) > self._processes * _AHEAD:
                yield self._taken(waiting, in_flight, recall)
        while waiting:
            yield self._taken(waiting, in_flight, recall)

    def _taken(
        self,
        waiting: deque[tuple[Rendition | Quarantined, Future[_Outcome] | None]],
        in_flight: set[str],
        recall: Recall,
    ) -> _Outcome:
        item, future = waiting.popleft()
        if isinstance(item, Quarantined):
            return _Outcome(item)
        if future is None:
            known = recall(item)
            return _Outcome(known) if known is not None else self._alone(item)
        in_flight.discard(_reading_key(item))
        with suppress(BrokenProcessPool):
            return future.result()
        return self._alone(item)

    def _submit(self, rendition: Rendition) -> Future[_Outcome]:
        try:
            return self._pool.submit(_in_worker, rendition, signed=self._signed)
        except BrokenProcessPool:
            self._pool = self._start(self._processes)
            return self._pool.submit(_in_worker, rendition, signed=self._signed)

    def _alone(self, rendition: Rendition) -> _Outcome:
        """Prepare one rendition in a worker of its own, for it may be what killed the others."""
        for _ in range(_TRIES):
            with suppress(BrokenProcessPool), self._start(1) as pool:
                return pool.submit(_in_worker, rendition, signed=self._signed).result()
        killed = WorkFailed(at="", what="reading", id=rendition.id, error=BrokenProcessPool.__name__)
        return _Outcome(refused(rendition, f"its text ended the reading process {_TRIES} times"), (killed,))


def _in_worker(rendition: Rendition, *, signed: bool) -> _Outcome:
    return _guarded(rendition, signed=signed, own=_own)


def _begin(own: OwnTables) -> None:
    """Read with a floor's own tables; leave Ctrl-C to the parent, which stops the workers in order."""
    global _own  # noqa: PLW0603 - given once a process: they are too many to go with each text
    import signal  # noqa: PLC0415 - in the worker only

    _own = own

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OMP_NUM_THREADS", "1")

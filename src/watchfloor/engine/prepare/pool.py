"""Renditions -> Prepared, ahead of the writer and in order: in this process, in others or on a cluster."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, Self, TypeVar
from urllib.parse import urlsplit

from watchfloor.engine.prepare.choice import HERE, PoolChoice
from watchfloor.engine.prepare.processes import ProcessPool
from watchfloor.engine.prepare.ray_pool import RayPool
from watchfloor.engine.prepare.reading import Passed, Prepared, ReadingOutcome, Tell, guarded, tell_nobody
from watchfloor.extract import resolve
from watchfloor.merge import fingerprint
from watchfloor.model import NO_OWN_TABLES, OwnTables, Quarantined, Rendition, digest

_REMEMBERED = 512  # findings of texts seen lately, so that an identical copy costs no parsing

_PASSING = 500  # items that wait, without being read, for one that is
_Kept = TypeVar("_Kept", bound=Passed)

AwaitedReading = Callable[[], ReadingOutcome]  # waits for what became of a rendition


class PreparePool(Protocol):
    """Reads renditions, each by itself; whose turn it is and what was read lately is not its business.

    Whatever reads, findings are the same byte by byte. A rendition that ends its reader again and again is
    refused; nothing else is lost by it.
    """

    @property
    def ahead(self) -> int:
        """How many renditions are begun before the first is waited for."""

    def submit(self, rendition: Rendition) -> AwaitedReading:
        """Begin to read a rendition; what is returned waits for what became of it."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """End the readers."""


class HerePool:
    """Reads in this process, each rendition when it is waited for."""

    ahead = 0

    def __init__(self, *, signed: bool, own: OwnTables) -> None:
        self._signed = signed
        self._own = own

    def submit(self, rendition: Rendition) -> AwaitedReading:
        """Return what reads the rendition."""
        return lambda: guarded(rendition, signed=self._signed, own=self._own)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End nothing."""


def _begun(choice: PoolChoice, *, signed: bool, own: OwnTables) -> PreparePool:
    """Return the pool that was chosen."""
    if choice.kind == "processes":
        return ProcessPool(choice.workers, signed=signed, own=own)
    if choice.kind == "ray":
        return RayPool(choice.address, signed=signed, own=own)
    return HerePool(signed=signed, own=own)


ZoneOf = Callable[[str | None, str | None], str | None]


def no_zone_set(_outlet: str | None, _url: str | None) -> str | None:
    """Return no zone: nobody set any."""
    return None


def prepare_all(
    items: Iterable[Rendition | Quarantined | _Kept],
    *,
    pool: PoolChoice = HERE,
    signed: bool = True,
    tell: Tell = tell_nobody,
    zone_of: ZoneOf = no_zone_set,
    own: OwnTables = NO_OWN_TABLES,
) -> Iterator[Prepared | Quarantined | _Kept]:
    """Yield each item prepared, in order, by the pool that was chosen; what is passed only keeps its place.

    However many items there are, few are held at a time. A text read lately is not parsed again: its findings
    are bound to the copy's date of publication. `tell` is told of what failed or was slow, wherever it was
    read. `zone_of` gives the zone that a person set for an outlet, by its name and address; `own` are the
    tables of the floor that reads.
    """
    remembered: OrderedDict[str, Prepared] = OrderedDict()

    def recall(rendition: Rendition) -> Prepared | None:
        known = remembered.get(_reading_key(rendition))
        try:
            return _rebound(known, rendition) if known else None
        except Exception:  # noqa: BLE001 - it is prepared by itself then, where what fails costs it only
            return None

    with _begun(pool, signed=signed, own=own) as readers:
        for outcome in _in_order(items, recall, readers):
            if isinstance(outcome, Passed):
                yield outcome
                continue
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
    findings = resolve(replace(prepared.findings, zone=zone), rendition.published)
    return replace(prepared, findings=findings)


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


@dataclass(slots=True)
class _Waiting(Generic[_Kept]):
    """Items whose turn has not come yet, in order, with what was begun for them."""

    items: deque[tuple[Rendition | Quarantined | _Kept, AwaitedReading | None]] = field(default_factory=deque)
    begun: int = 0

    def add(self, item: Rendition | Quarantined | _Kept, outcome: AwaitedReading | None) -> None:
        """Add an item as the last."""
        self.items.append((item, outcome))
        self.begun += outcome is not None

    def take(self) -> tuple[Rendition | Quarantined | _Kept, AwaitedReading | None]:
        """Take the first."""
        item, outcome = self.items.popleft()
        self.begun -= outcome is not None
        return item, outcome

    def is_due(self, ahead: int) -> bool:
        """Tell whether the first is to be taken now, where `ahead` may be begun before it."""
        if not self.items:
            return False
        return self.items[0][1] is None or self.begun > ahead or len(self.items) > ahead + _PASSING


def _in_order(
    items: Iterable[Rendition | Quarantined | _Kept], recall: Recall, pool: PreparePool
) -> Iterator[ReadingOutcome | _Kept]:
    """Yield the items prepared, in order, some ahead; a copy waits for the first of its kind."""
    waiting: _Waiting[_Kept] = _Waiting()
    in_flight: set[str] = set()
    for item in items:
        outcome = None
        if isinstance(item, Rendition) and _reading_key(item) not in in_flight and recall(item) is None:
            in_flight.add(_reading_key(item))
            outcome = pool.submit(item)
        waiting.add(item, outcome)
        while waiting.is_due(pool.ahead):
            yield _taken(waiting, in_flight, recall, pool)
    while waiting.items:
        yield _taken(waiting, in_flight, recall, pool)


def _taken(
    waiting: _Waiting[_Kept], in_flight: set[str], recall: Recall, pool: PreparePool
) -> ReadingOutcome | _Kept:
    item, outcome = waiting.take()
    if isinstance(item, Quarantined):
        return ReadingOutcome(item)
    if not isinstance(item, Rendition):
        return item
    if outcome is not None:
        in_flight.discard(_reading_key(item))
        return outcome()
    known = recall(item)
    return ReadingOutcome(known) if known is not None else pool.submit(item)()

"""What a visit of a source brings: values that the visitors give and the round records."""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.engine.collect.health import VisitOutcome
from watchfloor.ingest.fetch import Validators
from watchfloor.model import Quarantined, Rendition
from watchfloor.store import HeldSource, ItemState, PageBytes

MOST_FRESH = 50  # items taken in one visit; the rest waits for the next


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What became of one item: what is to be admitted, and the state to keep once it is.

    `validators` are those of its page, where that was read and is to be asked again.
    """

    key: str
    state: ItemState
    what: Rendition | Quarantined | None = None
    page: PageBytes | None = None
    validators: Validators | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitResult:
    """A visit that is over: `found` items were listed, `brought` are those that are new or changed.

    `listed` are the keys of all items that are listed now; None where the visit does not tell.
    """

    held: HeldSource
    at: str
    outcome: VisitOutcome
    found: int = 0
    brought: tuple[ItemResult, ...] = ()
    note: str | None = None
    feed: PageBytes | None = None
    listed: tuple[str, ...] | None = None
    seconds: float = 0.0

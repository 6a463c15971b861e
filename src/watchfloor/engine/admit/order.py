"""What is given at once, in order of time: the same picture in whatever order files come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from watchfloor.model import Quarantined, Rendition

_AT_ONCE = (
    1000  # items that are held back to be put in order; what comes later in a stream stands behind them
)


def in_order_of_time(
    items: Iterable[Rendition | Quarantined], *, at_once: int = _AT_ONCE
) -> Iterator[Rendition | Quarantined]:
    """Yield items by time of publication, so many at a time; undated ones stay with their forerunner."""
    rest = iter(items)
    while batch := list(islice(rest, at_once)):
        latest = ""
        timed = []
        for item in batch:
            latest = (item.published if isinstance(item, Rendition) else None) or latest
            timed.append((latest, item))
        yield from (item for _, item in sorted(timed, key=lambda pair: pair[0]))

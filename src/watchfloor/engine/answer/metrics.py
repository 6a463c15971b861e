"""How the floor is doing, in numbers: counters of its journal, and what waits now."""

from __future__ import annotations

from pathlib import Path

from watchfloor.exchange.metrics import metrics_text
from watchfloor.journal import count_facts, files_of
from watchfloor.model import instant_of
from watchfloor.store import Sources, Store


def metrics(store: Store, folder: Path, *, now: str) -> str:
    """Return the counters and states of a floor in the text format of Prometheus."""
    waiting = [row for row in store.deliveries() if row.state in ("pending", "failed")]
    gauges = {
        "oldest_unread_seconds": (
            "How long the source that waits longest has been due: its oldest item may be unread so long.",
            oldest_unread(store, now=now),
        ),
        "sources": ("Sources that are followed.", float(len(Sources(store).all()))),
        "deliveries_waiting": ("Deliveries that are still to be made.", float(len(waiting))),
    }
    return metrics_text(count_facts(files_of(folder)), gauges)


def oldest_unread(store: Store, *, now: str) -> float:
    """Return the seconds for which what is to be read has waited, at most; 0 where nothing waits.

    An item that a source has listed since it became due waits no longer than the source does.
    """
    present = instant_of(now)
    due = (held.health.due for held in Sources(store).due(now))
    waits = ((present - instant_of(moment)).total_seconds() for moment in due if moment)
    return max(waits, default=0.0)

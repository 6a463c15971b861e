"""Looking once: a stream of articles through all stages, in a floor that is forgotten afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.admit.order import in_order_of_time
from watchfloor.engine.answer.situation_report import situation
from watchfloor.engine.prepare.choice import processes_or_here
from watchfloor.model import Quarantined, Rendition, SituationReport
from watchfloor.store import Store
from watchfloor.watch import read_watches


def look(
    items: Iterable[Rendition | Quarantined],
    *,
    now: str,
    watch_file: Path | None = None,
    processes: int = 0,
) -> SituationReport:
    """Return the situation report of `items`, taken in order of their publication.

    Each counts as arrived when it was published, so that the same files give the same report on any day; an
    undated one arrives with the one before it, or at `now` where none is dated.
    """
    watches = read_watches(watch_file) if watch_file else ()
    latest = ""

    def arrival(rendition: Rendition) -> str:
        nonlocal latest
        latest = max(latest, rendition.published or "")
        return latest or now

    with Store.memory(clock=lambda: now) as store:
        for _ in Floor(store, watches).take(
            in_order_of_time(items), arrival=arrival, pool=processes_or_here(processes)
        ):
            pass
        return situation(store)

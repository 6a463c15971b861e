"""Looking once: a stream of articles through all stages, in a floor that is forgotten afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from watchfloor.engine.floor import Floor
from watchfloor.engine.preparing import Prepared, prepare_all
from watchfloor.engine.situation import situation
from watchfloor.model import Quarantined, Rendition, SituationReport
from watchfloor.store import Store


def look(
    items: Iterable[Rendition | Quarantined],
    *,
    now: str,
    watch_file: Path | None = None,
    processes: int = 0,
) -> SituationReport:
    """Return the situation report of `items`, taken in their order.

    Each counts as arrived when it was published, so that the same files give the same report on any day; an
    undated one arrives with the one before it, or at `now` where none is dated.
    """
    with Store.memory(clock=lambda: now) as store:
        floor = Floor(store)
        latest = ""
        for prepared in prepare_all(items, processes=processes):
            published = prepared.rendition.published if isinstance(prepared, Prepared) else None
            latest = max(latest, published or "")
            floor.admit(prepared, arrived=latest or now)
        return situation(store)

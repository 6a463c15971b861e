"""One visit of a watched folder: the files that are new, or were written to since the last."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from watchfloor.engine.brought import MOST_FRESH, Brought, Visit
from watchfloor.engine.health import Failure, Success
from watchfloor.ingest import read_paths
from watchfloor.ingest.files import list_folder
from watchfloor.store import HeldSource, ItemState
from watchfloor.store.sources import item_key


def visit_folder(held: HeldSource, known: Mapping[str, ItemState], now: str, most: int | None) -> Visit:
    """Read the files of a watched folder that are new or were written to."""
    folder = Path(held.source.url)
    if not folder.is_dir():
        failure = Failure(error="the folder is not there", remedy="put it back, or remove the source")
        return Visit(held=held, at=now, outcome=failure)
    brought: list[Brought] = []
    found = left = 0
    for path in list_folder(folder).files:
        found += 1
        try:
            stat = path.stat()
        except OSError:  # it went meanwhile
            continue
        key, state = item_key(str(path)), ItemState(f"{stat.st_mtime_ns}-{stat.st_size}")
        if known.get(key) == state:
            continue
        if len(brought) >= (most or MOST_FRESH):
            left += 1
            continue
        items = list(read_paths([path], arrived=now))
        brought += [Brought(key, state, item) for item in items] or [Brought(key, state)]
    success = Success(fresh=len(brought), complete=not left)
    return Visit(held=held, at=now, outcome=success, found=found, brought=tuple(brought))
